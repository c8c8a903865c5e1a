"""The three facts of page one: the figures of a municipality that are furthest from what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.figures.diversity import Comparison, comparison_of
from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.headline import Headline, HeadlineKind
from reportgen.domain.figures.headline_places import FEWEST_TO_COMPARE
from reportgen.domain.figures.profile import MeasureFigures, Profile
from reportgen.domain.figures.ranks import Rank, deviation, mean
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.figures.substance import district_tells, tells

FACTS = 3
"""Facts on page one."""

FEWEST_IN_MEAN = 3
"""Comparable municipalities below which there is no mean of them."""

PLACE_ALONE = 0.5
"""What the score of a place is multiplied by, which has no other figure beside it."""

NEXT = 2
"""Places from an end that are told before all else: the first and the second, the last and the last but one."""

KIND_AGAIN = 0.6
"""What the score of a fact is multiplied by when there is one of its kind already."""


class FactKind(StrEnum):
    """What a fact compares the figure with."""

    COUNTRY = "country"
    PAST = "past"
    PEERS = "peers"
    WITHIN = "within"  # the highest and the lowest district
    RANK = "rank"  # all municipalities; where there is nothing else to compare with
    NATION = "nation"  # of the country, beside nothing
    RANGE = "range"  # the highest and the lowest municipality


OTHER_NUMBER = (FactKind.PAST, FactKind.WITHIN)
"""Facts that lead with another number than the figure itself."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A comparison of two figures of the same unit.

    Attributes:
        kind: what is compared with.
        measure: its key.
        own: the municipality's figure; in ``WITHIN`` that of the highest district, in ``RANGE`` of the highest
            municipality.
        other: the figure it is compared with: of the country, of the first year, the mean of the peers; in ``WITHIN``
            that of the lowest district, in ``RANGE`` of the lowest municipality; None in ``RANK`` and ``NATION``.
        comparison: whether own is more, less or the same, given the margin; SAME only in ``RANK`` and ``NATION``,
            which do not compare.
        score: how far it is from usual, in standard deviations over all municipalities; to one decimal, so that it
            stays as it is when a figure of another municipality is revised.
        rank: of the own figure; in ``PAST`` of the change, in ``WITHIN`` of the range; None of the country.
        people: how many people, dwellings or others the own figure is, rounded; None where nothing is counted.
        among: number of districts, peers or municipalities; 0 where it does not apply.
        names: in ``WITHIN`` the highest and the lowest district, in ``RANGE`` such municipalities.
        scope: in ``RANK``, the province or the bounds of the size class that the rank is in, as in a headline; empty
            where it is among all.
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
    scope: str = ""

    @property
    def at_an_end(self) -> bool:
        """Whether the figure itself is the largest or the smallest of all municipalities, or but for one."""
        own = self.kind in (FactKind.COUNTRY, FactKind.PEERS, FactKind.RANK) and not self.scope
        return own and self.rank is not None and not self.rank.shared and min(self.rank.place, self.rank.last) <= NEXT


def facts_of(
    profile: Profile, peers: Sequence[Profile], figures: SubjectFigures, headline: Headline | None = None
) -> tuple[Fact, ...]:
    """The facts of a municipality that are furthest from usual, the furthest first, and before these its ends.

    Each is of another measure as far as there are enough. None says again what the headline says, and no number leads
    two of them: where little is known there are fewer than three.

    Args:
        peers: those that are near enough to be called comparable.
    """
    told = _told_by(headline)
    levels = {headline.measure} if headline and told and told[0] not in OTHER_NUMBER else set()
    left = [fact for each in profile.measures for fact in possible_facts(profile, each, peers, figures)]
    found: list[Fact] = []
    while len(found) < FACTS and left:
        counted, kinds = {figures.counted(fact.measure) for fact in found}, [fact.kind for fact in found]

        def order(fact: Fact) -> tuple[bool, bool, bool, bool, float]:
            return (
                figures.counted(fact.measure) not in counted,  # noqa: B023  # used at once
                fact.at_an_end and fact.measure not in levels,
                not fact.scope or figures.measures[fact.measure].flow,
                not (headline and figures.counted(fact.measure) == figures.counted(headline.measure)),
                fact.score * KIND_AGAIN ** kinds.count(fact.kind),  # noqa: B023  # used at once
            )

        best = max(left, key=order)
        left.remove(best)
        if (best.kind, best.measure, best.scope) != told and not _same_number(best, found):
            found.append(best)
    return tuple(found)


