"""What figures come to is worked out once for the same figures, however many commands ask in one process."""

from __future__ import annotations

from functools import wraps

from reportgen.domain.figures.profile import Statistics
from reportgen.sources.cbs import statistics
from reportgen.sources.cbs.snapshots import Snapshot

MOST = 12
"""Sets of figures that are remembered."""


def remember_figures() -> None:
    """From now on, wherever ``statistics_from`` is imported; before anything imports it by its name."""
    work_out = statistics.statistics_from
    known: dict[tuple[object, ...], Statistics] = {}

    @wraps(work_out)
    def remembered(snapshot: Snapshot) -> Statistics:
        mark = _all_of(snapshot)
        if mark not in known:
            known[mark] = work_out(snapshot)  # figures that are wrong are not remembered, and are wrong each time
        found = known[mark] = known.pop(mark)
        if len(known) > MOST:
            del known[next(iter(known))]
        return found

    setattr(statistics, work_out.__name__, remembered)


def _all_of(snapshot: Snapshot) -> tuple[object, ...]:
    """Everything in a snapshot, as it can be looked up."""
    tables = (snapshot.texts, snapshot.rows, snapshot.sources, snapshot.years)
    return (snapshot.name, *(tuple(each.items()) for each in tables), snapshot.municipalities, snapshot.residents)
