"""Transactions of the ledger: durable when they end, or durable with the next one that is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportgen.errors import ArchiveError, BusyError
from reportgen.i18n.message import said
from reportgen.storage.ledger.database import VERSION
from reportgen.storage.ledger.file_faults import is_damage, is_of_disk, unreadable

WAIT = 5.0
"""Seconds that a write waits for another program that writes; SQLite's own choice."""


class Transactions:
    """Opens transactions on one connection; calling it gives the context of one.

    SQLite syncs its log at the end of a transaction with ``synchronous = FULL``, and with that whatever was written
    before under ``NORMAL``.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._is_durable: bool | None = None
        _, _, self._path = db.execute("PRAGMA database_list").fetchone()
        self._inode = _inode(self._path)

    def require_file(self) -> None:
        """Checks that the file that was opened is still in its place; what is in memory always is.

        Raises:
            ArchiveError: it was moved, replaced or removed, and what is written now would not be found again.
        """
        if self._path and _inode(self._path) != self._inode:
            raise ArchiveError(
                "The ledger was moved, replaced or removed while this run was at work",
                where=self._path,
                todo="put the output folder back where it was, and run the same command again; what it did is in it",
            )

    @contextmanager
    def __call__(self, durable: bool = True) -> Iterator[None]:
        """Commits at the end of the block, or rolls back when it raises; within another one it is a part of that.

        Args:
            durable: whether what was written is on the disk when the block ends.

        Raises:
            BusyError: another program writes in the file for longer than SQLite waits.
            ArchiveError: the file cannot be written.
        """
        if self._db.in_transaction:
            yield
            return
        try:
            if durable is not self._is_durable:
                self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._is_durable = durable
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as fault:
            with suppress(sqlite3.DatabaseError):  # of a file that is damaged
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
            if is_locked(fault):
                raise _busy() from None
            if isinstance(fault, sqlite3.OperationalError) and is_of_disk(fault):
                raise ArchiveError(
                    said("The ledger cannot be written: {reason}", reason=fault),
                    todo="make room on the disk, and run the same command again; nothing is lost",
                ) from None
            if is_damage(fault):
                raise unreadable(fault, self._path) from None
            raise

    def require_writable(self) -> None:
        """Sees that the file can be written now, before anything is done of which it has to know. Raises as a call."""
        self._db.execute(f"PRAGMA busy_timeout = {int(WAIT * 1000)}")
        with self():
            pass

    def make_durable(self) -> None:
        """Syncs what the last transactions left for the next one."""
        if not self._is_durable:
            with self():
                self._db.execute(f"PRAGMA user_version = {VERSION}")  # unchanged: without a write nothing is synced


def is_locked(fault: BaseException) -> bool:
    """Whether SQLite says that another connection writes."""
    code = getattr(fault, "sqlite_errorcode", None) or 0
    return isinstance(fault, sqlite3.OperationalError) and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _busy() -> BusyError:
    return BusyError("Another program writes in the ledger", todo="wait until it is done, and try again")


def _inode(path: str) -> tuple[int, int] | None:
    """Device and inode of a file; None where there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
