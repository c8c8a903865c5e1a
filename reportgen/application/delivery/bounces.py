"""Reads the mailbox of delivery reports: records each letter that bounced, and says what a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from reportgen.application.delivery.bounce_match import LetterMatcher, is_addressed
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.number_ranges import number_ranges
from reportgen.mail.inbox.bounces import BounceMessage, MessageKind, bounce_message, message_head
from reportgen.mail.inbox.bounded_message import MAX_BYTES, Bound, OversizedMessage
from reportgen.mail.inbox.recipient_reports import DeliveryReport, ReportAction
from reportgen.mail.inbox.submissions import SkipReason, Submission

MIN_LOCAL_PART = 4
"""Characters of a local part that stands for an address in a report that has no domains, as GroupWise writes them."""


@dataclass(slots=True)
class BounceResult:
    """What was found in a mailbox.

    Attributes:
        bounced: letters that did not arrive, each with the server's diagnostic text.
        known: how many reports were recorded before.
        unmatched: reports that match no letter of the event: their recipients, separated by commas.
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
        if item.skipped is SkipReason.KIND or not item.content.strip():
            self._find("bounce-no-message", Severity.DOUBTFUL, message_head(b""), item.name)
            return
        try:
            if item.skipped:
                raise OversizedMessage(Bound.BYTES, MAX_BYTES)
            message = bounce_message(item.content)
        except OversizedMessage as fault:
            head, bound = message_head(item.content), fault.bound
            self._find("bounce-large", Severity.DOUBTFUL, head, item.name, most=fault.most, bound=bound)
            return
        match message.kind:
            case MessageKind.REPORT:
                self._read_reports(message, item)
            case MessageKind.UNREAD | MessageKind.BROKEN:
                self._find("bounce-unread", Severity.DOUBTFUL, message, item.name)
            case MessageKind.AUTOMATIC:
                self.result.others += 1
                self._find("bounce-automatic", Severity.NOTED, message, item.name)
            case MessageKind.ABSENT | MessageKind.LETTER:
                self.result.others += 1
                code = "bounce-absent" if message.kind is MessageKind.ABSENT else "bounce-answer"
                self._find(code, Severity.DOUBTFUL, message, item.name)

    def _read_reports(self, message: BounceMessage, item: Submission) -> None:
        digest = sha256(item.content.replace(b"\r\n", b"\n")).hexdigest()
        failed = [each for each in message.reports if each.action is ReportAction.FAILED]
        if not failed:
            self.result.others += 1
            for each in message.reports:
                if each.action is ReportAction.DELAYED:
                    self._find("bounce-delayed", Severity.NOTED, message, item.name, recipients=_named(each))
        for each in failed:
            self._record(message, each, item.name, digest)

    def _record(self, message: BounceMessage, report: DeliveryReport, name: str, digest: str) -> None:
        """Records what a report says of one recipient, or finds why it cannot be."""
        match = self._matcher.match(message, report)
        letter, named = match.letter, _named(report)
        if letter is None and not (report.recipients or report.originals or message.returned or message.identifiers):
            self._find("bounce-unread", Severity.DOUBTFUL, message, name)
            return
        if letter is None:
            self.result.unmatched.append(named)
            events = self._reports.events_of(message.identifiers) - {self._workspace.key}
            if match.is_test_copy:
                self._find("bounce-test-copy", Severity.NOTED, message, name, recipients=named)
            elif match.candidates:
                numbers = number_ranges({each.participant for each in match.candidates})
                self._find("bounce-unsure", Severity.DOUBTFUL, message, name, recipients=named, numbers=numbers)
            elif events:
                event = ", ".join(sorted(events))
                self._find("bounce-elsewhere", Severity.NOTED, message, name, recipients=named, event=event)
            else:
                self._find("bounce-unmatched", Severity.DOUBTFUL, message, name, recipients=named)
            return
        facts = {"number": letter.participant, "recipient": letter.recipient, "recipients": named}
        if not self._matcher.is_newest(letter):
            self._find("bounce-older", Severity.DOUBTFUL, message, name, edition=letter.edition, **facts)
        elif not _is_for(letter, message, report):
            code = "bounce-forwarded" if report.recipients else "bounce-unnamed"
            self._find(code, Severity.DOUBTFUL, message, name, **facts)
        elif self._reports.has(letter.key, digest):
            self.result.known += 1
        elif not self._reports.was_sent(letter.key):
            self._find("bounce-not-sent", Severity.DOUBTFUL, message, name, **facts)
        elif self._reports.record(letter.key, digest, self._workspace.moment, report.diagnostic or "failed"):
            self.result.bounced.append((letter, report.diagnostic))
            self._matcher = LetterMatcher(self._workspace)
        else:
            self.result.known += 1

    def _find(self, code: str, severity: Severity, message: BounceMessage, name: str, **facts: object) -> None:
        head = {
            "sender": message.sender or "een onbekende afzender",
            "subject": message.subject or "zonder onderwerp",
            "when": message.written or "zonder datum",
        }
        self.result.findings.append(finding(code, severity, Place(name), **facts, **head))


def _named(report: DeliveryReport) -> str:
    return ", ".join(report.recipients or report.originals) or "?"


def _is_for(letter: Delivery, message: BounceMessage, report: DeliveryReport) -> bool:
    """Whether a report says that a letter failed for its own recipient, and not for who it was passed on to."""
    if report.recipients:
        return is_addressed(letter.recipient, report.recipients)
    if report.originals:
        return is_addressed(letter.recipient, report.originals)
    local = letter.recipient.partition("@")[0]
    words = rf"(?<![\w.@-]){re.escape(local)}(?![\w@-]|\.\w)"
    return len(local) >= MIN_LOCAL_PART and bool(re.search(words, message.said, re.IGNORECASE))
