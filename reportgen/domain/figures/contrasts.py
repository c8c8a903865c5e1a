"""Contrasts between the municipalities at one table, as a start for questions to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.profile import Profile
from reportgen.domain.figures.subject_figures import SubjectFigures, deviation

CONTRASTS = 2
"""Contrasts on the page of a table."""


class TableContrastKind(StrEnum):
    """Kinds of difference between two municipalities."""

    LEVEL = "level"  # one measure, far apart
    PACE = "pace"  # one measure, about equal in the first year, and not in the last
    CROSSED = "crossed"  # two measures: one has more of the first, the other more of the second


@dataclass(frozen=True, slots=True)
class TableContrast:
    """Two municipalities with one or two figures each.

    ``LEVEL`` has the same figure as first and second; ``PACE`` those of the first and the last year; ``CROSSED`` those
    of the measure and of ``beside``.
    """

    kind: TableContrastKind
    measure: str
    beside: str
    one: str
    one_first: Figure
    one_second: Figure
    other: str
    other_first: Figure
    other_second: Figure


def contrasts_of(
    profiles: Sequence[Profile], figures: SubjectFigures, number: int = CONTRASTS
) -> tuple[TableContrast, ...]:
    """The largest contrasts between any two municipalities, each of other measures and of another pair."""
    found = sorted(
        (
            (abs(own.value - others.value) / spread, each.key, one, other, own, others)
            for one, other in combinations(profiles, 2)
            for each in one.measures
            if (own := each.last) and (others := other.measure(each.key).last)
            if (spread := deviation(tuple(figures.values(each.key).values())))
            if abs(own.value - others.value) > figures.measures[each.key].margin(own.value, others.value)
        ),
        key=lambda each: (-each[0], each[1], each[2].code, each[3].code),
    )
    made: list[TableContrast] = []
    for _, key, one, other, own, others in found:
        pairs = {(each.one, each.other) for each in made}
        if key not in {each.measure for each in made} and (one.name, other.name) not in pairs:
            made.append(TableContrast(TableContrastKind.LEVEL, key, "", one.name, own, own, other.name, others, others))
    return tuple(made[:number])
