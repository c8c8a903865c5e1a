"""Contrasts between the municipalities at one table, as a start for questions to each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice

from reportgen.domain.figures.diversity import INDEX_MARGIN, SHARE_MARGIN
from reportgen.domain.figures.facts import share_of
from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.population import BACKGROUNDS, Origin
from reportgen.domain.figures.profile import Profile


class TableContrastKind(StrEnum):
    """Kinds of difference between two municipalities."""

    PACE = "pace"  # the index was about equal in the first year, and is not in the last
    MIX = "mix"  # the index is about equal, the shares of groups are not
    LEVEL = "level"  # the furthest apart in share with a migration background
    GROUP = "group"  # the furthest apart in the share of one origin group


@dataclass(frozen=True, slots=True)
class TableContrast:
    """Two municipalities with two figures each.

    The figures are, by kind: for ``PACE`` the index in the first and the last year; for ``MIX`` the index and the share
    of the origin group ``about``; for ``LEVEL`` the share with a migration background, twice; for ``GROUP`` the share
    of the group ``about``, twice.
    """

    kind: TableContrastKind
    about: Origin | None
    one: str
    one_first: Figure
    one_second: Figure
    other: str
    other_first: Figure
    other_second: Figure


def contrasts_of(profiles: Sequence[Profile], number: int = 2) -> tuple[TableContrast, ...]:
    """The largest contrast of each kind between any two municipalities, at most ``number``."""
    pairs = tuple(combinations(profiles, 2))
    found = (contrast(pairs) for contrast in (_pace, _mix, _level, _group))
    return tuple(islice((each for each in found if each is not None), number))


Pairs = tuple[tuple[Profile, Profile], ...]


def _pace(pairs: Pairs) -> TableContrast | None:
    alike = [
        (abs(_growth(one) - _growth(other)), one, other)
        for one, other in pairs
        if one.first.year == other.first.year < one.last.year
        and abs(one.first.index.value - other.first.index.value) <= 2 * INDEX_MARGIN
        and abs(_growth(one) - _growth(other)) > 2 * INDEX_MARGIN
        and abs(one.last.index.value - other.last.index.value) > INDEX_MARGIN
    ]
    if not alike:
        return None
    _, one, other = max(alike, key=lambda pair: pair[0])
    return TableContrast(
        TableContrastKind.PACE,
        None,
        one.name,
        one.first.index,
        one.last.index,
        other.name,
        other.first.index,
        other.last.index,
    )


def _mix(pairs: Pairs) -> TableContrast | None:
    alike = [
        (abs(share_of(one, origin).value - share_of(other, origin).value), origin, one, other)
        for one, other in pairs
        if abs(one.index.value - other.index.value) <= 2 * INDEX_MARGIN
        for origin in BACKGROUNDS
    ]
    if not alike:
        return None
    gap, origin, one, other = max(alike, key=lambda pair: pair[0])
    if gap <= 2 * SHARE_MARGIN:
        return None
    return TableContrast(
        TableContrastKind.MIX,
        origin,
        one.name,
        one.index,
        share_of(one, origin),
        other.name,
        other.index,
        share_of(other, origin),
    )


def _level(pairs: Pairs) -> TableContrast | None:
    if not pairs:
        return None
    one, other = max(
        pairs,
        key=lambda pair: abs(pair[0].last.migration_background.value - pair[1].last.migration_background.value),
    )
    own, others = one.last.migration_background, other.last.migration_background
    if abs(own.value - others.value) <= SHARE_MARGIN:
        return None
    return TableContrast(TableContrastKind.LEVEL, None, one.name, own, own, other.name, others, others)


def _group(pairs: Pairs) -> TableContrast | None:
    """The group of which one has a larger share though fewer of its residents have a migration background."""
    crossed = [
        (share_of(one, origin).value - share_of(other, origin).value, origin, one, other)
        for first, second in pairs
        for one, other in ((first, second), (second, first))
        if one.last.migration_background.value <= other.last.migration_background.value - SHARE_MARGIN
        for origin in BACKGROUNDS
    ]
    gap, origin, one, other = max(crossed, key=lambda pair: pair[0], default=(0.0, None, None, None))
    if origin is None or one is None or other is None or gap <= 2 * SHARE_MARGIN:
        return None
    own, others = share_of(one, origin), share_of(other, origin)
    return TableContrast(TableContrastKind.GROUP, origin, one.name, own, own, other.name, others, others)


def _growth(profile: Profile) -> float:
    return profile.last.index.value - profile.first.index.value
