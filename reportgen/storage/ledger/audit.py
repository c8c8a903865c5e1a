"""The organisers who may use the web page, and the audit log of what they did there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reportgen.storage.ledger.invitations import Invitations
from reportgen.storage.ledger.stored_values import stored


@dataclass(frozen=True, slots=True)
class Organiser:
    """Someone who may sign in; ``password`` is its argon2 hash."""

    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log; ``number`` is the participant's, None for several or none."""

    at: datetime
    who: str
    what: str
    number: int | None
    about: str


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which actions are looked for; nothing is looked for where a field is empty.

    Attributes:
        numbers: participants, of which an action is about any; None for all actions.
    """

    who: str = ""
    what: str = ""
    numbers: tuple[int, ...] | None = None


class OutcomeState(StrEnum):
    """How far work is that an organiser began."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # between two steps, when the server ended


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of work that an organiser began; ``said`` is what they were told at its end, in Dutch."""

    state: OutcomeState
    said: str


JOIN = "organiser-join"
"""The action of who chose a password with a link; it is about who made that link."""

Deed = tuple[datetime, str, str]
"""What tells one deed from another in the log of an event: the moment, the organiser, the action."""


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The organisers of one output folder and what they did, in the ledger's file."""

    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def organisers(self) -> tuple[Organiser, ...]:
        """Everyone who may sign in, by name."""
        return tuple(Organiser(*row) for row in self.db.execute("SELECT name, email, password FROM organiser"))

    def organiser(self, name: str) -> Organiser | None:
        """Someone by the name they sign in with."""
        row = self.db.execute("SELECT name, email, password FROM organiser WHERE name = ?", (name,)).fetchone()
        return Organiser(*row) if row else None

    def save_organiser(self, each: Organiser, now: datetime) -> None:
        """Adds an organiser, or gives one another password and address."""
        with self.transaction():
            self.db.execute(
                """INSERT INTO organiser VALUES (?, ?, ?, ?) ON CONFLICT (name)
                   DO UPDATE SET email = excluded.email, password = excluded.password""",
                (each.name, each.email, each.password, now.isoformat()),
            )

    def add_first_organiser(self, each: Organiser, now: datetime) -> bool:
        """Adds an organiser where nobody may sign in yet; whether that was so."""
        with self.transaction():
            query = "INSERT INTO organiser SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM organiser)"
            return self.db.execute(query, (each.name, each.email, each.password, now.isoformat())).rowcount > 0

    def change_password(self, name: str, old: str, new: str) -> bool:
        """Gives an organiser another password; whether the old one was still theirs. Both are argon2 hashes."""
        with self.transaction():
            query = "UPDATE organiser SET password = ? WHERE name = ? AND password = ?"
            return self.db.execute(query, (new, name, old)).rowcount > 0

    def remove_organiser(self, name: str, keep_one: bool = False) -> bool:
        """Removes an organiser; whether one of this name was removed.

        Args:
            keep_one: the last one stays.
        """
        rest = "AND (SELECT count(*) FROM organiser) > 1" if keep_one else ""
        with self.transaction():
            return self.db.execute(f"DELETE FROM organiser WHERE name = ? {rest}", (name,)).rowcount > 0

    def invitations(self) -> Invitations:
        """The one-time links with which people choose a password."""
        return Invitations(self.db, self.transaction)

    def joins(self) -> tuple[tuple[datetime, str, str], ...]:
        """When who chose a password with a link, and who made that link."""
        rows = self.db.execute("SELECT at, who, about FROM deed WHERE event = '' AND what = ?", (JOIN,))
        return tuple((stored(datetime.fromisoformat, at), who, about) for at, who, about in rows)

    def append(self, event: str, who: str, what: str, about: str, now: datetime, numbers: Sequence[int] = ()) -> None:
        """Adds what an organiser did; a line for each participant it was about."""
        with self.transaction():
            self.db.executemany(
                "INSERT INTO deed (event, at, who, what, number, about) VALUES (?, ?, ?, ?, ?, ?)",
                [(event, now.isoformat(), who, what, number, about) for number in numbers or (None,)],
            )

    def entries(self, event: str, number: int | None = None, most: int = 50) -> tuple[AuditEntry, ...]:
        """The newest entries first; those about one participant where a number is given."""
        about = "AND number = ?" if number is not None else ""
        values = (event, number, most) if number is not None else (event, most)
        rows = self.db.execute(
            f"SELECT at, who, what, number, about FROM deed WHERE event = ? {about} ORDER BY id DESC LIMIT ?", values
        )
        return tuple(
            AuditEntry(stored(datetime.fromisoformat, at), who, what, of, about) for at, who, what, of, about in rows
        )

    def begin(self, event: str, who: str, what: str, about: str, now: datetime, numbers: Sequence[int] = ()) -> None:
        """Adds work that an organiser begins; ``end`` tells what became of it."""
        with self.transaction():
            self.append(event, who, what, about, now, numbers)
            self.db.execute(
                "INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?, ?, '', '')",
                (event, now.isoformat(), who, what, OutcomeState.RUNNING),
            )

    def end(self, event: str, deed: Deed, outcome: Outcome, now: datetime) -> None:
        """Tells what became of work."""
        at, who, what = deed
        with self.transaction():
            self.db.execute(
                "UPDATE outcome SET state = ?, said = ?, ended = ? WHERE event = ? AND at = ? AND who = ? AND what = ?",
                (outcome.state, outcome.said, now.isoformat(), event, at.isoformat(), who, what),
            )

    def outcomes(self, event: str) -> dict[Deed, Outcome]:
        """What became of the work of an event, by its deed; of work of older programs nothing is known."""
        rows = self.db.execute("SELECT at, who, what, state, said FROM outcome WHERE event = ? ORDER BY at", (event,))
        return {
            (stored(datetime.fromisoformat, at), who, what): Outcome(stored(OutcomeState, state), said)
            for at, who, what, state, said in rows
        }

    def actions(
        self, event: str, query: AuditQuery = AuditQuery(), most: int = 50, skip: int = 0
    ) -> list[tuple[AuditEntry, tuple[int, ...]]]:
        """The newest actions first, each once, with the participants it was about: of these only those looked for.

        Args:
            skip: how many of the newest are left out.
        """
        wanted, values = ["event = ?"], list[object]((event,))
        for name, value in (("who", query.who), ("what", query.what)):
            if value:
                wanted.append(f"{name} = ?")
                values.append(value)
        if query.numbers is not None:
            wanted.append("number IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(query.numbers))
        rows = self.db.execute(
            f"""SELECT at, who, what, about, json_group_array(number) FROM deed WHERE {" AND ".join(wanted)}
                GROUP BY at, who, what, about ORDER BY max(id) DESC LIMIT ? OFFSET ?""",
            (*values, most, skip),
        )
        return [
            (
                AuditEntry(stored(datetime.fromisoformat, at), who, what, None, about),
                tuple(sorted(each for each in stored(json.loads, numbers) if each is not None)),
            )
            for at, who, what, about, numbers in rows
        ]

    def actors(self, event: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who did anything, and what kinds of actions there are."""
        who, what = (
            tuple(each for (each,) in self.db.execute(f"SELECT DISTINCT {name} FROM deed WHERE event = ?", (event,)))
            for name in ("who", "what")
        )
        return tuple(sorted(who, key=str.casefold)), tuple(sorted(what))
