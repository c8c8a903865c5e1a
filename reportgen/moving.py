"""Someone moves to another table: looked at first, then done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.domain.edition import Keep
from reportgen.errors import ReportgenError, UsageError
from reportgen.house import House
from reportgen.pipeline import planned
from reportgen.records.ledger import Ledger
from reportgen.records.looking import ledger_as_it_is


@dataclass(frozen=True, slots=True)
class Move:
    """A participant by number, and the table to sit at."""

    number: int
    to: int


class FixedByList(UsageError):
    """The list itself says at which table someone sits."""


class NoSuchSeat(UsageError):
    """The participant, or the table, is not there."""


def looked_at(folder: Path, house: House, move: Move, today: date) -> tuple[int, ...]:
    """Whose packs would be another for it, beside those that are another anyway; nothing is changed.

    Raises:
        ReportgenError: it cannot be done, or the event cannot be read.
    """
    ledger = ledger_as_it_is(house.ledger)
    try:
        before = _others(folder, house, ledger, today)
        do(folder.resolve().name, ledger, move)
        return tuple(sorted(_others(folder, house, ledger, today) - before))
    finally:
        ledger.close()


def do(key: str, ledger: Ledger, move: Move) -> tuple[int, str]:
    """Gives a participant another seat in the ledger; the table before, and the theme of the new one.

    Raises:
        FixedByList: the list itself says where they sit.
        NoSuchSeat: the participant, or the table, is not there.
    """
    seats = ledger.seats(key)
    people = {each.number: each for each in ledger.enrolled(key)}
    themes: Mapping[int, str] = dict(seats.values())
    if move.number not in seats or move.number not in people:
        raise NoSuchSeat(f"Participant {move.number} sits nowhere", todo="build first, so that everyone has a seat")
    if move.to not in themes:
        raise NoSuchSeat(f"There is no table {move.to}", todo="choose one of those there are")
    if dict(people[move.number].details).get("table"):
        raise FixedByList(
            f"The list says that participant {move.number} sits at table {dict(people[move.number].details)['table']}",
            todo="change it in the list",
        )
    was = seats[move.number][0]
    seats[move.number] = (move.to, themes[move.to])
    ledger.remember(key, (), [(number, *seat) for number, seat in seats.items()])
    return was, themes[move.to]


def said_of(fault: ReportgenError) -> str:
    """Why it cannot be done, for an organiser; empty for a fault of another kind."""
    match fault:
        case FixedByList():
            return "De lijst zelf zegt aan welke tafel deze deelnemer zit. Verander het in de lijst, en bied die aan."
        case NoSuchSeat():
            return "Die deelnemer of die tafel is er niet (meer). Kijk hieronder wie waar zit."
    return ""


def _others(folder: Path, house: House, ledger: Ledger, today: date) -> set[int]:
    """Whose packs would be printed."""
    return {each.number for each in planned(folder, house, ledger, today).decisions if not isinstance(each, Keep)}
