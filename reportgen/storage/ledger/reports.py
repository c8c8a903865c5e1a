"""The reports of failure that were read, in the history of the letters they are about."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from reportgen.domain.delivery.states import TRANSITIONS, Action, State
from reportgen.storage.ledger.deliveries import REPORT, append_step, apply_action
from reportgen.storage.ledger.stored_values import stored

_OF_SENT = (Action.ACCEPT, Action.MARK_UNCERTAIN, Action.BOUNCE, Action.REFUSE)
"""Steps of a letter that a server had, may have had, or refused."""


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports about the letters of one output folder; each is known by the digest of its message."""

    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def has(self, key: str, digest: str) -> bool:
        """Whether a report about a letter was recorded before."""
        query = "SELECT 1 FROM attempt WHERE key = ? AND step = ? AND said = ?"
        return self.db.execute(query, (key, REPORT, digest)).fetchone() is not None

    def record(self, key: str, digest: str, now: datetime, said: str) -> bool:
        """Records a report about a letter, once; whether the letter is bounced now, and was not before.

        Args:
            said: the diagnostic of the server, for the history.
        """
        with self.transaction():
            (found,) = self.db.execute("SELECT state FROM delivery WHERE key = ?", (key,)).fetchone()
            append_step(self.db, key, now, REPORT, stored(State, found), digest)
            if (stored(State, found), Action.BOUNCE) not in TRANSITIONS:
                return False
            apply_action(self.db, key, Action.BOUNCE, now, said)
        return True

    def was_sent(self, key: str) -> bool:
        """Whether a server ever had a letter, or may have had it, or refused it."""
        query = "SELECT 1 FROM attempt WHERE key = ? AND step IN (?, ?, ?, ?)"
        return self.db.execute(query, (key, *_OF_SENT)).fetchone() is not None

    def events_of(self, names: Collection[str]) -> set[str]:
        """The events that letters are of, by their keys or Message-IDs."""
        query = "SELECT event FROM delivery WHERE key = ?1 OR message_id = ?1"
        return {event for each in names for (event,) in self.db.execute(query, (each,))}
