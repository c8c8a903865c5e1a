"""Reads the mailbox of delivery reports: records each letter that bounced, and says what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from reportgen.application.delivery.bounce_match import LetterMatch, LetterMatcher, is_addressed
from reportgen.application.workspace import Workspace
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.number_ranges import number_ranges
from reportgen.mail.inbox.bounces import BounceMessage, MessageKind, bounce_messages, message_head
from reportgen.mail.inbox.bounded_message import MAX_BYTES, Bound, OversizedMessage
from reportgen.mail.inbox.recipient_reports import DeliveryReport, ReportAction
from reportgen.mail.inbox.submissions import SkipReason, Submission

MIN_LOCAL_PART = 4
"""Characters of a local part that stands for an address in a report that has no domains, as GroupWise writes them."""


@dataclass(slots=True)
class BounceResult:
    """What was found in a mailbox.

    Attributes:
        bounced: letters that did not arrive, of whatever kind of packs, each with the server's diagnostic text.
        known: how many reports were recorded before.
        unmatched: reports that match no letter of the meeting: their recipients, separated by commas.
        others: how many messages report no failure.
        findings: what a person should look at: reports and other messages that changed nothing.
    """

    bounced: list[tuple[Delivery, str]] = field(default_factory=list)
    known: int = 0
    unmatched: list[str] = field(default_factory=list)
    others: int = 0
    findings: list[Finding] = field(default_factory=list)


def record_bounces(workspace: Workspace, messages: Iterable[Submission]) -> BounceResult:
    """Reads delivery reports, and records each letter that bounced; a report counts once.

    Only a report that names a letter, and says that it failed for its own recipient, changes anything. Whatever else
    comes in is a finding, or counted where there is nothing to do.
    """
    reader = _Reader(workspace)
    for each in messages:
        reader.read(each)
    return reader.result


class _Reader:
    """Reads messages one by one, and records what they report."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._reports = workspace.ledger.reports()
        self._matcher = LetterMatcher(workspace)
        self.result = BounceResult()

    def read(self, item: Submission) -> None:
        """Reads one message."""
        place = Place(item.name)
        if item.skipped is SkipReason.UNREADABLE:
            self._add(finding("bounce-unreadable", Severity.DOUBTFUL, place))
            return
        if item.skipped is SkipReason.KIND or not item.content.strip():
            self._add(finding("bounce-no-message", Severity.DOUBTFUL, place))
            return
        try:
            if item.skipped:
                raise OversizedMessage(Bound.BYTES, MAX_BYTES)
            messages = bounce_messages(item.content)
        except OversizedMessage as fault:
            size = {"most": fault.most, "measured": fault.bound}
            head = _head_facts(message_head(item.content))
            self._add(finding("bounce-large", Severity.DOUBTFUL, place, **size, **head))
            return
        for message in messages:
            self._read_message(message, item)

    def _read_message(self, message: BounceMessage, item: Submission) -> None:
        """Reads what a message is by itself, or what somebody passed on with it."""
        place, facts = Place(item.name), _head_facts(message)
        match message.kind:
            case MessageKind.REPORT:
                self._read_reports(message, item)
            case MessageKind.UNREAD | MessageKind.BROKEN:
                self._add(finding("bounce-unread", Severity.DOUBTFUL, place, **facts))
            case MessageKind.AUTOMATIC:
                self.result.others += 1
                self._add(finding("bounce-automatic", Severity.NOTED, place, **facts))
            case MessageKind.ABSENT | MessageKind.LETTER:
                self.result.others += 1
                code = "bounce-absent" if message.kind is MessageKind.ABSENT else "bounce-answer"
                self._add(finding(code, Severity.DOUBTFUL, place, **facts))

    def _read_reports(self, message: BounceMessage, item: Submission) -> None:
        digest = sha256(item.content.replace(b"\r\n", b"\n")).hexdigest()
        failed = [each for each in message.reports if each.action is ReportAction.FAILED]
        if not failed:
            self.result.others += 1
            for each in message.reports:
                if each.action is ReportAction.DELAYED:
                    facts = {"recipients": _named(each), **_head_facts(message)}
                    self._add(finding("bounce-delayed", Severity.NOTED, Place(item.name), **facts))
        for each in failed:
            self._record(message, each, item.name, digest)

    def _record(self, message: BounceMessage, report: DeliveryReport, name: str, digest: str) -> None:
        """Records what a report says of one recipient, or finds why it cannot be."""
        match, place = self._matcher.match(message, report), Place(name)
        if (letter := match.letter) is None:
            self._find_unmatched(message, report, match, place)
            return
        sent_to = {"number": letter.participant, "recipient": letter.recipient}
        facts = {**sent_to, "recipients": _named(report), **_head_facts(message)}
        if not self._matcher.is_newest(letter):
            self._add(finding("bounce-older", Severity.DOUBTFUL, place, edition=letter.edition, **facts))
        elif not _is_for(letter, message, report):
            code = "bounce-forwarded" if report.recipients else "bounce-unnamed"
            self._add(finding(code, Severity.DOUBTFUL, place, **facts))
        elif self._reports.has(letter.key, digest):
            self.result.known += 1
        elif not self._reports.was_sent(letter.key):
            self._add(finding("bounce-not-sent", Severity.DOUBTFUL, place, **facts))
        elif self._reports.record(letter.key, digest, self._workspace.moment, report.diagnostic or "failed"):
            self.result.bounced.append((letter, report.diagnostic))
            self._matcher = LetterMatcher(self._workspace)
        else:
            self.result.known += 1

    def _find_unmatched(self, message: BounceMessage, report: DeliveryReport, match: LetterMatch, place: Place) -> None:
        """Finds what a report is about that matches no letter of the meeting."""
        facts = {"recipients": _named(report), **_head_facts(message)}
        if not (report.recipients or report.originals or message.returned or message.identifiers):
            self._add(finding("bounce-unread", Severity.DOUBTFUL, place, **facts))
            return
        self.result.unmatched.append(_named(report))
        events = self._reports.events_of(message.identifiers)
        if match.is_test_copy:
            self._add(finding("bounce-test-copy", Severity.NOTED, place, **facts))
        elif match.candidates:
            numbers = number_ranges({each.participant for each in match.candidates})
            self._add(finding("bounce-unsure", Severity.DOUBTFUL, place, numbers=numbers, **facts))
        elif events:
            event = ", ".join(sorted(events))
            self._add(finding("bounce-elsewhere", Severity.NOTED, place, event=event, **facts))
        else:
            self._add(finding("bounce-unmatched", Severity.DOUBTFUL, place, **facts))

    def _add(self, found: Finding) -> None:
        self.result.findings.append(found)


def _head_facts(message: BounceMessage) -> dict[str, object]:
    """What tells a message from others, for findings; empty where it does not say."""
    when = "" if message.written is None else f"{message.written.astimezone(ZONE):%Y-%m-%d %H:%M}"
    return {"sender": message.sender, "subject": message.subject, "when": when}


def _named(report: DeliveryReport) -> str:
    return ", ".join(report.recipients or report.originals) or "?"


def _is_for(letter: Delivery, message: BounceMessage, report: DeliveryReport) -> bool:
    """Whether a report says that a letter failed for its own recipient, and not for who it was passed on to."""
    if not report.is_certain or (report.is_by_words and is_addressed(letter.recipient, (message.sender,))):
        return False
    if report.recipients:
        return is_addressed(letter.recipient, report.recipients)
    if report.originals:
        return is_addressed(letter.recipient, report.originals)
    local = letter.recipient.partition("@")[0]
    words = rf"(?<![\w.@-]){re.escape(local)}(?![\w@-]|\.\w)"
    return len(local) >= MIN_LOCAL_PART and bool(re.search(words, message.said, re.IGNORECASE))
