"""Who is promised what, and every attempt: the memory of the house, in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from reportgen.domain.delivery.retries import WAITS, RetryWaits, next_try
from reportgen.domain.delivery.states import (
    WITHDRAWABLE,
    Action,
    Delivery,
    Outcome,
    Postponed,
    Stage,
    State,
    action_of,
    next_state,
)
from reportgen.domain.pack.edition import MadePack, PartDigest
from reportgen.domain.people.participant import Enrolled
from reportgen.errors import ArchiveError
from reportgen.storage.archive.watermark import Claim
from reportgen.storage.ledger.answers import Answers
from reportgen.storage.ledger.audit import AuditLog
from reportgen.storage.ledger.database import VERSION, connection_to, is_written
from reportgen.storage.ledger.erase import LedgerErasure
from reportgen.storage.ledger.notes import Notes
from reportgen.storage.ledger.pack_records import (
    DELIVERED,
    DELIVERY,
    REDIRECT,
    PackRecord,
    Step,
    delivery_in,
    has_claim,
    insert_record,
    is_overtaken,
    newest_and_delivered,
    newest_packs,
    parts_in,
    state_in,
    update_fingerprints,
)
from reportgen.storage.ledger.people import enrolled_in, save_people_in, seats_in


class Ledger:
    """The ledger of all events of one output folder. Every change is durable when its method returns.

    But for a stage before the final dot: without it the letter goes back, rightly. And what became of a letter may
    become durable with the claim of the next: without it the letter is uncertain.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._is_durable: bool | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """The ledger in a file, made if it is not there.

        Raises:
            ArchiveError: the file is no ledger, is damaged, or was written by a newer program.
        """
        return cls(connection_to(path))

    @classmethod
    def open_if_present(cls, path: Path) -> Self:
        """The ledger in a file to look at; where there is none, an empty one that leaves no trace. As ``open``."""
        return cls(connection_to(path if is_written(path) else None))

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def notes(self, event: str) -> Notes:
        """What is remembered of an event beside its letters."""
        return Notes(event, self._db, self._transaction)

    def audit(self) -> AuditLog:
        """Who may use the organiser's page, and what they did there."""
        return AuditLog(self._db, self._transaction)

    def answers(self, event: str) -> Answers:
        """What came back from participants."""
        return Answers(event, self._db, self._transaction)

    def erasure(self) -> LedgerErasure:
        """What takes people out of it."""
        return LedgerErasure(self._db, self._transaction)

    def enrolled(self, event: str) -> tuple[Enrolled, ...]:
        """Everyone who ever got a number."""
        return enrolled_in(self._db, event)

    def seats(self, event: str) -> dict[int, tuple[int, str]]:
        """Where everyone sat last: number → table and theme."""
        return seats_in(self._db, event)

    def save_people(self, event: str, people: Iterable[Enrolled], seats: Iterable[tuple[int, int, str]]) -> None:
        """Keeps numbers for good, and the seats as they are now."""
        with self._transaction():
            save_people_in(self._db, event, people, seats)

    def newest_packs(self, event: str, delivered: bool = False) -> tuple[MadePack, ...]:
        """The newest pack of everyone who has one; with ``had`` the newest that left, so what they have in hand."""
        return newest_packs(self._db, event, DELIVERED if delivered else State, parts_in(self._db, event))

    def newest_and_delivered(
        self, event: str, wanted: Mapping[int, str]
    ) -> tuple[tuple[MadePack, ...], tuple[MadePack, ...]]:
        """Both, without the parts of those whose fingerprint is the one that is wanted."""
        return newest_and_delivered(self._db, event, wanted)

    def state_digest(self, event: str) -> str:
        """A digest of all it knows of an event that packs and their letters are decided by."""
        return state_in(self._db, event)

    def update_fingerprints(
        self, event: str, number: int, edition: int, mark: str, parts: Sequence[PartDigest]
    ) -> None:
        """A pack that was printed anew and came out as it was: only its fingerprints are kept."""
        with self._transaction():
            update_fingerprints(self._db, event, number, edition, mark, parts)

    def begin_edition(self, event: str, now: datetime) -> int:
        """Notes that an edition is going to be made; an edition that was begun and never sealed is reused."""
        if (begun := self.begun_edition(event)) is not None:
            return begun
        with self._transaction():
            query = "SELECT coalesce(max(edition), 0) FROM edition WHERE event = ?"
            (last,) = self._db.execute(query, (event,)).fetchone()
            row = (event, last + 1, now.isoformat())
            self._db.execute("INSERT INTO edition (event, edition, begun) VALUES (?, ?, ?)", row)
        return int(last) + 1

    def begun_edition(self, event: str) -> int | None:
        """An edition that was begun and is not promised yet."""
        row = self._db.execute("SELECT edition FROM edition WHERE event = ? AND sealed IS NULL", (event,)).fetchone()
        return int(row[0]) if row else None

    def editions(self, event: str) -> dict[int, str]:
        """The sealed editions with the digest of their bag."""
        rows = self._db.execute(
            "SELECT edition, bag FROM edition WHERE event = ? AND sealed IS NOT NULL ORDER BY edition",
            (event,),
        )
        return dict(rows.fetchall())

    def record_edition(self, event: str, edition: int, bag: str, promises: Sequence[PackRecord], now: datetime) -> None:
        """Everything of a sealed edition at once; a letter that was still waiting is replaced by its successor."""
        with self._transaction():
            for each in promises:
                self._withdraw_pending(event, each.number, now, f"replaced by edition {edition}")
                (follows,) = self._db.execute(
                    "SELECT count(*) FROM delivery WHERE event = ? AND number = ? AND state NOT IN (?, ?)",
                    (event, each.number, State.WITHDRAWN, State.REFUSED),
                ).fetchone()
                insert_record(self._db, event, edition, each, bool(follows), now)
                self._act(each.key, Action.PRINT, now, f"edition {edition} sealed")
            self._db.execute(
                "UPDATE edition SET sealed = ?, bag = ? WHERE event = ? AND edition = ?",
                (now.isoformat(), bag, event, edition),
            )

    def withdraw(self, event: str, numbers: Iterable[int], now: datetime, said: str, keep_packs: bool = False) -> None:
        """Participants who left the list: their pack counts no more, their waiting letter does not go.

        Those who ``stay`` only have a waiting letter that is not wanted any more.
        """
        with self._transaction():
            for number in numbers:
                self._withdraw_pending(event, number, now, said)
                if not keep_packs:
                    self._db.execute(
                        "UPDATE pack SET withdrawn = ? WHERE event = ? AND number = ? AND withdrawn IS NULL",
                        (now.isoformat(), event, number),
                    )

    def deliveries(self, event: str, *states: State) -> tuple[Delivery, ...]:
        """Every letter ever promised, or those in some states, by participant and edition."""
        among = f"AND state IN ({', '.join('?' * len(states))})" if states else ""
        query = f"SELECT {DELIVERY} FROM delivery WHERE event = ? {among} ORDER BY number, edition"
        return tuple(delivery_in(row) for row in self._db.execute(query, (event, *states)))

    def was_released(self, event: str) -> bool:
        """Whether any letter of an event was ever let go."""
        row = self._db.execute(
            "SELECT 1 FROM attempt JOIN delivery USING (key) WHERE event = ? AND step = ?", (event, Action.RELEASE)
        ).fetchone()
        return row is not None

    def record_redirect(self, key: str, to: str, now: datetime) -> None:
        """Notes that a marked copy of a letter went elsewhere in a trial; the letter itself stays where it is."""
        with self._transaction():
            self._note(key, now, REDIRECT, State.RELEASED, to)

    def due(self, event: str, now: datetime) -> tuple[Delivery, ...]:
        """The letters that may go now, in order of participant."""
        return tuple(
            each
            for each in self.deliveries(event, State.RELEASED, State.DEFERRED)
            if each.state is State.RELEASED or (each.state is State.DEFERRED and (each.due is None or each.due <= now))
        )

    def act(self, key: str, act: Action, now: datetime, said: str) -> State:
        """Moves one letter through the transition table and notes it."""
        with self._transaction():
            return self._act(key, act, now, said)

    def claim(self, key: str, now: datetime) -> Claim:
        """Takes a letter in hand, before anything goes over the network."""
        with self._transaction():
            self._act(key, Action.CLAIM, now, Stage.CONNECT)
            (step,) = self._db.execute("SELECT last_insert_rowid()").fetchone()
            self._db.execute("UPDATE delivery SET attempts = attempts + 1 WHERE key = ?", (key,))
        return Claim(step, key, now.isoformat())

    def has_claim(self, claim: Claim) -> bool:
        """Whether a letter was taken in hand as this says; one that was stays known for good."""
        return has_claim(self._db, claim)

    def record_stage(self, key: str, stage: Stage, now: datetime) -> None:
        """Notes that the letter in hand is about to enter a stage."""
        with self._transaction(durable=stage is Stage.DOT):
            self._note(key, now, "stage", State.SENDING, stage)

    def record_outcome(
        self, delivery: Delivery, outcome: Outcome, now: datetime, waits: RetryWaits = WAITS, durable: bool = True
    ) -> State:
        """What became of an attempt; the new state and the attempt in one transaction.

        Args:
            durable: no, where the next letter is claimed at once: that makes this durable as well. Where the power
                goes in between, this letter is uncertain.
        """
        with self._transaction(durable):
            state = self._act(delivery.key, action_of(outcome), now, outcome.answer)
            if isinstance(outcome, Postponed):
                due = next_try(now, delivery.attempts + 1, outcome, waits)
                self._db.execute("UPDATE delivery SET due = ? WHERE key = ?", (due.isoformat(), delivery.key))
        return state

    def make_durable(self) -> None:
        """Makes durable whatever is not yet."""
        if not self._is_durable:
            with self._transaction():
                self._db.execute(f"PRAGMA user_version = {VERSION}")  # as it is: without a change nothing is synced

    def recover_interrupted(self, event: str, now: datetime) -> tuple[str, ...]:
        """Letters found in hand at the start: back if nothing reached the final dot, else uncertain."""
        found = self.deliveries(event, State.SENDING)
        for each in found:
            last = self.history(each.key)[-1]
            reached_dot = last.step == "stage" and last.said == Stage.DOT
            act = Action.MARK_UNCERTAIN if reached_dot else Action.REVERT
            self.act(each.key, act, now, "the run before this one ended with this letter in hand")
            if not reached_dot and is_overtaken(self._db, event, each):
                self.act(each.key, Action.WITHDRAW, now, "replaced, or not on the list any more, while it was in hand")
        return tuple(each.key for each in found)

    def history(self, key: str) -> tuple[Step, ...]:
        """Every step of one letter, oldest first."""
        rows = self._db.execute("SELECT at, step, state, said FROM attempt WHERE key = ? ORDER BY id", (key,))
        return tuple(Step(datetime.fromisoformat(at), step, state, said) for at, step, state, said in rows)

    @contextmanager
    def _transaction(self, durable: bool = True) -> Iterator[None]:
        try:
            if durable is not self._is_durable:
                self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._is_durable = durable
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as fault:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(fault, sqlite3.OperationalError):
                todo = "make room on the disk, and run the same command again; nothing is lost"
                raise ArchiveError(f"The ledger cannot be written: {fault}", todo=todo) from None
            raise

    def _withdraw_pending(self, event: str, number: int, now: datetime, said: str) -> None:
        marks = ", ".join("?" * len(WITHDRAWABLE))
        rows = self._db.execute(
            f"SELECT key FROM delivery WHERE event = ? AND number = ? AND state IN ({marks})",
            (event, number, *WITHDRAWABLE),
        ).fetchall()
        for (key,) in rows:
            self._act(key, Action.WITHDRAW, now, said)

    def _act(self, key: str, act: Action, now: datetime, said: str) -> State:
        row = self._db.execute("SELECT state FROM delivery WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise ArchiveError(f"The ledger knows no letter {key}")
        state = next_state(State(row[0]), act)
        self._db.execute(
            "UPDATE delivery SET state = ?, changed = ?, due = NULL WHERE key = ?",
            (state, now.isoformat(), key),
        )
        self._note(key, now, act, state, said)
        return state

    def _note(self, key: str, now: datetime, step: str, state: State, said: str) -> None:
        self._db.execute(
            "INSERT INTO attempt (key, at, step, state, said) VALUES (?, ?, ?, ?, ?)",
            (key, now.isoformat(), step, state, said),
        )
