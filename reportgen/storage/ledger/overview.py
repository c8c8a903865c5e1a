"""What waits in all events of a ledger, counted at once: for a page that shows them beside each other."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.domain.delivery.states import State
from reportgen.domain.identifiers import KIND_SEPARATOR
from reportgen.storage.ledger.reviews import WAITING
from reportgen.storage.ledger.stored_values import stored

_PEOPLE = "SELECT event, count(*) FROM person GROUP BY event"

_REVIEWS = f"""
    SELECT event, count(*) FROM review JOIN original USING (event, digest, piece) WHERE 1 {WAITING} GROUP BY event
"""

_TRACES = ("person", "edition", "delivery", "original", "attendance")
"""Tables that hold something of an event once anybody is in it, or anything was made of it."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts over all events of one output folder, each by one query."""

    db: sqlite3.Connection

    def letters(self) -> dict[str, dict[State, int]]:
        """The number of letters by pack key and state."""
        found: defaultdict[str, dict[State, int]] = defaultdict(dict)
        for key, state, count in self.db.execute("SELECT event, state, count(*) FROM delivery GROUP BY event, state"):
            found[key][stored(State, state)] = count
        return dict(found)

    def people(self) -> Mapping[str, int]:
        """The number of people who ever had a number, by the key of the event."""
        return dict(self.db.execute(_PEOPLE).fetchall())

    def reviews(self) -> Mapping[str, int]:
        """The number of forms and messages that wait for a person, by pack key."""
        return dict(self.db.execute(_REVIEWS).fetchall())

    def editions_with(self, event: str, state: State) -> tuple[int, ...]:
        """The editions of which a letter is in a state, by number."""
        query = "SELECT DISTINCT edition FROM delivery WHERE event = ? AND state = ? ORDER BY edition"
        return tuple(edition for (edition,) in self.db.execute(query, (event, state)))

    def has_traces(self, event: str) -> bool:
        """Whether anybody was ever in an event, or anything was made of it, for any kind of its packs."""
        return any(
            self.db.execute(
                f"SELECT 1 FROM {table} WHERE event = ? OR substr(event, 1, ?) = ? LIMIT 1",
                (event, len(event) + len(KIND_SEPARATOR), f"{event}{KIND_SEPARATOR}"),
            ).fetchone()
            for table in _TRACES
        )
