"""What faults of SQLite tell of the ledger's file: it is damaged, the disk or its rights fail, or the program errs."""

from __future__ import annotations

import sqlite3

from reportgen.errors import ArchiveError, LedgerDamaged
from reportgen.i18n.message import said

PUT_BACK = said(
    "put back the newest copy of the ledger, and leave the archive as it is: by that an older copy is known, and sends "
    "nothing; until then send nothing in another way"
)
"""What to do about a ledger that cannot be read; an archive of the same age would not tell an older copy."""


def unreadable(fault: BaseException, where: str = "") -> ArchiveError:
    """What is said of a ledger that cannot be read: what it holds is damaged, or the disk or its rights are at fault.

    Args:
        where: the file; may be empty.
    """
    if is_of_disk(fault):
        return ArchiveError(
            said("The ledger cannot be read: {reason}", reason=fault),
            where=where,
            todo="make room, or mend the rights or the disk, and run the same command again; the ledger is untouched",
        )
    return LedgerDamaged(said("The ledger cannot be read: {reason}", reason=fault), where=where, todo=PUT_BACK)


def is_of_program(fault: BaseException) -> bool:
    """Whether a fault tells of how the program uses the file, and not of the file."""
    return isinstance(fault, sqlite3.ProgrammingError | sqlite3.InterfaceError | sqlite3.IntegrityError)


def is_damage(fault: BaseException) -> bool:
    """Whether a fault tells that what the file holds cannot be read."""
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    of_content = isinstance(fault, sqlite3.OperationalError) and not is_of_disk(fault)
    return of_content or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_of_disk(fault: BaseException) -> bool:
    """Whether a fault tells of the disk, its rights or another program, and not of what the file holds."""
    of_disk = (
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY),
        *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN),
    )
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF in of_disk
