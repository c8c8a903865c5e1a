"""The rows of what organisers looked at before release, and of who had each edition made."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from reportgen.storage.ledger.stored_values import stored


@dataclass(frozen=True, slots=True)
class Look:
    """An organiser looked at a letter, and ticked that off."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Looks:
    """What organisers looked at of one event and kind of packs, and who had its editions made."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def by_letter(self) -> dict[str, tuple[Look, ...]]:
        """Who looked at each letter, by its key, the first one first; not at what the letter is no more."""
        rows = self.db.execute(
            """SELECT look.key, who, at FROM look JOIN delivery USING (key, letter)
               WHERE event = ? ORDER BY at, look.rowid""",
            (self.event,),
        )
        found: dict[str, list[Look]] = {}
        for key, who, at in rows:
            found.setdefault(key, []).append(Look(who, stored(datetime.fromisoformat, at)))
        return {key: tuple(looks) for key, looks in found.items()}

    def add(self, keys: Iterable[str], who: str, now: datetime) -> None:
        """Ticks letters off for an organiser; one that was ticked off already keeps its moment."""
        with self.transaction():
            self.db.executemany(
                """INSERT INTO look (key, letter, who, at) SELECT key, letter, ?, ? FROM delivery
                   WHERE key = ? AND event = ?
                   ON CONFLICT (key, who) DO UPDATE SET letter = excluded.letter, at = excluded.at
                   WHERE look.letter <> excluded.letter""",
                [(who, now.isoformat(), key, self.event) for key in keys],
            )

    def remove(self, keys: Iterable[str], who: str) -> None:
        """Takes the ticks of an organiser from letters."""
        with self.transaction():
            self.db.executemany("DELETE FROM look WHERE key = ? AND who = ?", [(key, who) for key in keys])

    def builders(self) -> dict[int, str]:
        """Who had each edition made, by its number; not those of which that was not recorded."""
        rows = self.db.execute(
            """SELECT edition, who FROM message WHERE event = ? UNION ALL
               SELECT edition, who FROM builder WHERE event = ?""",
            (self.event, self.event),
        )
        return {edition: who for edition, who in rows if who}

    def record_builder(self, edition: int, who: str, now: datetime) -> None:
        """Records who has an edition made; of one that was begun and is begun again, the last one."""
        with self.transaction():
            self.db.execute(
                """INSERT INTO builder VALUES (?, ?, ?, ?)
                   ON CONFLICT (event, edition) DO UPDATE SET who = excluded.who, at = excluded.at""",
                (self.event, edition, who, now.isoformat()),
            )
