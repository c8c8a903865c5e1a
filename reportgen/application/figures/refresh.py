"""Fetches the tables that CBS revised; where that fails, the last good ones stay in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from reportgen.application.figures.event_subject import event_subject, fetchable, source_keys
from reportgen.application.figures.in_use import values_in_use
from reportgen.application.figures.refresh_values import refresh_values
from reportgen.application.figures.refreshed import RefreshedTable, RefreshOutcome
from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.subject import Subject
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.errors import SourceError
from reportgen.sources.cbs.dataset import DatasetReader
from reportgen.sources.cbs.fetched_tables import FETCHED_TABLES, ReferenceYear, TableDefinition
from reportgen.sources.cbs.snapshot_values import snapshot_municipalities, snapshot_values
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.cbs.table_source import TableSource
from reportgen.sources.cbs.table_store import StoredTable, TableStore, stored_tables_for, with_stored_tables
from reportgen.sources.cbs.unreachable import Unreachable

Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, how many tables are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class _Refresh:
    """What all tables of a refresh share."""

    snapshot: Snapshot
    reference: ReferenceYear
    store: TableStore
    source: TableSource
    moment: datetime
    force: bool
    answered: list[str]  # tables that CBS told anything about


def refresh(
    workspace: Workspace,
    source: TableSource,
    force: bool,
    progress: Progress,
    readers: Sequence[DatasetReader] = (),
) -> tuple[tuple[RefreshedTable, ...], tuple[Finding, ...]]:
    """Fetches each table of an event that CBS revised since the last fetch, and stores it when it passes all checks.

    Args:
        source: where tables are fetched from.
        force: fetch also what was not revised.
        readers: where values of indicators are fetched from, asked in this order; without any they are not.

    Returns:
        The result of each table, and a finding for each that could not be refreshed.

    Raises:
        ReportgenError: the event, or the figures that came with the program, cannot be read.
        Unreachable: nothing answers at all.
    """
    own, paths = workspace.settings.tables, workspace.paths
    subject = event_subject(workspace.settings)
    wanted, definitions = fetchable(subject) if readers else {}, _definitions(subject, paths)
    number, total = count(1), len(definitions) + len(wanted)
    snapshot = snapshot_in(paths.figures)
    year, municipalities = snapshot_municipalities(snapshot)
    reference = ReferenceYear(year, frozenset(municipalities))
    run = _Refresh(snapshot, reference, TableStore(paths.fetched_tables), source, workspace.moment, force, [])
    done: list[RefreshedTable] = []
    findings: list[Finding] = []
    errors: list[SourceError] = []
    for each in definitions:
        definition = replace(each, table=own.get(each.key, each.table))
        before = run.store.newest(each.key, reference.year)
        try:
            if errors and not run.answered and isinstance(errors[0], Unreachable):
                raise errors[0]  # each of them would be waited for as long
            outcome, stored = _refreshed(definition, before, run)
            done.append(RefreshedTable(each.key, definition.table, outcome, stored.modified, stored.rows))
        except SourceError as fault:
            errors.append(fault)
            last = before.source if before else snapshot.sources.get(each.key)
            modified, rows = (before.modified, before.rows) if before else ("", snapshot.rows.get(each.key, 0))
            done.append(RefreshedTable(each.key, definition.table, RefreshOutcome.FAILED, modified, rows))
            findings.append(_failure(definition, fault, last))
        progress("refresh", next(number), total)
    silent = not run.answered and bool(errors) and isinstance(errors[0], Unreachable)
    values, said, faults = refresh_values(
        wanted,
        paths,
        readers[1:] if silent else readers,
        workspace.moment,
        force,
        lambda: progress("refresh", next(number), total),
    )
    errors += faults
    if errors and len(errors) == total and all(isinstance(each, Unreachable) for each in errors):
        raise Unreachable("CBS does not answer; the last good figures stay in use", todo="try again later")
    return (*done, *values), (*findings, *said)


def _definitions(subject: Subject | None, paths: Paths) -> list[TableDefinition]:
    """The tables of the snapshot that the figures of a subject are from, and those that only check them."""
    keys = source_keys(subject, values_in_use(paths))
    return [each for each in FETCHED_TABLES if {each.key, each.held_against} & keys]


def _refreshed(
    definition: TableDefinition, before: StoredTable | None, run: _Refresh
) -> tuple[RefreshOutcome, StoredTable]:
    """The outcome for one table, and what is stored of it now; a SourceError leaves the store as it was."""
    info = run.source.info(definition.table)
    run.answered.append(definition.table)
    same_table = before is not None and before.source.table == definition.table
    if before is not None and same_table and before.modified == info.modified and not run.force:
        run.store.confirm(before, run.moment)
        return RefreshOutcome.UNCHANGED, before
    derived = definition.derive(run.source, definition.table, run.reference)
    if derived.data.info.modified != info.modified:
        raise SourceError("CBS revised the table while it was read")
    if before is not None and same_table and (before.text, before.modified) == (derived.text, info.modified):
        run.store.confirm(before, run.moment)
        return RefreshOutcome.UNCHANGED, before
    in_use = with_stored_tables(run.snapshot, stored_tables_for(run.snapshot, run.store))
    trial = replace(
        in_use,
        texts={**in_use.texts, definition.key: derived.text},
        rows={**in_use.rows, definition.key: derived.rows},
        years={**in_use.years, definition.key: run.reference.year},
    )
    snapshot_values(trial)  # raises a SourceError when the table does not fit the others
    return RefreshOutcome.FETCHED, run.store.save(definition, derived, run.reference, run.moment)


def _failure(definition: TableDefinition, fault: SourceError, last: Source | None) -> Finding:
    """The finding for a table that could not be refreshed.

    Args:
        last: the source of the figures that stay in use; None for a table that packs can do without.
    """
    if last is None:
        return finding("figures-not-there", Severity.DOUBTFUL, table=definition.table, reason=fault)
    return finding(
        "figures-not-refreshed", Severity.DOUBTFUL, table=definition.table, reason=fault, retrieved=last.retrieved
    )
