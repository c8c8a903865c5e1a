"""Erases what people sent in, and what was decided about it, from the ledger."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from dataclasses import replace

from reportgen.storage.ledger import review_rows

_EMPTIED = "name = '', sender = '', subject = '', text = '', answers = '{}', named = 0, doubts = '[]'"


def erase_reviews(db: sqlite3.Connection, event: str, numbers: Collection[int], everyone: bool) -> dict[str, int]:
    """Empties the forms and messages of participants; the rows changed, by table.

    Args:
        everyone: also those of which the participant is not known.
    """
    among = f"number IN ({', '.join('?' * len(numbers))}){' OR number IS NULL' if everyone else ''}"
    values = (event, *numbers)
    theirs = db.execute(
        f"""SELECT review.id FROM review JOIN original USING (event, digest, piece)
            WHERE event = ? AND ({among.replace("number", "original.number")}) AND became <> 'forgotten'""",
        values,
    ).fetchall()
    counts = _forget(db, [number for (number,) in theirs])
    rest = f"UPDATE original SET became = 'forgotten' WHERE event = ? AND ({among}) AND became <> 'forgotten'"
    counts["original"] += db.execute(rest, values).rowcount
    db.execute(f"UPDATE review SET number = NULL, edition = NULL WHERE event = ? AND ({among})", values)
    return counts


def erase_term_in_reviews(db: sqlite3.Connection, event: str, term: str) -> int:
    """Empties messages from an address, and takes a name or an address out of those of others; the rows changed."""
    rows = db.execute(
        """SELECT review.id, name, sender, subject, text, answers, doubts, original.number
           FROM review JOIN original USING (event, digest, piece) WHERE event = ?""",
        (event,),
    ).fetchall()
    own = [row[0] for row in rows if row[2].casefold() == term.casefold() and row[7] is None]
    changed = _forget(db, own)["review"]
    word = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)", re.IGNORECASE)
    for number, *texts, answers, doubts, _ in rows:
        if number in own or not word.search("\n".join((*texts, answers, doubts))):
            continue
        clean = [word.sub("…", each) for each in texts]
        kept = {asked: word.sub("…", text) for asked, text in review_rows.texts_of(answers).items()}
        reasons = [
            replace(each, facts=tuple((fact, word.sub("…", value)) for fact, value in each.facts))
            for each in review_rows.doubts_of(doubts, "")
        ]
        db.execute(
            "UPDATE review SET name = ?, sender = ?, subject = ?, text = ?, answers = ?, doubts = ? WHERE id = ?",
            (*clean, review_rows.texts_json(kept), review_rows.doubts_json(reasons), number),
        )
        changed += 1
    for number, reason in db.execute("SELECT id, reason FROM decision WHERE event = ?", (event,)).fetchall():
        if word.search(reason):
            db.execute("UPDATE decision SET reason = ? WHERE id = ?", (word.sub("…", reason), number))
    return changed


def _forget(db: sqlite3.Connection, items: Collection[int]) -> dict[str, int]:
    """Empties forms and messages by their number in the ledger; the rows changed, by table."""
    counts = {"original": 0, "review": 0, "decision": 0}
    for number in items:
        counts["review"] += db.execute(f"UPDATE review SET {_EMPTIED} WHERE id = ?", (number,)).rowcount
        counts["original"] += db.execute(
            """UPDATE original SET became = 'forgotten' WHERE (event, digest, piece) =
               (SELECT event, digest, piece FROM review WHERE id = ?)""",
            (number,),
        ).rowcount
        counts["decision"] += db.execute(
            "UPDATE decision SET reason = '' WHERE review = ? AND reason <> ''", (number,)
        ).rowcount
    return counts
