"""One-time links of organisers: each lets one person choose a password, once, until it expires."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from reportgen.storage.ledger.stored_values import stored

_COLUMNS = "name, email, inviter, made, expires"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that was not used yet.

    Attributes:
        name: to sign in with; that of an organiser who may sign in already, where it is for another password.
        inviter: the organiser who made it.
    """

    name: str
    email: str
    inviter: str
    made: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Invitations:
    """The links of one output folder, and what they change among its organisers: each change is all or nothing."""

    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def save(self, each: Invitation, digest: str) -> None:
        """Adds a link; an earlier one of the same name does not work any more.

        Args:
            digest: SHA-256 of the code in the link, as hexadecimal text.
        """
        with self.transaction():
            self.db.execute(
                f"INSERT OR REPLACE INTO invitation ({_COLUMNS}, digest) VALUES (?, ?, ?, ?, ?, ?)",
                (each.name, each.email, each.inviter, each.made.isoformat(), _utc(each.expires), digest),
            )

    def all(self) -> tuple[Invitation, ...]:
        """Every link that was not used, also expired ones, by name."""
        return tuple(_invitation(*row) for row in self.db.execute(f"SELECT {_COLUMNS} FROM invitation ORDER BY name"))

    def find(self, digest: str, now: datetime) -> Invitation | None:
        """The link whose code has this digest; None where there is none, or it has expired."""
        query = f"SELECT {_COLUMNS} FROM invitation WHERE digest = ? AND expires > ?"
        row = self.db.execute(query, (digest, _utc(now))).fetchone()
        return _invitation(*row) if row else None

    def accept(self, digest: str, password: str, now: datetime) -> Invitation | None:
        """Uses a link up: its person may sign in with this password from now on.

        Args:
            password: the argon2 hash.

        Returns:
            The link; None where it was used, withdrawn or expired in the meantime, and nothing changed.
        """
        with self.transaction():
            found = self.find(digest, now)
            if found is None:
                return None
            self.db.execute("DELETE FROM invitation WHERE digest = ?", (digest,))
            self.db.execute(
                """INSERT INTO organiser (name, email, password, added) VALUES (?, ?, ?, ?)
                   ON CONFLICT (name) DO UPDATE SET password = excluded.password""",
                (found.name, found.email, password, now.isoformat()),
            )
        return found

    def withdraw(self, name: str) -> bool:
        """Removes the link of a name; whether there was one."""
        with self.transaction():
            return self.db.execute("DELETE FROM invitation WHERE name = ?", (name,)).rowcount > 0


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _invitation(name: str, email: str, inviter: str, made: str, expires: str) -> Invitation:
    return Invitation(
        name, email, inviter, stored(datetime.fromisoformat, made), stored(datetime.fromisoformat, expires)
    )
