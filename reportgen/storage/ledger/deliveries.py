"""The rows of letters and of their history. Functions that write are part of the caller's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportgen.domain.delivery.states import (
    TRANSITIONS,
    WITHDRAWABLE,
    Accepted,
    Action,
    Delivery,
    LetterKind,
    Outcome,
    Stage,
    State,
    Unknown,
    action_of,
    next_state,
)
from reportgen.domain.identifiers import KIND_SEPARATOR, people_key_of
from reportgen.domain.people.attendance import Attendance
from reportgen.errors import ArchiveError, BusyError
from reportgen.i18n.message import said
from reportgen.storage.archive.watermark import Claim
from reportgen.storage.ledger.people import attendance_in
from reportgen.storage.ledger.stored_values import stored

REDIRECT = "redirect"
"""The step of a letter of which a test copy went to another address."""

REPORT = "report"
"""The step of a letter about which a report of failure was read; it is no part of the history that people read."""

STAGE = "stage"
"""The step of a letter that is about to enter a stage of the SMTP dialogue."""

_COLUMNS = (
    "key, event, number, edition, recipient, message_id, letter, pack, follows, state, attempts, due, changed, kind"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a letter's history.

    Attributes:
        step: an action of the transition table, ``stage`` or ``redirect``.
        state: of the letter, after it.
        said: the server's answer, the stage, or who asked for it.
    """

    at: datetime
    step: str
    state: str
    said: str


def deliveries_in(db: sqlite3.Connection, event: str, *states: State) -> tuple[Delivery, ...]:
    """The letters of an event, or those in some states, by participant and edition."""
    return tuple(_delivery(row) for row in _select(db, _COLUMNS, event, states))


def deliveries_of_meeting_in(db: sqlite3.Connection, event: str) -> tuple[Delivery, ...]:
    """The letters of every kind of packs of a meeting, those of the briefing first."""
    other = f"{event}{KIND_SEPARATOR}"
    query = f"""SELECT {_COLUMNS} FROM delivery WHERE event = ? OR substr(event, 1, ?) = ?
                ORDER BY event, number, edition"""
    return tuple(_delivery(row) for row in db.execute(query, (event, len(other), other)))


def letter_keys_in(db: sqlite3.Connection, event: str, *states: State) -> tuple[tuple[str, int], ...]:
    """The key and the participant of the same letters."""
    return tuple((key, number) for key, number in _select(db, "key, number", event, states))


def _select(db: sqlite3.Connection, columns: str, event: str, states: Sequence[State]) -> sqlite3.Cursor:
    among = f"AND state IN ({_marks(states)})" if states else ""
    query = f"SELECT {columns} FROM delivery WHERE event = ? {among} ORDER BY number, edition"
    return db.execute(query, (event, *states))


def was_released(db: sqlite3.Connection, event: str) -> bool:
    """Whether any letter of an event, other than a message, was ever released."""
    query = "SELECT 1 FROM attempt JOIN delivery USING (key) WHERE event = ? AND step = ? AND kind <> ?"
    return db.execute(query, (event, Action.RELEASE, LetterKind.MESSAGE)).fetchone() is not None


def letters_to_in(db: sqlite3.Connection, event: str, number: int) -> tuple[Delivery, ...]:
    """All letters of an event to one participant, the oldest first."""
    query = f"SELECT {_COLUMNS} FROM delivery WHERE event = ? AND number = ? ORDER BY edition"
    return tuple(_delivery(row) for row in db.execute(query, (event, number)))


def history_of(db: sqlite3.Connection, key: str) -> tuple[Step, ...]:
    """Every step of one letter, oldest first, without the digests of reports about it."""
    rows = db.execute(
        "SELECT at, step, state, said FROM attempt WHERE key = ? AND step <> ? ORDER BY id", (key, REPORT)
    )
    return tuple(Step(stored(datetime.fromisoformat, at), step, state, said) for at, step, state, said in rows)


def reached_final_dot(db: sqlite3.Connection, key: str) -> bool:
    """Whether the server may have the whole of a letter whose sending was interrupted."""
    last = history_of(db, key)[-1]
    return last.step == STAGE and last.said == Stage.DOT


def has_claim(db: sqlite3.Connection, claim: Claim) -> bool:
    """Whether the history holds exactly this claim."""
    row = db.execute(
        "SELECT 1 FROM attempt WHERE id = ? AND key = ? AND at = ? AND step = ?",
        (claim.step, claim.key, claim.at, Action.CLAIM),
    ).fetchone()
    return row is not None


def is_superseded(db: sqlite3.Connection, each: Delivery) -> bool:
    """Whether a letter should not leave any more.

    A later edition has a pack for the same participant, or they left the list; of a cancellation, they take part again.
    A message is held where it is not true any more, and never superseded.
    """
    if each.kind is LetterKind.MESSAGE:
        return False
    if each.kind is LetterKind.CANCELLATION:
        record = attendance_in(db, people_key_of(each.event)).get(each.participant)
        return record is None or record.state is Attendance.TAKES_PART
    (count,) = db.execute(
        """SELECT count(*) FROM pack WHERE event = ? AND number = ?
           AND (edition > ? OR (edition = ? AND withdrawn IS NOT NULL))""",
        (each.event, each.participant, each.edition, each.edition),
    ).fetchone()
    return bool(count)


