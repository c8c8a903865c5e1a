"""Someone moves to another table: looked at first, then done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.application.build.build import plan_build
from reportgen.config.paths import Paths
from reportgen.domain.pack.edition import Keep
from reportgen.errors import ReportgenError, UsageError
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.snapshot import ledger_snapshot


@dataclass(frozen=True, slots=True)
class Move:
    """A participant by number, and the table to sit at."""

    number: int
    to: int


class FixedByList(UsageError):
    """The list itself says at which table someone sits."""


class NoSuchSeat(UsageError):
    """The participant, or the table, is not there."""


def preview_move(folder: Path, paths: Paths, move: Move, today: date) -> tuple[int, ...]:
    """Whose packs would be another for it, beside those that are another anyway; nothing is changed.

    Raises:
        ReportgenError: it cannot be done, or the event cannot be read.
    """
    ledger = ledger_snapshot(paths.ledger)
    try:
        before = _others(folder, paths, ledger, today)
        move_seat(folder.resolve().name, ledger, move)
        return tuple(sorted(_others(folder, paths, ledger, today) - before))
    finally:
        ledger.close()


def move_seat(key: str, ledger: Ledger, move: Move) -> tuple[int, str]:
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
    ledger.save_people(key, (), [(number, *seat) for number, seat in seats.items()])
    return was, themes[move.to]


def said_of(fault: ReportgenError) -> str:
    """Why it cannot be done, for an organiser; empty for a fault of another kind."""
    match fault:
        case FixedByList():
            return "De lijst zelf zegt aan welke tafel deze deelnemer zit. Verander het in de lijst, en bied die aan."
        case NoSuchSeat():
            return "Die deelnemer of die tafel is er niet (meer). Kijk hieronder wie waar zit."
    return ""


def _others(folder: Path, paths: Paths, ledger: Ledger, today: date) -> set[int]:
    """Whose packs would be printed."""
    return {each.number for each in plan_build(folder, paths, ledger, today).decisions if not isinstance(each, Keep)}
