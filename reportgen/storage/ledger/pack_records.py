"""The rows of packs and their parts. Functions that write are part of the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from reportgen.domain.delivery.states import POSSIBLY_SENT, LetterKind, State
from reportgen.domain.pack.decisions import MadePack, PartDigest
from reportgen.domain.programme.session_records import AssignedSession

DELIVERED = (*POSSIBLY_SENT, State.BOUNCED)
"""The states of a letter whose pack the participant has, or may have."""

PartsByPack = Mapping[tuple[int, int], Sequence[PartDigest]]
"""The parts of packs, by number of the participant and of the edition."""


@dataclass(frozen=True, slots=True)
class PackRecord:
    """A pack and its letter, about to be recorded.

    Attributes:
        key: the letter's.
        number: the participant's.
        code: of the municipality.
        pack_digest: SHA-256 of the PDF.
        letter_digest: SHA-256 of the letter.
        sessions: what it tells of the participant's session in each round.
    """

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
    sessions: tuple[AssignedSession, ...] = ()


def insert_record(
    db: sqlite3.Connection, event: str, edition: int, each: PackRecord, follows: bool, now: datetime
) -> None:
    """Adds a pack, its parts, what it tells of sessions, and its letter as planned."""
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
    db.executemany(
        "INSERT INTO assigned (event, number, edition, round, session, wishes) VALUES (?, ?, ?, ?, ?, ?)",
        [(event, each.number, edition, one.round, one.session, _wishes_json(one)) for one in each.sessions],
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


def _wishes_json(told: AssignedSession) -> str:
    return json.dumps([[each.rank, each.round, list(each.sessions)] for each in told.wishes], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class CancellationRecord:
    """A cancellation letter, about to be recorded.

    Attributes:
        key: the letter's.
        number: the participant's.
        letter_digest: SHA-256 of the letter.
    """

    key: str
    number: int
    recipient: str
    message_id: str
    letter_digest: str


def insert_cancellation(
    db: sqlite3.Connection, event: str, edition: int, each: CancellationRecord, now: datetime
) -> None:
    """Adds a cancellation letter as planned; it always follows an earlier letter."""
    db.execute(
        """INSERT INTO delivery (key, event, number, edition, recipient, message_id, letter, pack,
                                 follows, state, changed, kind)
           VALUES (?, ?, ?, ?, ?, ?, ?, '', 1, ?, ?, ?)""",
        (
            *(each.key, event, each.number, edition, each.recipient, each.message_id, each.letter_digest),
            *(State.PLANNED, now.isoformat(), LetterKind.CANCELLATION),
        ),
    )


def update_fingerprints(
    db: sqlite3.Connection, event: str, number: int, edition: int, fingerprint: str, parts: Sequence[PartDigest]
) -> None:
    """Gives a pack and its parts other fingerprints, where printing it anew gave the same bytes."""
    db.execute(
        "UPDATE pack SET fingerprint = ? WHERE event = ? AND number = ? AND edition = ?",
        (fingerprint, event, number, edition),
    )
    db.executemany(
        """UPDATE part SET content = ?, fingerprint = ?
           WHERE event = ? AND number = ? AND edition = ? AND kind = ?""",
        [(part.content, part.fingerprint, event, number, edition, part.kind) for part in parts],
    )


def mark_withdrawn(db: sqlite3.Connection, event: str, number: int, now: datetime) -> None:
    """Notes that a participant left the list: none of their packs counts any more."""
    db.execute(
        "UPDATE pack SET withdrawn = ? WHERE event = ? AND number = ? AND withdrawn IS NULL",
        (now.isoformat(), event, number),
    )


def parts_in(db: sqlite3.Connection, event: str, numbers: Collection[int] | None = None) -> PartsByPack:
    """The parts of every pack of an event, or of those of some participants; equal parts are one object."""
    parts: dict[tuple[int, int], list[PartDigest]] = {}
    known: dict[tuple[str, str, str], PartDigest] = {}
    among = "" if numbers is None else "AND number IN (SELECT value FROM json_each(?))"
    rows = db.execute(
        f"SELECT number, edition, kind, content, fingerprint FROM part WHERE event = ? {among} ORDER BY place",
        (event,) if numbers is None else (event, json.dumps(sorted(numbers))),
    )
    for number, edition, *values in rows:
        kind, content, fingerprint = key = tuple(values)
        if (part := known.get(key)) is None:
            part = known[key] = PartDigest(kind, content, fingerprint)
        parts.setdefault((number, edition), []).append(part)
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
                 WHERE event = newest.event AND number = newest.number AND kind = 'pack'
                 AND state IN ({", ".join("?" * len(among))}))
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
    db: sqlite3.Connection, event: str, wanted: Mapping[int, str], with_parts: Collection[int] = ()
) -> tuple[tuple[MadePack, ...], tuple[MadePack, ...]]:
    """The newest pack of everyone, and the newest that was delivered; without parts where both are as wanted.

    Args:
        wanted: the fingerprint that a pack is to have, by number of the participant.
        with_parts: participants whose packs have their parts all the same.
    """
    made, delivered = newest_packs(db, event, State, {}), newest_packs(db, event, DELIVERED, {})
    others = {each.number for each in (*made, *delivered) if wanted.get(each.number) != each.fingerprint}
    others |= {*with_parts}
    if not others:
        return made, delivered
    parts = parts_in(db, event, others)
    return _with_parts(made, parts), _with_parts(delivered, parts)


def _with_parts(packs: Iterable[MadePack], parts: PartsByPack) -> tuple[MadePack, ...]:
    found = ((each, parts.get((each.number, each.edition))) for each in packs)
    return tuple(replace(each, parts=tuple(own)) if own else each for each, own in found)


def codes_in(db: sqlite3.Connection, event: str) -> dict[tuple[int, int], str]:
    """The municipality that each pack was made for, by number of the participant and of the edition."""
    rows = db.execute("SELECT number, edition, code FROM pack WHERE event = ?", (event,))
    return {(number, edition): code for number, edition, code in rows}


_DECIDING = (
    "SELECT number, email, name, code, details FROM person WHERE event = ? ORDER BY number",
    "SELECT number, seated, theme FROM seat WHERE event = ? ORDER BY number",
    "SELECT number, edition, code, fingerprint, digest, withdrawn FROM pack WHERE event = ? ORDER BY number, edition",
    """SELECT number, edition, kind, content, fingerprint FROM part WHERE event = ?
       ORDER BY number, edition, place""",
    "SELECT number, edition, recipient, state, kind FROM delivery WHERE event = ? ORDER BY number, edition",
    "SELECT number, at, state FROM attendance WHERE event = ? ORDER BY id",
    "SELECT edition, bag, sealed FROM edition WHERE event = ? ORDER BY edition",
    """SELECT number, edition, round, session, wishes FROM assigned WHERE event = ?
       ORDER BY number, edition, round""",
    "SELECT id, number, round, session FROM session_move WHERE event = ? ORDER BY id",
    "SELECT edition, says FROM erratum WHERE event = ? ORDER BY edition",
)
"""Everything that decides which packs are made: whether letters went, and not when or how."""


def state_digest(db: sqlite3.Connection, event: str) -> str:
    """SHA-256 of every row of an event that decides which packs are made."""
    digest = sha256()
    for query in _DECIDING:
        digest.update(repr(db.execute(query, (event,)).fetchall()).encode())
    return digest.hexdigest()
