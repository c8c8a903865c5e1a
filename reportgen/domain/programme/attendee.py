"""What each person brings to the assignment of sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.people.participant import Participant, full_name
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.rounds import Round, Slot, sessions_by_slot, topics_of
from reportgen.domain.programme.session_records import AssignedSession, SessionHistory
from reportgen.domain.programme.wish import Wish, wishes_to_weigh


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who attends one session in each round.

    Attributes:
        number: the participant's.
        group: code of the municipality, of which colleagues may be spread; empty for none.
        wishes: those that are no longer than a list gives them; without those that fix a session.
        fixed: session by round that the organiser gives, whatever else holds.
        leads: session by round that the person leads.
        told: session by round that the person was told.
        asked: rounds for which the wishes changed since.
    """

    number: int
    group: str = ""
    wishes: tuple[Wish, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    def rank(self, slot: Slot) -> int | None:
        """The rank of the best wish that a session meets; None where it meets none."""
        return min((each.rank for each in self.wishes if each.meets(slot)), default=None)


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
                title = history.former_titles.get(Slot(label, key), key)
                facts = {"name": full_name(person.name), "session": title, "round": label}
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
    topics = topics_of(rounds)
    for first, second in combinations(fixed, 2):
        key = fixed[second]
        if topics[Slot(first, fixed[first])] == topics[Slot(second, key)]:
            title = next(each.sessions[key].title for each in rounds if each.label == second)
            name = full_name(person.name)
            findings.append(finding("session-fixed-twice", Severity.DOUBTFUL, person.place, name=name, title=title))
    return fixed, findings


def _asks(wishes: Sequence[Wish], told: AssignedSession, rounds: Sequence[Round]) -> bool:
    """Whether somebody wants something else for a round since they were told.

    What left the programme says nothing; nor does a wish that the list still has by a former key, which is not read.
    """
    there = {key for each in rounds for key in each.sessions}
    now = {(each.rank, each.sessions) for each in wishes_to_weigh(wishes, told.round)}
    known, perhaps = set[tuple[int, tuple[str, ...]]](), set[tuple[int, tuple[str, ...]]]()
    for each in told.wishes:
        if present := tuple(key for key in each.sessions if key in there):
            (known if present == each.sessions else perhaps).add((each.rank, present))
    return not known <= now <= known | perhaps
