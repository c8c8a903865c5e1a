"""Assignments are the best there are: compared with all there can be, counted in another way than the solver does.

For every set of sessions that take place, people are added one by one; of all days they may have, the best score is
kept for each number of people in each session. That is all the score of later people depends on.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from itertools import chain, combinations, product

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.assignment import Assignment
from reportgen.domain.programme.assignment_model import Rules
from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.audience import Audience
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Round, Slot, rounds_of
from reportgen.domain.programme.wish import Wish
from reportgen.solver.highs import solve

LABELS, CODES, RANKS, MOST_PEOPLE = ("1", "2"), ("a", "b", "c"), (1, 2, 3), 6

State = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""People in each session, those who do not lead it, and those of the group at hand."""


@dataclass(frozen=True)
class Meeting:
    """A meeting to assign."""

    rounds: tuple[Round, ...]
    people: tuple[Attendee, ...]
    rules: Rules

    def sessions(self) -> dict[Slot, Session]:
        """All sessions."""
        return {Slot(each.label, key): one for each in self.rounds for key, one in each.sessions.items()}

    def topic(self, slot: Slot) -> str:
        """What is the same in both rounds: a title that names one session of each, or a code."""
        return self.sessions()[slot].title


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Few people, rounds and sessions, with all that may be said of them."""
    labels = LABELS[: draw(st.integers(1, 2))]
    codes = CODES[: draw(st.integers(2, 3))]
    repeated = draw(st.booleans())
    sessions = [
        Session(
            *(time(9 + int(label)), time(10 + int(label)), f"Over {code if repeated else code + label}", "", ""),
            SessionKind.WORKSHOP,
            code=code if repeated else f"{code}{label}",
            round=label,
            capacity=draw(st.sampled_from([None, 1, 2, 3])),
            minimum=draw(st.sampled_from([0, 0, 1, 2, 3])),
        )
        for label in labels
        for code in codes
    ]
    rounds = rounds_of(sessions)
    slots = [Slot(each.round, each.code) for each in sessions]
    people = []
    for number in range(1, draw(st.integers(1, MOST_PEOPLE)) + 1):
        wished = draw(st.lists(st.tuples(st.sampled_from(["", *labels]), st.sampled_from(slots)), max_size=3))
        wishes = tuple(Wish(rank, label, (slot.session,)) for rank, (label, slot) in enumerate(wished, 1))
        told = {slot.round: slot.session for slot in draw(st.lists(st.sampled_from(slots), max_size=2))}
        if draw(st.integers(0, 4)) == 0:
            told[draw(st.sampled_from(labels))] = "gone"
        rare = draw(st.integers(0, 5))
        fixed = {each.round: each.session for each in [draw(st.sampled_from(slots))] if rare == 0}
        leads = {each.round: each.session for each in [draw(st.sampled_from(slots))] if rare == 1}
        asked = draw(st.frozensets(st.sampled_from(labels)))
        group = draw(st.sampled_from(["", "GM0344", "GM0363"]))
        people.append(Attendee(number, group, wishes, fixed, leads, told if draw(st.booleans()) else {}, asked))
    audiences = {}
    for slot in slots:
        if draw(st.integers(0, 4)) == 0:
            others = [each.session for each in slots if each.session != slot.session]
            through = draw(st.frozensets(st.sampled_from(others), max_size=1))
            audiences[slot] = Audience(False, draw(st.frozensets(st.integers(1, MOST_PEOPLE))), through)
    return Meeting(rounds, tuple(people), Rules(audiences, draw(st.booleans())))


def _best(meeting: Meeting) -> list[int]:
    """The best score of all assignments that the rules allow."""
    sessions = meeting.sessions()
    fixed_at = {Slot(label, key) for each in meeting.people for label, key in each.fixed.items()}
    told_at = {Slot(label, key) for each in meeting.people for label, key in each.told.items()}
    standing = (fixed_at | told_at) & sessions.keys()
    optional = [slot for slot, one in sessions.items() if one.minimum and slot not in standing]
    best: list[list[int]] = []
    for dropped in chain.from_iterable(combinations(optional, count) for count in range(len(optional) + 1)):
        best += _scores(meeting, frozenset(dropped), standing)
    return max(best)


def _scores(meeting: Meeting, dropped: frozenset[Slot], standing: set[Slot]) -> Iterator[list[int]]:
    """The best score for each number of people in each session, if these sessions do not take place."""
    sessions = meeting.sessions()
    order = sorted(sessions)
    certain = Counter(slot for person in meeting.people for slot in _certain(person, sessions, dropped, leading=True))
    empty = (0,) * len(order)
    states: dict[State, list[int]] = {(empty, empty, empty): [0] * (6 + len(RANKS))}
    previous = ""
    for person in sorted(meeting.people, key=lambda each: each.group):
        if person.group != previous:
            states = _without_group(states)
            previous = person.group
        days = list(_days(meeting, person, dropped))
        following: dict[State, list[int]] = {}
        for (people, taking, group), score in states.items():
            for day in days:
                counts, parts, own = list(people), list(taking), list(group)
                beyond = 0
                for slot in day:
                    at = order.index(slot)
                    counts[at] += 1
                    parts[at] += person.leads.get(slot.round) != slot.session or slot.round in person.fixed
                    if person.group and meeting.rules.spread:
                        beyond += own[at] > 0
                        own[at] += 1
                if any(
                    (most := sessions[slot].capacity) is not None and counts[at] > max(most, certain[slot])
                    for at, slot in enumerate(order)
                ):
                    continue
                state = (tuple(counts), tuple(parts), tuple(own))
                new = [one + other for one, other in zip(score, [*_worth(meeting, person, day), -beyond], strict=True)]
                following[state] = max(following.get(state, new), new)
        states = following
    for (_, taking, _), (stayed, kept, placed, again, *rest) in states.items():
        below = [(slot, sessions[slot].minimum - taking[at]) for at, slot in enumerate(order)]
        if all(count <= 0 or slot in standing or slot in dropped for slot, count in below):
            short = sum(max(0, count) for slot, count in below if slot in standing)
            yield [stayed, kept, placed, again if _is_tight(meeting) else 0, -short, *rest]


def _without_group(states: Mapping[State, list[int]]) -> dict[State, list[int]]:
    """States that forget how many of one group attend what, each with the best score."""
    found: dict[State, list[int]] = {}
    for (people, taking, group), score in states.items():
        state = (people, taking, (0,) * len(group))
        found[state] = max(found.get(state, score), score)
    return found


def _is_tight(meeting: Meeting) -> bool:
    places = (sum(99 if s.capacity is None else s.capacity for s in each.sessions.values()) for each in meeting.rounds)
    return bool(meeting.rules.audiences) or any(count < len(meeting.people) for count in places)


def _certain(
    person: Attendee, sessions: Mapping[Slot, Session], dropped: frozenset[Slot], leading: bool
) -> Iterator[Slot]:
    """What a person attends in any case; a session that they would lead counts for its room even when dropped."""
    for label, key in person.fixed.items():
        yield Slot(label, key)
    for label, key in person.leads.items():
        if label not in person.fixed and (leading or Slot(label, key) not in dropped):
            yield Slot(label, key)


def _days(meeting: Meeting, person: Attendee, dropped: frozenset[Slot]) -> Iterator[list[Slot]]:
    """Every day that a person may have."""
    sessions = meeting.sessions()
    must = set(_certain(person, sessions, dropped, leading=False))
    given = set(_certain(person, sessions, dropped, leading=True))
    for keys in product(*(["", *each.sessions] for each in meeting.rounds)):
        day = [Slot(each.label, key) for each, key in zip(meeting.rounds, keys, strict=True) if key]
        if not must <= set(day) or dropped & set(day):
            continue
        topics = Counter(meeting.topic(slot) for slot in day)
        allowed = Counter(meeting.topic(slot) for slot in given)
        if any(count > max(1, allowed[topic]) for topic, count in topics.items()):
            continue
        if all(slot in must or _admits(meeting.rules.audience(slot), person.number, slot, day) for slot in day):
            yield day


def _admits(audience: Audience, number: int, slot: Slot, day: Sequence[Slot]) -> bool:
    others = {each.session for each in day if each.round != slot.round}
    return audience.admits(number) or bool(audience.sessions & others)


def _worth(meeting: Meeting, person: Attendee, day: Sequence[Slot]) -> list[int]:
    """What counts of a day, in its order: stayed, kept, placed, missing again, wishes by rank, some first wish."""
    stayed = kept = 0
    for slot in day:
        told, rank = person.told.get(slot.round), person.rank(slot)
        before = person.rank(Slot(slot.round, told)) if told else None
        better = slot.round in person.asked and rank is not None and (before is None or rank < before)
        kept += told is not None and (told == slot.session or better)
        stayed += told == slot.session and slot.round not in person.asked
    ranks = Counter(person.rank(slot) for slot in day)
    again = -max(0, _possible_rounds(meeting, person) - 1 - len(day))
    return [stayed, kept, len(day), again, *(ranks[rank] for rank in RANKS), int(ranks[1] > 0)]


def _possible_rounds(meeting: Meeting, person: Attendee) -> int:
    """Rounds in which there is a session that a person may attend."""
    open_to = {
        slot.round
        for slot in meeting.sessions()
        if meeting.rules.audience(slot).admits(person.number) or meeting.rules.audience(slot).sessions
    }
    return len(open_to | person.fixed.keys() | person.leads.keys())


def _reached(meeting: Meeting, assignment: Assignment) -> list[int]:
    """The score of an assignment, as counted here."""
    sessions = meeting.sessions()
    score = [0] * (6 + len(RANKS))
    taking: Counter[Slot] = Counter()
    together: Counter[tuple[str, Slot]] = Counter()
    for person in meeting.people:
        day = [Slot(label, key) for label, key in assignment.of(person.number).items()]
        score = [one + other for one, other in zip(score, [*_worth(meeting, person, day), 0], strict=True)]
        for slot in day:
            taking[slot] += person.leads.get(slot.round) != slot.session or slot.round in person.fixed
            together[person.group, slot] += bool(person.group)
    told = {Slot(label, key) for each in meeting.people for label, key in (*each.told.items(), *each.fixed.items())}
    short = sum(max(0, one.minimum - taking[slot]) for slot, one in sessions.items() if slot in told)
    beyond = sum(max(0, count - 1) for count in together.values()) if meeting.rules.spread else 0
    stayed, kept, placed, again, *rest = score[:-1]
    return [stayed, kept, placed, again if _is_tight(meeting) else 0, -short, *rest, -beyond]


@settings(max_examples=80, deadline=None)
@given(meetings())
def test_no_assignment_is_better(meeting: Meeting) -> None:
    assignment = assign(meeting.rounds, meeting.people, solve, meeting.rules)
    assert _reached(meeting, assignment) == _best(meeting)
    assert assignment.proven


@settings(max_examples=30, deadline=None)
@given(meetings())
def test_nobody_moves_when_everyone_was_told_what_they_have(meeting: Meeting) -> None:
    people = [replace(each, told={}, asked=frozenset()) for each in meeting.people]
    first = assign(meeting.rounds, people, solve, meeting.rules)
    told = [replace(each, told=first.of(each.number)) for each in people]
    again = assign(meeting.rounds, told, solve, meeting.rules)
    assert all(again.of(each.number).items() >= first.of(each.number).items() for each in people)


def _large_round(seed: int, count: int) -> Meeting:
    """One round for some hundred people, of whom half were told a session; one session is for the others' half."""
    chance = random.Random(seed)
    codes = "abcdefgh"
    sessions = [
        Session(
            *(time(10), time(11), f"Over {code}", "", "", SessionKind.WORKSHOP),
            code=code,
            round="1",
            capacity=chance.randrange(count // 12, count // 6),
        )
        for code in codes
    ]
    places = Counter({each.code: each.capacity or 0 for each in sessions})
    people = []
    for number in range(1, count + 1):
        wished = sorted(codes, key=lambda code: chance.random() ** (1 + codes.index(code) / 2), reverse=True)[:3]
        told = {}
        if number % 2 and places[wished[1]] > 0:
            places[wished[1]] -= 1
            told = {"1": wished[1]}
        wishes = tuple(Wish(rank, "1", (code,)) for rank, code in enumerate(wished, 1))
        people.append(Attendee(number, "", wishes, told=told))
    audience = Audience(False, frozenset(each.number for each in people if not each.number % 2))
    return Meeting(rounds_of(sessions), tuple(people), Rules({Slot("1", "h"): audience}))


def _by_flow(meeting: Meeting) -> list[int]:
    """Who keeps a session, has one, and has the first, second and third wish, by a flow of least cost."""
    graph = networkx.DiGraph()
    count = len(meeting.people)
    worth = [(count + 1) ** power for power in (4, 3, 2, 1, 0)]
    graph.add_node("in", demand=-count)
    graph.add_node("out", demand=count)
    for slot, one in meeting.sessions().items():
        graph.add_edge(slot.session, "out", capacity=one.capacity)
    score = {}
    for person in meeting.people:
        graph.add_edge("in", person.number, capacity=1)
        graph.add_edge(person.number, "out", capacity=1)
        for slot in meeting.sessions():
            if meeting.rules.audience(slot).admits(person.number):
                rank = person.rank(slot)
                kept = int(person.told.get("1") == slot.session)
                score[person.number, slot.session] = [kept, 1, *(int(rank == each) for each in RANKS)]
                weight = sum(one * other for one, other in zip(worth, score[person.number, slot.session], strict=True))
                graph.add_edge(person.number, slot.session, capacity=1, weight=-weight)
    flow = networkx.min_cost_flow(graph)
    chosen = [
        score[person.number, to]
        for person in meeting.people
        for to, units in flow[person.number].items()
        if units and to != "out"
    ]
    return [sum(each) for each in zip(*chosen, strict=True)]


@pytest.mark.parametrize("seed", range(3))
def test_a_round_of_hundreds_is_as_good_as_a_flow_of_least_cost(seed: int) -> None:
    meeting = _large_round(seed, 240)
    _, kept, placed, _, _, *wishes = _reached(meeting, assign(meeting.rounds, meeting.people, solve, meeting.rules))
    assert [kept, placed, *wishes[: len(RANKS)]] == _by_flow(meeting)
