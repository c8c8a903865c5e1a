"""Who attends which session: the best there is, stable, and the same whatever the order of the lists."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.programme.assign import assign
from reportgen.domain.programme.assignment import Assignment, Why, WhyNot
from reportgen.domain.programme.assignment_model import Rules
from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.audience import Audience
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.rounds import Round, Slot, rounds_of
from reportgen.domain.programme.wish import Wish
from reportgen.solver.highs import solve


def session(code: str, label: str = "1", capacity: int | None = None, minimum: int = 0, title: str = "") -> Session:
    """A session of an hour, in a round that has an hour of its own."""
    start = 9 + int(label)
    return Session(
        *(time(start), time(start + 1), title or f"Over {code}", "", "", SessionKind.WORKSHOP),
        code=code,
        round=label,
        capacity=capacity,
        minimum=minimum,
    )


def wanting(number: int, *codes: str, label: str = "", **others: object) -> Attendee:
    """A person with wishes in this order."""
    wishes = tuple(Wish(rank, label, (code,)) for rank, code in enumerate(codes, 1))
    return replace(Attendee(number, wishes=wishes), **others)


def _given(assignment: Assignment, label: str = "1") -> dict[int, str]:
    return {each.number: each.session for each in assignment.placements if each.round == label}


def _told(assignment: Assignment, people: Sequence[Attendee]) -> list[Attendee]:
    """The same people, told what they have."""
    return [replace(each, told=assignment.of(each.number)) for each in people]


# Whatever is asked


@st.composite
def meetings(draw: st.DrawFn) -> tuple[tuple[Round, ...], list[Attendee], Rules]:
    """A few people, rounds and sessions, with everything that may be said of them."""
    labels = ["1", "2"][: draw(st.integers(1, 2))]
    codes = ["a", "b", "c"][: draw(st.integers(2, 3))]
    sessions = [
        session(code, label, draw(st.sampled_from([None, 1, 2, 3])), draw(st.sampled_from([0, 0, 1, 2])))
        for label in labels
        for code in codes
    ]
    rounds = rounds_of(sessions)
    people = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        wished = draw(st.lists(st.tuples(st.sampled_from(["", *labels]), st.sampled_from(codes)), max_size=3))
        wishes = tuple(Wish(rank, label, (code,)) for rank, (label, code) in enumerate(wished, 1))
        of_round = st.dictionaries(st.sampled_from(labels), st.sampled_from([*codes, "weg"]), max_size=2)
        fixed = draw(of_round) if draw(st.integers(0, 5)) == 0 else {}
        told = draw(of_round) if draw(st.booleans()) else {}
        asked = frozenset(draw(st.sets(st.sampled_from(labels))))
        people.append(Attendee(number, "GM0344", wishes, fixed, {}, told, asked))
    numbers = st.frozensets(st.integers(1, 4))
    audiences = {
        Slot(each.round, each.code): Audience(False, draw(numbers)) for each in sessions if draw(st.integers(0, 4)) == 0
    }
    return rounds, people, Rules(audiences)


@settings(max_examples=40, deadline=None)
@given(meetings(), st.randoms(use_true_random=False))
def test_the_order_of_people_and_sessions_does_not_matter(
    meeting: tuple[tuple[Round, ...], list[Attendee], Rules], chance: random.Random
) -> None:
    rounds, people, rules = meeting
    shuffled = list(people)
    chance.shuffle(shuffled)
    turned = tuple(Round(each.label, dict(reversed(each.sessions.items()))) for each in reversed(rounds))
    one, other = assign(rounds, people, solve, rules), assign(turned, shuffled, solve, rules)
    assert sorted(map(repr, one.placements)) == sorted(map(repr, other.placements))


@settings(max_examples=60, deadline=None)
@given(meetings())
def test_who_was_told_what_they_have_is_not_told_again(
    meeting: tuple[tuple[Round, ...], list[Attendee], Rules],
) -> None:
    rounds, people, rules = meeting
    new = [replace(each, told={}, asked=frozenset()) for each in people]
    first = assign(rounds, new, solve, rules)
    again = assign(rounds, _told(first, new), solve, rules)
    assert all(again.of(each.number).items() >= first.of(each.number).items() for each in people)


@settings(max_examples=60, deadline=None)
@given(meetings(), st.data())
def test_leaders_audiences_and_limits_hold_whatever_is_asked(
    meeting: tuple[tuple[Round, ...], list[Attendee], Rules], data: st.DataObject
) -> None:
    rounds, people, rules = meeting
    slots = [Slot(each.label, key) for each in rounds for key in each.sessions]
    led = data.draw(st.dictionaries(st.sampled_from(slots), st.integers(1, len(people)), max_size=2))
    leads: dict[int, dict[str, str]] = {}
    for slot, number in led.items():
        leads.setdefault(number, {}).setdefault(slot.round, slot.session)
    through = {slot: data.draw(st.frozensets(st.sampled_from("abc"), max_size=1)) for slot in rules.audiences}
    audiences = {slot: replace(each, sessions=through[slot] - {slot.session}) for slot, each in rules.audiences.items()}
    everyone = [replace(each, leads=leads.get(each.number, {})) for each in people]
    assignment = assign(rounds, everyone, solve, Rules(audiences, data.draw(st.booleans())))
    assert len(assignment.placements) == len(people) * len(rounds)
    counts = Counter(each.slot for each in assignment.placements if each.session)
    certain = Counter(each.slot for each in assignment.placements if each.why in (Why.FIXED, Why.LEADS))
    for each in rounds:
        for key, one in each.sessions.items():
            slot = Slot(each.label, key)
            assert one.capacity is None or counts[slot] <= max(one.capacity, certain[slot])
            assert slot not in assignment.dropped or not counts[slot]
    for placement in assignment.placements:
        person = everyone[placement.number - 1]
        own = person.leads.get(placement.round)
        if own and person.fixed.get(placement.round) not in rounds_by_label(rounds)[placement.round].sessions:
            assert placement.session == own or Slot(placement.round, own) in assignment.dropped
        audience = audiences.get(placement.slot)
        if audience and placement.session and placement.why not in (Why.FIXED, Why.LEADS):
            attended = assignment.of(placement.number).values()
            assert audience.admits(placement.number) or audience.sessions & {*attended}


def rounds_by_label(rounds: Sequence[Round]) -> dict[str, Round]:
    return {each.label: each for each in rounds}


def _crowd(count: int, sessions: int, seed: int) -> list[Attendee]:
    """People who want what everyone wants."""
    chance = random.Random(seed)
    codes = [chr(ord("a") + at) for at in range(sessions)]
    people = []
    for number in range(1, count + 1):
        wished = sorted(codes, key=lambda code: chance.random() ** (1 + codes.index(code) / 2), reverse=True)
        people.append(wanting(number, *wished[:3]))
    return people


# What everyone may count on


def test_first_wishes_are_met_where_there_is_room() -> None:
    rounds = rounds_of([session("a", capacity=2), session("b", capacity=2)])
    assignment = assign(rounds, [wanting(1, "b"), wanting(2, "a"), wanting(3, "a")], solve)
    assert _given(assignment) == {1: "b", 2: "a", 3: "a"}
    assert {each.why for each in assignment.placements} == {Why.WISHED}


def test_nobody_attends_the_same_session_twice() -> None:
    rounds = rounds_of([session(code, label) for label in "12" for code in "ab"])
    assignment = assign(rounds, [wanting(1, "a", label="1"), wanting(2, "a")], solve)
    assert all(sorted(assignment.of(number).values()) == ["a", "b"] for number in (1, 2))


def test_a_session_with_another_code_and_the_same_title_is_the_same_session() -> None:
    sessions = [session("1a", "1", title="Wijken"), session("2a", "2", title="Wijken"), session("2b", "2")]
    person = Attendee(1, wishes=(Wish(1, "1", ("1a",)), Wish(1, "2", ("2a",))))
    assignment = assign(rounds_of(sessions), [person], solve)
    assert assignment.of(1) == {"1": "1a", "2": "2b"}
    missed = [each for placement in assignment.placements for each in placement.missed]
    assert [each.why for each in missed] == [WhyNot.TWICE]


def test_a_title_that_all_sessions_have_makes_them_no_same_session() -> None:
    sessions = [session(code, label, title="Workshop") for label, codes in (("1", "ab"), ("2", "cd")) for code in codes]
    assert len(assign(rounds_of(sessions), [Attendee(1)], solve).of(1)) == 2


def test_too_little_room_leaves_some_without_and_exceeds_nothing() -> None:
    rounds = rounds_of([session("a", capacity=2), session("b", capacity=1)])
    assignment = assign(rounds, [wanting(number, "a") for number in range(1, 6)], solve)
    assert sorted(_given(assignment).values()) == ["", "", "a", "a", "b"]
    nowhere = [each for each in assignment.placements if not each.session]
    assert {(each.why, each.missed[0].why) for each in nowhere} == {(Why.NONE, WhyNot.FULL)}


def test_a_session_that_too_few_want_does_not_take_place() -> None:
    rounds = rounds_of([session("a"), session("b", minimum=3)])
    few = assign(rounds, [wanting(1, "b"), wanting(2, "a")], solve)
    assert (few.dropped, _given(few)) == ((Slot("1", "b"),), {1: "a", 2: "a"})
    assert few.placements[0].missed[0].why is WhyNot.TOO_FEW


def test_a_session_is_for_those_it_is_for() -> None:
    rounds = rounds_of([session("a"), session("b")])
    rules = Rules({Slot("1", "b"): Audience(False, frozenset({1}))})
    assignment = assign(rounds, [wanting(1, "b"), wanting(2, "b")], solve, rules)
    assert _given(assignment) == {1: "b", 2: "a"}
    assert assignment.placements[1].missed[0].why is WhyNot.NOT_FOR


def test_a_session_for_the_people_of_another_one_is_attended_by_none_but_those() -> None:
    rounds = rounds_of([session("a", "1", 1), session("b", "1"), session("c", "2"), session("d", "2")])
    rules = Rules({Slot("2", "c"): Audience(False, sessions=frozenset({"a"}))})
    assignment = assign(rounds, [wanting(1, "c"), wanting(2, "c")], solve, rules)
    assert {number for number, key in _given(assignment, "2").items() if key == "c"} == {
        number for number, key in _given(assignment).items() if key == "a"
    }


def test_who_leads_a_session_attends_it_and_is_in_the_room() -> None:
    rounds = rounds_of([session("a", capacity=2), session("b")])
    people = [wanting(1, "b", leads={"1": "a"}), wanting(2, "a"), wanting(3, "a")]
    assignment = assign(rounds, people, solve)
    assert sorted(_given(assignment).items()) in ([(1, "a"), (2, "a"), (3, "b")], [(1, "a"), (2, "b"), (3, "a")])
    assert assignment.placements[0].why is Why.LEADS


def test_who_leads_a_session_that_does_not_take_place_attends_another_one() -> None:
    rounds = rounds_of([session("a", minimum=2), session("b")])
    assignment = assign(rounds, [wanting(1, leads={"1": "a"}), wanting(2, "a")], solve)
    assert (_given(assignment), assignment.dropped) == ({1: "b", 2: "b"}, (Slot("1", "a"),))


def test_what_the_organiser_gives_wins_even_over_capacity_and_says_so() -> None:
    rounds = rounds_of([session("a", capacity=1), session("b")])
    people = [wanting(1, "b", fixed={"1": "a"}), wanting(2, "b", fixed={"1": "a"}), wanting(3, "a")]
    assignment = assign(rounds, people, solve)
    assert (_given(assignment), assignment.crowded) == ({1: "a", 2: "a", 3: "b"}, (Slot("1", "a"),))


def test_colleagues_are_spread_where_that_is_asked() -> None:
    rounds = rounds_of([session("a", capacity=2), session("b", capacity=2)])
    people = [Attendee(number, group) for number, group in enumerate(["GM0344", "GM0344", "GM0363", "GM0363"], 1)]
    given = _given(assign(rounds, people, solve, Rules(spread=True)))
    assert given[1] != given[2]
    assert given[3] != given[4]


# What does not change


def _stable(
    rounds: tuple[Round, ...], before: Sequence[Attendee], change: Callable[[list[Attendee]], list[Attendee]]
) -> tuple[dict[int, str], dict[int, str]]:
    first = assign(rounds, before, solve)
    return _given(first), _given(assign(rounds, change(_told(first, before)), solve))


def test_a_late_group_fills_what_is_free() -> None:
    rounds = rounds_of([session("a", capacity=10), session("b", capacity=20), session("c", capacity=20)])
    people = _crowd(20, 3, 1)
    late = [replace(each, number=each.number + 100) for each in _crowd(30, 3, 2)]
    before, after = _stable(rounds, people, lambda told: [*told, *late])
    assert {number: after[number] for number in before} == before
    assert Counter(after.values()) == {"a": 10, "b": 20, "c": 20}


def test_a_smaller_room_moves_as_few_as_possible() -> None:
    people = [wanting(number, "a") for number in range(1, 11)]
    first = assign(rounds_of([session("a", capacity=10), session("b", capacity=10)]), people, solve)
    smaller = rounds_of([session("a", capacity=7), session("b", capacity=10)])
    again = assign(smaller, _told(first, people), solve)
    assert Counter(_given(again).values()) == {"a": 7, "b": 3}
    assert sum(each.told == "a" for each in again.placements) == 3


def test_a_larger_room_moves_nobody_who_was_told() -> None:
    people = [wanting(number, "a") for number in range(1, 6)]
    first = assign(rounds_of([session("a", capacity=2), session("b", capacity=10)]), people, solve)
    larger = assign(rounds_of([session("a", capacity=9), session("b", capacity=10)]), _told(first, people), solve)
    assert _given(larger) == _given(first)


def test_a_session_that_goes_moves_its_people_and_nobody_else() -> None:
    people = [wanting(1, "a", "b"), wanting(2, "b"), wanting(3, "c", "b")]
    rounds = rounds_of([session("a"), session("b"), session("c")])
    first = assign(rounds, people, solve)
    again = assign(rounds_of([session("a"), session("b")]), _told(first, people), solve)
    assert _given(again) == {1: "a", 2: "b", 3: "b"}
    assert [each.told for each in again.placements] == ["", "", "c"]


def test_who_asks_for_another_session_gets_it_where_there_is_room_and_otherwise_stays() -> None:
    rounds = rounds_of([session("a", capacity=1), session("b", capacity=2), session("c", capacity=2)])
    people = [wanting(1, "a"), wanting(2, "b"), wanting(3, "b")]
    told = _told(assign(rounds, people, solve), people)
    asks = replace(told[2], wishes=(Wish(1, "", ("a",)), Wish(2, "", ("c",))), asked=frozenset({"1"}))
    assert _given(assign(rounds, [*told[:2], asks], solve)) == {1: "a", 2: "b", 3: "c"}
    only = replace(asks, wishes=(Wish(1, "", ("a",)),))
    assert _given(assign(rounds, [*told[:2], only], solve)) == {1: "a", 2: "b", 3: "b"}


def test_who_asks_and_loses_their_room_takes_nobodys_place() -> None:
    rounds = rounds_of([session("a", capacity=1), session("b", capacity=1), session("c", capacity=9)])
    asking = wanting(1, "b", "a", told={"1": "a"}, asked=frozenset("1"))
    others = [wanting(2, "a", "b", told={"1": "a"}), wanting(3, "c", "b", told={"1": "b"})]
    given_now = _given(assign(rounds, [asking, *others], solve))
    assert given_now == {1: "c", 2: "a", 3: "b"}


def test_who_has_to_move_and_asks_for_something_takes_nobodys_place() -> None:
    rounds = rounds_of([session("A", capacity=1), session("B")])
    asking = [wanting(1, "a", told={"1": "weg"}, asked=frozenset("1")), wanting(2, "b", "a", told={"1": "a"})]
    assert _given(assign(rounds, asking, solve, Rules())) == {1: "b", 2: "a"}


def test_nobody_who_asks_for_something_else_is_given_anything_worse() -> None:
    rounds = rounds_of([session("a", capacity=1), session("b")])
    first = wanting(1, "a", told={"1": "a"})
    asks = replace(first, wishes=(*first.wishes, Wish(2, "", ("b",))), asked=frozenset({"1"}))
    assert _given(assign(rounds, [asks, wanting(2, "a")], solve)) == {1: "a", 2: "b"}


def test_a_session_goes_on_below_its_minimum_once_people_were_told_and_it_says_so() -> None:
    rounds = rounds_of([session("a", minimum=3), session("b")])
    assignment = assign(rounds, [wanting(1, "a", told={"1": "a"}), wanting(2, "b", told={"1": "b"})], solve)
    assert (_given(assignment), assignment.short) == ({1: "a", 2: "b"}, (Slot("1", "a"),))
    newcomer = wanting(3, "b")
    more = assign(rounds, [wanting(1, "a", told={"1": "a"}), newcomer, wanting(4, "b")], solve)
    assert (_given(more), more.short) == ({1: "a", 3: "a", 4: "a"}, ())


def test_a_programme_without_rounds_gives_nobody_a_session() -> None:
    assert assign((), [Attendee(1)], solve) == Assignment()
