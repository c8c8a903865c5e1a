"""Forms and messages to review, in the ledger: those that wait for a person, and what people decided about each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportgen.domain.answers.answer import Answer, AnswerOutcome
from reportgen.domain.answers.review import Decision, DecisionKind, Reading, ReviewItem
from reportgen.storage.ledger import review_rows
from reportgen.storage.ledger.stored_values import stored

_ITEMS = """
    SELECT review.id, digest, piece, name, sender, subject, text, written,
           outcome, review.number, review.edition, answers, named, became, original.number, doubts, attempts,
           decision.what, decision.who, decision.at, decision.reason
    FROM review JOIN original USING (event, digest, piece) LEFT JOIN decision ON decision.id = review.decision
    WHERE review.event = ?
"""

WAITING = "AND doubts <> '[]' AND review.decision IS NULL AND became <> 'forgotten'"
"""The condition of a form or message that waits for a person, in a query of reviews with their originals."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """What came in for one event, to look at."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def count_waiting(self) -> int:
        """How many forms and messages wait for a person."""
        query = f"SELECT count(*) FROM ({_ITEMS} {WAITING})"
        return int(self.db.execute(query, (self.event,)).fetchone()[0])

    def waiting(self, begin: int = 0, count: int = -1) -> tuple[ReviewItem, ...]:
        """What waits for a person, in the order in which it was written.

        Args:
            begin: how many of them are passed over.
            count: how many there may be after that; -1 for all.
        """
        return self._items(WAITING, "written, review.id LIMIT ? OFFSET ?", (count, begin))

    def decided(self) -> tuple[ReviewItem, ...]:
        """What a person decided about, the newest decision first."""
        return self._items("AND review.decision IS NOT NULL", "review.decision DESC")

    def automatic(self) -> tuple[ReviewItem, ...]:
        """What a machine surely wrote, and nobody decided about, in the order in which it was written."""
        return self._items("AND became = 'automatic' AND doubts = '[]' AND review.decision IS NULL")

    def all(self) -> tuple[ReviewItem, ...]:
        """Everything that came in, in the order in which it was written."""
        return self._items()

    def item(self, number: int) -> ReviewItem | None:
        """One form or message by its number; None where there is none."""
        found = self._items("AND review.id = ?", values=(number,))
        return found[0] if found else None

    def of_participant(self, number: int, addresses: Collection[str] = ()) -> tuple[ReviewItem, ...]:
        """What came in from a participant, or seems to; also from their addresses where nobody knows whose it is."""
        senders = {each.casefold() for each in addresses}
        return tuple(
            each
            for each in self.all()
            if number in (each.number, each.reading.number)
            or (each.number is None and each.sender.casefold() in senders)
        )

    def naming(self, terms: Collection[str]) -> frozenset[str]:
        """SHA-256 of each submission of which sender, subject or text holds one of these names or addresses."""
        folded = [each.casefold() for each in terms if each]
        return frozenset(
            each.digest
            for each in self.all()
            if any(term in f"{each.sender}\n{each.subject}\n{each.text}".casefold() for term in folded)
        )

    def history(self, number: int) -> tuple[Decision, ...]:
        """Every decision about a form or message, oldest first."""
        rows = self.db.execute(
            "SELECT what, who, at, reason FROM decision WHERE event = ? AND review = ? ORDER BY id",
            (self.event, number),
        )
        return tuple(_decision(*row) for row in rows)

    def count_for(
        self, item: ReviewItem, decision: Decision, number: int, edition: int, texts: Mapping[int, str], named: bool
    ) -> None:
        """Counts a form or message as the answers of a participant, in place of what was read of it.

        Args:
            texts: by question.
            named: the participant agreed to be named.
        """
        answers = [Answer(number, edition, asked, text, named) for asked, text in texts.items()]
        with self.transaction():
            self._settle(item, AnswerOutcome.TAKEN, number, edition, answers)
            self._decide(item, decision, holds=True)

    def dismiss(self, item: ReviewItem, decision: Decision) -> None:
        """Puts a form or message aside: nothing of it counts."""
        with self.transaction():
            self._settle(item, AnswerOutcome.DISMISSED, item.reading.number, item.reading.edition, ())
            self._decide(item, decision, holds=True)

    def reopen(self, item: ReviewItem, decision: Decision) -> None:
        """Takes back what was decided: what the program read counts again, if it did, and it waits if it did."""
        reading = item.reading
        counts = reading.outcome is AnswerOutcome.TAKEN and reading.number is not None
        answers = [
            Answer(reading.number or 0, reading.edition or 0, asked, text, reading.named)
            for asked, text in reading.texts.items()
            if counts
        ]
        with self.transaction():
            self._settle(item, reading.outcome, reading.number, reading.edition, answers)
            self.db.execute("UPDATE review SET attempts = 0 WHERE id = ?", (item.id,))
            self._decide(item, decision, holds=False)

    def _settle(
        self,
        item: ReviewItem,
        outcome: AnswerOutcome,
        number: int | None,
        edition: int | None,
        answers: Sequence[Answer],
    ) -> None:
        mark = (self.event, item.digest, item.piece)
        self.db.execute("DELETE FROM answer WHERE event = ? AND digest = ? AND piece = ?", mark)
        self.db.execute(
            "UPDATE original SET became = ?, number = ?, edition = ? WHERE event = ? AND digest = ? AND piece = ?",
            (outcome, number, edition, *mark),
        )
        review_rows.insert_answers(self.db, mark, answers)

    def _decide(self, item: ReviewItem, decision: Decision, holds: bool) -> None:
        added = self.db.execute(
            "INSERT INTO decision (event, review, at, who, what, reason) VALUES (?, ?, ?, ?, ?, ?)",
            (self.event, item.id, decision.at.isoformat(), decision.who, decision.kind, decision.reason),
        )
        self.db.execute("UPDATE review SET decision = ? WHERE id = ?", (added.lastrowid if holds else None, item.id))

    def _items(
        self, which: str = "", order: str = "written, review.id", values: tuple[Any, ...] = ()
    ) -> tuple[ReviewItem, ...]:
        rows = self.db.execute(f"{_ITEMS} {which} ORDER BY {order}", (self.event, *values))
        return tuple(_item(*row) for row in rows)


def _item(
    number: int,
    digest: str,
    piece: int,
    name: str,
    sender: str,
    subject: str,
    text: str,
    written: str,
    outcome: str,
    read_number: int | None,
    read_edition: int | None,
    answers: str,
    named: int,
    became: str,
    counted: int | None,
    doubts: str,
    attempts: int,
    *decided: Any,
) -> ReviewItem:
    reading = Reading(
        stored(AnswerOutcome, outcome), read_number, read_edition, review_rows.texts_of(answers), named=bool(named)
    )
    return ReviewItem(
        *(number, digest, piece, name, sender, subject, text, stored(datetime.fromisoformat, written), reading),
        *(stored(AnswerOutcome, became), counted, review_rows.doubts_of(doubts, name or sender), attempts),
        _decision(*decided) if decided[0] else None,
    )


def _decision(what: str, who: str, at: str, reason: str) -> Decision:
    return Decision(stored(DecisionKind, what), who, stored(datetime.fromisoformat, at), reason)
