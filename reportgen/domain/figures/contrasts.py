"""Contrasts between the municipalities at one table, as a start for questions to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

from reportgen.domain.figures.diversity import Comparison, comparison_of
from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.profile import MeasureFigures, Profile
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.figures.substance import tells

CONTRASTS = 2
"""Contrasts on the page of a table."""

PACE_COUNTS, CROSSED_COUNTS = 2.0, 1.5
"""What the difference of a rarer kind of contrast is multiplied by, beside one of level."""

NAMED_AGAIN = 0.5
"""The same for each of the two municipalities that another contrast names already."""

SMALL_PART = 0.1
"""Part of the larger of two figures that they differ by at most, where a contrast says that the difference is small."""

LEAST_CROSSED = 0.5
"""Standard deviations that both measures of a crossed contrast differ by at least."""

ALIKE_COUNTS = 0.001
"""What stands for the difference where there is none, so that any other contrast goes first."""


class TableContrastKind(StrEnum):
    """Kinds of difference between two municipalities."""

    LEVEL = "level"  # one measure, far apart
    PACE = "pace"  # one measure, about equal in the first year, and not in the last
    CROSSED = "crossed"  # two measures: one has more of the first, the other more of the second
    ALIKE = "alike"  # one measure, about equal; for those that differ in nothing else
    NATION = "nation"  # one measure, of a municipality and the country; for one beside which no other is named
    UNKNOWN = "unknown"  # one measure, of which the other has no figure; for those that have none at all


@dataclass(frozen=True, slots=True)
class TableContrast:
    """Two municipalities with one or two figures each.

    ``LEVEL`` and ``ALIKE`` have the same figure as first and second; ``PACE`` those of the first and the last year;
    ``CROSSED`` those of the measure and of ``beside``. The one has more of the measure, in ``PACE`` in the last year,
    than the other; in ``ALIKE`` about as much. In ``NATION`` the other is the country, which may have more. ``UNKNOWN``
    has the one's figure, and the other's are None.
    """

    kind: TableContrastKind
    measure: str
    beside: str
    one: str
    one_first: Figure
    one_second: Figure
    other: str
    other_first: Figure | None
    other_second: Figure | None


ScoredContrast = tuple[float, TableContrast]
"""A contrast, with how far it is apart in standard deviations, weighted by its kind."""


def contrasts_of(
    profiles: Sequence[Profile], figures: SubjectFigures, number: int = CONTRASTS, about: str = ""
) -> tuple[TableContrast, ...]:
    """The largest contrasts between any two municipalities, each of other measures and as far as possible of others.

    Args:
        profiles: of municipalities that may be named.
        about: name of the municipality that the first contrast names, where there is such a one; empty for any.
    """
    return largest_contrasts(scored_contrasts(profiles, figures), number, about)


def scored_contrasts(profiles: Sequence[Profile], figures: SubjectFigures) -> list[ScoredContrast]:
    """All contrasts between any two municipalities, of which the largest are chosen for each reader."""
    pairs = permutations(profiles, 2)
    return [each for one, other in pairs if one.name != other.name for each in _between(one, other, figures)]


def largest_contrasts(
    found: Sequence[ScoredContrast], number: int = CONTRASTS, about: str = ""
) -> tuple[TableContrast, ...]:
    """The largest of some contrasts, as ``contrasts_of`` chooses them."""
    made: list[TableContrast] = []
    while found and len(made) < number:
        measures = {key for each in made for key in (each.measure, each.beside) if key}
        named = [name for each in made for name in (each.one, each.other)]
        kinds = {each.kind for each in made}

        def order(scored: ScoredContrast) -> tuple[bool, float, str, str, str, str]:
            score, each = scored
            again = sum(name in named for name in (each.one, each.other))  # noqa: B023  # used at once
            weight = NAMED_AGAIN ** (again + (each.kind in kinds))  # noqa: B023  # used at once
            first = about and about not in (each.one, each.other, *named)  # noqa: B023  # used at once
            return (bool(first), -score * weight, each.measure, each.beside, each.one, each.other)

        _, best = min(found, key=order)
        made.append(best)
        measures |= {best.measure, best.beside}
        found = [each for each in found if not measures & {each[1].measure, each[1].beside} - {""}]
    return tuple(made)


def _between(one: Profile, other: Profile, figures: SubjectFigures) -> Iterator[ScoredContrast]:
    """What the one has more of than the other, with how many standard deviations they are apart, and what is alike."""
    more, less = (_told(*both, figures, Comparison.MORE) for both in ((one, other), (other, one)))
    alike = _told(one, other, figures, Comparison.SAME) if one.code < other.code else {}
    for place, (key, (own, others, _)) in enumerate(alike.items(), 1):
        first, second = own[-1], others[-1]
        kind = TableContrastKind.ALIKE
        yield ALIKE_COUNTS / place, TableContrast(kind, key, "", one.name, first, first, other.name, second, second)
    yield from _unknown(one, other, figures)
    for key, (own, others, apart) in more.items():
        first, second = own[-1], others[-1]
        yield apart, TableContrast(TableContrastKind.LEVEL, key, "", one.name, first, first, other.name, second, second)
        yield from _pace(key, own, one.name, others, other.name, apart, figures)
        for beside, (theirs, ours, back) in less.items():
            if key < beside and min(apart, back) >= LEAST_CROSSED and not figures.opposite(key, beside):
                yield (
                    CROSSED_COUNTS * min(apart, back),
                    TableContrast(
                        TableContrastKind.CROSSED,
                        key,
                        beside,
                        one.name,
                        first,
                        ours[-1],
                        other.name,
                        second,
                        theirs[-1],
                    ),
                )


def _unknown(one: Profile, other: Profile, figures: SubjectFigures) -> Iterator[ScoredContrast]:
    """The figures of the one, where there are none of the other at all."""
    if any(each.last for each in other.measures):
        return
    for place, own in enumerate(one.measures, 1):
        last = own.last
        if last and not figures.measures[own.key].sized and tells(own.key, last, own.people, figures):
            kind = TableContrastKind.UNKNOWN
            yield ALIKE_COUNTS / place, TableContrast(kind, own.key, "", one.name, last, last, other.name, None, None)


_Both = tuple[Sequence[Figure], Sequence[Figure], float]


def _told(one: Profile, other: Profile, figures: SubjectFigures, way: Comparison) -> dict[str, _Both]:
    """The measures of which the one has more, or as much: the figures of both up to the reference year, and how far
    apart they are.

    Only of what can be compared between municipalities of any size, and of enough people in both.
    """
    found: dict[str, _Both] = {}
    for own, others in zip(one.measures, other.measures, strict=True):
        measure = figures.measures[own.key]
        if measure.sized or own.last is None or others.last is None:
            continue
        if not tells(own.key, own.last, own.people, figures) or not tells(own.key, others.last, others.people, figures):
            continue
        spread = figures.spread(own.key)
        if spread and _compared(own.last, others.last, own.key, figures) is way:
            apart = (own.last.value - others.last.value) / spread
            found[own.key] = (_until(own), _until(others), apart)
    return found


def _until(each: MeasureFigures) -> tuple[Figure, ...]:
    """The figures up to that of the reference year."""
    return tuple(figure for figure in each.figures if each.last is not None and figure.year <= each.last.year)


def _pace(
    key: str,
    own: Sequence[Figure],
    one: str,
    others: Sequence[Figure],
    other: str,
    apart: float,
    figures: SubjectFigures,
) -> Iterator[ScoredContrast]:
    """That they were about equal in the year that changes are counted from; no series goes across a merger."""
    first_year = figures.first_year(key)
    then = [figure for each in (own, others) for figure in each if figure.year == first_year]
    if (
        len(then) == 2
        and all(tells(key, each, None, figures) for each in then)
        and _compared(then[0], then[1], key, figures) is Comparison.SAME
        and abs(then[0].value - then[1].value) <= SMALL_PART * max(each.value for each in then)
    ):
        yield (
            PACE_COUNTS * apart,
            TableContrast(TableContrastKind.PACE, key, "", one, then[0], own[-1], other, then[1], others[-1]),
        )


def _compared(one: Figure, other: Figure, key: str, figures: SubjectFigures) -> Comparison:
    """Whether a figure is more than another, as both are printed."""
    own, others = (round(each.value, each.decimals) for each in (one, other))
    return comparison_of(own, others, figures.measures[key].margin(own, others))
