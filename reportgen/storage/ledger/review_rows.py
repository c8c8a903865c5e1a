"""The rows of reviews: how texts and doubts stand in them, and statements that two classes share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from reportgen.domain.answers.answer import Answer, AnswerOutcome
from reportgen.domain.finding import Finding, Place, Severity
from reportgen.storage.ledger.stored_values import stored

MAX_TEXT = 100_000
"""Characters of a message that the ledger keeps; the original has the rest."""

CUT = "\n[…]"
"""Stands where a text was cut."""

Mark = tuple[str, str, int]
"""What a row is about: event, digest and piece."""


def begin(db: sqlite3.Connection, event: str, digest: str, name: str, doubt: Finding, *, is_alone: bool) -> None:
    """Records that a submission is about to be read, once more if that was begun before.

    Args:
        is_alone: no other is read with it, so that it counts as another attempt if it is never finished.
    """
    db.execute(
        """INSERT INTO review (event, digest, piece, name, sender, subject, text, outcome, answers, named, doubts,
                               attempts)
           VALUES (?, ?, 0, ?, '', '', '', ?, '{}', 0, ?, 1) ON CONFLICT (event, digest, piece)
           DO UPDATE SET attempts = attempts + ?, doubts = excluded.doubts""",
        (event, digest, storable(name), AnswerOutcome.UNREAD, doubts_json([doubt]), int(is_alone)),
    )


def set_doubts(db: sqlite3.Connection, event: str, digest: str, doubts: Iterable[Finding]) -> None:
    """Says why a submission was not read."""
    query = "UPDATE review SET doubts = ? WHERE event = ? AND digest = ? AND piece = 0"
    db.execute(query, (doubts_json(doubts), event, digest))


def remove_unread(db: sqlite3.Connection, event: str, digest: str) -> int | None:
    """Removes the row of a submission that was not read, and returns the number it had."""
    query = "DELETE FROM review WHERE event = ? AND digest = ? AND outcome = ? RETURNING id"
    row = db.execute(query, (event, digest, AnswerOutcome.UNREAD)).fetchone()
    return int(row[0]) if row else None


def insert_answers(db: sqlite3.Connection, mark: Mark, answers: Iterable[Answer]) -> None:
    """Adds the answers of one form or message."""
    db.executemany(
        """INSERT INTO answer (event, digest, piece, number, edition, question, text, named)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [(*mark, each.participant, each.edition, each.question, storable(each.text), each.named) for each in answers],
    )


def storable(text: str) -> str:
    """A text that SQLite takes: names of files and headers may hold halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shortened(text: str) -> str:
    """A text as long as the ledger keeps it."""
    return storable(text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + CUT)


def texts_json(texts: Mapping[int, str]) -> str:
    """Texts by question, as JSON."""
    return storable(json.dumps({str(asked): text for asked, text in texts.items()}, ensure_ascii=False))


def texts_of(column: str) -> dict[int, str]:
    """The reverse of ``texts_json``."""
    return {int(asked): str(text) for asked, text in stored(json.loads, column).items()}


def doubts_json(doubts: Iterable[Finding]) -> str:
    """Findings as JSON: codes and facts. Their place is the name or the sender of the row."""
    return storable(json.dumps([(each.code, dict(each.facts)) for each in doubts], ensure_ascii=False))


def doubts_of(column: str, name: str) -> tuple[Finding, ...]:
    """The reverse of ``doubts_json``."""
    return tuple(
        Finding(code, Severity.DOUBTFUL, Place(name), tuple((fact, str(value)) for fact, value in facts.items()))
        for code, facts in stored(json.loads, column)
    )
