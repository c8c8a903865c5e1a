"""Packs that an organiser has made again: chosen people, or those who had an edition with an error."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from reportgen.application.build.load_event import EventInputs
from reportgen.domain.delivery.states import State
from reportgen.errors import UsageError
from reportgen.storage.ledger.ledger import Ledger


def chosen(
    inputs: EventInputs, participants: Sequence[int], municipalities: Sequence[str], all: bool
) -> frozenset[int]:
    """The participants an organiser means: by number, by municipality (name or CBS code), or everyone.

    Raises:
        UsageError: nobody is meant, or somebody who does not take part.
    """
    there = {ready.wanted.number: ready for ready in inputs.packs}
    if all:
        return frozenset(there)
    strange: list[object] = [number for number in participants if number not in there]
    found = {number for number in participants if number in there}
    for each in municipalities:
        of_it = {
            number
            for number, ready in there.items()
            if each.casefold() in (ready.wanted.code.casefold(), ready.pack.municipality.casefold())
        }
        found |= of_it
        if not of_it:
            strange.append(each)
    if strange or not found:
        what = f"Nobody takes part as {', '.join(map(str, strange))}" if strange else "Nobody was named"
        raise UsageError(
            what,
            where=inputs.event.key,
            todo="give --participant with a number, --municipality with a name or a code, or --all",
        )
    return frozenset(found)


def revived(key: str, numbers: Collection[int], ledger: Ledger, now: datetime) -> None:
    """Sees to it that those whose letter was taken back get one when their pack is made again, be it the same."""
    last = {each.participant: each for each in ledger.deliveries(key) if each.participant in numbers}
    back = [number for number, each in last.items() if each.state is State.WITHDRAWN]
    ledger.withdraw(key, back, now, "made again")


def marked_as_wrong(key: str, edition: int, says: str, ledger: Ledger, now: datetime) -> frozenset[int]:
    """Marks an edition as wrong; those who have a pack of it in hand, and so are to get another.

    Raises:
        UsageError: there is no such edition, or nobody has a pack of it in hand.
    """
    if edition not in ledger.editions(key):
        raise UsageError(f"There is no edition {edition}", where=key, todo="see which there are in the archive")
    in_hand = frozenset(each.number for each in ledger.newest_packs(key, delivered=True) if each.edition == edition)
    if not in_hand:
        raise UsageError(
            f"Nobody has a pack of edition {edition} in hand, so there is nobody to tell",
            where=key,
            todo="mend the cause, and type: reportgen build EVENT",
        )
    ledger.notes(key).record_erratum(edition, says, now)
    return in_hand
