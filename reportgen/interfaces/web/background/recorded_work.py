"""Work of an organiser whose beginning and end are in the audit log, whatever becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS, error_message
from reportgen.storage.ledger.audit import Deed, Outcome, OutcomeState

END_NOT_IN_LOG = (
    "Hoe dit afliep, kon niet in het logboek worden geschreven: vraag de beheerder om de schijf na te zien."
)


def recorded_work(
    installation: Installation,
    event: str,
    deed: Deed,
    about: str,
    numbers: Sequence[int],
    work: Callable[[], tuple[bool, str]],
) -> tuple[bool, str]:
    """Does work, and writes in the audit log that it began and what became of it.

    Args:
        event: the key of the event.
        deed: the moment, the organiser, and the action; with no action nothing is written.
        about: the reason that the organiser gave.
        numbers: the participants it is about.
        work: returns whether it succeeded, and the message for the organiser.

    Returns:
        Whether it succeeded, and the message: also of an error, for the page must show that the work has ended.
    """
    try:
        return _recorded(installation, event, deed, about, numbers, work)
    except Exception as error:  # whatever it was
        return False, error_message(error)


def _recorded(
    installation: Installation,
    event: str,
    deed: Deed,
    about: str,
    numbers: Sequence[int],
    work: Callable[[], tuple[bool, str]],
) -> tuple[bool, str]:
    at, organiser, action = deed
    if not action:
        return work()
    with installation.accounts() as audit:
        audit.begin(event, organiser, action, about, at, numbers)
    outcome = Outcome(OutcomeState.STOPPED, "")  # unless it ends by itself
    try:
        succeeded, message = work()
        outcome = Outcome(OutcomeState.DONE if succeeded else OutcomeState.FAILED, message)
    except Exception as error:
        outcome = Outcome(OutcomeState.FAILED, error_message(error))
    finally:
        try:
            with installation.accounts() as audit:
                audit.end(event, deed, outcome, installation.clock())
        except STORAGE_FAULTS:
            outcome = replace(outcome, said=f"{outcome.said} {END_NOT_IN_LOG}".strip())
    return outcome.state is OutcomeState.DONE, outcome.said