def has_earlier_letter(db: sqlite3.Connection, event: str, number: int) -> bool:
    """Whether a participant has a letter, other than a message, that was neither withdrawn nor refused."""
    (count,) = db.execute(
        "SELECT count(*) FROM delivery WHERE event = ? AND number = ? AND state NOT IN (?, ?) AND kind <> ?",
        (event, number, State.WITHDRAWN, State.REFUSED, LetterKind.MESSAGE),
    ).fetchone()
    return bool(count)


def apply_action(db: sqlite3.Connection, key: str, act: Action, now: datetime, note: str) -> State:
    """Moves a letter through the transition table and adds the step to its history; its new state.

    Raises:
        ArchiveError: there is no such letter.
        InvalidTransition: the letter's state does not allow it.
    """
    row = db.execute("SELECT state FROM delivery WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise ArchiveError(said("The ledger knows no letter {key}", key=key))
    state = next_state(stored(State, row[0]), act)
    db.execute("UPDATE delivery SET state = ?, changed = ?, due = NULL WHERE key = ?", (state, now.isoformat(), key))
    append_step(db, key, now, act, state, note)
    return state


def apply_claim(db: sqlite3.Connection, key: str, now: datetime) -> None:
    """Claims a letter.

    Raises:
        BusyError: its state does not allow that any more, because another run moved it.
    """
    (found,) = db.execute("SELECT state FROM delivery WHERE key = ?", (key,)).fetchone()
    if (stored(State, found), Action.CLAIM) not in TRANSITIONS:
        raise disturbed(key, stored(State, found))
    apply_action(db, key, Action.CLAIM, now, Stage.CONNECT)


def disturbed(key: str, state: State) -> BusyError:
    """The error where two runs are at work on one ledger, which the lock prevents as long as it can be held."""
    return BusyError(
        said(
            "Another run is at work on this ledger, and moved the letter {key}, which is {state} now; this run stops",
            key=key,
            state=state,
        ),
        todo="let one run at a time work on an output folder; then see what became of it with: reportgen status EVENT",
    )


def apply_outcome(db: sqlite3.Connection, key: str, outcome: Outcome, now: datetime) -> tuple[State, bool]:
    """Moves a letter as the outcome of an attempt says; its new state, and whether another run had moved it meanwhile.

    Then what may have been sent is not sent again; whatever cannot be in that state is in the history only.
    """
    (found,) = db.execute("SELECT state FROM delivery WHERE key = ?", (key,)).fetchone()
    state, action = stored(State, found), action_of(outcome)
    if state is State.SENDING:
        return apply_action(db, key, action, now, outcome.answer), False
    if isinstance(outcome, Accepted | Unknown) and (state, Action.CLAIM) in TRANSITIONS:
        apply_action(db, key, Action.CLAIM, now, "another run had put it back")
        state = State.SENDING
    if (state, action) in TRANSITIONS:
        return apply_action(db, key, action, now, outcome.answer), True
    append_step(db, key, now, action, state, outcome.answer)
    return state, True


def withdraw_waiting(
    db: sqlite3.Connection, event: str, number: int, now: datetime, said: str, messages: bool = False
) -> None:
    """Withdraws the letters of a participant that were not sent yet; those of messages only where that is asked."""
    kinds = tuple(each for each in LetterKind if messages or each is not LetterKind.MESSAGE)
    rows = db.execute(
        f"""SELECT key FROM delivery WHERE event = ? AND number = ?
            AND state IN ({_marks(WITHDRAWABLE)}) AND kind IN ({_marks(kinds)})""",
        (event, number, *WITHDRAWABLE, *kinds),
    ).fetchall()
    for (key,) in rows:
        apply_action(db, key, Action.WITHDRAW, now, said)


def append_step(db: sqlite3.Connection, key: str, now: datetime, step: str, state: State, said: str) -> None:
    """Adds a line to a letter's history."""
    db.execute(
        "INSERT INTO attempt (key, at, step, state, said) VALUES (?, ?, ?, ?, ?)",
        (key, now.isoformat(), step, state, said),
    )


def _delivery(row: tuple[Any, ...]) -> Delivery:
    """A letter from its row; the tables are STRICT, so each value is of the type of its column."""
    key, event, number, edition, recipient, message_id, letter, pack, follows, state, attempts, due, changed, kind = row
    return Delivery(
        key,
        event,
        number,
        edition,
        recipient,
        message_id,
        letter,
        pack,
        bool(follows),
        stored(State, state),
        attempts,
        stored(datetime.fromisoformat, due) if due else None,
        stored(datetime.fromisoformat, changed),
        stored(LetterKind, kind),
    )


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
