"""What a move to another session changes, as the page shows it before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.application.sessions.load_sessions import LoadedSessions
from reportgen.application.sessions.move_session import MovePreview, SessionChange
from reportgen.domain.people.participant import full_name, where_from
from reportgen.domain.programme.occupancy import Outcome, outcome_of
from reportgen.domain.programme.rounds import Slot, session_name, sessions_by_slot


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changes for one participant in one round.

    Attributes:
        round: as people call it.
        old, new: sessions as people call them; empty for none.
        told: whether the participant was told the old one.
    """

    number: int
    name: str
    municipality: str
    round: str
    old: str
    new: str
    told: bool


@dataclass(frozen=True, slots=True)
class MoveRows:
    """What a move changes.

    Attributes:
        own: for who is moved, in the round of the move; None where they stay.
        also: for who is moved, in other rounds.
        others: for everyone else.
        others_told: how many of those were told the old one.
        to: the session that they get, as people call it; empty for none.
        count: how many people attend that then.
        crowded: whether more people attend it than fit.
        meant_for: who it is for, where who is moved is none of them; else empty.
        rank, outcome: the wish that it meets, and what became of their wishes.
        leaves: the session that they lead and would not attend; empty for none.
        dropped: sessions that do not take place because of it.
        short: sessions that get fewer people than their minimum because of it.
    """

    own: ChangeRow | None
    also: tuple[ChangeRow, ...]
    others: tuple[ChangeRow, ...]
    others_told: int
    to: str
    count: int
    crowded: bool
    meant_for: str
    needs_consent: bool
    rank: int | None
    outcome: Outcome
    leaves: str
    dropped: tuple[str, ...]
    short: tuple[str, ...]


def move_rows(preview: MovePreview) -> MoveRows:
    """The rows of a move in a round of the programme."""
    number, label = preview.move.number, preview.move.round
    before, after = preview.before.plan, preview.after.plan
    names = {slot: session_name(session) for slot, session in sessions_by_slot(after.rounds).items()}
    rounds = {each.label: each.name for each in after.rounds}
    changes = {(each.number, each.round): _row(each, preview.after, names, rounds) for each in preview.changes}
    others = tuple(row for row in changes.values() if row.number != number)
    place = next(each for each in after.assignment.placements if (each.number, each.round) == (number, label))
    led = [slot for slot, leaders in after.leaders.items() if number in leaders and slot.round == label]
    return MoveRows(
        changes.get((number, label)),
        tuple(row for at, row in changes.items() if row.number == number and at != (number, label)),
        others,
        sum(row.told for row in others),
        names.get(place.slot, ""),
        len(after.assignment.people_by_slot().get(place.slot, ())),
        preview.crowded,
        ", ".join(preview.meant_for),
        preview.needs_consent,
        place.rank,
        outcome_of(after, place),
        next((names[slot] for slot in led if slot != place.slot), ""),
        tuple(names[slot] for slot in after.assignment.dropped if slot not in before.assignment.dropped),
        tuple(names[slot] for slot in after.assignment.short if slot not in before.assignment.short),
    )


def _row(
    change: SessionChange, loaded: LoadedSessions, names: Mapping[Slot, str], rounds: Mapping[str, str]
) -> ChangeRow:
    person = loaded.participants[change.number]
    old, new = (names.get(Slot(change.round, key), key) for key in (change.old, change.new))
    where = where_from(person, loaded.municipalities)
    label = rounds.get(change.round, change.round)
    return ChangeRow(change.number, full_name(person.name), where, label, old, new, change.told)
