"""The assignment of people to sessions as an integer programme: its choices, its limits and what matters first.

The order of people and sessions is canonical, by number and by label and key, whatever the order of the lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.audience import Audience
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.integer_programme import IntegerProgramme
from reportgen.domain.programme.rounds import Round, Slot, sessions_by_slot, topics_of

T = TypeVar("T", bound=Hashable)

TIE = 1000
"""The weights that decide between equally good assignments are smaller."""

STAYED, KEPT, PLACED, SHARED, SHORTFALL, WISH, SOME_FIRST, SPREAD, TIES = (
    *("stayed", "kept", "placed", "shared", "shortfall", "wish", "some first wish", "spread", "ties"),
)
"""The names of the objectives, in their order; ``wish`` is followed by a rank."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for an assignment besides the programme itself.

    Attributes:
        audiences: who each session is for; one that is left out is for everyone.
        spread: whether colleagues of one municipality are spread over the sessions of a round.
    """

    audiences: Mapping[Slot, Audience] = field(default_factory=dict)
    spread: bool = False

    def audience(self, slot: Slot) -> Audience:
        """Who a session is for."""
        return self.audiences.get(slot, Audience())


@dataclass(frozen=True, slots=True)
class Choice:
    """That one person attends one session; the unknown ``at`` is 1 where they do.

    Attributes:
        rank: of the wish that it meets; None where it meets none.
        certain: whether the organiser gave it, or the person leads it.
        stays: whether it is what the person was told, and they ask for nothing else.
        keeps: whether it is what the person was told, or what they ask for instead.
    """

    at: int
    number: int
    slot: Slot
    rank: int | None
    certain: bool
    leads: bool
    stays: bool
    keeps: bool


@dataclass(frozen=True, slots=True)
class AssignmentModel:
    """The integer programme of an assignment.

    Attributes:
        choices: every session that somebody may attend.
        capacities: most people in each session that has a limit: more than fit only where the organiser gave it to
            so many.
        running: the unknown that is 1 where a session takes place; sessions that do in any case are left out.
    """

    programme: IntegerProgramme
    choices: tuple[Choice, ...]
    capacities: Mapping[Slot, int]
    running: Mapping[Slot, int]


def assignment_model(rounds: Sequence[Round], attendees: Iterable[Attendee], rules: Rules) -> AssignmentModel:
    """The integer programme that assigns attendees to sessions; it always has a solution."""
    people = sorted(attendees, key=lambda each: each.number)
    sessions = sessions_by_slot(rounds)
    slots = sorted(sessions)
    programme = IntegerProgramme()
    choices = tuple(_choices(people, slots, rules, programme))
    by_slot = _grouped(choices, lambda each: each.slot)
    capacities = {
        slot: max(most, sum(each.certain for each in by_slot.get(slot, ())))
        for slot in slots
        if (most := sessions[slot].capacity) is not None
    }
    _limit_people(programme, choices, topics_of(rounds), rules)
    standing = {each.slot for each in choices if each.certain and not each.leads}
    standing |= {Slot(label, key) for each in people for label, key in each.told.items()}
    running = {slot: programme.add_unknown() for slot in slots if sessions[slot].minimum and slot not in standing}
    shortfalls = _limit_sessions(programme, by_slot, sessions, capacities, running)
    _let_leaders_lead(programme, choices, running)
    is_tight = any(_places(each) < len(people) for each in rounds) or bool(rules.audiences)
    _set_objectives(programme, choices, shortfalls, is_tight)
    if rules.spread:
        _spread(programme, choices, {each.number: each.group for each in people})
    programme.maximise(TIES, {each.at: _tie(each) for each in choices}, exact=False)
    return AssignmentModel(programme, choices, capacities, running)


def _choices(
    people: Sequence[Attendee], slots: Sequence[Slot], rules: Rules, programme: IntegerProgramme
) -> Iterable[Choice]:
    there = set(slots)
    for person in people:
        fixed = {label: key for label, key in person.fixed.items() if Slot(label, key) in there}
        led = {label: key for label, key in person.leads.items() if label not in fixed and Slot(label, key) in there}
        for slot in slots:
            given, leads = fixed.get(slot.round) == slot.session, led.get(slot.round) == slot.session
            audience = rules.audience(slot)
            admitted = audience.admits(person.number) or bool(audience.sessions)
            if not (given or leads) and (slot.round in fixed or not admitted):
                continue
            rank = person.rank(slot)
            keeps = Slot(slot.round, person.told.get(slot.round, "")) in there and _keeps(person, slot, rank)
            stays = keeps and slot.round not in person.asked
            at = programme.add_unknown(int(given))
            yield Choice(at, person.number, slot, rank, given or leads, leads, stays, keeps)


def _keeps(person: Attendee, slot: Slot, rank: int | None) -> bool:
    """Whether a session is what somebody was told, or one that they ask for since and like better.

    Only where the one that they were told is still there: who has to move goes where there is room.
    """
    told = person.told.get(slot.round)
    if not told or told == slot.session:
        return told == slot.session
    before = person.rank(Slot(slot.round, told))
    return slot.round in person.asked and rank is not None and (before is None or rank < before)


def _limit_people(
    programme: IntegerProgramme, choices: Sequence[Choice], topics: Mapping[Slot, str], rules: Rules
) -> None:
    """One session in each round, each topic once, and sessions for the people of another one to those alone."""
    for theirs in _grouped(choices, lambda each: (each.number, each.slot.round)).values():
        programme.limit(((each.at, 1) for each in theirs), high=1)
    for theirs in _grouped(choices, lambda each: (each.number, topics[each.slot])).values():
        if len({each.slot.round for each in theirs}) > 1:
            programme.limit(((each.at, 1) for each in theirs), high=max(1, sum(each.certain for each in theirs)))
    for person in _grouped(choices, lambda each: each.number).values():
        for each in person:
            audience = rules.audience(each.slot)
            if audience.sessions and not audience.admits(each.number) and not each.certain:
                through = [
                    other.at
                    for other in person
                    if other.slot.session in audience.sessions and other.slot.round != each.slot.round
                ]
                programme.limit([(each.at, 1), *((at, -1) for at in through)], high=0)


def _limit_sessions(
    programme: IntegerProgramme,
    by_slot: Mapping[Slot, Sequence[Choice]],
    sessions: Mapping[Slot, Session],
    capacities: Mapping[Slot, int],
    running: Mapping[Slot, int],
) -> list[int]:
    """Capacity and minimum of each session; the unknowns that say how many are too few where it has to go on."""
    shortfalls = []
    for slot, session in sorted(sessions.items()):
        theirs = by_slot.get(slot, ())
        everyone = [(each.at, 1) for each in theirs]
        taking_part = [(each.at, 1) for each in theirs if not each.leads]
        if slot in capacities and slot not in running:
            programme.limit(everyone, high=capacities[slot])
        if slot in running:
            programme.limit([*taking_part, (running[slot], -session.minimum)], low=0)
            programme.limit([*everyone, (running[slot], -capacities.get(slot, len(theirs)))], high=0)
        elif session.minimum:
            shortfalls.append(programme.add_unknown(0, session.minimum))
            programme.limit([*taking_part, (shortfalls[-1], 1)], low=session.minimum)
    return shortfalls


def _let_leaders_lead(programme: IntegerProgramme, choices: Sequence[Choice], running: Mapping[Slot, int]) -> None:
    """Who leads a session attends it if it takes place."""
    for each in choices:
        if each.leads and each.slot in running:
            programme.limit([(each.at, 1), (running[each.slot], -1)], low=0)
        elif each.leads:
            programme.lower[each.at] = 1


def _places(each: Round) -> float:
    """How many people fit in the sessions of a round."""
    return sum(float("inf") if one.capacity is None else one.capacity for one in each.sessions.values())


def _set_objectives(
    programme: IntegerProgramme, choices: Sequence[Choice], shortfalls: Iterable[int], is_tight: bool
) -> None:
    """What matters first: who was told stays, everyone has a place, then wishes by rank, a first wish for as many.

    Args:
        is_tight: not everyone may have a place in each round; then nobody is without one twice before others are once.
    """
    if any(each.keeps and not each.stays for each in choices):  # who asks for another one takes nobody's place
        programme.maximise(STAYED, {each.at: 1 for each in choices if each.stays})
    programme.maximise(KEPT, {each.at: 1 for each in choices if each.keeps})
    programme.maximise(PLACED, {each.at: 1 for each in choices})
    if is_tight:
        again: dict[int, int] = {}
        for theirs in _grouped(choices, lambda each: each.number).values():
            rounds = len({each.slot.round for each in theirs})
            if rounds > 1:
                again[at := programme.add_unknown(0, rounds - 1)] = -1
                programme.limit([*((each.at, 1) for each in theirs), (at, 1)], low=rounds - 1)
        programme.maximise(SHARED, again)
    programme.maximise(SHORTFALL, dict.fromkeys(shortfalls, -1))
    by_rank = _grouped((each for each in choices if each.rank is not None), lambda each: each.rank or 0)
    for rank, theirs in sorted(by_rank.items()):
        programme.maximise(f"{WISH} {rank}", {each.at: 1 for each in theirs})
    firsts = _grouped(by_rank.get(1, ()), lambda each: each.number)
    if any(len({each.slot.round for each in theirs}) > 1 for theirs in firsts.values()):
        some: dict[int, int] = {}
        for theirs in firsts.values():
            has_one = programme.add_unknown()
            programme.limit([*((each.at, 1) for each in theirs), (has_one, -1)], low=0)
            some[has_one] = 1
        programme.maximise(SOME_FIRST, some)


def _spread(programme: IntegerProgramme, choices: Sequence[Choice], groups: Mapping[int, str]) -> None:
    """Colleagues of one municipality in one session count, beyond the first."""
    too_many: dict[int, int] = {}
    for (group, _), theirs in sorted(_grouped(choices, lambda each: (groups[each.number], each.slot)).items()):
        if group and len(theirs) > 1:
            beyond = programme.add_unknown(0, len(theirs) - 1)
            programme.limit([*((each.at, 1) for each in theirs), (beyond, -1)], high=1)
            too_many[beyond] = -1
    programme.maximise(SPREAD, too_many)


def _tie(choice: Choice) -> int:
    """A weight that depends on nothing but the person and the session."""
    text = f"{choice.number}\n{choice.slot.round}\n{choice.slot.session}"
    return int.from_bytes(sha256(text.encode()).digest()[:4]) % TIE


def _grouped(choices: Iterable[Choice], key: Callable[[Choice], T]) -> dict[T, list[Choice]]:
    found: dict[T, list[Choice]] = defaultdict(list)
    for each in choices:
        found[key(each)].append(each)
    return found
