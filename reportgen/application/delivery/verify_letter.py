"""Checks that a letter is exactly what the ledger recorded, and its addressee's own; reads ahead in a thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from reportgen.domain.delivery.states import Delivery
from reportgen.domain.identifiers import participant_id
from reportgen.errors import MailError
from reportgen.mail import letter_identity
from reportgen.render.pdf.identity import identity_in
from reportgen.storage.archive.archive import Archive

READ_AHEAD = 4
"""Letters that are read and checked before their turn: enough to keep a sender busy, few enough for memory."""


@dataclass(frozen=True, slots=True)
class ExpectedLetter:
    """What the ledger recorded of one letter, and where the archive has it.

    Attributes:
        letter, pack: SHA-256 of the message and of the PDF in it.
        owner: the identity that the PDF must carry.
    """

    key: str
    edition: int
    number: int
    recipient: str
    message_id: str
    letter: str
    pack: str
    owner: str


def expected_letter(delivery: Delivery) -> ExpectedLetter:
    """What a delivery says of its letter."""
    return ExpectedLetter(
        delivery.key,
        delivery.edition,
        delivery.participant,
        delivery.recipient,
        delivery.message_id,
        delivery.letter_digest,
        delivery.pack_digest,
        participant_id(delivery.event, delivery.participant),
    )


def archived_letter(expected: ExpectedLetter, archive: Archive) -> bytes:
    """The exact bytes of a letter, from the archive.

    Raises:
        ArchiveError: they are missing, or not what was sealed.
    """
    return archive.read(expected.edition, f"letters/{expected.number:04d}.eml", expected.letter)


def verify_letter(expected: ExpectedLetter, content: bytes) -> None:
    """Checks that a letter is for its addressee: address, Message-ID, attachment, and the identity in the PDF.

    Raises:
        MailError: one of them is not what was recorded.
    """
    message = letter_identity.identity_of(content)
    identity = identity_in(message.pdf)
    checks = {
        "address": message.recipient == expected.recipient,
        "Message-ID": message.message_id == expected.message_id,
        "pack": sha256(message.pdf).hexdigest() == expected.pack,
        "pack's owner": identity is not None and identity.participant == expected.owner,
    }
    wrong = [what for what, right in checks.items() if not right]
    if wrong:
        raise MailError(
            f"The letter does not match its addressee: {', '.join(wrong)}",
            where=expected.key,
            todo="do not send it; run: reportgen verify EVENT",
        )


class VerifiedLetters:
    """The letters that are due, by their place in the queue; a thread reads and checks the next ones."""

    def __init__(self, due: Sequence[Delivery], archive: Archive, reader: ThreadPoolExecutor) -> None:
        self._expected = tuple(expected_letter(each) for each in due)
        self._archive = archive
        self._reader = reader
        self._coming: dict[int, Future[bytes]] = {}

    def letter(self, place: int) -> bytes:
        """The exact bytes of a letter that is its addressee's.

        Raises:
            ReportgenError: the bytes, the address, the attachment or the pack's owner is not what was recorded.
        """
        for each in range(place, min(place + 1 + READ_AHEAD, len(self._expected))):
            if each not in self._coming:
                self._coming[each] = self._reader.submit(self._verified, each)
        return self._coming.pop(place).result()

    def is_ready(self, place: int) -> bool:
        """Whether there is such a letter, and nobody has to wait for it."""
        return place in self._coming and self._coming[place].done()

    def cancel(self) -> None:
        """Drops the letters whose turn did not come."""
        for each in self._coming.values():
            each.cancel()

    def _verified(self, place: int) -> bytes:
        content = archived_letter(self._expected[place], self._archive)
        verify_letter(self._expected[place], content)
        return content


@contextmanager
def verified_letters(due: Sequence[Delivery], archive: Archive) -> Iterator[VerifiedLetters]:
    """The letters that are due, read and checked by a thread of their own for as long as the block runs."""
    with ThreadPoolExecutor(1) as reader:
        letters = VerifiedLetters(due, archive, reader)
        try:
            yield letters
        finally:
            letters.cancel()
