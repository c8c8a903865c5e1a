"""The headline of page one: the rarest true thing that can be said of a municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.profile import Profile
from reportgen.domain.figures.subject_figures import Rank, SubjectFigures


class HeadlineKind(StrEnum):
    """What a headline says."""

    FIRST = "first"  # the largest value of all municipalities
    LAST = "last"  # the smallest
    NEAR_FIRST = "near_first"  # larger only in a few others, who are named
    NEAR_LAST = "near_last"
    FIRST_OF_PROVINCE = "first_of_province"
    LAST_OF_PROVINCE = "last_of_province"
    FIRST_OF_SIZE = "first_of_size"  # of municipalities about as large
    LAST_OF_SIZE = "last_of_size"
    MAJORITY = "majority"  # more than half, where that is rare
    FASTEST = "fastest"  # the largest rise among its likes
    SLOWEST = "slowest"  # the smallest rise, or the largest fall, among its likes
    UNLIKE = "unlike"  # far from those it is most like otherwise
    WIDEST = "widest"  # districts lie further apart than in most
    TYPICAL = "typical"  # about the middle of all in everything


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline.

    Attributes:
        measure: its key.
        own: the municipality's figure.
        other: what it is compared with; None where it is compared with nothing.
        rank: among those it is compared with.
        among: of how many; of a province or size class, those in it.
        names: the municipalities or districts that are named in it.
        scope: name of the province, or the bounds of the size class in residents, as ``20000–50000``.
        since: the year that a change is counted from; 0 for none.
    """

    kind: HeadlineKind
    measure: str
    own: Figure
    other: Figure | None = None
    rank: Rank | None = None
    among: int = 0
    names: tuple[str, ...] = ()
    scope: str = ""
    since: int = 0


def headline_of(profile: Profile, peers: Sequence[Profile], figures: SubjectFigures) -> Headline | None:
    """The headline of a municipality; None where there is no figure of it at all."""
    for each in profile.measures:
        if each.last and each.rank and 1 in (each.rank.place, each.rank.last):
            kind = HeadlineKind.FIRST if each.rank.place == 1 else HeadlineKind.LAST
            return Headline(kind, each.key, each.last, each.country, each.rank, each.rank.of)
    first = next((each for each in profile.measures if each.last), None)
    return (
        Headline(HeadlineKind.TYPICAL, first.key, first.last, first.country, first.rank)
        if first and first.last
        else None
    )
