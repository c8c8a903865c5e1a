"""Test send: marked copies of letters to one address; the ledger does not change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from reportgen.application.resources import sender_of
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent
from reportgen.domain.delivery.states import Accepted, Delivery, Stage, State
from reportgen.errors import MailError, SafetyRefusal, UsageError
from reportgen.mail import letter
from reportgen.mail.sender import Outbox, Sender
from reportgen.storage.archive.archive import Archive
from reportgen.storage.atomic import write_atomically
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class TestSendResult:
    """The result of one copy; ``answer`` is that of the mail server."""

    number: int
    arrived: bool
    answer: str


def copies_folder(paths: Paths, key: str) -> Path:
    """Where copies go when the event has no mail server."""
    return paths.output / "test" / key


def send_test(
    loaded_event: LoadedEvent,
    paths: Paths,
    ledger: Ledger,
    to: str,
    numbers: Collection[int] = (),
    most: int | None = None,
    made_up: bool = False,
) -> list[TestSendResult]:
    """Sends a marked copy of the last letter of some participants to one address.

    Args:
        to: a plain address.
        numbers: the participants; empty for everyone, or for ``most`` of them at random.
        most: the number of copies when no participants are given; None for all.
        made_up: whether the clock is made up.

    Raises:
        SafetyRefusal: the clock is made up, and the event has a mail server.
        UsageError: a participant has no letter, or nobody has.
        MailError: ``to`` is no address, or the mail server takes no letter at all.
    """
    key, server = loaded_event.event.key, loaded_event.settings.server
    if server and made_up:
        raise SafetyRefusal("A made-up clock never sends real mail", todo="leave --now out")
    letters = _chosen(last_letters(key, ledger), numbers, most, Random())
    sender = sender_of(loaded_event, paths) if server else Outbox(copies_folder(paths, key), write_atomically)
    return send_test_copies(letters, Archive(paths.archive(key)), sender, to)


def last_letters(key: str, ledger: Ledger) -> tuple[Delivery, ...]:
    """The last letter of every participant that was not withdrawn."""
    letters = {each.participant: each for each in ledger.deliveries(key) if each.state is not State.WITHDRAWN}
    return tuple(letters.values())


def _chosen(letters: Sequence[Delivery], numbers: Collection[int], most: int | None, random: Random) -> list[Delivery]:
    by_number = {each.participant: each for each in letters}
    unknown = [number for number in numbers if number not in by_number]
    if unknown or not letters:
        raise UsageError(
            f"There is no letter to participant {unknown[0]}" if unknown else "There is no letter yet",
            todo="see which there are with: reportgen status EVENT; or make them with: reportgen build EVENT",
        )
    if numbers:
        return [by_number[number] for number in dict.fromkeys(numbers)]
    if most is None:
        return list(letters)
    return sorted(random.sample(list(letters), min(most, len(letters))), key=lambda each: each.participant)


def send_test_copies(
    letters: Sequence[Delivery],
    archive: Archive,
    sender: Sender,
    to: str,
    on_sent: Callable[[Delivery], None] = lambda _: None,
) -> list[TestSendResult]:
    """Sends a marked copy of each letter to one address.

    Args:
        on_sent: called with each letter of which a copy was accepted.

    Raises:
        MailError: the address is none, or the mail server takes no letter at all.
    """
    if not letter.PLAIN_ADDRESS.fullmatch(to):
        raise MailError(f"'{to}' is no plain address", todo="give one such as me@example.org")
    results = []
    for each in letters:
        content = archive.read(each.edition, f"letters/{each.participant:04d}.eml", each.letter_digest)
        copy = letter.test_copy_of(content, to)
        sender.prepare(to)
        outcome = sender.send(f"test.{each.key}", to, copy, _ignore_stage)
        arrived = isinstance(outcome, Accepted)
        if arrived:
            on_sent(each)
        results.append(TestSendResult(each.participant, arrived, outcome.answer))
    sender.close()
    return results


def _ignore_stage(stage: Stage) -> None:
    """Copies are not in the ledger, so their stages are not recorded."""
