"""What participants answered, in the ledger's file, and what they handed in, in a folder beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.domain.answers.answer import Answer, AnswerOutcome
from reportgen.storage.atomic import write_atomically

ORIGINALS = "originals"
"""The folder with what was handed in, among the answers of an event."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One form or reply that was handed in, and what became of it.

    Attributes:
        answers: what it answers, by question; only where it was taken.
    """

    became: AnswerOutcome
    written: datetime
    number: int | None
    edition: int | None
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to the questions of one event."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def has_original(self, digest: str) -> bool:
        """Whether this was handed in before."""
        row = self.db.execute("SELECT 1 FROM original WHERE event = ? AND digest = ?", (self.event, digest)).fetchone()
        return row is not None

    def save(self, digest: str, pieces: Iterable[AnswerRecord], now: datetime) -> None:
        """Keeps what was handed in and the answers in it, all or nothing."""
        with self.transaction():
            for place, each in enumerate(pieces):
                mark = (self.event, digest, place)
                written = min(each.written, now).astimezone(now.tzinfo).isoformat()
                self.db.execute(
                    "INSERT INTO original VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (*mark, now.isoformat(), written, each.number, each.edition, each.became),
                )
                self.db.executemany(
                    """INSERT INTO answer (event, digest, piece, number, edition, question, text, named)
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                    [(*mark, one.participant, one.edition, one.question, one.text, one.named) for one in each.answers],
                )

    def all(self) -> tuple[Answer, ...]:
        """Every answer, in the order in which they were written."""
        rows = self.db.execute(
            """SELECT answer.number, answer.edition, question, text, named
               FROM answer JOIN original USING (event, digest, piece)
               WHERE event = ? ORDER BY julianday(written), at, id""",
            (self.event,),
        )
        return tuple(Answer(number, edition, asked, text, bool(named)) for number, edition, asked, text, named in rows)

    def submissions_of(self, number: int) -> tuple[tuple[str, datetime, AnswerOutcome], ...]:
        """What someone handed in: digest, when it was written, and what became of it."""
        rows = self.db.execute(
            "SELECT digest, written, became FROM original WHERE event = ? AND number = ? ORDER BY written",
            (self.event, number),
        )
        return tuple((digest, datetime.fromisoformat(at), AnswerOutcome(became)) for digest, at, became in rows)

    def not_counted(self) -> tuple[tuple[str, datetime, AnswerOutcome, int | None], ...]:
        """What was handed in and does not count: digest, when it was written, what became of it, and whose it is."""
        left = (AnswerOutcome.TAKEN, AnswerOutcome.AUTOMATIC, AnswerOutcome.FORGOTTEN)
        rows = self.db.execute(
            """SELECT digest, written, became, number FROM original
               WHERE event = ? AND became NOT IN (?, ?, ?) ORDER BY written DESC""",
            (self.event, *left),
        )
        return tuple(
            (digest, datetime.fromisoformat(at), AnswerOutcome(became), number) for digest, at, became, number in rows
        )

    def owners(self) -> dict[str, int | None]:
        """Everything that was handed in, with whose it is where that is known."""
        rows = self.db.execute(
            "SELECT digest, max(number) FROM original WHERE event = ? GROUP BY digest", (self.event,)
        )
        return dict(rows.fetchall())

    def fingerprint(self, number: int, edition: int) -> str | None:
        """That of a participant's pack in an edition; None where there is none."""
        row = self.db.execute(
            "SELECT fingerprint FROM pack WHERE event = ? AND number = ? AND edition = ?", (self.event, number, edition)
        ).fetchone()
        return str(row[0]) if row else None

    def edition_of(self, number: int, fingerprint: str) -> int | None:
        """The edition in which a participant got a pack with this fingerprint; None where they never did."""
        row = self.db.execute(
            "SELECT max(edition) FROM pack WHERE event = ? AND number = ? AND fingerprint = ?",
            (self.event, number, fingerprint),
        ).fetchone()
        return None if row[0] is None else int(row[0])


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder with what was handed in, each file under its SHA-256, as it came."""

    folder: Path

    def put(self, content: bytes, digest: str) -> Path:
        """Keeps something; where it is."""
        name = f"{digest}.pdf" if content[:1024].lstrip().startswith(b"%PDF") else f"{digest}.eml"
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
        return path

    def of(self, digest: str) -> list[Path]:
        """Where something is kept; nowhere once it was forgotten."""
        return sorted(self.folder.glob(f"{digest}.*"))


def digest_of(content: bytes) -> str:
    """One digest for a message, whether its lines end as on the wire or as in a mailbox."""
    return sha256(content if b"%PDF" in content[:1024] else content.replace(b"\r\n", b"\n")).hexdigest()
