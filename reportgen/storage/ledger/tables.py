"""The other tables of the ledger's file, each with a class of its own."""

from __future__ import annotations

import sqlite3

from reportgen.storage.ledger.answers import Answers
from reportgen.storage.ledger.audit import AuditLog
from reportgen.storage.ledger.erase import LedgerErasure
from reportgen.storage.ledger.looks import Looks
from reportgen.storage.ledger.messages import Messages
from reportgen.storage.ledger.notes import Notes
from reportgen.storage.ledger.overview import Overview
from reportgen.storage.ledger.reports import Reports
from reportgen.storage.ledger.sessions import Sessions
from reportgen.storage.ledger.transactions import Transactions


class LedgerTables:
    """The tables beside people, editions, packs and letters."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._transaction = Transactions(connection)

    def require_writable(self) -> None:
        """Sees that the ledger can be written now, before anything is done of which it has to know.

        Raises:
            BusyError: another program writes in it for longer than SQLite waits.
        """
        self._transaction.require_writable()

    def notes(self, event: str) -> Notes:
        """Durations, notifications and errata of an event."""
        return Notes(event, self._db, self._transaction)

    def audit(self) -> AuditLog:
        """The organisers, and what they did."""
        return AuditLog(self._db, self._transaction)

    def overview(self) -> Overview:
        """What waits in all events together."""
        return Overview(self._db)

    def answers(self, event: str) -> Answers:
        """What participants sent back."""
        return Answers(event, self._db, self._transaction)

    def sessions(self, event: str) -> Sessions:
        """The sessions that participants were told, and moves by hand."""
        return Sessions(event, self._db, self._transaction)

    def looks(self, event: str) -> Looks:
        """What organisers looked at, and who had editions made."""
        return Looks(event, self._db, self._transaction)

    def messages(self, event: str) -> Messages:
        """The messages to some participants that were made."""
        return Messages(event, self._db, self._transaction)

    def reports(self) -> Reports:
        """The reports of failure that were read."""
        return Reports(self._db, self._transaction)

    def erasure(self) -> LedgerErasure:
        """What erases people from every table."""
        return LedgerErasure(self._db, self._transaction)
