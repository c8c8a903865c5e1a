"""Finds tables of CBS by words, describes them and reads their figures, by whichever version of OData answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from reportgen.errors import SourceError
from reportgen.sources.cbs.dataset import CatalogueEntry, Dataset, DatasetQuery, DatasetReader, Observation
from reportgen.sources.names.spelling import folded

T = TypeVar("T")


def tables_about(words: str, readers: Sequence[DatasetReader]) -> tuple[CatalogueEntry, ...]:
    """The tables whose title has all of these words or parts of words, the newest first.

    Args:
        readers: asked in this order until one answers.

    Raises:
        SourceError: none of them answers.
    """
    wanted = folded(words).split()
    found = [
        entry
        for entry in _first(readers, lambda reader: reader.catalogue())
        if all(word in folded(f"{entry.table} {entry.title}") for word in wanted)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.modified, entry.table), reverse=True))


def dataset_of(table: str, readers: Sequence[DatasetReader]) -> tuple[Dataset, DatasetReader]:
    """The description of a table, and the reader that gave it.

    Raises:
        SourceError: none of them answers, or none has the table.
    """
    return _first(readers, lambda reader: (reader.describe(table), reader))


def observations_of(dataset: Dataset, query: DatasetQuery, reader: DatasetReader) -> tuple[Observation, ...]:
    """The figures that a query asks for, by region and period.

    Raises:
        UsageError: the table has no such measure, dimension or category.
        SourceError: no whole answer.
    """
    names = [each.key for each in dataset.dimensions]
    found = reader.observations(dataset, query)
    return tuple(sorted(found, key=lambda each: (each.measure, *(each.at[name] for name in names))))


def _first(readers: Sequence[DatasetReader], ask: Callable[[DatasetReader], T]) -> T:
    """What the first reader that answers says.

    Raises:
        SourceError: that of the first one, if none does.
    """
    faults: list[SourceError] = []
    for reader in readers:
        try:
            return ask(reader)
        except SourceError as fault:
            faults.append(fault)
    raise faults[0]
