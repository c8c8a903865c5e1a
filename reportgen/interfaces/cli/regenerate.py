"""The commands ``regenerate`` and ``correct``: make packs again on request."""

from __future__ import annotations

from typing import Annotated

import typer

from reportgen.application.build import regenerate as use_case
from reportgen.application.build.plan import BuildPlan, plan_build
from reportgen.errors import UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.build import show_run
from reportgen.interfaces.cli.options import BuildOptions, Format, FormatOption, PackOptions, grouped
from reportgen.interfaces.cli.output import plans, runs
from reportgen.interfaces.cli.workspaces import changing, print_context_for

ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for the record of the edition.")]


@app.command()
@grouped
def regenerate(
    options: PackOptions,
    reason: ReasonOption,
    printing: BuildOptions,
    participant: Annotated[
        list[int] | None, typer.Option("--participant", help="This participant; may be repeated.")
    ] = None,
    municipality: Annotated[
        list[str] | None, typer.Option("--municipality", help="Everyone of it, by name or code; may be repeated.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Everyone.")] = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Makes packs again for some, and shows what changes. Sends nothing.

    A pack that comes out as it was is not mailed again. A letter to someone who has a pack waits for release.

    Example: reportgen regenerate data/events/2030-wonen --all --reason "tafels"
    """
    with (
        changing(options, printing.figures, printing.by) as workspace,
        runs.ProgressBars(format is Format.JSON) as bars,
    ):
        if not reason.strip():
            raise UsageError(
                "There is no reason", where=str(options.event), todo='give one, such as --reason "new table"'
            )
        plan = plan_build(workspace)
        numbers = use_case.selected_participants(plan.inputs, participant or (), municipality or (), all)
        _show_plan(plan.only(numbers), format)
        with print_context_for(workspace, printing) as print_context:
            report = use_case.regenerate(workspace, numbers, reason, print_context, bars)
    show_run(report, workspace.command_arguments, options.output, format)


@app.command()
@grouped
def correct(
    options: PackOptions,
    edition: Annotated[int, typer.Argument(min=1, help="The edition with the error.")],
    says: Annotated[str, typer.Option("--says", help="What was wrong, as those who had it will read it; in Dutch.")],
    printing: BuildOptions,
    format: FormatOption = Format.TEXT,
) -> None:
    """Marks an edition as wrong, and makes new packs for those who had it.

    Mend the cause first. The new packs and letters say what was wrong. Sends nothing.

    Example: reportgen correct data/events/2030-wonen 1 --says "De tafels."
    """
    with (
        changing(options, printing.figures, printing.by) as workspace,
        runs.ProgressBars(format is Format.JSON) as bars,
    ):
        if not says.strip():
            raise UsageError("There is no text", where=str(options.event), todo='give one, such as --says "De tafels."')
        with print_context_for(workspace, printing) as print_context:
            report = use_case.correct(
                workspace, edition, says, print_context, bars, lambda plan: _show_plan(plan, format)
            )
    show_run(report, workspace.command_arguments, options.output, format)


def _show_plan(plan: BuildPlan, format: Format) -> None:
    """Shows what will be made again, with every difference, unless the output is JSON."""
    if format is not Format.JSON:
        plans.show_plan(plan, on_request=True)
