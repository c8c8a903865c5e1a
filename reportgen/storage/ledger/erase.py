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
class LedgerErasure:
    """The part of the ledger that forgets."""

    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def erase_people(self, event: str, numbers: Collection[int], words: Collection[str] = ()) -> dict[str, int]:
        """Empties every column that may hold a name, an address or what someone wrote; how many rows of which table.

        The triggers that keep attempts and deeds as they are stand aside meanwhile.

        Args:
            words: names and addresses; what was said of others goes as well where one of these is in it.
        """
        with self.transaction():
            triggers = self.db.execute(_TRIGGERS).fetchall()
            for name, _ in triggers:
                self.db.execute(f"DROP TRIGGER {name}")
            counts = _forgotten(self.db, event, numbers)
            for word in sorted(words, key=len, reverse=True):  # a whole name before the surname that is part of it
                _without_word(self.db, event, word, counts)
            for _, sql in triggers:
                self.db.execute(sql)
        return counts

    def replace_bag(self, event: str, edition: int, bag: str) -> None:
        """Gives an edition the digest that its bag has since something was erased from it."""
        with self.transaction():
            self.db.execute("UPDATE edition SET bag = ? WHERE event = ? AND edition = ?", (bag, event, edition))

    def purge_file(self, path: Path) -> None:
        """Sees to it that nothing of what was taken out is left in the ledger's file, its log, or copies beside it."""
        self.db.execute("PRAGMA secure_delete = ON")
        self.db.execute("VACUUM")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for copy in path.parent.glob(f"{path.name}.format-*"):
            copy.unlink(missing_ok=True)


def _forgotten(db: sqlite3.Connection, event: str, numbers: Collection[int]) -> dict[str, int]:
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
        "answer": db.execute(f"UPDATE answer SET text = '' WHERE {among} AND text <> ''", values).rowcount,
        "original": db.execute(
            f"UPDATE original SET became = 'forgotten' WHERE {among} AND became <> 'forgotten'", values
        ).rowcount,
    }
    rows = db.execute(f"SELECT id, said FROM attempt JOIN delivery USING (key) WHERE {among}", values).fetchall()
    left = [(_without_names(said), number) for number, said in rows if said != _without_names(said)]
    db.executemany("UPDATE attempt SET said = ? WHERE id = ?", left)
    return {**changed, "attempt": len(left)}


def _without_word(db: sqlite3.Connection, event: str, word: str, counts: dict[str, int]) -> None:
    """Empties what was said of others with a name or an address in it."""
    named = (event, word.casefold())
    queries = {
        "deed": "UPDATE deed SET about = '' WHERE event = ? AND instr(casefold(about), ?)",
        "erratum": "UPDATE erratum SET says = '–' WHERE event = ? AND instr(casefold(says), ?)",
        "attempt": """UPDATE attempt SET said = '' WHERE key IN (SELECT key FROM delivery WHERE event = ?)
                      AND instr(casefold(said), ?)""",
    }
    db.create_function("casefold", 1, str.casefold, deterministic=True)
    for table, query in queries.items():
        counts[table] = counts.get(table, 0) + db.execute(query, named).rowcount
    rows = db.execute("SELECT id, text FROM answer WHERE event = ? AND instr(casefold(text), ?)", named).fetchall()
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    left = [(new, at) for at, text in rows if (new := whole.sub("…", text)) != text]
    db.executemany("UPDATE answer SET text = ? WHERE id = ?", left)
    counts["answer"] = counts.get("answer", 0) + len(left)


def _without_names(said: str) -> str:
    """What may stay of what was said about a letter."""
    if said in _OURS or re.fullmatch(r"edition \d+ sealed", said):
        return said
    code = _CODE.match(said)
    return code[0] if code else ""
