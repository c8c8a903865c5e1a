"""Answers of participants, in the ledger's file, and the submissions they came in, in a folder beside it."""

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
"""The folder of submissions, in the answers folder of an event."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One form or reply of a submission, and whether it counts.

    Attributes:
        outcome: whether it was taken, or why not.
        written: when it says it was written.
        number: the participant's; None where that is not known.
        answers: by question; only where it was taken.
    """

    outcome: AnswerOutcome
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
        """Whether a submission with this digest was collected before."""
        row = self.db.execute("SELECT 1 FROM original WHERE event = ? AND digest = ?", (self.event, digest)).fetchone()
        return row is not None

    def save(self, digest: str, pieces: Iterable[AnswerRecord], now: datetime) -> None:
        """Saves a submission and the answers in it, all or nothing."""
        with self.transaction():
            for place, each in enumerate(pieces):
                mark = (self.event, digest, place)
                written = min(each.written, now).astimezone(now.tzinfo).isoformat()
                self.db.execute(
                    "INSERT INTO original VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (*mark, now.isoformat(), written, each.number, each.edition, each.outcome),
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
        """The submissions of a participant: digest, when it was written, and outcome."""
        rows = self.db.execute(
            "SELECT digest, written, became FROM original WHERE event = ? AND number = ? ORDER BY written",
            (self.event, number),
        )
        return tuple((digest, datetime.fromisoformat(at), AnswerOutcome(became)) for digest, at, became in rows)

    def not_counted(self) -> tuple[tuple[str, datetime, AnswerOutcome, int | None], ...]:
        """Submissions that do not count and need attention: digest, when written, outcome, and participant."""
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
        """The participant's number of every submission by digest, where it is known."""
        rows = self.db.execute(
            "SELECT digest, max(number) FROM original WHERE event = ? GROUP BY digest", (self.event,)
        )
        return dict(rows.fetchall())

    def fingerprint(self, number: int, edition: int) -> str | None:
        """The fingerprint of a participant's pack in an edition; None where there is none."""
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
    """The folder of submissions, each file unchanged under its SHA-256."""

    folder: Path

    def save(self, content: bytes, digest: str) -> Path:
        """Saves a submission, unless it is there; its path."""
        name = f"{digest}.pdf" if content[:1024].lstrip().startswith(b"%PDF") else f"{digest}.eml"
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)
        return path

    def paths_of(self, digest: str) -> list[Path]:
        """The files of a submission; none once it was erased."""
        return sorted(self.folder.glob(f"{digest}.*"))


def digest_of(content: bytes) -> str:
    """SHA-256 of a submission; of a message with line ends as LF, so that every way of fetching it gives the same."""
    return sha256(content if b"%PDF" in content[:1024] else content.replace(b"\r\n", b"\n")).hexdigest()
