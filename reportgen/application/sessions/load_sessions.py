"""Loads the sessions of an event and who attends them, without composing any pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.application.build.load_event import enrolment_of, event_with_programme, registrations_of
from reportgen.application.figures.event_figures import event_figures
from reportgen.application.sessions.plan_sessions import plan_sessions
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import Finding, by_severity
from reportgen.domain.people.participant import Participant
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.programme.event import Event, Session
from reportgen.domain.programme.rounds import Round, Slot, rounds_of
from reportgen.domain.programme.seating import seat
from reportgen.domain.programme.session_plan import SessionPlan
from reportgen.errors import UsageError

SESSION_FINDINGS = ("wish", "session", "round", "room", "audience", "leader", "assignment", "capacity", "column-wish")
"""How the codes of findings about sessions begin."""


@dataclass(frozen=True, slots=True)
class LoadedSessions:
    """The sessions of an event.

    Attributes:
        participants: by number.
        municipalities: code → name.
        findings: about programme, wishes and result.
    """

    event: Event
    participants: Mapping[int, Participant]
    municipalities: Mapping[str, str]
    plan: SessionPlan
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A session and who attends it.

    Attributes:
        people: numbers of the participants, who leads it among them.
        wanted: how many people have it as their first wish.
        dropped: whether it does not take place.
    """

    slot: Slot
    session: Session
    leaders: tuple[int, ...]
    people: tuple[int, ...]
    wanted: int
    dropped: bool


@dataclass(frozen=True, slots=True)
class WishCounts:
    """How the wishes for a round, or for all rounds, were met; the last four add up with the ranks to everyone.

    Attributes:
        by_rank: people who have their first wish, their second, and so on.
        unmet: people who have a session and none of their wishes.
        unsaid: people who have a session and said no wish.
        leading: people who lead a session.
        nowhere: people without a session.
    """

    by_rank: Mapping[int, int]
    unmet: int
    unsaid: int
    leading: int
    nowhere: int


def load_sessions(workspace: Workspace) -> LoadedSessions:
    """The sessions of an event with who attends them, as the next build gives them; nothing is recorded.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    loaded, ledger, key = workspace.loaded, workspace.ledger, workspace.people_key
    known = event_figures(loaded, workspace.paths, workspace.day)
    event = event_with_programme(loaded, known.names)
    registrations, about_rows = registrations_of(loaded.settings, rounds=rounds_of(event.sessions))
    enrolment = enrolment_of(registrations, known.names, ledger.enrolled(key))
    comparability = Comparability(known.figures, event.kinds)
    tables = seat(enrolment.participants, event.themes, comparability, loaded.settings.seats, ledger.seats(key))
    plan, about_sessions = plan_sessions(workspace, event, enrolment.participants, tables, known.municipalities)
    about_wishes = [each for each in (*about_rows, *enrolment.findings) if _is_about_sessions(each)]
    participants = {each.number: each for each in enrolment.participants}
    return LoadedSessions(
        event, participants, known.municipalities, plan, by_severity((*about_wishes, *about_sessions))
    )


def sessions_of(workspace: Workspace, loaded: LoadedSessions, number: int) -> LoadedSessions:
    """The same with the findings about one participant only.

    Raises:
        UsageError: there is no such participant.
    """
    person = loaded.participants.get(number)
    if person is None:
        raise UsageError(
            f"There is no participant {number}",
            where=str(workspace.folder),
            todo=f"see all with: reportgen sessions {workspace.folder}",
        )
    row = (person.place.file, person.place.line)
    theirs = tuple(each for each in loaded.findings if (each.place.file, each.place.line) == row)
    return replace(loaded, findings=theirs)


def occupancy(plan: SessionPlan) -> tuple[Occupancy, ...]:
    """Every session with who attends it, in the order of the programme."""
    people = plan.assignment.people_by_slot()
    firsts = [
        (number, each) for number, wishes in plan.wishes.items() for each in wishes if each.rank == 1 and not each.fixed
    ]
    return tuple(
        Occupancy(
            slot := Slot(each.label, key),
            session,
            plan.leaders.get(slot, ()),
            people.get(slot, ()),
            len({number for number, wish in firsts if wish.meets(slot)}),
            slot in plan.assignment.dropped,
        )
        for each in plan.rounds
        for key, session in each.sessions.items()
    )


def wish_counts(plan: SessionPlan, rounds: Sequence[Round]) -> WishCounts:
    """How the wishes for some rounds were met; one person counts once for each round."""
    labels = {each.label: each.sessions for each in rounds}
    ranks: Counter[int] = Counter()
    unmet = unsaid = leading = nowhere = 0
    for each in plan.assignment.placements:
        if each.round not in labels:
            continue
        wished = any(
            wish.meets(Slot(each.round, key))
            for wish in plan.wishes.get(each.number, ())
            for key in labels[each.round]
            if not wish.fixed
        )
        if not each.session:
            nowhere += 1
        elif each.number in plan.leaders.get(each.slot, ()):
            leading += 1
        elif each.rank is not None:
            ranks[each.rank] += 1
        elif wished:
            unmet += 1
        else:
            unsaid += 1
    return WishCounts(dict(sorted(ranks.items())), unmet, unsaid, leading, nowhere)


def _is_about_sessions(each: Finding) -> bool:
    return each.code.startswith(SESSION_FINDINGS) or each.code == "two-wishes"
