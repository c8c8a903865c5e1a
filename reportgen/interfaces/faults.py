"""Faults that nobody foresaw: their details go to a file, and one line says where."""

from __future__ import annotations

import os
import tempfile
import traceback

from reportgen.errors import ArchiveError
from reportgen.storage.ledger.database import LedgerUnreadable
from reportgen.storage.ledger.file_faults import is_of_program, unreadable

PROGRAM_FAULT = 10
"""The exit code of a command that ended by a fault of the program itself."""


def kept_fault(fault: BaseException) -> str:
    """The file with the details of a fault, which only this user can read; empty where it cannot be written.

    It holds what Python says of the fault, without the values that the program worked with. A fault is kept once.
    """
    if path := fault.__dict__.get("kept_in", ""):
        return str(path)
    try:
        descriptor, path = tempfile.mkstemp(prefix="reportgen-fault-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(traceback.format_exception(fault, limit=-40))
    except (OSError, MemoryError, RecursionError):
        return ""
    fault.__dict__["kept_in"] = path
    return path


def fault_line(fault: BaseException) -> str:
    """A fault in one short line."""
    words = " ".join(str(fault).split())
    return f"{type(fault).__name__}{': ' if words else ''}{words[:200]}"


def ledger_fault(fault: BaseException) -> ArchiveError | None:
    """What a fault of SQLite says of the ledger that was read; None where it says nothing of it."""
    return unreadable(fault) if isinstance(fault, LedgerUnreadable) and not is_of_program(fault) else None
