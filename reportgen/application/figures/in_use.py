"""The figures in use: those that come with the program, or newer ones that were fetched."""

from __future__ import annotations

from dataclasses import replace

from reportgen.config.paths import Paths
from reportgen.sources.cbs.indicator_values import IndicatorValues, embedded_values, merged
from reportgen.sources.cbs.snapshot_values import snapshot_values
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.cbs.table_store import StoredTable, TableStore, stored_tables_for, with_stored_tables
from reportgen.sources.cbs.value_reading import replaced
from reportgen.sources.cbs.value_store import ValueStore


def figures_in_use(paths: Paths) -> tuple[Snapshot, dict[str, StoredTable]]:
    """The snapshot of figures in use, and the fetched tables in it by key.

    Raises:
        SourceError: they cannot be read.
    """
    embedded = snapshot_in(paths.figures)
    fetched = stored_tables_for(embedded, TableStore(paths.fetched_tables))
    return with_stored_tables(embedded, fetched), fetched


def values_in_use(paths: Paths) -> IndicatorValues:
    """The values of indicators in use: those that come with the program, and fetched ones in their place.

    Raises:
        SourceError: they cannot be read.
    """
    return values_beside(figures_in_use(paths)[0], paths)


def values_beside(snapshot: Snapshot, paths: Paths) -> IndicatorValues:
    """The values in use where this is the snapshot in use.

    Raises:
        SourceError: the figures do not add up.
    """
    values = merged((embedded_values(), snapshot_values(snapshot)))
    for each in ValueStore(paths.fetched_values).all():
        fetched = each.as_values()
        together = merged((values, fetched))
        values = replace(together, values=replaced(values.values, fetched.values))
    return values
