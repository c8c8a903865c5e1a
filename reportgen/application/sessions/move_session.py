"""Moves a participant to another session of a round by hand, after a look at whose sessions change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.application.sessions.load_sessions import LoadedSessions, load_sessions, planned_again
from reportgen.application.sessions.session_history import present_history
from reportgen.application.workspace import Workspace
from reportgen.domain.people.participant import full_name
from reportgen.domain.people.roster import as_enrolled
from reportgen.domain.programme.attendee import fixed_by_list
from reportgen.domain.programme.rounds import Round, Slot, session_name, sessions_by_slot
from reportgen.domain.programme.seating import seats_at
from reportgen.domain.programme.session_plan import whose_day_differs, whose_list_differs
from reportgen.domain.programme.session_records import SessionMove
from reportgen.errors import SafetyRefusal, UsageError
from reportgen.i18n.message import said
from reportgen.sources.lists.round_labels import round_label
from reportgen.sources.lists.session_names import SessionNames
from reportgen.storage.ledger.copies import ledger_snapshot


class SessionFixedByList(UsageError):
    """The registration list fixes the session of a participant."""


class NoSuchSession(UsageError):
    """There is no such participant, round or session."""


class NotMoved(UsageError):
    """There is no move by hand to undo."""


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What changes for one participant in one round; sessions by key, empty for none.

    Attributes:
        told: whether the participant was told the old one.
    """

    number: int
    round: str
    old: str
    new: str
    told: bool


@dataclass(frozen=True, slots=True)
class MovePreview:
    """A move, and what it changes for everyone.

    Attributes:
        packs: numbers of the participants whose packs are made again because of it.
        older_lists: numbers of who lead a session and keep a list of its people that is older then, since their letter
            left.
        crowded: whether the session gets more people than fit.
    """

    move: SessionMove
    changes: tuple[SessionChange, ...]
    packs: frozenset[int]
    older_lists: frozenset[int]
    crowded: bool
    before: LoadedSessions
    after: LoadedSessions

    @property
    def meant_for(self) -> tuple[str, ...]:
        """Who the session is for, as the programme says it, where who is moved is none of them; else empty."""
        plan, slot = self.after.plan, Slot(self.move.round, self.move.session)
        return sessions_by_slot(plan.rounds)[slot].audience if (self.move.number, slot) in plan.outsiders else ()

    @property
    def others_told(self) -> tuple[SessionChange, ...]:
        """Changes for other people, who were told something else."""
        return tuple(each for each in self.changes if each.told and each.number != self.move.number)

    @property
    def needs_consent(self) -> bool:
        """Whether an organiser has to say that this is meant: others were told otherwise, or it gets too full."""
        return self.crowded or bool(self.others_told)


def preview_session_move(
    workspace: Workspace,
    number: int,
    session: str,
    label: str,
    who: str,
    before: LoadedSessions | None = None,
) -> MovePreview:
    """What changes for everyone if a participant moves to another session; nothing is recorded.

    Args:
        session: its code or title; empty to leave the round to the assignment again.
        label: the round; empty where the session is in one round only.
        who: the organiser.
        before: the sessions as they are now, if the caller has loaded them already.

    Raises:
        SessionFixedByList: the list fixes the session.
        NoSuchSession: there is no such participant, session or round.
        NotMoved: there is no move to undo.
    """
    before = before or load_sessions(workspace)
    move = _move(workspace, before, number, session, round_label(label), who)
    ledger = ledger_snapshot(workspace.paths.ledger)
    try:
        trial = workspace.with_ledger(ledger)
        _add_move(trial, before.plan.rounds, move)
        after = planned_again(trial, before)
    finally:
        ledger.close()
    told = before.plan.history.told_sessions()
    old = {(each.number, each.round): each.session for each in before.plan.assignment.placements}
    changes = tuple(
        SessionChange(each.number, each.round, old[each.number, each.round], each.session, bool(told_one))
        for each in after.plan.assignment.placements
        if each.session != old[each.number, each.round]
        for told_one in [told.get((each.number, each.round), "") == old[each.number, each.round] != ""]
    )
    crowded = Slot(move.round, move.session) in after.plan.assignment.crowded
    packs, lists = whose_day_differs(before.plan, after.plan), whose_list_differs(before.plan, after.plan)
    sent = {each.number for each in workspace.ledger.newest_packs(workspace.key) if each.letter_sent}
    return MovePreview(move, changes, packs | (lists - sent), (lists & sent) - packs, crowded, before, after)


