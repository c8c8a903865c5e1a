"""Assigns people to sessions: as many first wishes as can be, then second ones; who was told stays where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.domain.programme.assignment import Assignment, Missed, Placement, Why, WhyNot
from reportgen.domain.programme.assignment_model import AssignmentModel, Choice, Rules, assignment_model
from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.integer_programme import Solver
from reportgen.domain.programme.rounds import Round, Slot, sessions_by_slot, topics_of
from reportgen.domain.programme.wish import Wish, wishes_of_round

ANYTHING = Rules()


def assign(
    rounds: Sequence[Round], attendees: Iterable[Attendee], solve: Solver, rules: Rules = ANYTHING
) -> Assignment:
    """Who attends which session, all rounds at once.

    In this order: who was told a session keeps it, or gets one that they ask for since and like better; everyone has a
    session in each round, and where there is too little room nobody misses two before others miss one; sessions have
    their minimum; first wishes, second ones and so on; a first wish for as many people as can be; colleagues are spread
    where that is asked. What is equally good is decided by lot: by number and code alone, so that the same input gives
    the same result in whatever order.

    What the organiser gives holds in any case, as do capacities, audiences, and that nobody attends one session twice.

    Args:
        attendees: everyone who takes part.
        solve: solves the integer programme that this is.
    """
    people = sorted(attendees, key=lambda each: each.number)
    if not rounds or not people:
        return Assignment()
    model = assignment_model(rounds, people, rules)
    solution = solve(model.programme)
    chosen = tuple(each for each in model.choices if solution.values[each.at])
    dropped = frozenset(slot for slot, at in model.running.items() if not solution.values[at])
    result = _Result(tuple(rounds), model, topics_of(rounds), chosen, dropped)
    return Assignment(
        tuple(result.placements(people)),
        tuple(sorted(dropped)),
        tuple(result.crowded()),
        tuple(result.short()),
        solution.reached,
    )


@dataclass(frozen=True, slots=True)
class _Result:
    """What was chosen, to be told with the reasons."""

    rounds: tuple[Round, ...]
    model: AssignmentModel
    topics: Mapping[Slot, str]
    chosen: tuple[Choice, ...]
    dropped: frozenset[Slot]

    def placements(self, people: Iterable[Attendee]) -> Iterator[Placement]:
        """What everyone attends in each round, by number and in the order of the programme."""
        theirs: dict[int, dict[str, Choice]] = {}
        for each in self.chosen:
            theirs.setdefault(each.number, {})[each.slot.round] = each
        possible = {(each.number, each.slot) for each in self.model.choices}
        counts = Counter(each.slot for each in self.chosen)
        full = {slot for slot, most in self.model.capacities.items() if counts[slot] >= most}
        for person in people:
            own = theirs.get(person.number, {})
            for round_ in self.rounds:
                yield self._placement(person, round_, own, possible, full)

    def _placement(
        self,
        person: Attendee,
        each: Round,
        own: Mapping[str, Choice],
        possible: set[tuple[int, Slot]],
        full: set[Slot],
    ) -> Placement:
        choice, told = own.get(each.label), person.told.get(each.label, "")
        session, rank = (choice.slot.session, choice.rank) if choice else ("", None)
        why = _why(person, choice)
        attended = {(other.slot.session, other.slot.round) for other in own.values()}
        topics = {self.topics[other.slot] for label, other in own.items() if label != each.label}

        def why_not(wish: Wish) -> WhyNot:
            slots = [Slot(each.label, key) for key in wish.sessions if key in each.sessions]
            open_to = [slot for slot in slots if (person.number, slot) in possible]
            if why in (Why.FIXED, Why.LEADS):
                return WhyNot.FIXED
            if not open_to:
                return WhyNot.NOT_FOR
            if all(slot in self.dropped for slot in open_to):
                return WhyNot.TOO_FEW
            if all(self.topics[slot] in topics for slot in open_to):
                return WhyNot.TWICE
            if all(slot in full or slot in self.dropped for slot in open_to):
                return WhyNot.FULL
            return WhyNot.TOLD if why is Why.TOLD else WhyNot.TRADED

        missed = tuple(
            Missed(wish, why_not(wish))
            for wish in wishes_of_round(person.wishes, each.label, each.sessions)
            if (rank is None or wish.rank < rank)
            and not any(key in wish.sessions and wish.is_for(label) for key, label in attended)
        )
        return Placement(person.number, each.label, session, why, rank, told if told != session else "", missed)

    def crowded(self) -> Iterator[Slot]:
        """Sessions with more people than fit, since the organiser gave them so many."""
        counts = Counter(each.slot for each in self.chosen)
        for slot, session in sessions_by_slot(self.rounds).items():
            if session.capacity is not None and counts[slot] > session.capacity:
                yield slot

    def short(self) -> Iterator[Slot]:
        """Sessions that take place with fewer participants than their minimum."""
        counts = Counter(each.slot for each in self.chosen if not each.leads)
        for slot, session in sessions_by_slot(self.rounds).items():
            if slot not in self.model.running and counts[slot] < session.minimum:
                yield slot


def _why(person: Attendee, choice: Choice | None) -> Why:
    """Why somebody attends a session, or none."""
    if choice is None:
        return Why.NONE
    if choice.certain:
        return Why.LEADS if choice.leads else Why.FIXED
    if person.told.get(choice.slot.round) == choice.slot.session:
        return Why.TOLD
    return Why.FREE if choice.rank is None else Why.WISHED
