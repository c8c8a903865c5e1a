"""Terminal output of runs, plans, list checks and refreshes, as text or JSON, and their progress bars."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.markup import escape

from reportgen.application.run_report import RunReport
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.delivery.rules import DeliveryWindow, WindowState
from reportgen.domain.finding import Finding, Severity
from reportgen.i18n.message import named, said
from reportgen.interfaces.cli.output.letters import show_projection
from reportgen.interfaces.cli.output.terminal import (
    console,
    errors,
    labelled,
    marked,
    plain_text,
    say,
    say_counted,
    show_next,
    show_text,
    table_of,
)
from reportgen.interfaces.language import here, language
from reportgen.render.content.difference_groups import difference_groups
from reportgen.render.content.finding_texts import finding_text, place_text, severity_text
from reportgen.render.reports.list_report import difference_rows, person_text, salutation_text, summary_lines

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from reportgen.application.figures.refreshed import RefreshedTable
    from reportgen.render.reports.list_report import ListReport as ListReport
    from reportgen.sources.cbs.snapshots import Snapshot
    from reportgen.sources.cbs.table_store import StoredTable
    from reportgen.sources.cbs.value_store import StoredValues

STYLES = {Severity.BLOCKING: "bold red", Severity.REFUSED: "red", Severity.DOUBTFUL: "yellow", Severity.NOTED: "dim"}
DIFFERENCES_SHOWN = 6


_STAGES = {
    "part": said("Printing parts"),
    "print": said("Binding packs"),
    "send": said("Sending letters"),
    "refresh": said("Asking CBS"),
    "verify": said("Opening packs"),
    "message": said("Writing letters"),
    "lists": said("Printing lists"),
}


class ProgressBars:
    """Progress bars on a terminal; nothing where standard error is no terminal."""

    def __init__(self, quiet: bool) -> None:
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        if not quiet and sys.stderr.isatty():
            from reportgen.interfaces.cli.output.progress import progress_on  # scheduled runs have no terminal

            self._progress = progress_on(errors)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Updates the bar of a stage."""
        if not self._progress:
            return
        if what not in self._tasks:
            self._progress.start()  # only now: it starts a thread
            self._tasks[what] = self._progress.add_task(here(_STAGES[what]), total=total)
        self._progress.update(self._tasks[what], completed=done)


def finding_json(each: Finding) -> dict[str, object]:
    """A finding as JSON."""
    what, todo = finding_text(each, language())
    return {
        "code": each.code,
        "gravity": str(each.severity),
        "file": each.place.file,
        "line": each.place.line,
        "column": each.place.column,
        "what": what,
        "todo": todo,
    }


def show_findings(findings: Sequence[Finding]) -> None:
    """Shows findings."""
    for each in findings:
        what, todo = finding_text(each, language())
        place = place_text(each, language())
        before = f"{place}: " if place else ""
        style = STYLES[each.severity]
        console.print(
            f"[{style}]{severity_text(each, language()):11}[/] {plain_text(before + what)}. [dim]{plain_text(todo)}[/]",
            soft_wrap=True,
        )


def show_list_report(report: ListReport) -> None:
    """Shows a checked list, and its differences from the last run."""
    title, *sentences = summary_lines(report, language=language())
    console.print(f"[bold]{plain_text(title)}[/]", soft_wrap=True)
    for sentence in sentences:
        console.print(plain_text(sentence), soft_wrap=True)
    for kind, number, name, detail in difference_rows(report, language()):
        console.print(f"{kind:11} {number:04d} {plain_text(name)}: {plain_text(detail)}", soft_wrap=True)
    show_findings(report.findings)


def list_report_json(key: str, report: ListReport) -> dict[str, object]:
    """A checked list as JSON."""
    return {
        "event": key,
        "rows": to_json_value(report.tally),
        "participants": len(report.participants),
        "tables": len(set(report.seated.values())),
        "new": [each.number for each in report.roster.new],
        "changed": [each.participant.number for each in report.roster.changed],
        "gone": [each.number for each in report.roster.gone],
        "cancelled": [each.number for each in report.roster.gone if each.number in report.cancelled],
        "shrunk": report.roster.shrunk,
        "people": [
            {
                "number": each.number,
                "name": person_text(each),
                "salutation": salutation_text(each),
                "code": each.code,
                "organisation": each.organisation,
                "email": each.email,
                "consent": each.consent,
                "table": report.seated.get(each.number),
                "file": each.place.file,
                "line": each.place.line,
            }
            for each in report.participants
        ],
        "findings": [finding_json(each) for each in report.findings],
    }


def show_refresh(tables: Sequence[RefreshedTable], findings: Sequence[Finding]) -> None:
    """Shows the result of a refresh for each table."""
    table = table_of("table", "what became of it", "revised by CBS", "rows in use")
    for each in tables:
        table.add_row(
            escape(each.table), here(named("refresh", each.outcome)), escape(each.modified or "–"), str(each.rows)
        )
    console.print(table)
    show_findings(findings)


