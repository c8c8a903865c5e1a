"""Sends marked test copies of letters to one address; the ledger is not changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from reportgen.application.resources import sender_to
from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.states import Accepted, Delivery, Outcome, Stage, State
from reportgen.domain.identifiers import TEST_COPY
from reportgen.errors import MailError, SafetyRefusal, UsageError
from reportgen.i18n.message import said
from reportgen.mail import letter
from reportgen.mail.sender import Sender
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class TestSendResult:
    """The result of sending one test copy, with the answer of the server."""

    number: int
    arrived: bool
    answer: str


def current_letters(key: str, ledger: Ledger) -> tuple[Delivery, ...]:
    """The last letter of each participant that was not withdrawn."""
    letters = {each.participant: each for each in ledger.deliveries(key) if each.state is not State.WITHDRAWN}
    return tuple(letters.values())


def selected_letters(
    letters: Sequence[Delivery], numbers: Sequence[int], some: int | None, chance: Random
) -> list[Delivery]:
    """The letters of some participants, or ``some`` letters at random, or all.

    Raises:
        UsageError: a participant has no letter.
    """
    by_number = {each.participant: each for each in letters}
    unknown = [number for number in numbers if number not in by_number]
    if unknown or not letters:
        raise UsageError(
            said("There is no letter to participant {unknown}", unknown=unknown[0])
            if unknown
            else "There is no letter yet",
            todo="see which there are with: reportgen status EVENT; or make them with: reportgen build EVENT",
        )
    if numbers:
        return [by_number[number] for number in dict.fromkeys(numbers)]
    if some is None:
        return list(letters)
    return sorted(chance.sample(list(letters), min(some, len(letters))), key=lambda each: each.participant)


def send_test_letters(workspace: Workspace, letters: Sequence[Delivery], to: str) -> tuple[list[TestSendResult], str]:
    """Sends a marked copy of each letter to an address, over the event's mail server, or to a folder without one.

    Returns:
        The result of each, and where they are: the address, or the folder.

    Raises:
        SafetyRefusal: the clock is simulated and the copies would go over a real mail server.
        MailError: it is not a plain address, or the mail server takes no letter at all.
    """
    sender, where = _test_sender(workspace, to)
    return send_test_copies(letters, workspace.archive, sender, to, lambda _: None), where


def send_test_content(
    workspace: Workspace, key: str, number: int, content: bytes, to: str
) -> tuple[TestSendResult, str]:
    """Sends a marked copy of a letter that is in no archive to an address, as ``send_test_letters``.

    Args:
        key: what the letter would be called.
        number: of its recipient.
    """
    sender, where = _test_sender(workspace, to)
    outcome = _send_copy(sender, key, content, to)
    sender.close()
    return TestSendResult(number, isinstance(outcome, Accepted), outcome.answer), where


def _test_sender(workspace: Workspace, to: str) -> tuple[Sender, str]:
    """The sender of test copies, and where they are: the address, or a folder where there is no mail server."""
    server = workspace.settings.server
    if server and workspace.clock.simulated:
        raise SafetyRefusal("A made-up clock never sends real mail", todo="leave --now out")
    folder = workspace.paths.test_outbox(workspace.key)
    return sender_to(workspace.loaded, folder, workspace.clock), to if server else str(folder)


def send_test_copies(
    letters: Sequence[Delivery], archive: Archive, sender: Sender, to: str, on_sent: Callable[[Delivery], None]
) -> list[TestSendResult]:
    """Sends a marked copy of each letter to one address.

    Args:
        on_sent: called with each letter whose copy the server accepted.

    Raises:
        MailError: it is not a plain address, or the mail server takes no letter at all.
    """
    results = []
    for each in letters:
        content = archive.read(each.edition, f"letters/{each.participant:04d}.eml", each.letter_digest)
        outcome = _send_copy(sender, each.key, content, to)
        arrived = isinstance(outcome, Accepted)
        if arrived:
            on_sent(each)
        results.append(TestSendResult(each.participant, arrived, outcome.answer))
    sender.close()
    return results


def _send_copy(sender: Sender, key: str, content: bytes, to: str) -> Outcome:
    """Sends a marked copy of a letter.

    Raises:
        MailError: it is not a plain address, or the mail server takes no letter at all.
    """
    if not letter.PLAIN_ADDRESS.fullmatch(to):
        raise MailError(said("'{to}' is no plain address", to=to), todo="give one such as me@example.org")
    copy = letter.test_copy_of(content, to)
    sender.prepare(to)
    return sender.send(f"{TEST_COPY}{key}", to, copy, _nothing)


def _nothing(stage: Stage) -> None:
    """The stages of a test copy are not recorded."""
