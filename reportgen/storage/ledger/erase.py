"""Erases people from the ledger and from the bytes of its file; digests, dates, states and counts stay."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from reportgen.storage.ledger.erase_reviews import erase_reviews, erase_term_in_reviews

_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"

_CODE = re.compile(r"\d{3}(?: \d\.\d{1,3}\.\d{1,3})?\b")
"""What stays of a mail server's answer: its reply code, and the enhanced one (RFC 3463)."""

_STAGES = frozenset(("connect", "mail", "rcpt", "data", "dot"))
"""Stages, which name nobody."""


@dataclass(frozen=True, slots=True)
class LedgerErasure:
    """Erases people from the tables of the ledger."""

    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def erase_people(
        self, event: str, numbers: Collection[int], terms: Collection[str] = (), everyone: bool = False
    ) -> dict[str, int]:
        """Empties every column that may hold a name, an address or what someone wrote; the rows changed, by table.

        The triggers that forbid changes of history and audit log are removed, and put back in the same transaction.

        Args:
            terms: names and addresses; texts about others are emptied too where one of these is in them.
            everyone: also what came in of which the participant is not known.
        """
        with self.transaction():
            triggers = self.db.execute(_TRIGGERS).fetchall()
            for name, _ in triggers:
                self.db.execute(f"DROP TRIGGER {name}")
            counts = {**_erase_rows(self.db, event, numbers), **erase_reviews(self.db, event, numbers, everyone)}
            for term in sorted(terms, key=len, reverse=True):  # a whole name before the surname that is part of it
                _erase_term(self.db, event, term, counts)
            for _, sql in triggers:
                self.db.execute(sql)
        return counts

    def replace_bag(self, event: str, edition: int, bag: str) -> None:
        """Records the digest of a bag from which something was erased."""
        with self.transaction():
            self.db.execute("UPDATE edition SET bag = ? WHERE event = ? AND edition = ?", (bag, event, edition))

    def purge_file(self, path: Path) -> None:
        """Removes what was erased from the free space of the file, from its log, and with the copies beside it."""
        self.db.execute("PRAGMA secure_delete = ON")
        self.db.execute("VACUUM")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for copy in path.parent.glob(f"{path.name}.format-*"):
            copy.unlink(missing_ok=True)


def _erase_rows(db: sqlite3.Connection, event: str, numbers: Collection[int]) -> dict[str, int]:
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
        "assigned": db.execute(f"DELETE FROM assigned WHERE {among}", values).rowcount,
        "session_move": db.execute(f"DELETE FROM session_move WHERE {among}", values).rowcount,
        "told": db.execute("DELETE FROM told WHERE event = ?", (event,)).rowcount,
        "answer": db.execute(f"UPDATE answer SET text = '' WHERE {among} AND text <> ''", values).rowcount,
    }
    rows = db.execute(f"SELECT id, said FROM attempt JOIN delivery USING (key) WHERE {among}", values).fetchall()
    left = [(_without_names(said), number) for number, said in rows if said != _without_names(said)]
    db.executemany("UPDATE attempt SET said = ? WHERE id = ?", left)
    return {**changed, "attempt": len(left)}


def _erase_term(db: sqlite3.Connection, event: str, term: str, counts: dict[str, int]) -> None:
    """Empties texts about others that hold a name or an address."""
    named = (event, term.casefold())
    queries = {
        "deed": "UPDATE deed SET about = '' WHERE event = ? AND instr(casefold(about), ?)",
        "outcome": "UPDATE outcome SET said = '' WHERE event = ? AND instr(casefold(said), ?)",
        "erratum": "UPDATE erratum SET says = '–' WHERE event = ? AND instr(casefold(says), ?)",
        "message": "UPDATE message SET subject = '' WHERE event = ? AND instr(casefold(subject), ?)",
        "attempt": """UPDATE attempt SET said = '' WHERE key IN (SELECT key FROM delivery WHERE event = ?)
                      AND instr(casefold(said), ?)""",
    }
    db.create_function("casefold", 1, str.casefold, deterministic=True)
    for table, query in queries.items():
        counts[table] = counts.get(table, 0) + db.execute(query, named).rowcount
    rows = db.execute("SELECT id, text FROM answer WHERE event = ? AND instr(casefold(text), ?)", named).fetchall()
    full_word = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)
    left = [(new, at) for at, text in rows if (new := full_word.sub("…", text)) != text]
    db.executemany("UPDATE answer SET text = ? WHERE id = ?", left)
    counts["answer"] = counts.get("answer", 0) + len(left)
    counts["review"] = counts.get("review", 0) + erase_term_in_reviews(db, event, term)


def _without_names(said: str) -> str:
    """What may stay of the text of a step."""
    if said in _STAGES or re.fullmatch(r"edition \d+ sealed", said):
        return said
    code = _CODE.match(said)
    return code[0] if code else ""
