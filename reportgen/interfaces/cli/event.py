"""The commands before a run: start an event, check its lists, look at what would be made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.build import build
from reportgen.application.build.build import RunReport
from reportgen.application.build.load_event import load_event, pack_of
from reportgen.application.event.create import new_event, next_event
from reportgen.application.lists.check import check_list
from reportgen.application.resources import clock_of, ledger_in
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown, exit_with
from reportgen.interfaces.cli.options import (
    OUTPUT,
    EventArgument,
    FiguresOption,
    Format,
    FormatOption,
    NowOption,
    OutputOption,
    PackOption,
)
from reportgen.interfaces.cli.output import runs, terminal
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.lists.registrations import ListFile


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; its name is the event's key.")],
    earlier: Annotated[
        Path | None,
        typer.Option("--from", metavar="EVENT", help="An earlier event: texts, types and style come along, no people."),
    ] = None,
) -> None:
    """Starts an event: a folder with files to fill in, or those of an earlier event.

    Example: reportgen new data/events/2019-05-16-wonen
    """
    with errors_shown():
        made = next_event(folder, earlier) if earlier else new_event(folder)
        terminal.console.print(f"Made {folder}: {', '.join(made)}.", soft_wrap=True)
        terminal.console.print(f"next:     fill them in, then: reportgen check {folder}", soft_wrap=True)


@app.command()
def check(
    event: EventArgument,
    lists: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[LIST]...", help="Lists to check instead of the event's own."),
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="The sheet of the workbook to read; else the first.")] = "",
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="Write the same as a workbook, to work through.", dir_okay=False)
    ] = None,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Says what a list would give, and what to mend.

    Reads the event and its lists as a run would: who takes part, who is new, changed or gone since the last run,
    and what is wrong in which row and column. Changes nothing.

    Example: reportgen check data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        if sheet and not lists:
            raise UsageError("--sheet goes with a list", todo="name the workbook, or the sheet in event.toml")
        files = [ListFile(path, sheet) for path in lists or ()]
        if xlsx:
            _refuse_list(xlsx, event, files)
        done = check_list(event, Paths(figures, output), ledger, clock_of(now)().date(), files)
        if xlsx:
            from reportgen.render.reports.list_workbook import (
                list_workbook,  # only who asks for one waits for xlsxwriter
            )

            xlsx.write_bytes(list_workbook(done))
        if format is Format.JSON:
            terminal.as_json(runs.checked_json(event.resolve().name, done))
        else:
            runs.checked(done)
            if xlsx:
                terminal.console.print(f"workbook: {xlsx}", soft_wrap=True)
        exit_with(RunReport(event.resolve().name, list(done.findings)))


@app.command()
def plan(
    event: EventArgument,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Says which packs would be printed, and why.

    Also which would be kept and withdrawn, and every value that changed, old and new. Changes nothing.

    Example: reportgen plan data/events/2018-12-10-diversiteit-door-migratie
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        todo = build.plan_build(event, Paths(figures, output), ledger, clock_of(now)().date(), pack)
        if format is Format.JSON:
            terminal.as_json([runs.decision_json(each, todo) for each in todo.decisions])
        else:
            runs.plan(todo)


@app.command()
def preview(
    event: EventArgument,
    participant: Annotated[int | None, typer.Argument(help="The participant's number; without it, the first.")] = None,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    png: Annotated[bool, typer.Option("--png", help="Each page as a picture too.")] = False,
    pack: PackOption = BRIEFING,
) -> None:
    """Prints one pack to look at.

    It goes to the folder preview/ of the output. Promises and sends nothing.

    Example: reportgen preview data/events/2018-12-10-diversiteit-door-migratie 17
    """
    with errors_shown(), ledger_in(output, looking=True) as ledger:
        inputs = load_event(event, Paths(figures, output), ledger, clock_of(now)().date(), kind=pack)
        ready = pack_of(inputs, participant, event)
        path = build.previewed(ready, output / "preview" / inputs.event.key, pictures=png)
        terminal.console.print(f"pack:     {path}", soft_wrap=True)
        if png:
            terminal.console.print(f"pages:    {path.with_name(path.stem)}-1.png and on", soft_wrap=True)


def _refuse_list(xlsx: Path, event: Path, files: Sequence[ListFile]) -> None:
    """Sees that the workbook does not take the place of a list."""
    if xlsx.suffix.lower() != ".xlsx":
        raise UsageError("The workbook's name must end in .xlsx", where=str(xlsx), todo="give it another name")
    lists = [*(each.path for each in files), *(path for path, _ in load_event_file(event).settings.lists)]
    if _real(xlsx) in [_real(path) for path in lists]:
        raise UsageError("The workbook would take the place of a list", where=str(xlsx), todo="give it another name")


def _real(path: Path) -> Path:
    """Where a path leads to; a link that leads to itself, and a name no file can have, stay as they are."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path
