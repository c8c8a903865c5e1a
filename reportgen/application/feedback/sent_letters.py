"""The texts of letters as they were sent, to tell what somebody wrote between the lines of one."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.domain.delivery.states import Delivery
from reportgen.errors import ArchiveError, MailError
from reportgen.mail.letter_reader import texts_in_letter
from reportgen.storage.archive.archive import Archive


class SentLetters:
    """The letters of a meeting in their archives.

    Args:
        archive_of: the archive that a letter is in.
    """

    def __init__(self, archive_of: Callable[[Delivery], Archive]) -> None:
        self._archive_of = archive_of
        self._known: dict[str, tuple[str, ...]] = {}

    def texts(self, letter: Delivery) -> tuple[str, ...]:
        """What a letter says, as plain text and as HTML.

        None where it is gone: a reply is read without it, and more of it waits.
        """
        if letter.key not in self._known:
            self._known[letter.key] = self._read(letter)
        return self._known[letter.key]

    def _read(self, letter: Delivery) -> tuple[str, ...]:
        try:
            content = self._archive_of(letter).read(letter.edition, f"letters/{letter.participant:04d}.eml")
            return texts_in_letter(content)
        except (ArchiveError, MailError):
            return ()
