"""Figures are fetched from CBS when it revised them; what is odd or missing leaves the last good ones in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.figures.figure import Source
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.errors import SourceError
from reportgen.sources.cbs.figure_source import FigureSource
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.cbs.statistics import statistics_from
from reportgen.sources.cbs.table_store import StoredTable, TableStore, stored_tables_for, with_stored_tables
from reportgen.sources.cbs.tables import FETCHED_TABLES, ReferenceYear, TableDefinition

Progress = Callable[[str, int, int], None]


class TableOutcome(StrEnum):
    """What became of a table."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"  # CBS did not revise it, or the revision changed nothing that is used
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TableRefresh:
    """A table after a refresh: what became of it, and what is in use now."""

    key: str
    table: str
    outcome: TableOutcome
    modified: str
    rows: int


def refresh(
    folder: Path, paths: Paths, source: FigureSource, now: datetime, force: bool, progress: Progress
) -> tuple[tuple[TableRefresh, ...], tuple[Finding, ...]]:
    """Fetches each table of an event that CBS revised since it was last fetched, and keeps it if it is good.

    Args:
        source: where tables are asked.
        force: fetch again what was not revised.

    Raises:
        ReportgenError: the event, or the figures that came along, cannot be read.
    """
    own = load_event_file(folder).settings.tables
    base = snapshot_in(paths.figures)
    statistics = statistics_from(base)
    scope = ReferenceYear(statistics.year, frozenset(statistics.municipalities))
    shelf = TableStore(paths.fetched_tables)
    done: list[TableRefresh] = []
    findings: list[Finding] = []
    wanted = [TableDefinition(each.key, own.get(each.key, each.table), each.make) for each in FETCHED_TABLES]
    for number, each in enumerate(wanted, 1):
        before = shelf.newest(each.key, scope.year)
        try:
            outcome, now_kept = _refreshed(each, before, base, scope, shelf, source, now, force)
            done.append(TableRefresh(each.key, each.table, outcome, now_kept.modified, now_kept.rows))
        except SourceError as fault:
            last = before.source if before else base.sources.get(each.key)
            modified, rows = (before.modified, before.rows) if before else ("", base.rows.get(each.key, 0))
            done.append(TableRefresh(each.key, each.table, TableOutcome.FAILED, modified, rows))
            findings.append(_told(each, fault, last))
        progress("refresh", number, len(wanted))
    return tuple(done), tuple(findings)


def _told(wanted: TableDefinition, fault: SourceError, last: Source | None) -> Finding:
    if last is None:  # a table that packs can do without
        return finding("figures-not-there", Severity.DOUBTFUL, table=wanted.table, reason=fault)
    return finding(
        "figures-not-refreshed", Severity.DOUBTFUL, table=wanted.table, reason=fault, retrieved=last.retrieved
    )


def _refreshed(
    wanted: TableDefinition,
    before: StoredTable | None,
    base: Snapshot,
    scope: ReferenceYear,
    shelf: TableStore,
    source: FigureSource,
    now: datetime,
    force: bool,
) -> tuple[TableOutcome, StoredTable]:
    info = source.info(wanted.table)
    same_table = before is not None and before.source.table == wanted.table
    if before is not None and same_table and before.modified == info.modified and not force:
        shelf.confirm(before, now)
        return TableOutcome.UNCHANGED, before
    made = wanted.make(source, wanted.table, scope)
    if made.answer.info.modified != info.modified:
        raise SourceError("CBS revised the table while it was read")
    if before is not None and same_table and (before.text, before.modified) == (made.text, info.modified):
        shelf.confirm(before, now)
        return TableOutcome.UNCHANGED, before
    in_use = stored_tables_for(base, shelf)
    others = with_stored_tables(base, in_use)
    trial = replace(
        others,
        texts={**others.texts, wanted.key: made.text},
        rows={**others.rows, wanted.key: made.rows},
        years={**others.years, wanted.key: scope.year},
    )
    statistics_from(trial)  # raises what does not fit the other tables
    return TableOutcome.FETCHED, shelf.keep(wanted, made, scope, now)