def _same_number(fact: Fact, found: Sequence[Fact]) -> bool:
    """Whether a fact leads with the number that another leads with already."""
    others = [each for each in found if each.measure == fact.measure]
    return fact.kind not in OTHER_NUMBER and any(each.kind not in OTHER_NUMBER for each in others)


def possible_facts(
    profile: Profile, each: MeasureFigures, peers: Sequence[Profile], figures: SubjectFigures
) -> Iterator[Fact]:
    """All that may be told of one measure of a municipality."""
    if each.last is not None and tells(each.key, each.last, each.people, figures):
        yield from _with_country(each, figures)
        yield from _with_past(each, profile.code, figures)
        yield from _with_peers(each, peers, figures)
        yield from _with_all(each, profile, figures)
    yield from _within(each, profile.code, figures)


def national_facts(country: Profile, figures: SubjectFigures, told: str = "") -> tuple[Fact, ...]:
    """Facts of the whole country, for guests, who are of no municipality: its figure, its range and its change.

    Args:
        told: key of the measure of the headline; there is no fact of it where there are others.
    """
    made: dict[FactKind, list[Fact]] = {FactKind.NATION: [], FactKind.RANGE: [], FactKind.PAST: []}
    for each in country.measures:
        if each.last is not None:
            made[FactKind.NATION].append(
                Fact(FactKind.NATION, each.key, each.last, None, Comparison.SAME, 0.0, None, each.people)
            )
        made[FactKind.RANGE] += _range(each.key, figures)
        made[FactKind.PAST] += _with_past(each, country.code, figures)
    found: list[Fact] = []
    for again in range(FACTS):  # one of each kind, and then others where there are not
        for kind in made:
            measures = {told, *(fact.measure for fact in found)}
            free = [fact for fact in made[kind] if fact not in found]
            fresh = [fact for fact in free if fact.measure not in measures] or (free if again else [])
            found += fresh[:1]
    return tuple(found[:FACTS])


def _told_by(headline: Headline | None) -> tuple[FactKind, str, str] | None:
    """Kind, measure and scope of the fact that would say what the headline says."""
    if headline is None:
        return None
    kinds = {
        HeadlineKind.FASTEST: FactKind.PAST,
        HeadlineKind.SLOWEST: FactKind.PAST,
        HeadlineKind.FASTEST_OF_ALL: FactKind.PAST,
        HeadlineKind.SLOWEST_OF_ALL: FactKind.PAST,
        HeadlineKind.UNLIKE: FactKind.PEERS,
        HeadlineKind.WIDEST: FactKind.WITHIN,
        HeadlineKind.DISTRICTS: FactKind.WITHIN,
    }
    return (kinds.get(headline.kind, FactKind.RANK), headline.measure, headline.scope)


def _with_country(each: MeasureFigures, figures: SubjectFigures) -> Iterator[Fact]:
    if each.last is None or each.country is None or figures.measures[each.key].sized:
        return
    usual = mean(tuple(figures.values(each.key).values()))  # most municipalities are on one side of the country
    score = _steps(each.last.value - usual, figures.spread(each.key))
    yield from _compared(FactKind.COUNTRY, each, each.last, each.country, score, each.rank, figures)


def _with_past(each: MeasureFigures, code: str, figures: SubjectFigures) -> Iterator[Fact]:
    """The change since the year that municipalities are compared from; of the country as well."""
    measure, changes = figures.measures[each.key], tuple(figures.changes(each.key).values())
    first = next((figure for figure in each.figures if figure.year == figures.first_year(each.key)), None)
    if each.last is None or first is None or not changes:
        return
    change = measure.change(first.value, each.last.value)
    if change is not None and tells(each.key, each.last, each.people, figures):
        score = _steps(change - mean(changes), deviation(changes))
        yield from _compared(FactKind.PAST, each, each.last, first, score, figures.change_rank(each.key, code), figures)


