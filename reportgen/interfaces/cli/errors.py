"""Catches errors of commands: shows them, and exits with their exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from reportgen.errors import ArchiveError, ReportgenError, UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.faults import PROGRAM_FAULT, fault_line, kept_fault, ledger_fault
from reportgen.interfaces.signals import STOPPED, signals_as_interruption

if TYPE_CHECKING:
    from reportgen.application.run_report import RunReport


@contextmanager
def errors_shown(stopped: str = STOPPED) -> Iterator[None]:
    """Catches errors: shows them in three parts, and exits with their exit code.

    Errors after an interruption by hand count as that interruption: libraries turn it into errors of their own.

    Args:
        stopped: what is said when a signal ended the command.
    """
    with signals_as_interruption() as interrupted:
        try:
            yield
        except (KeyboardInterrupt, Exception) as fault:
            if interrupted.is_set() or isinstance(fault, KeyboardInterrupt):
                terminal.say_error(stopped)
                raise typer.Exit(1) from None
            _show_error(fault)


def _show_error(fault: Exception) -> NoReturn:
    fault = ledger_fault(fault) or _typed_fault(fault) or fault
    if isinstance(fault, ReportgenError):
        terminal.show_error(fault)
        if isinstance(fault.__cause__, ReportgenError):  # the organiser could not be mailed about it
            terminal.show_error(fault.__cause__)
        raise typer.Exit(fault.exit_code) from None
    if isinstance(fault, OSError):
        error = ArchiveError(
            said("A file cannot be read or written: {reason}", reason=fault),
            where=str(fault.filename or ""),
            todo="check its name, and that its folder is there"
            if isinstance(fault, FileNotFoundError)
            else "make room, or mend the folder's rights, and run the same command again; nothing is lost",
        )
        terminal.show_error(error)
        raise typer.Exit(error.exit_code) from None
    if isinstance(fault, typer.Exit | typer.Abort | typer.BadParameter):  # of the command line itself
        raise fault
    show_program_fault(fault)
    raise typer.Exit(PROGRAM_FAULT) from None


def _typed_fault(fault: Exception) -> UsageError | None:
    """What is said of a text that cannot be kept, as a terminal with another encoding types it; None for the rest."""
    if not isinstance(fault, UnicodeEncodeError) or fault.encoding.casefold() not in ("utf-8", "utf8"):
        return None
    return UsageError(
        "What was typed, or the name of a file, holds letters that are not in UTF-8",
        todo="type it in a terminal that uses UTF-8, or give the file another name",
    )


def show_program_fault(fault: Exception) -> None:
    """Shows a fault that nobody foresaw in one line, and where its details are."""
    if isinstance(fault, MemoryError):
        what = said("This machine allows too little memory for it")
        todo = said("allow more (ulimit -v, MemoryMax of systemd)")
    else:
        what = said("There is a fault in the program ({reason})", reason=fault_line(fault))
        todo = said("run the same command again")
    path = kept_fault(fault)
    error = ReportgenError(
        what,
        where=said("the details are in {path}", path=path) if path else "",
        todo=said("{todo}; nothing is lost. If it stays, send that file to who looks after reportgen", todo=todo),
    )
    terminal.show_error(error)


def exit_with(report: RunReport) -> None:
    """Exits with code 1 when a person should look at something."""
    if report.needs_a_person:
        raise typer.Exit(1)
