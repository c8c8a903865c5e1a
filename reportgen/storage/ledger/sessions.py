"""The rows of sessions: what packs told their participants, and moves by hand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from reportgen.domain.delivery.states import State
from reportgen.domain.programme.session_records import AssignedSession, SessionMove
from reportgen.domain.programme.wish import Wish
from reportgen.storage.ledger.pack_records import DELIVERED
from reportgen.storage.ledger.stored_values import stored


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of the participants of one event."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def told(self) -> dict[int, tuple[AssignedSession, ...]]:
        """What everyone was told by the newest pack that they have, or may have; by number."""
        return self._of_newest(DELIVERED)

    def newest(self) -> dict[int, tuple[AssignedSession, ...]]:
        """What the newest pack of everyone tells, whether it left or waits; by number."""
        return self._of_newest(tuple(state for state in State if state is not State.WITHDRAWN))

    def _of_newest(self, states: Sequence[State]) -> dict[int, tuple[AssignedSession, ...]]:
        """What the newest pack whose letter is in one of these states tells; by number."""
        rows = self.db.execute(
            f"""SELECT number, round, session, wishes FROM assigned JOIN
                    (SELECT number, max(edition) AS edition FROM delivery WHERE event = ? AND kind = 'pack'
                     AND state IN ({", ".join("?" * len(states))}) GROUP BY number)
                    USING (number, edition)
                WHERE event = ? ORDER BY number, assigned.rowid""",
            (self.event, *states, self.event),
        )
        found: dict[int, list[AssignedSession]] = {}
        for number, label, session, wishes in rows:
            found.setdefault(number, []).append(AssignedSession(label, session, _wishes_in(wishes)))
        return {number: tuple(theirs) for number, theirs in found.items()}

    def all_told(self, number: int) -> dict[int, tuple[AssignedSession, ...]]:
        """What every pack of a participant tells, whether it left or not; by edition."""
        query = """SELECT edition, round, session, wishes FROM assigned WHERE event = ? AND number = ?
                   ORDER BY edition, rowid"""
        found: dict[int, list[AssignedSession]] = {}
        for edition, label, session, wishes in self.db.execute(query, (self.event, number)):
            found.setdefault(edition, []).append(AssignedSession(label, session, _wishes_in(wishes)))
        return {edition: tuple(theirs) for edition, theirs in found.items()}

    def moves(self) -> tuple[SessionMove, ...]:
        """The newest move of each participant in each round, except those that were undone; by number."""
        rows = self.db.execute(
            """SELECT number, round, session, who, at FROM session_move AS newest WHERE event = ? AND id =
                   (SELECT max(id) FROM session_move
                    WHERE event = newest.event AND number = newest.number AND round = newest.round)
               AND session <> '' ORDER BY number, round""",
            (self.event,),
        )
        return tuple(
            SessionMove(number, label, session, who, stored(datetime.fromisoformat, at))
            for number, label, session, who, at in rows
        )

    def move_history(self, number: int) -> tuple[SessionMove, ...]:
        """Every move of a participant, oldest first; one that was undone has no session."""
        query = "SELECT round, session, who, at FROM session_move WHERE event = ? AND number = ? ORDER BY id"
        rows = self.db.execute(query, (self.event, number))
        return tuple(
            SessionMove(number, label, session, who, stored(datetime.fromisoformat, at))
            for label, session, who, at in rows
        )

    def add_move(self, move: SessionMove) -> None:
        """Records a move by hand; one without a session leaves the round to the assignment again."""
        with self.transaction():
            self.db.execute(
                "INSERT INTO session_move (event, number, round, session, who, at) VALUES (?, ?, ?, ?, ?, ?)",
                (self.event, move.number, move.round, move.session, move.who, move.at.isoformat()),
            )


def _wishes_in(text: str) -> tuple[Wish, ...]:
    return tuple(Wish(rank, label, tuple(sessions)) for rank, label, sessions in stored(json.loads, text))
