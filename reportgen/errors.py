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
    ├── BusyError            8   another run is active
    └── SafetyRefusal        9   a safety rule forbids what was asked

Exit codes 0 (done) and 1 (done, with findings or failures) belong to runs that end.
"""

from __future__ import annotations


class ReportgenError(Exception):
    """A run cannot do what was asked.

    Args:
        what: what is wrong, in a sentence without a full stop.
        where: the file, line or address it concerns; may be empty.
        todo: what to do next, with the command to type where there is one; may be empty.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo

    def __str__(self) -> str:
        where = f" ({self.where})" if self.where else ""
        todo = f" — {self.todo}" if self.todo else ""
        return f"{self.what}{where}{todo}"


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


class BusyError(ReportgenError):
    """Another run holds the lock."""

    exit_code = 8


class SafetyRefusal(ReportgenError):
    """A safety rule forbids what was asked."""

    exit_code = 9
