"""The sessions of a meeting: what each person brings to the assignment, and who leads what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.participant import Participant, full_name
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.assignment import Assignment
from reportgen.domain.programme.attendee import Attendee
from reportgen.domain.programme.rounds import Round, Slot, leaders_of, plain, sessions_by_slot
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory
from reportgen.domain.programme.wish import Wish


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """The sessions of a meeting and who attends them; without rounds nobody attends any.

    Attributes:
        leaders: numbers of the participants who lead each session.
        wishes: those of each participant, by number.
        invited: numbers of the participants for whom a part outside the rounds is, by its key; one for
            everyone is left out.
        history: what people were told, and moves by hand, with the keys of this programme.
    """

    rounds: tuple[Round, ...] = ()
    assignment: Assignment = field(default_factory=Assignment)
    leaders: Mapping[Slot, tuple[int, ...]] = field(default_factory=dict)
    wishes: Mapping[int, tuple[Wish, ...]] = field(default_factory=dict)
    invited: Mapping[str, frozenset[int]] = field(default_factory=dict)
    history: SessionHistory = field(default_factory=SessionHistory)

    def told_by_packs(self) -> dict[int, tuple[AssignedSession, ...]]:
        """What packs that are made now tell each participant, as the ledger records it; by number."""
        found: dict[int, list[AssignedSession]] = {}
        for each in self.assignment.placements:
            wishes = _for_round(self.wishes.get(each.number, ()), each.round)
            found.setdefault(each.number, []).append(AssignedSession(each.round, each.session, wishes))
        return {number: tuple(theirs) for number, theirs in found.items()}


def attendees_of(
    participants: Iterable[Participant],
    rounds: Sequence[Round],
    leaders: Mapping[Slot, Sequence[int]],
    history: SessionHistory,
) -> tuple[tuple[Attendee, ...], tuple[Finding, ...]]:
    """What each participant brings to the assignment, and findings about what the organiser gave by hand.

    What the list fixes goes before a move by hand.
    """
    there = sessions_by_slot(rounds)
    leads: dict[int, dict[str, str]] = {}
    for slot, numbers in leaders.items():
        for number in numbers:
            leads.setdefault(number, {}).setdefault(slot.round, slot.session)
    moves: dict[int, dict[str, str]] = {}
    for move in history.moves:
        moves.setdefault(move.number, {})[move.round] = move.session
    attendees, findings = [], []
    for person in participants:
        fixed, doubts = fixed_by_list(person, rounds)
        findings += doubts
        for label, key in moves.get(person.number, {}).items():
            if Slot(label, key) in there:
                fixed.setdefault(label, key)
            else:
                facts = {"name": full_name(person.name), "session": key, "round": label}
                findings.append(finding("session-move-gone", Severity.NOTED, person.place, **facts))
        wishes = tuple(each for each in person.wishes if not each.fixed)
        told = history.told.get(person.number, ())
        attendees.append(
            Attendee(
                person.number,
                "" if person.code == COUNTRY else person.code,
                wishes,
                fixed,
                leads.get(person.number, {}),
                {each.round: each.session for each in told if each.session},
                frozenset(each.round for each in told if _asks(wishes, each, rounds)),
            )
        )
    return tuple(attendees), tuple(findings)


def leaders_in(
    rounds: Iterable[Round], participants: Iterable[Participant], places: Mapping[Slot, Place]
) -> tuple[dict[Slot, tuple[int, ...]], tuple[Finding, ...]]:
    """The participants who lead each session, by their name or address; and findings about names that are not clear.

    Args:
        places: of each session in the programme.
    """
    by_name: dict[str, list[int]] = {}
    for person in participants:
        name = person.name
        initials = " ".join(part for part in (name.initials, name.infix, name.last) if part)
        for known in {plain(full_name(name)), plain(initials), plain(person.email)} - {""}:
            by_name.setdefault(known, []).append(person.number)
    leaders: dict[Slot, tuple[int, ...]] = {}
    findings: list[Finding] = []
    for each in rounds:
        busy: dict[int, str] = {}
        for key, session in each.sessions.items():
            slot, found = Slot(each.label, key), []
            place = places.get(slot, Place())
            for leader in leaders_of(session):
                numbers = by_name.get(plain(leader), [])
                facts = {"name": leader, "title": session.title}
                if len(numbers) > 1:
                    findings.append(finding("leader-unclear", Severity.DOUBTFUL, place, **facts))
                elif not numbers:
                    findings += _unknown_leader(leader, session.title, sorted(by_name), place)
                elif numbers[0] in busy:
                    other = each.sessions[busy[numbers[0]]].title
                    findings.append(finding("leader-twice", Severity.DOUBTFUL, place, **facts, other=other))
                else:
                    busy[numbers[0]] = key
                    found.append(numbers[0])
            if found:
                leaders[slot] = tuple(found)
    return leaders, tuple(findings)


def fixed_by_list(person: Participant, rounds: Sequence[Round]) -> tuple[dict[str, str], list[Finding]]:
    """The sessions by round that the list gives a person (``Ronde 1!``), and findings about what is not clear."""
    fixed: dict[str, str] = {}
    findings = []
    for wish in person.wishes:
        if not wish.fixed:
            continue
        found = [
            (each.label, key)
            for each in rounds
            if wish.is_for(each.label)
            for key in wish.sessions
            if key in each.sessions
        ]
        if len(found) == 1 and found[0][0] not in fixed:
            fixed[found[0][0]] = found[0][1]
        else:
            facts = {"name": full_name(person.name), "session": ", ".join(wish.sessions)}
            findings.append(finding("session-fixed-unclear", Severity.DOUBTFUL, person.place, **facts))
    return fixed, findings


def whose_day_differs(before: SessionPlan, after: SessionPlan) -> frozenset[int]:
    """Numbers of the participants who attend something else by another plan of the same programme."""
    return frozenset(number for number, _ in _places(before) ^ _places(after))


def whose_list_differs(before: SessionPlan, after: SessionPlan) -> frozenset[int]:
    """Numbers of the participants who lead a session that other people attend by another plan of the same programme."""
    slots = {slot for _, slot in _places(before) ^ _places(after)}
    slots |= {*before.assignment.dropped} ^ {*after.assignment.dropped}
    return frozenset(number for plan in (before, after) for slot in slots for number in plan.leaders.get(slot, ()))


def _places(plan: SessionPlan) -> set[tuple[int, Slot]]:
    return {(each.number, each.slot) for each in plan.assignment.placements}


def _unknown_leader(leader: str, title: str, names: Sequence[str], place: Place) -> Iterator[Finding]:
    """A finding about a leader who is no participant: worse where somebody's name is like it."""
    if near := get_close_matches(plain(leader), names, 1, 0.85):
        yield finding("leader-suggested", Severity.DOUBTFUL, place, name=leader, title=title, candidates=near[0])
    else:
        yield finding("leader-elsewhere", Severity.NOTED, place, name=leader, title=title)


def _asks(wishes: Sequence[Wish], told: AssignedSession, rounds: Sequence[Round]) -> bool:
    """Whether somebody wants something else for a round since they were told; what left the programme says nothing."""
    there = {key for each in rounds for key in each.sessions}
    before = {each for each in told.wishes if there.intersection(each.sessions)}
    return {(each.rank, each.sessions) for each in _for_round(wishes, told.round)} != {
        (each.rank, each.sessions) for each in before
    }


def _for_round(wishes: Iterable[Wish], label: str) -> tuple[Wish, ...]:
    return tuple(each for each in wishes if not each.fixed and each.is_for(label))
