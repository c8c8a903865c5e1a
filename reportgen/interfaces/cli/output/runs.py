"""Terminal output of runs, plans, list checks and refreshes, as text or JSON, and their progress bars."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.markup import escape
from rich.table import Table

from reportgen.application.build.plan import BuildPlan
from reportgen.application.run_report import RunReport
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.delivery.cancellation import PlannedCancellation
from reportgen.domain.delivery.rules import DeliveryWindow, WindowState
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.pack.decisions import Decision, Keep, Print, Withdraw
from reportgen.domain.pack.difference import ChangeCategory, Difference
from reportgen.interfaces.cli.output.letters import show_projection
from reportgen.interfaces.cli.output.terminal import console, errors, plain_text
from reportgen.render.content.finding_texts import finding_text, place_text, severity_text
from reportgen.render.reports.list_report import difference_rows, person_text, salutation_text, summary_lines

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from reportgen.application.figures.refresh import RefreshedTable
    from reportgen.render.reports.list_report import ListReport as ListReport
    from reportgen.sources.cbs.snapshots import Snapshot
    from reportgen.sources.cbs.table_store import StoredTable

STYLES = {Severity.REFUSED: "red", Severity.DOUBTFUL: "yellow", Severity.NOTED: "dim"}
DIFFERENCES_SHOWN = 6


_STAGES = {
    "part": "Printing parts",
    "print": "Binding packs",
    "send": "Sending letters",
    "refresh": "Asking CBS",
    "verify": "Opening packs",
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


def decision_json(each: Decision, plan: BuildPlan) -> dict[str, object]:
    """A decision of a plan as JSON."""
    kind = type(each).__name__.lower()
    if isinstance(each, Withdraw):
        return {"number": each.number, "decision": kind, "reason": plan.why_withdrawn(each.number)}
    if not isinstance(each, Print):
        return {"number": each.number, "decision": kind}
    reasons = plan.reasons.get(each.number, ())
    return {"number": each.number, "decision": kind, "first": each.first, "reasons": to_json_value(reasons)}


def cancellation_json(each: PlannedCancellation) -> dict[str, object]:
    """A cancellation letter of a plan as JSON."""
    return {"number": each.number, "decision": "cancel", "reason": each.reason}


def show_plan(plan: BuildPlan) -> None:
    """Shows what a build would do, and why."""
    counts = Counter(type(each) for each in plan.decisions)
    console.print(
        f"{plan.inputs.event.title}: print {counts[Print]}, keep {counts[Keep]}, withdraw {counts[Withdraw]}."
    )
    if cancelling := plan.cancellations.making:
        console.print(f"cancellation letters to make, which wait for release: {len(cancelling)}.")
    people = {each.number: each for each in plan.inputs.participants}
    for each in plan.decisions:
        match each:
            case Print(number, first=first):
                person = people[number]
                why = str(ChangeCategory.NEW) if first else ", ".join(_categories(plan.reasons.get(number, ())))
                console.print(f"print    {number:04d} {person.code} {escape(person.name.last)}: {why}", soft_wrap=True)
                if not first:
                    _differences(plan.reasons.get(number, ()))
            case Withdraw(number):
                console.print(f"withdraw {number:04d}: {plan.why_withdrawn(number)}")
    for letter in cancelling:
        console.print(f"cancel   {letter.number:04d}: {letter.reason}, and has a letter", soft_wrap=True)
    show_findings(plan.findings)


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
    table.add_row("packs made", str(report.made))
    table.add_row("packs kept as they were", str(report.kept))
    if report.withdrawn:
        table.add_row("packs withdrawn", str(report.withdrawn))
    if report.cancellations:
        table.add_row("cancellation letters made", str(report.cancellations))
    table.add_row("left out until someone acts", str(report.refused))
    table.add_row("findings", str(len(report.findings)))
    table.add_row("letters released", str(report.released))
    table.add_row("letters sent", str(report.sent))
    if report.held:
        table.add_row("letters held until someone settles them", str(report.held))
    if report.waiting:
        table.add_row("letters waiting for release", str(report.waiting))
    console.print(table)
    if report.window is WindowState.AHEAD and report.projection:
        opens = report.projection.window.not_before
        console.print(f"No letter is released by itself or leaves before {opens:%d-%m-%Y %H:%M}.", soft_wrap=True)
    failed = sum(each.code == "part-failed" for each in report.findings)
    if failed:
        console.print(f"{failed} packs could not be made, as said above: mend that, and run the same command again.")
    elif not (report.made or report.withdrawn or report.cancellations or report.released or report.sent):
        console.print("Nothing to do: every pack is as it should be, and no letter is due.")
    if report.edition:
        console.print(
            f"edition:  {output / 'archive' / report.event / f'edition-{report.edition:04d}'}", soft_wrap=True
        )
    if report.sent:
        console.print(f"letters:  {output / 'outbox' / report.event}", soft_wrap=True)
    if report.projection:
        show_projection(report.projection)
    if report.stopped:
        console.print(f"[yellow]stopped:[/]  {escape(report.stopped)}", soft_wrap=True)
    console.print(f"next:     reportgen {'release' if report.waiting else 'status'} {event}", soft_wrap=True)


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


def _categories(reasons: Sequence[Difference]) -> list[str]:
    return sorted({str(each.category) for each in reasons}) or ["design"]


def _differences(reasons: Sequence[Difference]) -> None:
    shown = [each for each in reasons if each.path]
    for each in shown[:DIFFERENCES_SHOWN]:
        console.print(
            f"         {each.part} {escape(each.path)}: {escape(each.old or '–')} → {escape(each.new or '–')}",
            soft_wrap=True,
        )
    if len(shown) > DIFFERENCES_SHOWN:
        console.print(f"         and {len(shown) - DIFFERENCES_SHOWN} more values")
