"""The texts of letters as they were sent, to tell what somebody wrote between the lines of one."""

from __future__ import annotations

from reportgen.errors import ArchiveError, MailError
from reportgen.mail.letter_reader import texts_in_letter
from reportgen.storage.archive.archive import Archive


class SentLetters:
    """The letters in the archive of an event."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[tuple[int, int], tuple[str, ...]] = {}

    def texts(self, number: int, edition: int) -> tuple[str, ...]:
        """What the letter of an edition to a participant says, as plain text and as HTML.

        None where it is gone: a reply is read without it, and more of it waits.
        """
        if (number, edition) not in self._known:
            self._known[number, edition] = self._read(number, edition)
        return self._known[number, edition]

    def _read(self, number: int, edition: int) -> tuple[str, ...]:
        try:
            return texts_in_letter(self._archive.read(edition, f"letters/{number:04d}.eml"))
        except (ArchiveError, MailError):
            return ()
