"""Notes on an event: durations of printing and sending, failures the organiser was mailed about, and errata."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reportgen.domain.delivery.projection import DEFAULT_PACE, Pace
from reportgen.domain.delivery.states import POSSIBLY_SENT, Stage, State
from reportgen.storage.ledger.deliveries import STAGE

RECENT = 5
"""Measurements that count, the newest: servers and machines change."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes on one event, in the ledger's file."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def record_duration(self, what: Literal["print", "send"], things: int, seconds: float, now: datetime) -> None:
        """Records in how many seconds so many packs or letters were printed or sent."""
        with self.transaction():
            self.db.execute(
                "INSERT INTO pace (event, what, things, seconds, at) VALUES (?, ?, ?, ?, ?)",
                (self.event, what, things, seconds, now.isoformat()),
            )

    def pace(self) -> Pace:
        """Seconds for one pack and one letter, by the newest measurements, or the usual ones where there are none."""
        printing, sending = self._seconds_each("print"), self._seconds_each("send")
        return Pace(printing or DEFAULT_PACE.printing, sending or DEFAULT_PACE.sending)

    def was_notified(self, what: str) -> bool:
        """Whether the organiser was mailed about this failure, and it has lasted since."""
        row = self.db.execute("SELECT 1 FROM told WHERE event = ? AND what = ?", (self.event, what)).fetchone()
        return row is not None

    def record_notification(self, what: str, now: datetime) -> None:
        """Records that the organiser was mailed about a failure."""
        with self.transaction():
            self.db.execute("INSERT OR IGNORE INTO told VALUES (?, ?, ?)", (self.event, what, now.isoformat()))

    def retain_notifications(self, failures: Sequence[str]) -> None:
        """Removes every failure but these, so that one that comes back is mailed again."""
        marks = ", ".join("?" * len(failures))
        with self.transaction():
            self.db.execute(f"DELETE FROM told WHERE event = ? AND what NOT IN ({marks})", (self.event, *failures))

    def record_erratum(self, edition: int, says: str, now: datetime) -> None:
        """Marks an edition as wrong, with the text its recipients will read about that."""
        with self.transaction():
            self.db.execute(
                """INSERT INTO erratum VALUES (?, ?, ?, ?)
                   ON CONFLICT (event, edition) DO UPDATE SET says = excluded.says, at = excluded.at""",
                (self.event, edition, says, now.isoformat()),
            )

    def delivered_errata(self) -> dict[int, str]:
        """The errata of delivered packs, by number of the participant."""
        states = (*POSSIBLY_SENT, State.BOUNCED)
        rows = self.db.execute(
            f"""SELECT number, says FROM delivery JOIN erratum USING (event, edition)
                WHERE event = ? AND kind = 'pack' AND state IN ({", ".join("?" * len(states))}) ORDER BY edition""",
            (self.event, *states),
        )
        return dict(rows.fetchall())

    def mailed_by_others(self) -> dict[str, frozenset[str]]:
        """The addresses that each other event mailed, over a mail server, by the event's key."""
        states = (*POSSIBLY_SENT, State.BOUNCED)
        rows = self.db.execute(
            f"""SELECT DISTINCT event, recipient FROM delivery
                WHERE event <> ? AND kind = 'pack' AND state IN ({", ".join("?" * len(states))})
                AND EXISTS (SELECT 1 FROM attempt WHERE attempt.key = delivery.key AND step = ? AND said = ?)""",
            (self.event, *states, STAGE, Stage.DOT),
        )
        mailed: dict[str, set[str]] = defaultdict(set)
        for event, recipient in rows:
            mailed[event].add(recipient)
        return {event: frozenset(recipients) for event, recipients in mailed.items()}

    def _seconds_each(self, what: str) -> float:
        things, seconds = self.db.execute(
            """SELECT coalesce(sum(things), 0), coalesce(sum(seconds), 0) FROM
                   (SELECT things, seconds FROM pace WHERE event = ? AND what = ? ORDER BY id DESC LIMIT ?)""",
            (self.event, what, RECENT),
        ).fetchone()
        return float(seconds) / things if things else 0.0
