"""What the house remembers of an event beside its letters: how fast it goes, what was told, what was wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reportgen.domain.delivery.projection import USUAL, Pace
from reportgen.domain.delivery.states import POSSIBLY_SENT, State

RECENT = 5
"""Measurements that count: a server or a machine may be another than it was."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes on one event, in the ledger's file."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def record_duration(self, what: Literal["print", "send"], things: int, seconds: float, now: datetime) -> None:
        """Keeps how long so many packs or letters took."""
        with self.transaction():
            self.db.execute(
                "INSERT INTO pace (event, what, things, seconds, at) VALUES (?, ?, ?, ?, ?)",
                (self.event, what, things, seconds, now.isoformat()),
            )

    def pace(self) -> Pace:
        """Seconds for one pack and one letter, as measured of late; the usual ones where nothing was measured."""
        return Pace(self._each("print") or USUAL.printing, self._each("send") or USUAL.sending)

    def was_notified(self, what: str) -> bool:
        """Whether the organiser was mailed about this failure, and it has not gone since."""
        row = self.db.execute("SELECT 1 FROM told WHERE event = ? AND what = ?", (self.event, what)).fetchone()
        return row is not None

    def record_notification(self, what: str, now: datetime) -> None:
        """Notes that the organiser was mailed about a failure."""
        with self.transaction():
            self.db.execute("INSERT OR IGNORE INTO told VALUES (?, ?, ?)", (self.event, what, now.isoformat()))

    def retain_notifications(self, failures: Sequence[str]) -> None:
        """Forgets every failure but these: one that comes back is told again."""
        marks = ", ".join("?" * len(failures))
        with self.transaction():
            self.db.execute(f"DELETE FROM told WHERE event = ? AND what NOT IN ({marks})", (self.event, *failures))

    def record_erratum(self, edition: int, says: str, now: datetime) -> None:
        """Marks an edition as wrong, with what those who had it read about that."""
        with self.transaction():
            self.db.execute(
                """INSERT INTO erratum VALUES (?, ?, ?, ?)
                   ON CONFLICT (event, edition) DO UPDATE SET says = excluded.says, at = excluded.at""",
                (self.event, edition, says, now.isoformat()),
            )

    def delivered_errata(self) -> dict[int, str]:
        """What was wrong in a pack that a participant has in hand, by number."""
        states = (*POSSIBLY_SENT, State.BOUNCED)
        rows = self.db.execute(
            f"""SELECT number, says FROM delivery JOIN erratum USING (event, edition)
                WHERE event = ? AND state IN ({", ".join("?" * len(states))}) ORDER BY edition""",
            (self.event, *states),
        )
        return dict(rows.fetchall())

    def _each(self, what: str) -> float:
        things, seconds = self.db.execute(
            """SELECT coalesce(sum(things), 0), coalesce(sum(seconds), 0) FROM
                   (SELECT things, seconds FROM pace WHERE event = ? AND what = ? ORDER BY id DESC LIMIT ?)""",
            (self.event, what, RECENT),
        ).fetchone()
        return float(seconds) / things if things else 0.0
