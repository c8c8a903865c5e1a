"""A cache, for tests only, of the statistics of a snapshot: many commands of one process ask for the same."""

from __future__ import annotations

from functools import wraps

from reportgen.domain.figures.statistics import Statistics
from reportgen.sources.cbs import statistics
from reportgen.sources.cbs.snapshots import Snapshot

CAPACITY = 12
"""Snapshots whose statistics are kept."""


def cache_statistics() -> None:
    """Replaces ``statistics_from``; to be called before another module imports it by its name."""
    computed = statistics.statistics_from
    kept: dict[tuple[object, ...], Statistics] = {}

    @wraps(computed)
    def cached(snapshot: Snapshot) -> Statistics:
        key = _key_of(snapshot)
        if key not in kept:
            kept[key] = computed(snapshot)  # an error is not kept
        found = kept[key] = kept.pop(key)
        if len(kept) > CAPACITY:
            del kept[next(iter(kept))]
        return found

    setattr(statistics, computed.__name__, cached)


def _key_of(snapshot: Snapshot) -> tuple[object, ...]:
    """Everything in a snapshot, as a key of a dictionary."""
    tables = (snapshot.texts, snapshot.rows, snapshot.sources, snapshot.years)
    return (snapshot.name, *(tuple(each.items()) for each in tables), snapshot.municipalities, snapshot.residents)
