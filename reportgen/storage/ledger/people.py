"""The rows of people, seats and attendance."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from reportgen.domain.people.attendance import Attendance, AttendanceRecord
from reportgen.domain.people.participant import Enrolled
from reportgen.storage.ledger.stored_values import stored

_PERSON = "SELECT details, number, email, name, code FROM person WHERE event = ?"


def enrolled_in(db: sqlite3.Connection, event: str) -> tuple[Enrolled, ...]:
    """Everyone who ever had a number."""
    return tuple(map(_enrolled, db.execute(f"{_PERSON} ORDER BY number", (event,))))


def person_in(db: sqlite3.Connection, event: str, number: int) -> Enrolled | None:
    """Who has a number; None where nobody ever had it."""
    row = db.execute(f"{_PERSON} AND number = ?", (event, number)).fetchone()
    return _enrolled(row) if row else None


def _enrolled(row: tuple[str, int, str, str, str]) -> Enrolled:
    details, number, email, name, code = row
    return Enrolled(number, email, name, code, tuple(stored(json.loads, details).items()))


def seats_in(db: sqlite3.Connection, event: str) -> dict[int, tuple[int, str]]:
    """Table and theme by number of the participant, as last seated."""
    rows = db.execute("SELECT number, seated, theme FROM seat WHERE event = ?", (event,))
    return {number: (seated, theme) for number, seated, theme in rows}


def save_people_in(
    db: sqlite3.Connection, event: str, people: Iterable[Enrolled], seats: Iterable[tuple[int, int, str]]
) -> None:
    """Adds or updates people, and replaces all seats; part of the caller's transaction."""
    db.executemany(
        """INSERT INTO person (event, number, email, name, code, details) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (event, number) DO UPDATE SET email = excluded.email, name = excluded.name,
               code = excluded.code, details = excluded.details""",
        [(event, each.number, each.email, each.name, each.code, json.dumps(dict(each.details))) for each in people],
    )
    db.execute("DELETE FROM seat WHERE event = ?", (event,))
    db.executemany(
        "INSERT INTO seat (event, number, seated, theme) VALUES (?, ?, ?, ?)", [(event, *seat) for seat in seats]
    )


def attendance_in(db: sqlite3.Connection, event: str) -> dict[int, AttendanceRecord]:
    """The last record of everyone whose attendance ever changed, by number."""
    rows = db.execute("SELECT number, state, at FROM attendance WHERE event = ? ORDER BY id", (event,))
    return {
        no: AttendanceRecord(no, stored(Attendance, state), stored(datetime.fromisoformat, at))
        for no, state, at in rows
    }


def attendance_history_in(db: sqlite3.Connection, event: str, number: int) -> tuple[AttendanceRecord, ...]:
    """Every change of one participant's attendance, oldest first."""
    query = "SELECT state, at FROM attendance WHERE event = ? AND number = ? ORDER BY id"
    rows = db.execute(query, (event, number))
    return tuple(
        AttendanceRecord(number, stored(Attendance, state), stored(datetime.fromisoformat, at)) for state, at in rows
    )


def add_attendance_in(db: sqlite3.Connection, event: str, changes: Mapping[int, Attendance], now: datetime) -> None:
    """Adds changes of attendance; part of the caller's transaction."""
    db.executemany(
        "INSERT INTO attendance (event, number, at, state) VALUES (?, ?, ?, ?)",
        [(event, number, now.isoformat(), state) for number, state in sorted(changes.items())],
    )
