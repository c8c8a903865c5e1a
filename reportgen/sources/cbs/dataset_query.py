"""Checks what is asked of a table before it is asked, so that a wrong key is told with those that exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.sources.cbs.dataset import Dataset, DatasetQuery

SHOWN = 12
"""Keys that a message names at most."""


def check_query(dataset: Dataset, query: DatasetQuery) -> None:
    """Does nothing when the table can answer a query.

    Raises:
        UsageError: the table has no such measure, dimension or category.
    """
    measures = {each.key: each.title for each in dataset.measures}
    for key in query.measures:
        if key not in measures:
            _refuse(dataset, f"measure {key}", key, measures)
    dimensions = {each.key: each for each in dataset.dimensions}
    for name, key in query.at.items():
        if name not in dimensions:
            _refuse(dataset, f"dimension {name}", name, dimensions)
        categories = {each.key: each.title for each in dimensions[name].categories}
        if key not in categories:
            _refuse(dataset, f"{name} {key}", key, categories)


def _refuse(dataset: Dataset, what: str, key: str, there: Iterable[str]) -> None:
    keys = list(there)
    shown = get_close_matches(key, keys, SHOWN) or keys[:SHOWN]
    more = ", …" if len(shown) < len(keys) else ""
    raise UsageError(
        said("Table {table} has no {reason}", table=dataset.table, reason=what),
        where=dataset.title,
        todo=said("take one of: {shown}{more}", shown=", ".join(shown), more=more),
    )
