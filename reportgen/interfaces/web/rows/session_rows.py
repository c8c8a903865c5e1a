"""Rows of the page with sessions: the sessions of each round, who attends them, and what became of the wishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from reportgen.application.sessions.load_sessions import LoadedSessions
from reportgen.domain.finding import Place
from reportgen.domain.people.participant import elided, full_name, where_from
from reportgen.domain.programme.assignment import Missed, Placement, WhyNot
from reportgen.domain.programme.attendee import fixed_by_list
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.occupancy import Occupancy, Outcome, WishCounts, occupancy, outcome_of, wish_counts
from reportgen.domain.programme.rounds import Round, Slot, session_name


@dataclass(frozen=True, slots=True)
class MissedWish:
    """A wish that is not met: the rank, the session as people call it, and why not."""

    rank: int
    name: str
    why: WhyNot


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """What one participant attends in one round.

    Attributes:
        municipality: its name, or the organisation of a guest.
        session: None where there is none for them.
        rank: of the wish that is met; None where none is.
        fixed: the row of the list that gives them this session; None where none does.
        by_hand: whether an organiser moved them here.
        told: whether they were told this session.
        told_other: the session that they were told, where it is another one; else empty.
    """

    number: int
    name: str
    municipality: str
    round: Round
    key: str
    session: Session | None
    outcome: Outcome
    rank: int | None
    fixed: Place | None
    by_hand: bool
    told: bool
    told_other: str
    missed: tuple[MissedWish, ...]

    @property
    def session_name(self) -> str:
        """The session as people call it; empty for none."""
        return session_name(self.session) if self.session else ""


@dataclass(frozen=True, slots=True)
class SessionColumn:
    """A session of a round and who attends it.

    Attributes:
        ranks: how many people have it as their first wish, their second, and so on.
        crowded: whether more people attend it than fit.
        short: whether it takes place with fewer than its minimum.
    """

    key: str
    session: Session
    name: str
    rows: tuple[AttendeeRow, ...]
    wanted: int
    free: int | None
    dropped: bool
    crowded: bool
    short: bool
    ranks: Mapping[int, int]
    outcomes: Mapping[Outcome, int]


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round: its sessions side by side, and who has none."""

    label: str
    name: str
    start: time
    end: time
    columns: tuple[SessionColumn, ...]
    nowhere: tuple[AttendeeRow, ...]
    counts: WishCounts


class SessionRows:
    """The rows of everyone."""

    def __init__(self, loaded: LoadedSessions) -> None:
        self._loaded, self._plan = loaded, loaded.plan
        self._rounds = {each.label: each for each in self._plan.rounds}
        self._moved = {(each.number, each.round): each.session for each in self._plan.history.moves}
        self._told = self._plan.history.told_sessions()

    def pages(self) -> tuple[RoundPage, ...]:
        """Every round, in the order of the programme."""
        rows: dict[Slot, list[AttendeeRow]] = {}
        for each in self._plan.assignment.placements:
            rows.setdefault(each.slot, []).append(self._row(each))
        by_round: dict[str, list[SessionColumn]] = {}
        for one in occupancy(self._plan):
            by_round.setdefault(one.slot.round, []).append(self._column(one, _by_name(rows.get(one.slot, ()))))
        return tuple(
            RoundPage(
                label,
                each.name,
                each.start,
                each.end,
                tuple(by_round.get(label, ())),
                _by_name(rows.get(Slot(label, ""), ())),
                wish_counts(self._plan, [each]),
            )
            for label, each in self._rounds.items()
        )

    def of(self, number: int) -> tuple[AttendeeRow, ...]:
        """What one participant attends, in the order of the rounds; nothing for who does not take part."""
        return tuple(self._row(each) for each in self._plan.assignment.placements if each.number == number)

    def _row(self, placement: Placement) -> AttendeeRow:
        person, each = self._loaded.participants[placement.number], self._rounds[placement.round]
        at = (placement.number, placement.round)
        told = self._told.get(at, "")
        told_session = each.sessions.get(told)
        fixed = fixed_by_list(person, self._plan.rounds)[0].get(placement.round) if person.wishes else None
        return AttendeeRow(
            placement.number,
            elided(full_name(person.name)),
            where_from(person, self._loaded.municipalities),
            each,
            placement.session,
            each.sessions.get(placement.session),
            outcome_of(self._plan, placement),
            placement.rank,
            person.place if fixed else None,
            not fixed and self._moved.get(at) == placement.session != "",
            bool(told) and told == placement.session,
            (session_name(told_session) if told_session else told) if told != placement.session else "",
            tuple(self._missed(missed, each) for missed in placement.missed),
        )

    def _missed(self, missed: Missed, each: Round) -> MissedWish:
        names = [session_name(each.sessions[key]) for key in missed.wish.sessions if key in each.sessions]
        return MissedWish(missed.wish.rank, " / ".join(names), missed.why)

    def _column(self, one: Occupancy, rows: tuple[AttendeeRow, ...]) -> SessionColumn:
        assignment = self._plan.assignment
        ranks = Counter(each.rank for each in rows if each.outcome is Outcome.MET and each.rank is not None)
        return SessionColumn(
            one.slot.session,
            one.session,
            session_name(one.session),
            rows,
            one.wanted,
            one.free,
            one.dropped,
            one.slot in assignment.crowded,
            one.slot in assignment.short,
            dict(sorted(ranks.items())),
            Counter(each.outcome for each in rows),
        )


def without_session(loaded: LoadedSessions | None) -> dict[str, tuple[str, int]]:
    """Rounds that have no session for some people, by label: what they are called, and for how many there is none."""
    if loaded is None:
        return {}
    plan = loaded.plan
    counts = ((each, len(plan.assignment.without_session(each.label))) for each in plan.rounds)
    return {each.label: (each.name, count) for each, count in counts if count}


def _by_name(rows: Iterable[AttendeeRow]) -> tuple[AttendeeRow, ...]:
    """Who leads a session first, the others by number."""
    found: Sequence[AttendeeRow] = sorted(rows, key=lambda each: (each.outcome is not Outcome.LEADING, each.number))
    return tuple(found)
