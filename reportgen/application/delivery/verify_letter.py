"""Verifies letters before they are sent, against the ledger and their addressee; a thread reads ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from reportgen.domain.delivery.states import Delivery, LetterKind
from reportgen.domain.identifiers import participant_id
from reportgen.errors import MailError
from reportgen.i18n.message import said
from reportgen.mail import letter_identity
from reportgen.mail.calendar import cancels_for, enters_for
from reportgen.render.pdf.identity import identity_in
from reportgen.storage.archive.archive import Archive

READ_AHEAD = 4
"""How many letters are read and verified ahead: enough to keep a sender busy, few enough for memory."""


@dataclass(frozen=True, slots=True)
class ExpectedLetter:
    """What the ledger recorded of one letter, and its place in the archive.

    Attributes:
        letter, pack: SHA-256 of the message and of the PDF in it; no PDF where ``pack`` is empty.
        owner: the participant id that must be in the PDF.
        is_message: it may carry neither pack nor calendar.
    """

    key: str
    edition: int
    number: int
    recipient: str
    message_id: str
    letter: str
    pack: str
    owner: str
    is_message: bool = False


def expected_letter(delivery: Delivery) -> ExpectedLetter:
    """The expected letter of a delivery."""
    return ExpectedLetter(
        delivery.key,
        delivery.edition,
        delivery.participant,
        delivery.recipient,
        delivery.message_id,
        delivery.letter_digest,
        delivery.pack_digest,
        participant_id(delivery.event, delivery.participant),
        delivery.kind is LetterKind.MESSAGE,
    )


def archived_letter(expected: ExpectedLetter, archive: Archive) -> bytes:
    """The exact bytes of a letter, from the archive.

    Raises:
        ArchiveError: it is missing, or was changed.
    """
    return archive.read(expected.edition, f"letters/{expected.number:04d}.eml", expected.letter)


@dataclass(frozen=True, slots=True)
class VerifiedLetter:
    """The exact bytes of a letter that is for its addressee, and the addressee's name in it."""

    content: bytes
    name: str


def verify_letter(expected: ExpectedLetter, content: bytes) -> VerifiedLetter:
    """Verifies that a letter is for its addressee: address, Message-ID, and whose pack or calendar entry is in it.

    Raises:
        MailError: one of them is not as recorded.
    """
    message = letter_identity.identity_of(content, bare=expected.is_message)
    checks = {
        "address": message.recipient == expected.recipient,
        "Message-ID": message.message_id == expected.message_id,
    }
    if expected.pack:
        identity = identity_in(message.pdf)
        checks["pack"] = sha256(message.pdf).hexdigest() == expected.pack
        checks["pack's owner"] = identity is not None and identity.participant == expected.owner
    elif expected.is_message:
        checks["pack"] = not message.pdf
    else:  # a cancellation
        checks["pack"] = not message.pdf
        checks["calendar's owner"] = cancels_for(expected.owner, message.calendars)
    if expected.is_message:
        checks["calendar's owner"] = enters_for(expected.owner, message.calendars)
    wrong = [name for name, passed in checks.items() if not passed]
    if wrong:
        raise MailError(
            said("The letter does not match its addressee: {wrong}", wrong=", ".join(wrong)),
            where=expected.key,
            todo="do not send it; run: reportgen verify EVENT",
        )
    return VerifiedLetter(content, message.name)


class VerifiedLetters:
    """The letters that are due, by their place in the queue; a thread reads and verifies the next ones."""

    def __init__(self, due: Sequence[Delivery], archive: Archive, reader: ThreadPoolExecutor) -> None:
        self._expected = tuple(expected_letter(each) for each in due)
        self._archive = archive
        self._reader = reader
        self._pending: dict[int, Future[VerifiedLetter]] = {}

    def letter(self, place: int) -> VerifiedLetter:
        """A letter, verified.

        Raises:
            ReportgenError: the bytes, the address, the attachment or the owner of the pack is not as recorded.
        """
        for each in range(place, min(place + 1 + READ_AHEAD, len(self._expected))):
            if each not in self._pending:
                self._pending[each] = self._reader.submit(self._verified, each)
        return self._pending.pop(place).result()

    def is_ready(self, place: int) -> bool:
        """Whether the letter at a place exists and has been read already."""
        return place in self._pending and self._pending[place].done()

    def cancel(self) -> None:
        """Drops the letters that were read ahead and not used."""
        for each in self._pending.values():
            each.cancel()

    def _verified(self, place: int) -> VerifiedLetter:
        return verify_letter(self._expected[place], archived_letter(self._expected[place], self._archive))


@contextmanager
def verified_letters(due: Sequence[Delivery], archive: Archive) -> Iterator[VerifiedLetters]:
    """The letters that are due, read and verified by a thread for as long as the block runs."""
    with ThreadPoolExecutor(1) as reader:
        letters = VerifiedLetters(due, archive, reader)
        try:
            yield letters
        finally:
            letters.cancel()