def record_session_move(workspace: Workspace, preview: MovePreview, accept: bool = False) -> None:
    """Records a move in the ledger and in the audit log.

    A participant whom no build knows yet gets their number for good, with everyone else, or the move would be somebody
    else's once the list is another one.

    Args:
        accept: even where others who were told something else have to move, or the session is too full.

    Raises:
        SafetyRefusal: that is so, and was not accepted.
    """
    others = sorted({each.number for each in preview.others_told})
    if preview.needs_consent and not accept:
        numbers = ", ".join(f"{each:04d}" for each in others)
        raise SafetyRefusal(
            said("The move is not made: participants {numbers} were told another session", numbers=numbers)
            if others
            else said("The move is not made: the session gets too full"),
            where=str(workspace.folder),
            todo="choose another session, or say that this is meant with --accept",
        )
    move = preview.move
    rounds = {each.label: each for each in preview.after.plan.rounds}
    to = session_name(rounds[move.round].sessions[move.session]) if move.session else "als ingedeeld"
    about = f"{rounds[move.round].name if move.round in rounds else move.round}: {to}"
    audit = workspace.ledger.audit()
    with audit.transaction():
        _keep_numbers(workspace, preview.before, move.number)
        _add_move(workspace, preview.before.plan.rounds, move)
        audit.append(workspace.people_key, move.who, "move-session", about, workspace.moment, (move.number,))


def _add_move(workspace: Workspace, rounds: Sequence[Round], move: SessionMove) -> None:
    """Records a move, and takes back what was moved in the same round under a label that it had before."""
    sessions = workspace.ledger.sessions(workspace.people_key)
    for then, now in zip(sessions.moves(), present_history(workspace, rounds).moves, strict=True):
        if (now.number, now.round) == (move.number, move.round) and then.round != now.round:
            sessions.add_move(replace(move, round=then.round, session=""))
    sessions.add_move(move)


def _keep_numbers(workspace: Workspace, loaded: LoadedSessions, number: int) -> None:
    """Records everyone as a build does, if a participant is not known yet."""
    ledger, key = workspace.ledger, workspace.people_key
    if number in loaded.participants and number not in {each.number for each in ledger.enrolled(key)}:
        people = [as_enrolled(each) for each in loaded.participants.values()]
        ledger.save_people(key, people, seats_at(loaded.tables))


def _move(workspace: Workspace, loaded: LoadedSessions, number: int, session: str, label: str, who: str) -> SessionMove:
    """The move that is meant. Raises as ``preview_session_move``."""
    where, rounds = str(workspace.folder), loaded.plan.rounds
    person = loaded.participants.get(number)
    if person is None:
        raise NoSuchSession(
            said("There is no participant {number}", number=number),
            where=where,
            todo=said("see: reportgen sessions {folder}", folder=workspace.folder),
        )
    labels = [each.label for each in rounds]
    if label and label not in labels:
        raise NoSuchSession(
            said("There is no round {label}", label=label),
            where=where,
            todo=said("choose from: {labels}", labels=", ".join(labels) or said("none")),
        )
    if not session:
        return SessionMove(number, _moved_round(workspace, rounds, number, label), "", who, workspace.moment)
    slot = _slot_named(session, label, rounds, where)
    if slot.round in fixed_by_list(person, rounds)[0]:
        raise SessionFixedByList(
            said(
                "The list says where {name} goes in round {round}",
                name=full_name(person.name),
                round=slot.round,
            ),
            where=said("{file}, line {line}", file=person.place.file, line=person.place.line),
            todo="change it in the list",
        )
    return SessionMove(number, slot.round, slot.session, who, workspace.moment)


def _moved_round(workspace: Workspace, rounds: Sequence[Round], number: int, label: str) -> str:
    """The round in which somebody was moved by hand.

    Args:
        label: of the round; empty where they were moved in one only.

    Raises:
        NotMoved: they were not, or nothing says which of several is meant.
    """
    moves = present_history(workspace, rounds).moves
    found = [each.round for each in moves if each.number == number and label in ("", each.round)]
    if len(found) != 1:
        raise NotMoved(
            said(
                "Participant {number} was moved in several rounds"
                if found
                else "Participant {number} was not moved by hand",
                number=number,
            ),
            where=str(workspace.folder),
            todo="name the round with --round",
        )
    return found[0]


def _slot_named(session: str, label: str, rounds: Sequence[Round], where: str) -> Slot:
    """The session with a code or title.

    Args:
        label: of the round; empty for any.
        where: for the error.

    Raises:
        NoSuchSession: there is none, or nothing says which of several is meant.
    """
    named = SessionNames(rounds).named(session, label)
    here = [each for each in rounds if label in ("", each.label)]
    exact = [Slot(each.label, session) for each in here if session in each.sessions]
    slots = exact or [Slot(each.label, key) for each in here for key in named.keys if key in each.sessions]
    if len(slots) != 1:
        what = said("There is no session '{session}'", session=session)
        if slots:
            what = said("The session '{session}' is in several rounds", session=session)
        elif named.nearest:
            nearest = "; ".join(named.nearest)
            what = said("There is no session '{session}'; perhaps: {nearest}", session=session, nearest=nearest)
        raise NoSuchSession(
            what,
            where=where,
            todo="name the round with --round" if slots else "give its code or its title as in the programme",
        )
    return slots[0]
