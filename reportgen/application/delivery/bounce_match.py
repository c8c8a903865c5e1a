"""Matches delivery reports to the letters of a meeting: a report about any other letter matches none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from reportgen.application.delivery.known_letters import KnownLetters
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import POSSIBLY_SENT, Delivery, State
from reportgen.domain.identifiers import names_test_copy
from reportgen.errors import ArchiveError
from reportgen.mail.inbox.bounces import BounceMessage, ReturnedHead, head_of
from reportgen.mail.inbox.recipient_reports import DeliveryReport

MIN_SUBJECT = 10
"""Characters of a subject that a server cut off, by which a letter is still recognised beside its addresses."""

_BEFORE_SUBJECT = (
    r"(?:^[\s>|*]*|[\"'‘’“”„«»]\s?|\b(?:subject|onderwerp|betreff|objet|sujet)\b"
    r"(?: (?:of|van|der|du|the|het|your|uw|message|bericht|line|is|was)){0,6}\s?:\s{0,9}"
    r"|\b(?:undeliver\w+|failure|failed|returned mail|onbestelbaar|onbezorgbaar|mislukt|bezorgd|afgeleverd"
    r"|unzustellbar|zugestellt|zurück|non remis|échec|status|notification)\b\s?(?:\([^()\n]*\)\s?)?[:-]\s{0,9})"
)
_AFTER_SUBJECT = r"(?:[\s.]*$|\s?[\"'‘’“”„«»])"
"""What may stand around the subject of a letter in the words of a report."""

_TAG = re.compile(r"prvs=[0-9a-z]{4,16}=")

_WERE_SENT = POSSIBLY_SENT | {State.BOUNCED}


@dataclass(frozen=True, slots=True)
class LetterMatch:
    """The letter that a report is about.

    Attributes:
        letter: None where it is none of this meeting, or cannot be told.
        candidates: letters that it may be about, where only the address says so.
        is_test_copy: it is about a test copy, which went to somebody else.
    """

    letter: Delivery | None
    candidates: tuple[Delivery, ...] = ()
    is_test_copy: bool = False


class LetterMatcher:
    """Knows the letters of a meeting, of every kind of its packs, by everything that reports name them by."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known = KnownLetters(workspace.ledger, workspace.key)
        self._letters = self._known.all
        self._ours = workspace.event.organiser.email.casefold()
        self._heads: dict[str, ReturnedHead | None] = {}

    def match(self, message: BounceMessage, report: DeliveryReport) -> LetterMatch:
        """The letter that a report is about: by what names it, by our reference, else by its address and our own head.

        Args:
            message: the message that the report stands in.
        """
        head = message.returned
        if (head and head.is_test_copy) or any(map(names_test_copy, message.identifiers)):
            return LetterMatch(None, is_test_copy=True)
        named = {each.key: each for each in self._known.named_by(message.identifiers)}
        if not named:
            referenced = self._known.referenced_in(message.quoted)
            named = {each.key: each for each in referenced if head is None or self._may_be(head, each)}
        if not named:
            named = {each.key: each for each in self._by_head(message, report)}
        if len(named) == 1:
            return LetterMatch(next(iter(named.values())))
        if named or head or message.identifiers:
            return LetterMatch(None, tuple(named.values()))
        return LetterMatch(None, tuple(self._addressed(report)))

    def is_newest(self, letter: Delivery) -> bool:
        """Whether no later letter with the same kind of packs was sent to the same participant."""
        return not any(
            each.state in _WERE_SENT and each.edition > letter.edition
            for each in self._letters
            if (each.event, each.participant) == (letter.event, letter.participant)
        )

    def _may_be(self, head: ReturnedHead, letter: Delivery) -> bool:
        """Whether nothing in a head that came back speaks against a letter.

        The reference also stands in what people quote: a reply of the organiser to the participant is another message.
        """
        if head.senders and self._ours not in head.senders:
            return False
        own = self._head_of(letter)
        if own is None or head.written is None or own.written is None:
            return not head.subject or (own is not None and _has_same_subject(head, own))
        return head.written == own.written

    def _addressed(self, report: DeliveryReport) -> list[Delivery]:
        """The letters that were sent to an address that failed; of each participant the last."""
        failed = (*report.recipients, *report.originals)
        last = {
            each.participant: each
            for each in self._letters
            if each.state in _WERE_SENT and is_addressed(each.recipient, failed)
        }
        return list(last.values())

    def _by_head(self, message: BounceMessage, report: DeliveryReport) -> Iterator[Delivery]:
        """The letters whose own head is the one that came back; without one, whose whole subject the report tells."""
        head = message.returned
        if head is None and message.identifiers:
            return
        addresses = head.recipients if head is not None else (*report.recipients, *report.originals)
        for each in self._letters:
            if each.state not in _WERE_SENT or not is_addressed(each.recipient, addresses):
                continue
            own = self._head_of(each)
            if own is None or len(own.subject) < MIN_SUBJECT:
                continue
            if tells_subject(message.quoted, own.subject) if head is None else _is_same(head, own):
                yield each

    def _head_of(self, letter: Delivery) -> ReturnedHead | None:
        """The head of a letter as it was sealed; None where the archive does not have it any more."""
        if letter.key not in self._heads:
            self._heads[letter.key] = None
            with suppress(ArchiveError):
                path = f"letters/{letter.participant:04d}.eml"
                archive = self._workspace.archive_of(letter)
                content = archive.read(letter.edition, path, letter.letter_digest)
                self._heads[letter.key] = head_of(content)
        return self._heads[letter.key]


def is_addressed(recipient: str, addresses: Iterable[str]) -> bool:
    """Whether a mailbox is among some addresses; servers of a domain are as good: ``x@stad.mail.onmicrosoft.com``."""
    local, domain = _mailbox(recipient)
    for each in addresses:
        other_local, other = _mailbox(each)
        inside = other.endswith((f".{domain}", ".onmicrosoft.com")) or domain.endswith(f".{other}")
        if other_local == local and (other == domain or inside):
            return True
    return False


def _mailbox(address: str) -> tuple[str, str]:
    """The local part and the domain of an address as everybody writes them; servers put a tag before it (BATV)."""
    local, _, domain = address.casefold().rpartition("@")
    domain = domain.rstrip(".")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return _TAG.sub("", local), domain


def tells_subject(text: str, subject: str) -> bool:
    """Whether a report tells a subject, and not that of a reply or another message that has it in its own."""
    words = r"\s+".join(re.escape(each) for each in subject.split())
    return bool(re.search(rf"{_BEFORE_SUBJECT}{words}{_AFTER_SUBJECT}", text, re.IGNORECASE | re.MULTILINE))


def _is_same(head: ReturnedHead, own: ReturnedHead) -> bool:
    """Whether a head that came back is that of a letter."""
    return bool(set(own.senders) & set(head.senders)) and _has_same_date(head, own) and _has_same_subject(head, own)


def _has_same_date(head: ReturnedHead, own: ReturnedHead) -> bool:
    return head.written is None or own.written is None or head.written == own.written


def _has_same_subject(head: ReturnedHead, own: ReturnedHead) -> bool:
    """Whether the subjects are the same; servers may have cut it."""
    subject = head.subject.casefold().rstrip(". …")
    return len(subject) >= MIN_SUBJECT and own.subject.casefold().startswith(subject)