def _with_peers(each: MeasureFigures, peers: Sequence[Profile], figures: SubjectFigures) -> Iterator[Fact]:
    values = [last.value for peer in peers if (last := peer.measure(each.key).last)]
    if each.last is None or len(values) < FEWEST_IN_MEAN or figures.measures[each.key].sized:
        return
    average = figures.figure(each.key, mean(values), each.last.year)
    score = _steps(each.last.value - average.value, figures.spread(each.key))
    yield from _compared(FactKind.PEERS, each, each.last, average, score, each.rank, figures, len(values))


def _with_all(each: MeasureFigures, profile: Profile, figures: SubjectFigures) -> Iterator[Fact]:
    """The place among all, in the province, and among those of about the same size.

    Of what grows with size, only the last. Those in a scope are for where there is little else.
    """
    measure, everyone = figures.measures[each.key], frozenset(figures.data.municipalities)
    scopes = figures.scopes(profile.code)
    if measure.sized:
        scopes = {scope: codes for scope, codes in scopes.items() if scope != profile.province}
    else:
        scopes = {"": everyone, **scopes}
    for scope, codes in scopes.items():
        values = figures.values_among(each.key, scope, codes)
        rank = figures.rank_among(each.key, profile.code, scope, codes)
        every = not scope or len(values) == len(codes)
        if each.last is None or rank is None or not every or rank.of < FEWEST_TO_COMPARE:
            continue
        known = tuple(values.values())
        score = PLACE_ALONE * _steps(each.last.value - mean(known), deviation(known))
        if measure.sized and not measure.flow:
            score = 0.0  # of municipalities as large, it says little but how large they are
        same, of = Comparison.SAME, rank.of
        yield Fact(FactKind.RANK, each.key, each.last, None, same, round(score, 1), rank, each.people, of, (), scope)


def _within(each: MeasureFigures, code: str, figures: SubjectFigures) -> Iterator[Fact]:
    districts = each.districts.sizable if each.districts else ()
    if each.districts is None or code not in figures.ranges(each.key):
        return
    low, high = districts[0], districts[-1]
    if not district_tells(high, figures.measures[each.key]):
        return
    ranges = figures.ranges(each.key)
    score = _steps(max(0.0, ranges[code] - mean(tuple(ranges.values()))), deviation(tuple(ranges.values())))
    own, other = (figures.figure(each.key, district.value, each.districts.year) for district in (high, low))
    rank = figures.range_rank(each.key, code)
    names = (high.label, low.label)
    yield from _compared(FactKind.WITHIN, each, own, other, score, rank, figures, len(districts), names)


def _range(key: str, figures: SubjectFigures) -> Iterator[Fact]:
    """The highest and the lowest municipality, where no two have the same printed value."""
    values, measure = figures.values(key), figures.measures[key]
    ordered = sorted(values, key=lambda code: (values[code], code))
    printed = [round(values[code], measure.decimals) for code in ordered]
    if measure.sized or len(ordered) < FACTS or printed[0] == printed[1] or printed[-1] == printed[-2]:
        return
    low, high = (figures.figure(key, values[code], figures.year(key)) for code in (ordered[0], ordered[-1]))
    names = tuple(figures.data.municipalities[code].name for code in (ordered[-1], ordered[0]))
    if tells(key, high, None, figures):
        yield Fact(FactKind.RANGE, key, high, low, Comparison.MORE, 0.0, None, None, len(ordered), names)


def _compared(
    kind: FactKind,
    each: MeasureFigures,
    own: Figure,
    other: Figure,
    score: float,
    rank: Rank | None,
    figures: SubjectFigures,
    among: int = 0,
    names: tuple[str, ...] = (),
) -> Iterator[Fact]:
    """The fact, where there is a difference: that two figures are about equal is none."""
    one, two = (round(figure.value, figure.decimals) for figure in (own, other))  # as they are printed
    comparison = comparison_of(one, two, figures.measures[each.key].margin(one, two))
    if comparison is not Comparison.SAME:
        people = None if kind is FactKind.WITHIN else each.people
        yield Fact(kind, each.key, own, other, comparison, round(score, 1), rank, people, among, names)


def _steps(difference: float, spread: float) -> float:
    """A difference in standard deviations."""
    return abs(difference) / spread if spread else 0.0
