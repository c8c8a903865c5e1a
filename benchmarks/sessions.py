"""How long it takes to assign sessions: 400 people, three rounds of eight sessions, with wishes that everyone shares.

Run with ``make bench``. Three meetings: with room for everyone, with too little, and after letters went, when one
session goes and a group of thirty comes late. Each is solved to a proven optimum.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import time
from random import Random
from time import perf_counter, process_time

from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.assignment import Assignment
from reportgen.domain.programme.assignment_model import Rules
from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Round, Slot, rounds_of
from reportgen.domain.programme.wish import Wish
from reportgen.solver.highs import solve

PEOPLE, ROUNDS, CODES, WISHES, LATE = 400, 3, "ABCDEFGH", 3, 30
POPULARITY = (8, 7, 5, 4, 3, 2, 1, 1)
SEED = 2030


def main() -> None:
    """Prints seconds, wishes met and whether that is proven, for each meeting."""
    chance = Random(SEED)
    people = [_person(number, chance) for number in range(1, PEOPLE + 1)]
    _measured("room for everyone", _rounds(55), people)
    _measured("too little room", _rounds(45), people)
    _measured("a minimum of 10, colleagues spread", _rounds(55, 10), people, Rules(spread=True))
    first = assign(_rounds(60), people, solve)
    told = [replace(each, told=first.of(each.number)) for each in people]
    late = [_person(number, chance) for number in range(PEOPLE + 1, PEOPLE + LATE + 1)]
    gone = tuple(
        Round(each.label, {key: one for key, one in each.sessions.items() if (each.label, key) != ("1", "b")})
        for each in _rounds(75)
    )
    _measured("after letters: a session goes, 30 come late", gone, [*told, *late])


def _measured(name: str, rounds: tuple[Round, ...], people: list[Attendee], rules: Rules | None = None) -> None:
    begun, worked = perf_counter(), process_time()
    assignment = assign(rounds, people, solve, rules or Rules())
    seconds, busy = perf_counter() - begun, process_time() - worked
    _refuse_faults(assignment, rounds)
    ranks = Counter(each.rank for each in assignment.placements if each.session)
    met = ", ".join(f"wish {rank}: {ranks[rank]}" for rank in range(1, WISHES + 1))
    met += f", none of theirs: {ranks[None]}"
    moved = sum(bool(each.told) for each in assignment.placements)
    nowhere = sum(not each.session for each in assignment.placements)
    sys.stdout.write(
        f"{name}: {seconds:.2f} s, {busy:.2f} s CPU; {met}, no session: {nowhere}, moved: {moved}; "
        f"{'proven' if assignment.proven else 'not proven'}\n"
    )


def _refuse_faults(assignment: Assignment, rounds: tuple[Round, ...]) -> None:
    """Fails where a session is too full, or somebody attends one twice."""
    counts = Counter(each.slot for each in assignment.placements if each.session)
    for each in rounds:
        for key, session in each.sessions.items():
            assert session.capacity is None or counts[Slot(each.label, key)] <= session.capacity
    attended = Counter((each.number, each.session) for each in assignment.placements if each.session)
    assert max(attended.values()) == 1


def _rounds(capacity: int, minimum: int = 0) -> tuple[Round, ...]:
    return rounds_of(
        Session(
            *(time(9 + label), time(10 + label), f"Over {code}", "", "", SessionKind.WORKSHOP),
            code=code,
            round=str(label),
            capacity=capacity,
            minimum=minimum,
        )
        for label in range(1, ROUNDS + 1)
        for code in CODES
    )


def _person(number: int, chance: Random) -> Attendee:
    """Somebody of one of 150 municipalities, with three different wishes for each round."""
    wishes = []
    for label in range(1, ROUNDS + 1):
        wanted = sorted(
            CODES.casefold(), key=lambda code: chance.random() ** (1 / POPULARITY[ord(code) - ord("a")]), reverse=True
        )
        wishes += [Wish(rank, str(label), (code,)) for rank, code in enumerate(wanted[:WISHES], 1)]
    return Attendee(number, f"GM{chance.randrange(150):04}", tuple(wishes))


if __name__ == "__main__":
    main()
