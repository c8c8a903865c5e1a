"""Headlines about the place of a figure: among all municipalities, of the province, of those about as large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import log2

from reportgen.domain.figures.headline import Headline, HeadlineKind
from reportgen.domain.figures.profile import MeasureFigures, Profile
from reportgen.domain.figures.ranks import Rank, ranks_of
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.figures.substance import tells

FEWEST_TO_COMPARE = 6
"""Municipalities of a province or a size class below which being the first of them is no news."""

MOST_NAMED = 3
"""Municipalities that go before one and are named."""

RARE = 0.1
"""Part of the municipalities of which something rare is true at most."""

NUMBERED = -1.0
"""What the bare number of municipalities that go before one weighs, where they are few but too many to name."""

PLAIN = -3.0
"""The same where they are many, which can be said of any municipality."""

HALF = 50.0


def of_all(each: MeasureFigures, code: str, figures: SubjectFigures) -> Iterator[Headline]:
    """The place among all municipalities."""
    if each.last is None or each.rank is None or each.rank.of < FEWEST_TO_COMPARE:
        return
    values, decimals = figures.values(each.key), each.last.decimals
    for largest, place, other, first, near, plain in (
        (True, each.rank.place, each.rank.last, HeadlineKind.FIRST, HeadlineKind.NEAR_FIRST, HeadlineKind.HIGH),
        (False, each.rank.last, each.rank.place, HeadlineKind.LAST, HeadlineKind.NEAR_LAST, HeadlineKind.LOW),
    ):
        rarity = log2(each.rank.of / (place + each.rank.shared))
        before = before_it(code, values, largest, decimals) if place <= MOST_NAMED + 1 else None
        if before is not None:
            names = tuple(figures.data.municipalities[one].name for one in before)
            yield level(near if names else first, each, each.rank, each.rank.of, log2(each.rank.of / place), names)
        if place > 1 and (place <= other or other == 1):
            rarity += NUMBERED if place <= RARE * each.rank.of else PLAIN
            partial = each.rank.of < len(figures.data.municipalities)
            yield replace(level(plain, each, each.rank, each.rank.of, rarity), partial=partial)


def of_some(each: MeasureFigures, profile: Profile, figures: SubjectFigures) -> Iterator[Headline]:
    """The place in the province, and among municipalities of about the same size."""
    measure = figures.measures[each.key]
    for name, codes in figures.scopes(profile.code).items():
        by_size = name != profile.province
        if each.last is None or (measure.sized and not by_size):
            continue
        values = figures.values_among(each.key, name, codes)
        every = len(values) == len(codes)  # who has no figure could be the first
        rank = figures.rank_among(each.key, profile.code, name, codes) if len(values) >= FEWEST_TO_COMPARE else None
        if rank is None:
            continue
        for largest, place, first, near, of_size_first in (
            (
                True,
                rank.place,
                HeadlineKind.FIRST_OF_PROVINCE,
                HeadlineKind.NEAR_FIRST_OF_PROVINCE,
                HeadlineKind.FIRST_OF_SIZE,
            ),
            (
                False,
                rank.last,
                HeadlineKind.LAST_OF_PROVINCE,
                HeadlineKind.NEAR_LAST_OF_PROVINCE,
                HeadlineKind.LAST_OF_SIZE,
            ),
        ):
            if not every or place > (1 if by_size else MOST_NAMED) or (measure.sized and not measure.flow):
                continue
            before = before_it(profile.code, values, largest, each.last.decimals)
            if before is not None:
                names = tuple(figures.data.municipalities[one].name for one in before)
                kind = of_size_first if by_size else near if names else first
                yield level(kind, each, rank, rank.of, log2(rank.of / place), names, name)
        if measure.sized:
            high = 1 < rank.place <= rank.last or rank.last == 1
            place, kind = (rank.place, HeadlineKind.HIGH) if high else (rank.last, HeadlineKind.LOW)
            if place > 1:
                weight = 2 * PLAIN + (PLAIN if not measure.flow else 0)
                yield replace(level(kind, each, rank, rank.of, weight, (), name), partial=not every)


def half(each: MeasureFigures, figures: SubjectFigures) -> Iterator[Headline]:
    """More than half where most have less, or less than half where most have more."""
    if each.last is None or each.rank is None or not figures.is_share(each.key):
        return
    own, values = round(each.last.value, each.last.decimals), figures.values(each.key)
    printed = {code: round(value, each.last.decimals) for code, value in values.items()}
    for kind, holds, largest in (
        (HeadlineKind.MAJORITY, own > HALF, True),
        (HeadlineKind.MINORITY, own < HALF, False),
    ):
        alike = [code for code, value in printed.items() if (value > HALF if largest else value < HALF)]
        every = len(values) == len(figures.data.municipalities)
        if holds and every and len(alike) <= RARE * len(values):
            others = [code for code in alike if printed[code] != own or values[code] != each.last.value]
            names = [figures.data.municipalities[code].name for code in others] if len(others) <= MOST_NAMED else []
            yield level(kind, each, each.rank, len(alike), log2(len(values) / len(alike)), tuple(sorted(names)))


def typical(profile: Profile, figures: SubjectFigures) -> Iterator[Headline]:
    """In the middle half of all municipalities in every measure, and nearer to the middle than most."""
    off, ranked = figures.off_centre(), [each for each in profile.measures if each.rank is not None]
    rank = ranks_of(off).get(profile.code)
    if rank is None or not ranked or rank.last > RARE * rank.of:
        return
    if any(abs(each.rank.place - each.rank.last) > each.rank.of / 2 for each in ranked if each.rank):
        return
    told = next((each for each in ranked if each.key == figures.main), ranked[0])
    if told.last is not None and told.rank is not None and tells(told.key, told.last, told.people, figures):
        rarity = log2(rank.of / rank.last)
        yield level(HeadlineKind.TYPICAL, told, told.rank, len(ranked), rarity)


def level(
    kind: HeadlineKind,
    each: MeasureFigures,
    rank: Rank,
    among: int,
    score: float,
    names: tuple[str, ...] = (),
    scope: str = "",
) -> Headline:
    """A headline about the figure as it is."""
    assert each.last is not None  # it has a rank
    return Headline(kind, each.key, each.last, each.country, rank, among, names, scope, 0, each.people, score)


def before_it(code: str, values: Mapping[str, float], largest: bool, decimals: int) -> tuple[str, ...] | None:
    """Those with a larger value, or a smaller one, the furthest first; None where another has the same as printed."""
    sign = 1 if largest else -1
    own = round(values[code], decimals)
    if any(round(value, decimals) == own for other, value in values.items() if other != code):
        return None
    ahead = [other for other, value in values.items() if sign * value > sign * values[code] and other != code]
    return tuple(sorted(ahead, key=lambda other: (-sign * values[other], other)))