def refresh_json(tables: Sequence[RefreshedTable], findings: Sequence[Finding]) -> dict[str, object]:
    """The result of a refresh as JSON."""
    return {"tables": to_json_value(tables), "findings": [finding_json(each) for each in findings]}


def show_tables(base: Snapshot, stored: Mapping[str, StoredTable]) -> None:
    """Shows the tables in use, and their origin."""
    table = table_of("file", "table", "figures of", "stored on", "rows", "from")
    for key in dict.fromkeys((*base.sources, *stored)):
        fetched = stored.get(key)
        source, rows = (fetched.source, fetched.rows) if fetched else (base.sources[key], base.rows[key])
        origin = here(
            said("fetched, revised by CBS {day}", day=fetched.modified)
            if fetched
            else said("came along ({name})", name=base.name)
        )
        cells = (key, source.table or "–", source.reference, source.retrieved.isoformat(), str(rows), origin)
        table.add_row(*map(escape, cells))
    console.print(table)


def show_values(fetched: Sequence[StoredValues]) -> None:
    """Shows the tables from which values of indicators were fetched."""
    if not fetched:
        return
    table = table_of("table", "figures of", "stored on", "values", "of", "from")
    for each in fetched:
        source = each.source
        variables = ", ".join(each.values)
        cells = (source.table, source.reference, source.retrieved.isoformat(), str(each.rows), variables)
        table.add_row(*map(escape, cells), marked("fetched, revised by CBS {day}", day=each.modified))
    console.print(table)


def show_run_report(report: RunReport, event: str, output: Path) -> None:
    """Shows the report of a run, its folders, and the next command.

    Args:
        event: the arguments of a command that name the event.
        output: the output folder.
    """
    show_findings(report.findings)
    if report.window is WindowState.OVER and report.projection:
        _show_after_window(report, report.projection.window, event)
        return
    table = table_of()
    for what, count in _counts(report):
        table.add_row(here(what), str(count))
    console.print(table)
    for each in difference_groups(report.reasons, language()) if report.made else ():
        show_text(each.text)
    if report.window is WindowState.AHEAD and report.projection:
        opens = report.projection.window.not_before
        say("No letter is released by itself or leaves before {opens}.", opens=opens)
    if report.failed:
        say_counted(
            report.failed,
            "{count} pack could not be made, as said above: mend that, and run the same command again.",
            "{count} packs could not be made, as said above: mend that, and run the same command again.",
        )
    elif report.unchanged and not report.made:
        say_counted(
            report.unchanged,
            "{count} pack came out as before, and no letter goes again for that.",
            "{count} packs came out as before, and no letter goes again for that.",
        )
    elif report.did_nothing:
        done = [said("every pack is as it should be")] if report.built and not report.left_out else []
        done += [said("no pack had to be made")] if report.built and report.left_out else []
        if report.mailed:
            done += [said("and no letter is due") if done else said("no letter is due")]
        say("Nothing to do: {done}.", done=done)
    if report.edition:
        labelled("edition", str(output / "archive" / report.event / f"edition-{report.edition:04d}"))
    if report.sent and report.outbox:
        labelled("letters", str(report.outbox))
    if report.projection:
        show_projection(report.projection)
    if report.stopped:
        say("[yellow]stopped:[/]  {why}", why=report.stopped)
    show_next(f"reportgen {'release' if report.waiting else 'status'} {event}")


def _counts(report: RunReport) -> Iterator[tuple[str, int]]:
    """What was counted, and how many: of what the command does, and whatever else is not zero."""
    if report.built:
        yield said("packs made"), report.made
        yield said("packs kept as they were"), report.kept
    rows = (
        (said("of these printed again"), report.unchanged, False),
        (said("packs that could not be printed"), report.failed, False),
        (said("packs withdrawn"), report.withdrawn, False),
        (said("cancellation letters made"), report.cancellations, False),
        (said("people left out until someone acts"), report.left_out, report.built),
        (said("findings"), len(report.findings), True),
        (said("letters released"), report.released, report.built and report.mailed),
        (said("letters sent"), report.sent, report.mailed),
        (said("letters held until someone settles them"), report.held, False),
        (said("letters waiting for release"), report.waiting, False),
    )
    yield from ((what, count) for what, count, always in rows if count or always)


def _show_after_window(report: RunReport, window: DeliveryWindow, event: str) -> None:
    """Shows that it is over, and what did not leave."""
    say(
        "It is over: the window closed on {not_after}. A run makes, releases and sends nothing any more; "
        "stop its timer, or move not_after in event.toml to go on.",
        not_after=window.not_after,
    )
    if report.waiting:
        say_counted(report.waiting, "{count} letter was never released.", "{count} letters were never released.")
    if report.stopped:
        say("[yellow]stopped:[/]  {why}", why=report.stopped)
    show_next(f"reportgen status {event}")
