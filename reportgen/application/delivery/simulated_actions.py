"""Actions that a simulation asks of the organiser: what to do, the command to type, and before when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reportgen.domain.delivery.simulation import OrganiserAction, SimulatedAttempt
from reportgen.domain.delivery.states import LetterKind, State


def actions_after_build(folder: Path, left_out: int, failed_prints: int) -> tuple[OrganiserAction, ...]:
    """The actions after a build that left people out.

    Args:
        folder: of the event.
        left_out: people who get no pack because of a fault in their row.
        failed_prints: packs that could not be printed.
    """
    actions = []
    if left_out:
        who = "1 person gets" if left_out == 1 else f"{left_out} people get"
        what = f"mend the list: {who} nothing until then"
        actions.append(OrganiserAction(what, f"reportgen check {folder}"))
    if failed_prints:
        what = f"mend what keeps {failed_prints} packs from being printed"
        actions.append(OrganiserAction(what, f"reportgen build {folder}"))
    return tuple(actions)


def release_action(
    folder: Path, count: int, automatic_release: bool, includes_first: bool, before: datetime | None
) -> OrganiserAction:
    """The action that releases letters which wait for a person.

    Args:
        automatic_release: event.toml asks for automatic release, so the action says why these letters wait.
        includes_first: among them are the very first of the event, over a real mail server.
        before: when it should be done; None for now.
    """
    why = ""
    if automatic_release:
        reason = "who agrees to the first ones" if includes_first else "where a letter follows an earlier one"
        why = f"; automatic release waits for a person, {reason}"
    return OrganiserAction(f"look at {count} letters and let them go{why}", f"reportgen release {folder}", before)


def actions_after_attempt(
    folder: Path, attempt: SimulatedAttempt, resend_uncertain: bool
) -> tuple[OrganiserAction, ...]:
    """The actions after an attempt to send: none where the letter was sent or is tried again.

    Args:
        resend_uncertain: uncertain letters are sent again automatically, so nobody has to settle them.
    """
    number = attempt.participant
    if attempt.state is State.REFUSED and attempt.kind is LetterKind.CANCELLATION:
        return (OrganiserAction(f"phone participant {number}: the letter that says they do not take part was refused"),)
    if attempt.state is State.REFUSED:
        what = f"mend the address of participant {number} in the list, or phone; the next run mails anew"
        return (OrganiserAction(what),)
    if attempt.state is State.UNCERTAIN and not resend_uncertain:
        return (resolve_action(folder, number),)
    return ()


def resolve_action(folder: Path, participant: int) -> OrganiserAction:
    """The action that settles an uncertain letter."""
    what = f"ask participant {participant} whether the letter is there, and say so (--resend where it is not)"
    return OrganiserAction(what, f"reportgen resolve {folder} {participant} --sent")


def phone_action(waiting: int) -> OrganiserAction:
    """The action for letters that are still waiting when the window closes."""
    return OrganiserAction(f"phone {waiting} participants, or move not_after in event.toml before then")
