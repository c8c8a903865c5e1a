"""Findings about an assignment of sessions: what was given up, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.participant import Participant, full_name, names_text
from reportgen.domain.programme.assignment import Placement, WhyNot
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.rounds import Slot, sessions_by_slot
from reportgen.domain.programme.session_plan import SessionPlan

WITHOUT_SESSION = ("round-short", "round-barred")
"""The codes of findings about people without a session in a round."""

SHOWN, SHOWN_NOWHERE = 5, 50
"""Names in one finding, and in one about people without a session; the command ``sessions`` tells all."""


def assignment_findings(
    plan: SessionPlan, participants: Iterable[Participant], places: Mapping[Slot, Place], file: str
) -> tuple[Finding, ...]:
    """What an organiser should know of an assignment.

    Args:
        places: of each session in the programme.
        file: the name of the programme's file.
    """
    people = {each.number: each for each in participants}
    present = {slot: session.title for slot, session in sessions_by_slot(plan.rounds).items()}
    titles = {**plan.history.former_titles, **present}
    return (
        *_without_session(plan, people, file),
        *_without_wishes(plan, people, file),
        *_dropped(plan, places),
        *_crowded(plan, places),
        *_below_minimum(plan, places),
        *_outsiders(plan, people),
        *(said for each in plan.assignment.placements for said in _of_person(each, people[each.number], titles)),
        *_unproven(plan, file),
    )


def _dropped(plan: SessionPlan, places: Mapping[Slot, Place]) -> Iterator[Finding]:
    """Sessions that do not take place."""
    for slot, session in _sessions(plan, plan.assignment.dropped):
        wanted = sum(any(each.meets(slot) for each in wishes) for wishes in plan.wishes.values())
        facts = {"title": session.title, "round": slot.round, "minimum": session.minimum, "wanted": wanted}
        yield finding("session-dropped", Severity.DOUBTFUL, places[slot], **facts)


def _crowded(plan: SessionPlan, places: Mapping[Slot, Place]) -> Iterator[Finding]:
    """Sessions with more people than fit."""
    people = plan.assignment.people_by_slot()
    for slot, session in _sessions(plan, plan.assignment.crowded):
        facts = {"title": session.title, "capacity": session.capacity, "count": len(people[slot])}
        yield finding("session-crowded", Severity.DOUBTFUL, places[slot], **facts)


def _below_minimum(plan: SessionPlan, places: Mapping[Slot, Place]) -> Iterator[Finding]:
    """Sessions that take place with fewer than their minimum."""
    people = plan.assignment.people_by_slot()
    for slot, session in _sessions(plan, plan.assignment.short):
        count = len(set(people.get(slot, ())) - set(plan.leaders.get(slot, ())))
        facts = {"title": session.title, "minimum": session.minimum, "count": count}
        yield finding("session-below-minimum", Severity.DOUBTFUL, places[slot], **facts)


def _outsiders(plan: SessionPlan, people: Mapping[int, Participant]) -> Iterator[Finding]:
    """Who attends a session that is for others, since the organiser gave it to them or they were told it."""
    for slot, session in sessions_by_slot(plan.rounds).items():
        for number in sorted(number for number, given in plan.outsiders if given == slot):
            facts = {"title": session.title, "audience": ", ".join(session.audience)}
            person = people[number]
            yield finding("session-not-for", Severity.DOUBTFUL, person.place, name=full_name(person.name), **facts)


def _unproven(plan: SessionPlan, file: str) -> Iterator[Finding]:
    for each in plan.assignment.reached:
        if not each.proven:
            facts = {"objective": each.name, "value": each.value, "bound": each.bound}
            yield finding("assignment-unproven", Severity.NOTED, Place(file), **facts)


def _sessions(plan: SessionPlan, slots: Iterable[Slot]) -> Iterator[tuple[Slot, Session]]:
    sessions = sessions_by_slot(plan.rounds)
    return ((slot, sessions[slot]) for slot in slots)


def _of_person(placement: Placement, person: Participant, titles: Mapping[Slot, str]) -> Iterator[Finding]:
    """Who attends something else than they were told, and who wants what is for others."""
    label, name = placement.round, full_name(person.name)
    if placement.told:
        old = titles.get(Slot(label, placement.told), placement.told)
        facts = {"name": name, "number": person.number, "round": label, "old": old}
        if placement.session:
            yield finding("session-moved", Severity.DOUBTFUL, person.place, **facts, new=titles[placement.slot])
        else:
            yield finding("session-lost", Severity.DOUBTFUL, person.place, **facts)
    for missed in placement.missed:
        if missed.why is WhyNot.NOT_FOR:
            title = next(titles[Slot(label, key)] for key in missed.wish.sessions if Slot(label, key) in titles)
            yield finding("wish-not-for", Severity.DOUBTFUL, person.place, name=name, title=title)


def _without_session(plan: SessionPlan, people: Mapping[int, Participant], file: str) -> Iterator[Finding]:
    """Rounds that have no session for everyone: too few places, or none that is open to those who are left."""
    for each in plan.rounds:
        none = plan.assignment.without_session(each.label)
        if not none:
            continue
        running = [one for key, one in each.sessions.items() if Slot(each.label, key) not in plan.assignment.dropped]
        places = [one.capacity for one in running]
        seats = sum(count for count in places if count is not None)
        names = names_text((people[one] for one in none), SHOWN_NOWHERE)
        facts = {"round": each.label, "count": len(none), "names": names}
        if None in places or seats >= len(people):
            yield finding("round-barred", Severity.DOUBTFUL, Place(file), **facts)
        else:
            yield finding("round-short", Severity.DOUBTFUL, Place(file), **facts, seats=seats, people=len(people))


def _without_wishes(plan: SessionPlan, people: Mapping[int, Participant], file: str) -> Iterator[Finding]:
    """People who say no wish, where others do."""
    leading = {number for numbers in plan.leaders.values() for number in numbers}
    none = [number for number in people if not plan.wishes.get(number) and number not in leading]
    if none and len(none) < len(people) and any(plan.wishes.values()):
        facts = {"count": len(none), "names": names_text((people[each] for each in none), SHOWN)}
        yield finding("wishes-none", Severity.NOTED, Place(file), **facts)
