"""The commands before a run: ``new``, ``check``, ``plan`` and ``preview``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.build.load_event import load_event, pack_of
from reportgen.application.build.plan import plan_build
from reportgen.application.build.preview import examples_of, preview_pack, preview_sheet
from reportgen.application.event.create import new_event, next_event
from reportgen.application.event.readiness import blocking_findings
from reportgen.application.lists.check import check_list
from reportgen.application.run_report import RunReport
from reportgen.config.settings import Settings, load_event_file
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.errors import errors_shown, exit_with
from reportgen.interfaces.cli.options import EventOptions, FiguresOption, Format, FormatOption, PackOptions, grouped
from reportgen.interfaces.cli.output import plans, runs, terminal
from reportgen.interfaces.cli.subjects import NO_FIGURES, asked_subject
from reportgen.interfaces.cli.workspaces import reading
from reportgen.interfaces.language import language
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.lists.registrations import ListFile


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; its name is the event's key.")],
    earlier: Annotated[
        Path | None,
        typer.Option("--from", metavar="EVENT", help="An earlier event: texts, types and style come along, no people."),
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="KEY", help="The subject of the figures; empty for none.")
    ] = None,
    no_figures: Annotated[
        bool, typer.Option("--no-figures", help="A meeting without figures: programme, table and questions only.")
    ] = False,
) -> None:
    """Starts an event: a folder with files to fill in, or those of an earlier event.

    A day at the beginning of the folder's name becomes the day of the event; the other dates move along. Without a
    subject it asks for one; where nobody can type, packs get no figures. See subjects with: reportgen figures subjects

    Example: reportgen new data/events/2030-05-16-wonen --subject housing-ageing
    """
    with errors_shown():
        if no_figures and subject:
            raise UsageError("--subject and --no-figures go against each other", todo="leave one out")
        chosen = "" if no_figures else subject
        if earlier:
            made = next_event(folder, earlier, chosen)
        else:
            made = new_event(folder, asked_subject() if chosen is None else chosen)
        terminal.say("Made {folder}: {files}.", folder=folder, files=list(made))
        key = load_event_file(folder).settings.figures_subject
        terminal.labelled("figures", key or NO_FIGURES)
        terminal.labelled("next", said("fill them in, then: reportgen check {folder}", folder=folder))


@app.command()
@grouped
def check(
    options: EventOptions,
    lists: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[LIST]...", help="Lists to check instead of the event's own."),
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="The sheet of the workbook to read; else the first.")] = "",
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="Write the same as a workbook, to work through.", dir_okay=False)
    ] = None,
    figures: FiguresOption = EMBEDDED,
    format: FormatOption = Format.TEXT,
) -> None:
    """Checks a list: what it would give, and what to correct.

    Reads the event and its lists as a run would: who takes part, who is new, changed or gone since the last run,
    and what is wrong in which row and column. Changes nothing.

    Example: reportgen check data/events/2030-05-16-wonen
    """
    with reading(options, figures) as workspace:
        if sheet and not lists:
            raise UsageError("--sheet goes with a list", todo="name the workbook, or the sheet in event.toml")
        files = [ListFile(path, sheet) for path in lists or ()]
        if xlsx:
            _refuse_overwriting_list(xlsx, workspace.settings, files)
        report = check_list(workspace, files)
        if xlsx:
            from reportgen.render.reports.list_workbook import list_workbook  # only when needed

            xlsx.write_bytes(list_workbook(report, language()))
        if format is Format.JSON:
            terminal.print_json(runs.list_report_json(workspace.key, report))
        else:
            runs.show_list_report(report)
            if xlsx:
                terminal.labelled("workbook", str(xlsx))
        exit_with(RunReport(workspace.key, list(report.findings)))


@app.command()
@grouped
def plan(options: PackOptions, figures: FiguresOption = EMBEDDED, format: FormatOption = Format.TEXT) -> None:
    """Shows which packs would be printed, and why.

    Also which would be kept and withdrawn, and every value that changed, old and new. Changes nothing. Ends with exit
    code 1 where a person should look at the list, as check and build do.

    Example: reportgen plan data/events/2030-05-16-wonen
    """
    with reading(options, figures) as workspace:
        build_plan = plan_build(workspace)
        if format is Format.JSON:
            terminal.print_json(
                [
                    *(plans.decision_json(each, build_plan) for each in build_plan.decisions),
                    *map(plans.cancellation_json, build_plan.cancellations.making),
                ]
            )
        else:
            plans.show_plan(build_plan)
            runs.show_findings(build_plan.findings)
        exit_with(RunReport(workspace.key, list(build_plan.findings)))


@app.command()
@grouped
def preview(
    options: PackOptions,
    participants: Annotated[
        list[int] | None, typer.Argument(metavar="[NUMBER]...", help="Numbers of participants; without any, the first.")
    ] = None,
    figures: FiguresOption = EMBEDDED,
    png: Annotated[bool, typer.Option("--png", help="Each page as a picture too.")] = False,
    contact_sheet: Annotated[
        bool, typer.Option("--contact-sheet", help="All pages on one picture; without numbers, of six different packs.")
    ] = False,
) -> None:
    """Prints packs to look at.

    They go to the folder preview/ of the output. Records and sends nothing.

    Example: reportgen preview data/events/2030-05-16-wonen 17
    """
    with reading(options, figures) as workspace:
        runs.show_findings(blocking_findings(workspace))
        inputs, folder = load_event(workspace), options.output / "preview" / workspace.key
        packs = [pack_of(inputs, number) for number in dict.fromkeys(participants or ())] or [pack_of(inputs, None)]
        if contact_sheet and not participants:
            packs = [*examples_of(inputs.packs)]
        paths = [preview_pack(pack, folder, workspace.settings.part_timeout, png) for pack in packs]
        for path in paths:
            terminal.labelled("pack", str(path))
            if png:
                terminal.labelled("pages", said("{path}-1.png and on", path=path.with_name(path.stem)))
        if contact_sheet:
            sheet = preview_sheet(packs, paths, folder)
            terminal.labelled("sheet", str(sheet))


def _refuse_overwriting_list(xlsx: Path, settings: Settings, files: Sequence[ListFile]) -> None:
    """Refuses to overwrite a list with the workbook."""
    if xlsx.suffix.lower() != ".xlsx":
        raise UsageError("The workbook's name must end in .xlsx", where=str(xlsx), todo="give it another name")
    lists = [*(each.path for each in files), *(path for path, _ in settings.lists)]
    if _resolved(xlsx) in [_resolved(path) for path in lists]:
        raise UsageError("The workbook would take the place of a list", where=str(xlsx), todo="give it another name")


def _resolved(path: Path) -> Path:
    """The resolved path; unchanged where it cannot be resolved, such as a link to itself."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path
