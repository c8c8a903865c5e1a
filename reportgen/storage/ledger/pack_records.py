"""A pack with its letter, as the ledger takes it up and tells of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from reportgen.domain.delivery.states import POSSIBLY_SENT, Action, Delivery, State
from reportgen.domain.pack.edition import MadePack, PartDigest
from reportgen.storage.archive.watermark import Claim

DELIVERY = "key, event, number, edition, recipient, message_id, letter, pack, follows, state, attempts, due, changed"
"""The columns of a letter, as ``delivery_in`` takes them."""

DELIVERED = (*POSSIBLY_SENT, State.BOUNCED)
"""The states of a letter whose pack a participant has in hand, or may have."""

REDIRECT = "redirect"
"""The step of a letter of which a copy went elsewhere in a trial."""


@dataclass(frozen=True, slots=True)
class PackRecord:
    """A pack with its letter, about to be promised."""

    key: str
    number: int
    code: str
    fingerprint: str
    parts: tuple[PartDigest, ...]
    pack_digest: str
    pages: int
    recipient: str
    message_id: str
    letter_digest: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a letter's history."""

    at: datetime
    step: str
    state: str
    said: str


def insert_record(
    db: sqlite3.Connection, event: str, edition: int, each: PackRecord, follows: bool, now: datetime
) -> None:
    """Writes a promise down: the pack, its parts, and its letter as planned; part of the caller's transaction."""
    db.execute(
        """INSERT INTO pack (event, number, edition, code, fingerprint, digest, pages)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (event, each.number, edition, each.code, each.fingerprint, each.pack_digest, each.pages),
    )
    db.executemany(
        """INSERT INTO part (event, number, edition, place, kind, content, fingerprint)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        [
            (event, each.number, edition, place, part.kind, part.content, part.fingerprint)
            for place, part in enumerate(each.parts)
        ],
    )
    db.execute(
        """INSERT INTO delivery (key, event, number, edition, recipient, message_id, letter, pack,
                                 follows, state, changed)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            each.key,
            event,
            each.number,
            edition,
            each.recipient,
            each.message_id,
            each.letter_digest,
            each.pack_digest,
            follows,
            State.PLANNED,
            now.isoformat(),
        ),
    )


def update_fingerprints(
    db: sqlite3.Connection, event: str, number: int, edition: int, mark: str, parts: Sequence[PartDigest]
) -> None:
    """Gives a pack other fingerprints: it came out as it was; part of the caller's transaction."""
    db.execute(
        "UPDATE pack SET fingerprint = ? WHERE event = ? AND number = ? AND edition = ?",
        (mark, event, number, edition),
    )
    db.executemany(
        """UPDATE part SET content = ?, fingerprint = ?
           WHERE event = ? AND number = ? AND edition = ? AND kind = ?""",
        [(part.content, part.fingerprint, event, number, edition, part.kind) for part in parts],
    )


def delivery_in(row: tuple[Any, ...]) -> Delivery:
    """A letter from its row; the ledger's tables are strict, so each value is of the type of its column."""
    key, event, number, edition, recipient, message_id, letter, pack, follows, state, attempts, due, changed = row
    return Delivery(
        key,
        event,
        number,
        edition,
        recipient,
        message_id,
        letter,
        pack,
        bool(follows),
        State(state),
        attempts,
        datetime.fromisoformat(due) if due else None,
        datetime.fromisoformat(changed),
    )


def is_overtaken(db: sqlite3.Connection, event: str, each: Delivery) -> bool:
    """Whether a letter has a successor, or its participant left the list."""
    (count,) = db.execute(
        """SELECT count(*) FROM pack WHERE event = ? AND number = ?
           AND (edition > ? OR (edition = ? AND withdrawn IS NOT NULL))""",
        (event, each.participant, each.edition, each.edition),
    ).fetchone()
    return bool(count)


def has_claim(db: sqlite3.Connection, claim: Claim) -> bool:
    """Whether the history holds exactly this claim."""
    row = db.execute(
        "SELECT 1 FROM attempt WHERE id = ? AND key = ? AND at = ? AND step = ?",
        (claim.step, claim.key, claim.at, Action.CLAIM),
    ).fetchone()
    return row is not None


PartsByPack = Mapping[tuple[int, int], Sequence[PartDigest]]
"""The parts of packs, by number and edition."""


def parts_in(db: sqlite3.Connection, event: str, numbers: Collection[int] | None = None) -> PartsByPack:
    """The parts of every pack of an event, or of those of some participants; a mark that many share is one object."""
    parts: dict[tuple[int, int], list[PartDigest]] = {}
    known: dict[tuple[str, str, str], PartDigest] = {}
    among = "" if numbers is None else "AND number IN (SELECT value FROM json_each(?))"
    rows = db.execute(
        f"SELECT number, edition, kind, content, fingerprint FROM part WHERE event = ? {among} ORDER BY place",
        (event,) if numbers is None else (event, json.dumps(sorted(numbers))),
    )
    for number, edition, *said in rows:
        kind, content, fingerprint = key = tuple(said)
        if (mark := known.get(key)) is None:
            mark = known[key] = PartDigest(kind, content, fingerprint)
        parts.setdefault((number, edition), []).append(mark)
    return parts


def newest_packs(
    db: sqlite3.Connection, event: str, states: Iterable[State], parts: PartsByPack
) -> tuple[MadePack, ...]:
    """The newest pack of everyone whose letter is in one of these states."""
    among = tuple(states)
    rows = db.execute(
        f"""SELECT number, edition, recipient, fingerprint, digest, withdrawn IS NOT NULL, state
            FROM pack AS newest JOIN delivery USING (event, number, edition)
            WHERE event = ? AND edition =
                (SELECT max(edition) FROM delivery
                 WHERE event = newest.event AND number = newest.number AND state IN ({", ".join("?" * len(among))}))
            ORDER BY number""",
        (event, *among),
    )
    return tuple(
        MadePack(
            number,
            edition,
            recipient,
            fingerprint,
            digest,
            tuple(parts.get((number, edition), ())),
            bool(withdrawn),
            state in POSSIBLY_SENT,
        )
        for number, edition, recipient, fingerprint, digest, withdrawn, state in rows
    )


def newest_and_delivered(
    db: sqlite3.Connection, event: str, wanted: Mapping[int, str]
) -> tuple[tuple[MadePack, ...], tuple[MadePack, ...]]:
    """The newest pack of everyone, and the newest that left, without the parts of those that are as wanted.

    Args:
        wanted: the fingerprint that a pack is to have, by participant.
    """
    made, had = newest_packs(db, event, State, {}), newest_packs(db, event, DELIVERED, {})
    others = {each.number for each in (*made, *had) if wanted.get(each.number) != each.fingerprint}
    if not others:
        return made, had
    parts = parts_in(db, event, others)
    return _with_parts(made, parts), _with_parts(had, parts)


def _with_parts(packs: Iterable[MadePack], parts: PartsByPack) -> tuple[MadePack, ...]:
    found = ((each, parts.get((each.number, each.edition))) for each in packs)
    return tuple(replace(each, parts=tuple(marks)) if marks else each for each, marks in found)


STATE = (
    "SELECT number, email, name, code, details FROM person WHERE event = ? ORDER BY number",
    "SELECT number, seated, theme FROM seat WHERE event = ? ORDER BY number",
    "SELECT number, edition, code, fingerprint, digest, withdrawn FROM pack WHERE event = ? ORDER BY number, edition",
    """SELECT number, edition, kind, content, fingerprint FROM part WHERE event = ?
       ORDER BY number, edition, place""",
    "SELECT number, edition, recipient, state FROM delivery WHERE event = ? ORDER BY number, edition",
    "SELECT edition, bag, sealed FROM edition WHERE event = ? ORDER BY edition",
    "SELECT edition, says FROM erratum WHERE event = ? ORDER BY edition",
)
"""Everything that packs are decided by: not when and how letters went, but whether they did."""


def state_in(db: sqlite3.Connection, event: str) -> str:
    """A digest of what is known of an event."""
    whole = sha256()
    for query in STATE:
        whole.update(repr(db.execute(query, (event,)).fetchall()).encode())
    return whole.hexdigest()
