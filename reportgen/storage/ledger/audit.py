"""The organisers who may use the web page, and the audit log of what they did there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from reportgen.storage.ledger.invitations import Invitations


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
        return tuple(AuditEntry(datetime.fromisoformat(at), who, what, of, about) for at, who, what, of, about in rows)
