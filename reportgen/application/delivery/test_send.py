"""Letters on trial: marked copies to one address, which say nothing to the ledger about the real ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from reportgen.domain.delivery.states import Accepted, Delivery, Stage, State
from reportgen.errors import MailError, UsageError
from reportgen.mail import letter
from reportgen.mail.sender import Sender
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class TestSendResult:
    """How a copy went; ``answer`` is what the server said."""

    number: int
    arrived: bool
    answer: str


def newest(key: str, ledger: Ledger) -> tuple[Delivery, ...]:
    """The last letter of every participant who has one that counts."""
    letters = {each.participant: each for each in ledger.deliveries(key) if each.state is not State.WITHDRAWN}
    return tuple(letters.values())


def chosen(letters: Sequence[Delivery], numbers: Sequence[int], some: int | None, chance: Random) -> list[Delivery]:
    """Those of some participants, or so many of them at random, or all.

    Raises:
        UsageError: a participant has no letter.
    """
    by_number = {each.participant: each for each in letters}
    strange = [number for number in numbers if number not in by_number]
    if strange or not letters:
        raise UsageError(
            f"There is no letter to participant {strange[0]}" if strange else "There is no letter yet",
            todo="see which there are with: reportgen status EVENT; or make them with: reportgen build EVENT",
        )
    if numbers:
        return [by_number[number] for number in dict.fromkeys(numbers)]
    if some is None:
        return list(letters)
    return sorted(chance.sample(list(letters), min(some, len(letters))), key=lambda each: each.participant)


def send_test_copies(
    letters: Sequence[Delivery], archive: Archive, sender: Sender, to: str, on_sent: Callable[[Delivery], None]
) -> list[TestSendResult]:
    """Sends a marked copy of each letter to one address.

    Raises:
        MailError: the address is none, or the mail server takes no letter at all.
    """
    if not letter.PLAIN_ADDRESS.fullmatch(to):
        raise MailError(f"'{to}' is no plain address", todo="give one such as me@example.org")
    tried = []
    for each in letters:
        content = archive.read(each.edition, f"letters/{each.participant:04d}.eml", each.letter_digest)
        copy = letter.marked_copy(content, to)
        sender.ready(to)
        outcome = sender.send(f"test.{each.key}", to, copy, _nothing)
        arrived = isinstance(outcome, Accepted)
        if arrived:
            on_sent(each)
        tried.append(TestSendResult(each.participant, arrived, outcome.answer))
    sender.close()
    return tried


def _nothing(stage: Stage) -> None:
    """A copy has no stages to remember."""
