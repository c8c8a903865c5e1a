"""Headlines about changes, and about what is beside a figure: comparable municipalities and the own districts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import erfc, log2, sqrt

from reportgen.domain.figures.diversity import Comparison, comparison_of
from reportgen.domain.figures.headline import Headline, HeadlineKind
from reportgen.domain.figures.headline_places import FEWEST_TO_COMPARE, MOST_NAMED, PLAIN, RARE, before_it
from reportgen.domain.figures.profile import MeasureFigures, Profile
from reportgen.domain.figures.ranks import Rank, mean, ranks_of
from reportgen.domain.figures.subject_figures import FEWEST_DISTRICTS, SubjectFigures
from reportgen.domain.figures.substance import district_tells, tells

FEWEST_PEERS = 4
"""Comparable municipalities below which nothing is told beside them."""

FAR, NEAR = 1.0, 0.5
"""Standard deviations from the mean of comparable municipalities that are far, and from the nearest that are near."""

LIKE = -1.2
"""What the most comparable municipality weighs as a headline."""


def pace_of_all(each: MeasureFigures, code: str, figures: SubjectFigures) -> Iterator[Headline]:
    """The largest rise or fall of all municipalities, or but for one or two of them."""
    if each.change_rank is None or each.change_rank.of < FEWEST_TO_COMPARE:
        return
    for largest, place, kind in (
        (True, each.change_rank.place, HeadlineKind.FASTEST_OF_ALL),
        (False, each.change_rank.last, HeadlineKind.SLOWEST_OF_ALL),
    ):
        if place > MOST_NAMED:
            continue
        before = before_it(code, figures.changes(each.key), largest, _change_decimals(each.key, figures))
        if before is not None:
            names = tuple(figures.data.municipalities[one].name for one in before)
            rarity = log2(each.change_rank.of / place)
            yield from _pace(kind, each, each.change_rank, rarity, names, figures)


def beside_peers(
    each: MeasureFigures, profile: Profile, peers: Sequence[Profile], figures: SubjectFigures
) -> Iterator[Headline]:
    """The largest rise or fall among comparable municipalities, and a figure that is far from those of all of them."""
    codes, changes = [profile.code, *(peer.code for peer in peers)], figures.changes(each.key)
    among = {code: changes[code] for code in codes if code in changes}
    rank = ranks_of(among).get(profile.code)
    names = {peer.code: peer.name for peer in peers}
    if rank is not None and rank.of > FEWEST_PEERS:
        for largest, kind in ((True, HeadlineKind.FASTEST), (False, HeadlineKind.SLOWEST)):
            if before_it(profile.code, among, largest, _change_decimals(each.key, figures)) == ():
                others = tuple(names[code] for code in among if code != profile.code)
                for said in _pace(kind, each, rank, log2(rank.of), others, figures):
                    yield replace(said, partial=len(others) < len(peers))
    values = {peer.code: last.value for peer in peers if (last := peer.measure(each.key).last)}
    spread = figures.spread(each.key)
    if each.last is None or len(values) < FEWEST_PEERS or not spread or figures.measures[each.key].sized:
        return
    average, own = mean(tuple(values.values())), each.last.value
    rank = ranks_of({**values, profile.code: own})[profile.code]
    far = abs(own - average) / spread
    beyond = min(abs(own - value) for value in values.values())
    near = max(NEAR * spread, figures.measures[each.key].margin(own, average))
    if far >= FAR and 1 in (rank.place, rank.last) and beyond > near and len(values) == len(peers):
        yield Headline(
            HeadlineKind.UNLIKE,
            each.key,
            each.last,
            figures.figure(each.key, average, each.last.year),
            rank,
            rank.of,
            tuple(names[code] for code in values),
            people=each.people,
            score=-log2(erfc(far / sqrt(2))),
        )


def _pace(
    kind: HeadlineKind,
    each: MeasureFigures,
    rank: Rank,
    score: float,
    names: tuple[str, ...],
    figures: SubjectFigures,
) -> Iterator[Headline]:
    """A headline about a change that is one: a rise for the fastest, a fall or a smaller rise for the slowest."""
    since, measure = figures.first_year(each.key), figures.measures[each.key]
    first = next((figure for figure in each.figures if figure.year == since), None)
    if each.last is None or first is None or not tells(each.key, first, None, figures):
        return
    comparison = comparison_of(each.last.value, first.value, measure.margin(each.last.value, first.value))
    fastest = kind in (HeadlineKind.FASTEST, HeadlineKind.FASTEST_OF_ALL)
    if comparison is Comparison.MORE or (comparison is Comparison.LESS and not fastest):
        yield Headline(kind, each.key, each.last, first, rank, rank.of, names, "", since, each.people, score)


def _change_decimals(key: str, figures: SubjectFigures) -> int:
    """With how many decimals changes are told: those of the measure, one where they are in percent."""
    return 1 if figures.measures[key].relative else figures.measures[key].decimals


def within(each: MeasureFigures, code: str, figures: SubjectFigures) -> Iterator[Headline]:
    """How far districts are apart."""
    districts = each.districts.sizable if each.districts else ()
    if each.districts is None or len(districts) < 2 or not district_tells(districts[-1], figures.measures[each.key]):
        return
    own, other = (figures.figure(each.key, one.value, each.districts.year) for one in (districts[-1], districts[0]))
    names = (districts[-1].label, districts[0].label)
    if comparison_of(own.value, other.value, figures.measures[each.key].margin(own.value, other.value)) == "same":
        return
    rank = figures.range_rank(each.key, code)
    if len(districts) >= FEWEST_DISTRICTS and rank is not None and rank.place <= RARE * rank.of and not rank.shared:
        rarity = log2(rank.of / rank.place)
        yield Headline(HeadlineKind.WIDEST, each.key, own, other, rank, rank.of, names, score=rarity)
    yield Headline(HeadlineKind.DISTRICTS, each.key, own, other, None, len(districts), names, score=2 * PLAIN)


def like(profile: Profile, peers: Sequence[Profile], figures: SubjectFigures) -> Iterator[Headline]:
    """The most comparable municipality, of which the leading figure is about the same."""
    told = next((each for each in profile.measures if each.key == figures.main), None)
    if peers and told is not None and told.last is not None and tells(told.key, told.last, told.people, figures):
        other = peers[0].measure(figures.main).last
        measure = figures.measures[figures.main]
        if other is None or measure.sized:
            return
        own, others = (round(each.value, each.decimals) for each in (told.last, other))
        if comparison_of(own, others, measure.margin(own, others)) is Comparison.SAME:
            names = (peers[0].name,)
            yield Headline(
                HeadlineKind.LIKE,
                figures.main,
                told.last,
                other,
                None,
                len(peers),
                names,
                people=told.people,
                score=LIKE,
            )
