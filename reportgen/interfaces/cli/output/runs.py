"""Terminal output of runs, plans, list checks and refreshes, as text or JSON, and their progress bars."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.markup import escape
from rich.table import Table

from reportgen.application.run_report import RunReport
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.delivery.rules import DeliveryWindow, WindowState
from reportgen.domain.finding import Finding, Severity
from reportgen.interfaces.cli.output.letters import show_projection
from reportgen.interfaces.cli.output.terminal import console, counted, errors, plain_text
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
    "part": "Printing parts",
    "print": "Binding packs",
    "send": "Sending letters",
    "refresh": "Asking CBS",
    "verify": "Opening packs",
    "lists": "Printing lists",
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
            self._tasks[what] = self._progress.add_task(_STAGES[what], total=total)
        self._progress.update(self._tasks[what], completed=done)


def finding_json(each: Finding) -> dict[str, object]:
    """A finding as JSON."""
    what, todo = finding_text(each)
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
    """Shows findings, in Dutch."""
    for each in findings:
        what, todo = finding_text(each)
        place = place_text(each)
        style = STYLES[each.severity]
        console.print(
            f"[{style}]{severity_text(each):11}[/] {plain_text(place + ': ' if place else '')}{plain_text(what)}. "
            f"[dim]{plain_text(todo)}[/]",
            soft_wrap=True,
        )


def show_list_report(report: ListReport) -> None:
    """Shows a checked list, and its differences from the last run."""
    title, *sentences = summary_lines(report)
    console.print(f"[bold]{plain_text(title)}[/]", soft_wrap=True)
    for sentence in sentences:
        console.print(plain_text(sentence), soft_wrap=True)
    for kind, number, name, detail in difference_rows(report):
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
    table = Table("table", "what became of it", "revised by CBS", "rows in use", box=None, padding=(0, 2, 0, 0))
    for each in tables:
        table.add_row(escape(each.table), each.outcome, escape(each.modified or "–"), str(each.rows))
    console.print(table)
    show_findings(findings)


def refresh_json(tables: Sequence[RefreshedTable], findings: Sequence[Finding]) -> dict[str, object]:
    """The result of a refresh as JSON."""
    return {"tables": to_json_value(tables), "findings": [finding_json(each) for each in findings]}


def show_tables(base: Snapshot, stored: Mapping[str, StoredTable]) -> None:
    """Shows the tables in use, and their origin."""
    table = Table("file", "table", "figures of", "stored on", "rows", "from", box=None, padding=(0, 2, 0, 0))
    for key in dict.fromkeys((*base.sources, *stored)):
        fetched = stored.get(key)
        source, rows = (fetched.source, fetched.rows) if fetched else (base.sources[key], base.rows[key])
        origin = f"fetched, revised by CBS {fetched.modified}" if fetched else f"came along ({base.name})"
        cells = (key, source.table or "–", source.reference, source.retrieved.isoformat(), str(rows), origin)
        table.add_row(*map(escape, cells))
    console.print(table)


def show_values(fetched: Sequence[StoredValues]) -> None:
    """Shows the tables from which values of indicators were fetched."""
    if not fetched:
        return
    table = Table("table", "figures of", "stored on", "values", "of", "from", box=None, padding=(0, 2, 0, 0))
    for each in fetched:
        source = each.source
        variables = ", ".join(each.values)
        cells = (source.table, source.reference, source.retrieved.isoformat(), str(each.rows), variables)
        table.add_row(*map(escape, cells), f"fetched, revised by CBS {escape(each.modified)}")
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
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for what, count in _counts(report):
        table.add_row(what, str(count))
    console.print(table)
    if report.window is WindowState.AHEAD and report.projection:
        opens = report.projection.window.not_before
        console.print(f"No letter is released by itself or leaves before {opens:%d-%m-%Y %H:%M}.", soft_wrap=True)
    if report.failed:
        packs = counted(report.failed, "pack")
        console.print(f"{packs} could not be made, as said above: mend that, and run the same command again.")
    elif report.unchanged and not report.made:
        console.print(f"{counted(report.unchanged, 'pack')} came out as before, and no letter goes again for that.")
    elif report.did_nothing:
        done = ["every pack is as it should be"] if report.built and not report.left_out else []
        done += ["no pack had to be made"] if report.built and report.left_out else []
        done += ["no letter is due"] if report.mailed else []
        console.print(f"Nothing to do: {', and '.join(done)}.")
    if report.edition:
        console.print(
            f"edition:  {output / 'archive' / report.event / f'edition-{report.edition:04d}'}", soft_wrap=True
        )
    if report.sent and report.outbox:
        console.print(f"letters:  {report.outbox}", soft_wrap=True)
    if report.projection:
        show_projection(report.projection)
    if report.stopped:
        console.print(f"[yellow]stopped:[/]  {escape(report.stopped)}", soft_wrap=True)
    console.print(f"next:     reportgen {'release' if report.waiting else 'status'} {event}", soft_wrap=True)


def _counts(report: RunReport) -> Iterator[tuple[str, int]]:
    """What was counted, and how many: of what the command does, and whatever else is not zero."""
    if report.built:
        yield "packs made", report.made
        yield "packs kept as they were", report.kept
    rows = (
        ("of these printed again", report.unchanged, False),
        ("packs that could not be printed", report.failed, False),
        ("packs withdrawn", report.withdrawn, False),
        ("cancellation letters made", report.cancellations, False),
        ("people left out until someone acts", report.left_out, report.built),
        ("findings", len(report.findings), True),
        ("letters released", report.released, report.built and report.mailed),
        ("letters sent", report.sent, report.mailed),
        ("letters held until someone settles them", report.held, False),
        ("letters waiting for release", report.waiting, False),
    )
    yield from ((what, count) for what, count, always in rows if count or always)


def _show_after_window(report: RunReport, window: DeliveryWindow, event: str) -> None:
    """Shows that it is over, and what did not leave."""
    console.print(
        f"It is over: the window closed on {window.not_after:%d-%m-%Y %H:%M}. "
        "A run makes, releases and sends nothing any more; stop its timer, or move not_after in event.toml to go on.",
        soft_wrap=True,
    )
    if report.waiting:
        console.print(f"{report.waiting} letters were never released.")
    if report.stopped:
        console.print(f"[yellow]stopped:[/]  {escape(report.stopped)}", soft_wrap=True)
    console.print(f"next:     reportgen status {event}", soft_wrap=True)
