"""Moves a participant to another table, after a preview of whose packs change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.application.build.plan import plan_build
from reportgen.application.workspace import Workspace
from reportgen.domain.pack.decisions import Keep
from reportgen.errors import ReportgenError, UsageError
from reportgen.i18n.message import said
from reportgen.storage.ledger.copies import ledger_snapshot
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Move:
    """A participant by number, and the table to sit at."""

    number: int
    to: int


class FixedByList(UsageError):
    """The registration list fixes the table of a participant."""


class NoSuchSeat(UsageError):
    """There is no such participant, or no such table."""


def preview_move(workspace: Workspace, move: Move) -> tuple[int, ...]:
    """The participants whose packs would change because of a move; nothing is changed.

    Raises:
        ReportgenError: the move is not possible, or the event cannot be read.
    """
    ledger = ledger_snapshot(workspace.paths.ledger)
    try:
        trial = workspace.with_ledger(ledger)
        before = _changed_packs(trial)
        move_seat(workspace.people_key, ledger, move)
        return tuple(sorted(_changed_packs(trial) - before))
    finally:
        ledger.close()


def move_seat(key: str, ledger: Ledger, move: Move) -> tuple[int, str]:
    """Moves a participant in the ledger; returns the table before, and the theme of the new one.

    Raises:
        FixedByList: the list fixes their table.
        NoSuchSeat: there is no such participant, or no such table.
    """
    seats = ledger.seats(key)
    people = {each.number: each for each in ledger.enrolled(key)}
    themes: Mapping[int, str] = dict(seats.values())
    if move.number not in seats or move.number not in people:
        raise NoSuchSeat(
            said("Participant {number} sits nowhere", number=move.number),
            todo="build first, so that everyone has a seat",
        )
    if move.to not in themes:
        raise NoSuchSeat(said("There is no table {to}", to=move.to), todo="choose one of those there are")
    if dict(people[move.number].details).get("table"):
        raise FixedByList(
            said(
                "The list says that participant {number} sits at table {table}",
                number=move.number,
                table=dict(people[move.number].details)["table"],
            ),
            todo="change it in the list",
        )
    previous = seats[move.number][0]
    seats[move.number] = (move.to, themes[move.to])
    ledger.save_people(key, (), [(number, *seat) for number, seat in seats.items()])
    return previous, themes[move.to]


def move_fault_text(fault: ReportgenError) -> str:
    """Why a move is not possible, in Dutch for the organiser; empty for an error of another kind."""
    match fault:
        case FixedByList():
            return "De lijst zelf zegt aan welke tafel deze deelnemer zit. Verander het in de lijst, en bied die aan."
        case NoSuchSeat():
            return "Die deelnemer of die tafel is er niet (meer). Kijk hieronder wie waar zit."
    return ""


def _changed_packs(workspace: Workspace) -> set[int]:
    """The participants whose pack would be printed or withdrawn."""
    return {each.number for each in plan_build(workspace).decisions if not isinstance(each, Keep)}
