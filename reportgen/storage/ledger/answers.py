"""Answers of participants in the ledger, with the submissions they came in and whether these were read whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from reportgen.domain.answers.answer import Answer, AnswerOutcome, ReadFailure
from reportgen.domain.finding import Finding, Severity
from reportgen.storage.ledger import review_rows
from reportgen.storage.ledger.reviews import Reviews
from reportgen.storage.ledger.stored_values import stored


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One form or reply of a submission, and whether it counts.

    Attributes:
        outcome: whether it was taken, or why not.
        written: when it says it was written.
        number: the participant's; None where that is not known.
        texts: by question, as they were read; they count only where it was taken.
        named: the participant agreed to be named.
        name: of the file; empty for a message.
        sender: the address a message came from.
        text: of the message, or of the fields of the form.
        findings: about it; it waits for a person where one is more than a note.
    """

    outcome: AnswerOutcome
    written: datetime
    number: int | None
    edition: int | None
    texts: Mapping[int, str] = field(default_factory=dict)
    named: bool = False
    name: str = ""
    sender: str = ""
    subject: str = ""
    text: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that count."""
        if self.outcome is not AnswerOutcome.TAKEN or self.number is None:
            return ()
        return tuple(
            Answer(self.number, self.edition or 0, asked, text, self.named) for asked, text in self.texts.items()
        )

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """Why a person should look at it."""
        return tuple(each for each in self.findings if each.severity is not Severity.NOTED)


@dataclass(frozen=True, slots=True)
class UnreadOriginal:
    """A submission of which reading was interrupted or failed.

    Attributes:
        name: of the file; empty for a message.
        written: when it says it was written, or was collected.
        attempts: how often reading it was begun.
        failure: what went wrong last.
    """

    digest: str
    name: str
    written: datetime
    attempts: int
    failure: ReadFailure


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to the questions of one event."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    @property
    def reviews(self) -> Reviews:
        """What was read of everything that came in, and what people decided about it."""
        return Reviews(self.event, self.db, self.transaction)

    def has_original(self, digest: str) -> bool:
        """Whether a submission with this digest was read whole before."""
        row = self.db.execute(
            "SELECT 1 FROM original WHERE event = ? AND digest = ? AND became <> ?",
            (self.event, digest, AnswerOutcome.UNREAD),
        ).fetchone()
        return row is not None

    def unread(self) -> tuple[UnreadOriginal, ...]:
        """The submissions that were not read whole, those that were tried least often first."""
        rows = self.db.execute(
            """SELECT digest, name, written, attempts, json_extract(doubts, '$[0][0]')
               FROM original JOIN review USING (event, digest, piece)
               WHERE event = ? AND became = ? ORDER BY attempts, review.id""",
            (self.event, AnswerOutcome.UNREAD),
        )
        return tuple(
            UnreadOriginal(
                *(digest, name, stored(datetime.fromisoformat, written), attempts),
                stored(ReadFailure, code.removeprefix("answers-")),
            )
            for digest, name, written, attempts, code in rows
        )

    def begin_reading(self, digests: Mapping[str, tuple[str, datetime]], doubt: Finding, now: datetime) -> None:
        """Records submissions that are about to be read: until they are recorded as read, they count as to do.

        Args:
            digests: with the name of the file, empty for a message, and when it was written.
            doubt: what is to be said of them if this is never finished.
        """
        with self.transaction():
            for digest, (name, written) in digests.items():
                self.db.execute(
                    """INSERT OR IGNORE INTO original (event, digest, piece, at, written, became)
                       VALUES (?, ?, 0, ?, ?, ?)""",
                    (self.event, digest, now.isoformat(), _as_written(written, now), AnswerOutcome.UNREAD),
                )
                review_rows.begin(self.db, self.event, digest, name, doubt, is_alone=len(digests) == 1)

    def fail_reading(self, digest: str, doubt: Finding) -> None:
        """Records why a submission was not read."""
        with self.transaction():
            review_rows.set_doubts(self.db, self.event, digest, [doubt])

    def save(self, digest: str, pieces: Iterable[AnswerRecord], now: datetime) -> None:
        """Saves a submission that was read and the answers in it, all or nothing."""
        with self.transaction():
            first = review_rows.remove_unread(self.db, self.event, digest)
            self.db.execute(
                "DELETE FROM original WHERE event = ? AND digest = ? AND became = ?",
                (self.event, digest, AnswerOutcome.UNREAD),
            )
            for place, each in enumerate(pieces):
                mark = (self.event, digest, place)
                self.db.execute(
                    """INSERT INTO original (event, digest, piece, at, written, number, edition, became)
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                    (*mark, now.isoformat(), _as_written(each.written, now), each.number, each.edition, each.outcome),
                )
                review_rows.insert_answers(self.db, mark, each.answers)
                self.db.execute(
                    """INSERT INTO review (id, event, digest, piece, name, sender, subject, text,
                                           outcome, number, edition, answers, named, doubts)
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    (
                        *(None if place else first, *mark),
                        *map(review_rows.shortened, (each.name, each.sender, each.subject, each.text)),
                        *(each.outcome, each.number, each.edition),
                        *(review_rows.texts_json(each.texts), each.named, review_rows.doubts_json(each.doubts)),
                    ),
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
        return tuple(
            (digest, stored(datetime.fromisoformat, at), stored(AnswerOutcome, became)) for digest, at, became in rows
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


def _as_written(written: datetime, now: datetime) -> str:
    """When something was written, as the ledger has it: never later than now."""
    try:
        return min(written, now).astimezone(now.tzinfo).isoformat()
    except OverflowError:  # in the year 1, or 9999
        return now.isoformat()
