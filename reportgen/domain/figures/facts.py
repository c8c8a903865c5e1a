"""The three facts of a municipality that differ most from the country, the past, its peers or within it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

from reportgen.domain.figures.diversity import INDEX_MARGIN, SHARE_MARGIN, Comparison, comparison_of, index_of
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.population import BACKGROUNDS, Origin
from reportgen.domain.figures.profile import Profile, Share
from reportgen.domain.figures.statistics import SMALL_DISTRICT, District, Districts, Statistics
from reportgen.domain.places.municipality import COUNTRY

FACTS = 3
"""Facts on page one."""


class FactKind(StrEnum):
    """What a fact compares the municipality with."""

    COUNTRY = "country"
    PAST = "past"
    PEERS = "peers"
    WITHIN = "within"
    NATION = "nation"  # of the country: the share with a migration background, beside nothing
    CHANCE = "chance"  # of the country: the index
    RANGE = "range"  # the highest and the lowest index of a municipality


@dataclass(frozen=True, slots=True)
class Fact:
    """A comparison of two figures of the same unit.

    Attributes:
        contrast: what is compared; one fact of each kind at most.
        about: the origin group, where it is about one.
        own: the municipality's figure; in ``WITHIN`` that of the highest district.
        other: the figure it is compared with; in ``WITHIN`` that of the lowest district.
        comparison: whether own is more, less or the same, given the margin.
        score: the difference in standard deviations over all municipalities.
        among: number of districts, peers or municipalities; 0 where it does not apply.
        names: in ``RANGE`` the municipalities with the highest and the lowest index.
        grouping: the grouping of an index.
    """

    contrast: FactKind
    about: Origin | None
    own: Figure
    other: Figure
    comparison: Comparison
    score: float
    among: int = 0
    names: tuple[str, ...] = ()
    grouping: str = ""


@dataclass(frozen=True, slots=True)
class Deviations:
    """Standard deviations over all municipalities of the values that facts compare."""

    migration_background: float
    index: float
    index_change: float
    shares: tuple[float, ...]
    spread: float


def deviations_of(statistics: Statistics) -> Deviations:
    """Standard deviations over all municipalities, in which the size of a fact is expressed."""
    everyone = tuple(statistics.populations().values())
    grown = [index_of(series[-1]) - index_of(series[0]) for series in statistics.series.values()]
    spreads = [
        districts[-1].share - districts[0].share
        for each in statistics.districts.values()
        if len(districts := sizable_districts(each)) > 1
    ]
    return Deviations(
        _deviation([each.migration_background for each in everyone]),
        _deviation([index_of(each) for code, each in statistics.finest_populations().items() if code != COUNTRY]),
        _deviation(grown),
        tuple(_deviation([each.share(origin) for each in everyone]) for origin in BACKGROUNDS),
        _deviation(spreads),
    )


def facts_of(profile: Profile, country: Profile, peers: Sequence[Profile], deviations: Deviations) -> tuple[Fact, ...]:
    """The largest differences of a municipality, one of each kind, the largest first; equal figures come last."""
    tests: tuple[Callable[[], Fact | None], ...] = (
        lambda: _with_country(profile, country, deviations),
        lambda: _with_past(profile, deviations),
        lambda: _with_peers(profile, peers, deviations),
        lambda: _within(profile, deviations),
    )
    facts = [fact for test in tests if (fact := test()) is not None]
    return tuple(sorted(facts, key=lambda fact: (fact.comparison is Comparison.SAME, -fact.score, fact.contrast)))[
        :FACTS
    ]


def national_facts(country: Profile, by_index: Sequence[Profile]) -> tuple[Fact, ...]:
    """Facts of the whole country, for guests, who are of no municipality.

    Args:
        by_index: the municipalities, the highest index first.
    """
    share, index = country.last.migration_background, country.index
    high, low = by_index[0], by_index[-1]
    same, among = Comparison.SAME, len(by_index)
    names = (high.name, low.name)
    return (
        Fact(FactKind.NATION, None, share, share, same, 0.0),
        Fact(FactKind.CHANCE, None, index, index, same, 0.0, grouping=country.grouping),
        Fact(FactKind.RANGE, None, high.index, low.index, Comparison.MORE, 0.0, among, names, high.grouping),
    )


DistinctiveGroup = tuple[Share | None, Figure | None]
"""An origin group of a municipality, and its share in the country where that is smaller; else None."""


def distinctive_group(profile: Profile, country: Profile) -> DistinctiveGroup:
    """The origin group whose share exceeds that in the country most; the largest group if none does."""
    beyond = [
        (share.figure.value - there.figure.value, share, there.figure)
        for share, there in zip(profile.last.shares, country.last.shares, strict=True)
    ]
    most, share, there = max(beyond, key=lambda each: each[0])
    if most > SHARE_MARGIN:
        return share, there
    return max(profile.last.shares, key=lambda each: each.figure.value), None


def sizable_districts(districts: Districts) -> tuple[District, ...]:
    """The districts with enough residents for a meaningful share, lowest share first."""
    return tuple(each for each in districts.districts if each.residents >= SMALL_DISTRICT)


def mean_share(peers: Sequence[Profile], origin: Origin) -> float:
    """The unweighted mean over municipalities of the share of one group, in percent."""
    return sum(share_of(peer, origin).value for peer in peers) / len(peers)


def share_of(profile: Profile, origin: Origin) -> Figure:
    """The share of one group in the reference year."""
    return next(share.figure for share in profile.last.shares if share.origin is origin)


def _with_country(profile: Profile, country: Profile, deviations: Deviations) -> Fact:
    own, other = profile.last.migration_background, country.last.migration_background
    return _fact(FactKind.COUNTRY, None, own, other, SHARE_MARGIN, deviations.migration_background)


def _with_past(profile: Profile, deviations: Deviations) -> Fact | None:
    if profile.first.year == profile.last.year:
        return None
    fact = _fact(FactKind.PAST, None, profile.last.index, profile.first.index, INDEX_MARGIN, deviations.index_change)
    return replace(fact, grouping=profile.series_grouping)


def _with_peers(profile: Profile, peers: Sequence[Profile], deviations: Deviations) -> Fact | None:
    if not peers:
        return None
    candidates = []
    for origin, deviation in zip(BACKGROUNDS, deviations.shares, strict=True):
        own = share_of(profile, origin)
        mean = Figure(mean_share(peers, origin), Unit.PERCENT, own.year, own.source)
        candidates.append(_fact(FactKind.PEERS, origin, own, mean, SHARE_MARGIN, deviation, among=len(peers)))
    return max(candidates, key=lambda fact: (fact.comparison is not Comparison.SAME, fact.score))


def _within(profile: Profile, deviations: Deviations) -> Fact | None:
    districts = sizable_districts(profile.districts) if profile.districts else ()
    if profile.districts is None or len(districts) < 3:
        return None
    low, high = (
        Figure(each.share, Unit.PERCENT, profile.districts.year, profile.districts.source)
        for each in (districts[0], districts[-1])
    )
    return _fact(FactKind.WITHIN, None, high, low, SHARE_MARGIN, deviations.spread, among=len(districts))


def _fact(
    contrast: FactKind,
    about: Origin | None,
    own: Figure,
    other: Figure,
    margin: float,
    deviation: float,
    among: int = 0,
) -> Fact:
    score = abs(own.value - other.value) / deviation if deviation else 0.0
    comparison = comparison_of(own.value, other.value, margin)
    return Fact(contrast, about, own, other, comparison, round(score, 3), among)


def _deviation(numbers: Sequence[float]) -> float:
    mean = sum(numbers) / len(numbers)
    return sqrt(sum((number - mean) ** 2 for number in numbers) / len(numbers))
