"""The commands that make packs again because a person asks for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

import typer

from reportgen.application.build import build
from reportgen.application.build import regenerate as mending
from reportgen.application.delivery import release
from reportgen.application.resources import clock_of, ledger_in, means_of, typed
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.identifiers import BRIEFING
from reportgen.errors import UsageError
from reportgen.interfaces.cli.app import app
from reportgen.interfaces.cli.build import show_run
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.options import (
    CORES,
    OUTPUT,
    ClusterOption,
    EventArgument,
    FiguresOption,
    Format,
    FormatOption,
    JudgeOption,
    NowOption,
    OutputOption,
    PackOption,
    WorkersOption,
)
from reportgen.interfaces.cli.output import runs
from reportgen.render.printing.context import Judge
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.lock import locked

ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for the record of the edition.")]


@app.command()
def regenerate(
    event: EventArgument,
    reason: ReasonOption,
    participant: Annotated[
        list[int] | None, typer.Option("--participant", help="This participant; may be repeated.")
    ] = None,
    municipality: Annotated[
        list[str] | None, typer.Option("--municipality", help="Everyone of it, by name or code; may be repeated.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Everyone.")] = False,
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    workers: WorkersOption = CORES,
    cluster: ClusterOption = "",
    judge: JudgeOption = Judge.SAMPLE,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Makes packs again for some, and shows what changes. Sends nothing.

    A pack that comes out as it was is not mailed again. A letter to someone who has a pack waits for release.

    Example: reportgen regenerate data/events/2030-wonen --all --reason "tafels"
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger, runs.Bars(format is Format.JSON) as bars:
        if not reason.strip():
            raise UsageError("There is no reason", where=str(event), todo='give one, such as --reason "new table"')
        paths = Paths(figures, output)
        moment = clock_of(now)()
        todo = build.plan_build(event, paths, ledger, moment.date(), pack)
        only = mending.chosen(todo.inputs, participant or (), municipality or (), all)
        _show_before(todo, only, format)
        mending.revived(todo.inputs.event.key, only, ledger, moment)
        with means_of(event, paths, workers, cluster, judge) as print_context:
            report = build.build(event, paths, ledger, moment, print_context, bars, True, only, reason, pack)
        report.waiting = release.waiting_for_release(report.event, ledger)
    show_run(report, typed(event, pack), output, format)


@app.command()
def correct(
    event: EventArgument,
    edition: Annotated[int, typer.Argument(min=1, help="The edition with the error.")],
    says: Annotated[str, typer.Option("--says", help="What was wrong, as those who had it will read it; in Dutch.")],
    output: OutputOption = OUTPUT,
    figures: FiguresOption = EMBEDDED,
    now: NowOption = None,
    workers: WorkersOption = CORES,
    cluster: ClusterOption = "",
    judge: JudgeOption = Judge.SAMPLE,
    pack: PackOption = BRIEFING,
    format: FormatOption = Format.TEXT,
) -> None:
    """Marks an edition as wrong, and makes new packs for those who had it.

    Mend the cause first. The new packs and letters say what was wrong. Sends nothing.

    Example: reportgen correct data/events/2030-wonen 1 --says "De tafels."
    """
    with errors_shown(), locked(output), ledger_in(output) as ledger, runs.Bars(format is Format.JSON) as bars:
        if not says.strip():
            raise UsageError("There is no text", where=str(event), todo='give one, such as --says "De tafels."')
        paths = Paths(figures, output)
        moment = clock_of(now)()
        key = load_event_file(event, pack).event.key
        only = mending.marked_as_wrong(key, edition, " ".join(says.split()), ledger, moment)
        _show_before(build.plan_build(event, paths, ledger, moment.date(), pack), only, format)
        with means_of(event, paths, workers, cluster, judge) as print_context:
            report = build.build(
                event, paths, ledger, moment, print_context, bars, True, only, f"correction: {says}", pack
            )
        report.waiting = release.waiting_for_release(report.event, ledger)
    show_run(report, typed(event, pack), output, format)


def _show_before(todo: build.BuildPlan, only: Collection[int], format: Format) -> None:
    """What will be made again, with every difference, unless a machine is listening."""
    if format is not Format.JSON:
        runs.plan(todo.only(only))
