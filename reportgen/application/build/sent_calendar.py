"""Reads what participants' calendars hold from the letters that they were sent, which the archive keeps."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.application.delivery.verify_letter import archived_letter, expected_letter
from reportgen.domain.delivery.states import POSSIBLY_SENT, Delivery, State
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.errors import ArchiveError, MailError
from reportgen.mail.letter_identity import identity_of
from reportgen.mail.sent_entries import SentEntries
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


class SentCalendars:
    """The entries that participants were sent, by their letters; each letter is read when it is asked for.

    The letters are the one source that is right for every edition: whichever version wrote them, and whichever of them
    were withdrawn before they left.

    Attributes:
        findings: about letters that cannot be read any more.
    """

    def __init__(self, letters: Iterable[Delivery], archive: Archive, ledger: Ledger) -> None:
        """Groups letters by participant.

        Args:
            letters: all of one kind of packs, of each participant the oldest first.
        """
        self.findings: list[Finding] = []
        self._archive, self._ledger = archive, ledger
        self._letters: dict[int, list[Delivery]] = {}
        for each in letters:
            self._letters.setdefault(each.participant, []).append(each)

    def of(self, number: int) -> SentEntries:
        """The entries that a participant was sent, or may have been; a letter that cannot be read is a finding."""
        entries = SentEntries()
        for each in self._letters.get(number, ()):
            if not may_have_been_sent(each, self._ledger):
                continue
            try:
                expected = expected_letter(each)
                letter = archived_letter(expected, self._archive)
                calendars = identity_of(letter, bare=expected.is_message).calendars
                entries.add(calendars, each.state is State.SENT)
            except (ArchiveError, MailError, ValueError):
                unread = finding("calendar-unread", Severity.DOUBTFUL, number=number, edition=each.edition)
                self.findings.append(unread)
        return entries

    def uid_domain(self, number: int) -> str:
        """The domain in the UIDs of a participant: that of their first letter, so always the same; empty without."""
        letters = self._letters.get(number, ())
        return letters[0].message_id.rstrip(">").rpartition("@")[2] if letters else ""


def may_have_been_sent(letter: Delivery, ledger: Ledger) -> bool:
    """Whether a letter left, or may have, in whatever state it came afterwards."""
    if letter.state in POSSIBLY_SENT or letter.state is State.BOUNCED:
        return True
    return any(step.state in (State.SENT, State.UNCERTAIN) for step in ledger.history(letter.key))
