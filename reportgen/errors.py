"""The tree of errors that stop a run, with exit codes: what is wrong, where, and what to do next.

A *finding* (``domain/finding.py``) concerns one row, person or figure and is a value; an *error* means that the run
cannot do what was asked. It is raised once and caught once, in ``interfaces/cli/errors.py``::

    ReportgenError
    ├── UsageError           2   the command, its options or its arguments
    ├── ConfigurationError   3   event.toml, programma.csv, the texts of an event
    ├── SourceError          4   registration lists, CBS figures
    ├── RenderingError       5   templates, fonts, printing
    ├── MailError            6   letters, senders
    ├── ArchiveError         7   the archive or the ledger is damaged or missing
    │   └── LedgerDamaged    7   what the ledger holds cannot be read, or it is not there any more
    ├── BusyError            8   another run is active
    └── SafetyRefusal        9   a safety rule forbids what was asked

Exit codes 0 (done) and 1 (done, with findings or failures) belong to runs that end, and 10 to faults of the program.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

from reportgen.i18n.message import Message, foreign, message_of, said

FOREIGN_FAULTS = (
    *(RecursionError, MemoryError, OverflowError, ArithmeticError),  # too deep, too large
    *(ValueError, TypeError, LookupError, AttributeError),  # not of the form it should have; no text in UTF-8
    *(EOFError, BadZipFile, zlib.error, struct.error, NotImplementedError),  # cut off, or damaged
)
"""What libraries raise about input that came from outside."""

MAX_REASON = 300
"""Characters of what a library says that are passed on."""


class ReportgenError(Exception):
    """A run cannot do what was asked.

    Args:
        what: what is wrong, in a sentence without a full stop; with facts it is made by ``said``.
        where: the file, line or address it concerns; may be empty.
        todo: what to do next, with the command to type where there is one; may be empty.

    Attributes:
        what, todo: messages, which the interface translates.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = message_of(what)
        self.where = where
        self.todo = message_of(todo)

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> Message:
        """The three parts in one message, for a fact of another or a line of a log."""
        where = " ({where})" if self.where else ""
        todo = " — {todo}" if self.todo else ""
        return said("{what}" + where + todo, what=self.what, where=self.where, todo=self.todo)


class UsageError(ReportgenError):
    """The command, its options or its arguments make no sense."""

    exit_code = 2


class ConfigurationError(ReportgenError):
    """The event's folder cannot be read as an event."""

    exit_code = 3


class SourceError(ReportgenError):
    """A registration list or a figure cannot be read or trusted."""

    exit_code = 4


class RenderingError(ReportgenError):
    """A page cannot be printed, or a printed file fails its checks."""

    exit_code = 5


class MailError(ReportgenError):
    """A letter cannot be written, or the sender cannot work at all."""

    exit_code = 6


class ArchiveError(ReportgenError):
    """The archive or the ledger is damaged or missing."""

    exit_code = 7


class LedgerDamaged(ArchiveError):
    """What the ledger holds cannot be read, or it is not there any more."""


class BusyError(ReportgenError):
    """Another run holds the lock."""

    exit_code = 8


class SafetyRefusal(ReportgenError):
    """A safety rule forbids what was asked."""

    exit_code = 9


@contextmanager
def foreign_faults_as(kind: type[ReportgenError], what: str, *, where: str, todo: str) -> Iterator[None]:
    """Turns whatever a library raises in this block, about input that came from outside, into an error of ours.

    Args:
        what: what cannot be done, such as ``event.toml cannot be read``; the reason follows after a colon.

    Raises:
        ReportgenError: of this kind; those of ours pass as they are.
    """
    try:
        yield
    except ReportgenError:
        raise
    except FOREIGN_FAULTS as fault:
        reason = foreign_reason(fault)
        raise kind(said("{what}: {reason}", what=message_of(what), reason=reason), where=where, todo=todo) from None


def foreign_reason(fault: Exception) -> Message:
    """What is wrong with input from outside, in words, where a library has none that a person understands."""
    told = " ".join(str(fault).split())[:MAX_REASON]
    match fault:
        case RecursionError():
            return said("it has brackets, tags or parts within each other, far too deep")
        case MemoryError():
            return said("it takes more memory than there is")
        case OverflowError():
            return said("a number in it is far too large")
        case UnicodeError():
            return said("it is no text in UTF-8 ({reason})", reason=foreign(told))
        case ValueError() if "integer string conversion" in told:
            return said("a number in it has far too many digits")
        case _:
            return foreign(told or type(fault).__name__)
