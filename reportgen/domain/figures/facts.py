"""The three facts of page one: the figures of a municipality that are furthest from what is usual."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from reportgen.domain.figures.diversity import Comparison, comparison_of
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.profile import MeasureFigures, Profile
from reportgen.domain.figures.subject_figures import Rank, SubjectFigures, mean

FACTS = 3
"""Facts on page one."""

FEWEST_PEOPLE = 100
"""People below which nothing is told of a group."""

LEAST_SHARE = 1.0
"""Percent below which nothing is told of a group."""


class FactKind(StrEnum):
    """What a fact compares the figure with."""

    COUNTRY = "country"
    PAST = "past"
    PEERS = "peers"
    WITHIN = "within"  # the highest and the lowest district
    RANK = "rank"  # all municipalities; where there is nothing else to compare with
    NATION = "nation"  # of the country, beside nothing
    RANGE = "range"  # the highest and the lowest municipality


@dataclass(frozen=True, slots=True)
class Fact:
    """A comparison of two figures of the same unit.

    Attributes:
        kind: what is compared with.
        measure: its key; each measure has one fact at most.
        own: the municipality's figure; in ``WITHIN`` that of the highest district.
        other: the figure it is compared with; in ``WITHIN`` that of the lowest district, in ``RANK`` None.
        comparison: whether own is more, less or the same, given the margin.
        score: how far it is from usual, in standard deviations over all municipalities.
        rank: of the own figure; in ``PAST`` of the change; None in ``WITHIN`` and of the country.
        people: how many people, dwellings or other units a share is, rounded; None where nothing is counted.
        among: number of districts, peers or municipalities; 0 where it does not apply.
        names: in ``WITHIN`` the highest and the lowest district, in ``RANGE`` such municipalities.
    """

    kind: FactKind
    measure: str
    own: Figure
    other: Figure | None
    comparison: Comparison
    score: float
    rank: Rank | None = None
    people: int | None = None
    among: int = 0
    names: tuple[str, ...] = ()


def facts_of(profile: Profile, country: Profile, peers: Sequence[Profile], figures: SubjectFigures) -> tuple[Fact, ...]:
    """The facts of a municipality that are furthest from usual, each of another measure, the furthest first."""
    found: list[Fact] = []
    tests: tuple[Callable[[], Fact | None], ...]
    for each in profile.measures:
        tests = (
            lambda each=each: _with_country(each, figures),  # type: ignore[misc]  # a default binds the loop's value
            lambda each=each: _with_past(each, figures),  # type: ignore[misc]  # the same
            lambda each=each: _with_peers(each, peers, figures),  # type: ignore[misc]  # the same
            lambda each=each: _within(each, figures),  # type: ignore[misc]  # the same
        )
        facts = [fact for test in tests if (fact := test()) is not None]
        if facts:
            found.append(max(facts, key=lambda fact: (fact.comparison is not Comparison.SAME, fact.score)))
    found.sort(key=lambda fact: (fact.comparison is Comparison.SAME, -fact.score, fact.measure))
    return tuple(found[:FACTS])


def national_facts(country: Profile, figures: SubjectFigures) -> tuple[Fact, ...]:
    """Facts of the whole country, for guests, who are of no municipality."""
    found = [
        Fact(FactKind.NATION, each.key, each.country, None, Comparison.SAME, 0.0)
        for each in country.measures
        if each.country is not None
    ]
    return tuple(found[:FACTS])


def deviation(numbers: Sequence[float]) -> float:
    """The standard deviation."""
    middle = mean(numbers)
    return sqrt(sum((number - middle) ** 2 for number in numbers) / len(numbers))


def _with_country(each: MeasureFigures, figures: SubjectFigures) -> Fact | None:
    if each.last is None or each.country is None or each.last.unit is Unit.COUNT:
        return None
    return _fact(FactKind.COUNTRY, each, each.last, each.country, figures, each.rank)


def _with_past(each: MeasureFigures, figures: SubjectFigures) -> Fact | None:
    first_year = figures.first_year(each.key)
    first = next((figure for figure in each.figures if figure.year == first_year), None)
    if each.last is None or first is None or each.change_rank is None:
        return None
    return _fact(FactKind.PAST, each, each.last, first, figures, each.change_rank)


def _with_peers(each: MeasureFigures, peers: Sequence[Profile], figures: SubjectFigures) -> Fact | None:
    values = [last.value for peer in peers if (last := peer.measure(each.key).last)]
    if each.last is None or not values or each.last.unit is Unit.COUNT:
        return None
    average = figures.figure(each.key, mean(values), each.last.year)
    return _fact(FactKind.PEERS, each, each.last, average, figures, each.rank, among=len(values))


def _within(each: MeasureFigures, figures: SubjectFigures) -> Fact | None:
    districts = each.districts.sizable if each.districts else ()
    if each.districts is None or len(districts) < 3:
        return None
    low, high = districts[0], districts[-1]
    own, other = (figures.figure(each.key, district.value, each.districts.year) for district in (high, low))
    names = (high.name, low.name)
    return _fact(FactKind.WITHIN, each, own, other, figures, None, len(districts), names)


def _fact(
    kind: FactKind,
    each: MeasureFigures,
    own: Figure,
    other: Figure,
    figures: SubjectFigures,
    rank: Rank | None,
    among: int = 0,
    names: tuple[str, ...] = (),
) -> Fact:
    values = figures.changes(each.key) if kind is FactKind.PAST else figures.values(each.key)
    spread = deviation(tuple(values.values())) if values else 0.0
    score = abs(own.value - other.value) / spread if spread else 0.0
    comparison = comparison_of(own.value, other.value, figures.measures[each.key].margin(own.value, other.value))
    return Fact(kind, each.key, own, other, comparison, round(score, 3), rank, None, among, names)
