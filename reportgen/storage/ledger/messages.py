"""The rows of messages to some participants: each is made once, as an edition of letters."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.delivery.cancellation import BY_PERSON
from reportgen.domain.delivery.states import WITHDRAWABLE, Action, LetterKind, State
from reportgen.domain.messages.message import Purpose
from reportgen.storage.ledger import deliveries, editions
from reportgen.storage.ledger.stored_values import stored

_COLUMNS = "edition, name, subject, purpose, chosen, packs, who, at"


@dataclass(frozen=True, slots=True)
class MessageLetter:
    """A letter of a message, about to be recorded.

    Attributes:
        key: the letter's.
        number: the participant's.
        letter_digest: SHA-256 of the letter.
        pack_digest: SHA-256 of the PDF in it; empty without one.
    """

    key: str
    number: int
    recipient: str
    message_id: str
    letter_digest: str
    pack_digest: str = ""


@dataclass(frozen=True, slots=True)
class MadeMessage:
    """A message whose letters were made.

    Attributes:
        edition: its letters.
        name: of its text in the folder of the event.
        chosen: the selection, as JSON values.
        stops_packs: no letter with a pack goes any more.
        who: made it.
    """

    edition: int
    name: str
    subject: str
    purpose: Purpose
    chosen: Mapping[str, JsonValue]
    stops_packs: bool
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one event, in the ledger's file."""

    event: str
    db: sqlite3.Connection
    transaction: Callable[[], AbstractContextManager[None]]

    def made(self) -> tuple[MadeMessage, ...]:
        """Every message that was made, oldest first."""
        rows = self.db.execute(f"SELECT {_COLUMNS} FROM message WHERE event = ? ORDER BY edition", (self.event,))
        return tuple(
            MadeMessage(
                edition,
                name,
                subject,
                stored(Purpose, purpose),
                stored(json.loads, chosen),
                packs == "withdraw",
                who,
                stored(datetime.fromisoformat, at),
            )
            for edition, name, subject, purpose, chosen, packs, who, at in rows
        )

    def by_name(self, name: str) -> MadeMessage | None:
        """The message that was made of a text; None where none was."""
        return next((each for each in self.made() if each.name == name), None)

    def stopped_at(self) -> datetime | None:
        """When the newest message was made that says that the meeting does not take place; None without one.

        One of which every letter was withdrawn says nothing.
        """
        rows = self.db.execute(
            """SELECT DISTINCT edition, at FROM message JOIN delivery USING (event, edition)
               WHERE event = ? AND packs = 'withdraw' AND state <> ?""",
            (self.event, State.WITHDRAWN),
        )
        return max((stored(datetime.fromisoformat, at) for _, at in rows), default=None)

    def state_of_people(self, people: str) -> tuple[int, ...]:
        """Numbers that are others once anything of the ledger that a message asks of people is another.

        Args:
            people: the key of the event's people.
        """
        queries = (
            ("SELECT count(*) FROM person WHERE event = ?", people),
            ("SELECT cast(total(seated * (number + 1000000.0)) AS INTEGER) FROM seat WHERE event = ?", people),
            ("SELECT count(*) FROM assigned WHERE event = ?", people),
            ("SELECT count(*) FROM answer WHERE event = ?", people),
            ("SELECT coalesce(max(id), 0) FROM decision WHERE event = ?", people),
            ("SELECT coalesce(max(attempt.id), 0) FROM attempt JOIN delivery USING (key) WHERE event = ?", self.event),
        )
        return tuple(int(self.db.execute(query, (key,)).fetchone()[0]) for query, key in queries)

    def record(self, message: MadeMessage, bag: str, letters: Sequence[MessageLetter], now: datetime) -> None:
        """Records the sealed edition of a message with its letters, all or nothing; they wait for release.

        Letters with packs that wait are withdrawn where the message stops them; no other letter is touched.

        Args:
            bag: SHA-256 of the bag's tagmanifest.
        """
        with self.transaction():
            if message.stops_packs:
                self._withdraw_packs(message.who, now)
            for each in letters:
                self.db.execute(
                    """INSERT INTO delivery (key, event, number, edition, recipient, message_id, letter, pack,
                                             follows, state, changed, kind)
                       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)""",
                    (
                        *(each.key, self.event, each.number, message.edition, each.recipient, each.message_id),
                        *(each.letter_digest, each.pack_digest, State.PLANNED, now.isoformat(), LetterKind.MESSAGE),
                    ),
                )
                said = f"edition {message.edition} sealed"
                deliveries.apply_action(self.db, each.key, Action.PRINT, now, said)
            self.db.execute(
                f"INSERT INTO message (event, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(self.event, message.edition, message.name, message.subject, message.purpose),
                    json.dumps(message.chosen, ensure_ascii=False),
                    *("withdraw" if message.stops_packs else "keep", message.who, message.at.isoformat()),
                ),
            )
            editions.mark_recorded(self.db, self.event, message.edition, bag, now)

    def _withdraw_packs(self, who: str, now: datetime) -> None:
        for each in deliveries.deliveries_in(self.db, self.event, *WITHDRAWABLE):
            if each.kind is LetterKind.PACK:
                deliveries.apply_action(self.db, each.key, Action.WITHDRAW, now, f"{BY_PERSON}{who}")
