"""What the ledger knows of people is taken out of it, and out of its file: digests, dates, states and counts stay."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"

_CODE = re.compile(r"\d{3}(?: \d\.\d{1,3}\.\d{1,3})?\b")
"""What may stay of a mail server's words: its reply code, and the enhanced one (RFC 3463)."""

_OURS = frozenset(("connect", "mail", "rcpt", "data", "dot"))
"""Words that are ours and name nobody."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The part of the ledger that forgets."""

    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def people(self, event: str, numbers: Collection[int]) -> dict[str, int]:
        """Empties every column that may hold a name, an address or what someone wrote; how many rows of which table.

        The triggers that keep attempts and deeds as they are stand aside meanwhile.
        """
        with self.transaction():
            return _forgotten(self.db, event, numbers)

    def reseal(self, event: str, edition: int, bag: str) -> None:
        """Gives an edition the digest that its bag has since something was erased from it."""
        with self.transaction():
            self.db.execute("UPDATE edition SET bag = ? WHERE event = ? AND edition = ?", (bag, event, edition))

    def wipe(self, path: Path) -> None:
        """Sees to it that nothing of what was taken out is left in the ledger's file, its log, or copies beside it."""
        self.db.execute("PRAGMA secure_delete = ON")
        self.db.execute("VACUUM")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for copy in path.parent.glob(f"{path.name}.format-*"):
            copy.unlink(missing_ok=True)


def _forgotten(db: sqlite3.Connection, event: str, numbers: Collection[int]) -> dict[str, int]:
    triggers = db.execute(_TRIGGERS).fetchall()
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    among = f"event = ? AND number IN ({', '.join('?' * len(numbers))})"
    values = (event, *numbers)
    changed = {
        "person": db.execute(
            f"UPDATE person SET email = '', name = '', details = '{{}}' WHERE {among} AND name <> ''", values
        ).rowcount,
        "delivery": db.execute(
            f"UPDATE delivery SET recipient = '' WHERE {among} AND recipient <> ''", values
        ).rowcount,
        "deed": db.execute(f"UPDATE deed SET about = '' WHERE {among} AND about <> ''", values).rowcount,
        "seat": db.execute(f"DELETE FROM seat WHERE {among}", values).rowcount,
        "told": db.execute("DELETE FROM told WHERE event = ?", (event,)).rowcount,
    }
    rows = db.execute(f"SELECT id, said FROM attempt JOIN delivery USING (key) WHERE {among}", values).fetchall()
    left = [(_without_names(said), number) for number, said in rows if said != _without_names(said)]
    db.executemany("UPDATE attempt SET said = ? WHERE id = ?", left)
    for _, sql in triggers:
        db.execute(sql)
    return {**changed, "attempt": len(left)}


def _without_names(said: str) -> str:
    """What may stay of what was said about a letter."""
    if said in _OURS or re.fullmatch(r"edition \d+ sealed", said):
        return said
    code = _CODE.match(said)
    return code[0] if code else ""
