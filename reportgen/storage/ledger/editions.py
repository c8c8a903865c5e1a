"""The rows of editions: begun before anything is sealed, and recorded when all of it is."""

from __future__ import annotations

import sqlite3
from datetime import datetime


def begin_next(db: sqlite3.Connection, event: str, now: datetime) -> int:
    """Adds the next edition as begun; its number. Part of the caller's transaction."""
    (last,) = db.execute("SELECT coalesce(max(edition), 0) FROM edition WHERE event = ?", (event,)).fetchone()
    row = (event, last + 1, now.isoformat())
    db.execute("INSERT INTO edition (event, edition, begun) VALUES (?, ?, ?)", row)
    return int(last) + 1


def begun_in(db: sqlite3.Connection, event: str) -> int | None:
    """The edition that was begun and is not recorded yet."""
    row = db.execute("SELECT edition FROM edition WHERE event = ? AND sealed IS NULL", (event,)).fetchone()
    return int(row[0]) if row else None


def recorded_in(db: sqlite3.Connection, event: str) -> dict[int, str]:
    """The recorded editions, with the digest of their bag."""
    query = "SELECT edition, bag FROM edition WHERE event = ? AND sealed IS NOT NULL ORDER BY edition"
    return dict(db.execute(query, (event,)).fetchall())


def mark_recorded(db: sqlite3.Connection, event: str, edition: int, bag: str, now: datetime) -> None:
    """Notes that an edition is sealed, and all of it in the ledger; part of the caller's transaction."""
    query = "UPDATE edition SET sealed = ?, bag = ? WHERE event = ? AND edition = ?"
    db.execute(query, (now.isoformat(), bag, event, edition))
