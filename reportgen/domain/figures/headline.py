"""The headline of page one: the rarest true thing that can be said of a municipality."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.ranks import Rank


class HeadlineKind(StrEnum):
    """What a headline says."""

    FIRST = "first"  # the largest value of all municipalities
    LAST = "last"  # the smallest
    NEAR_FIRST = "near_first"  # larger only in a few others, who are named
    NEAR_LAST = "near_last"
    FIRST_OF_PROVINCE = "first_of_province"
    LAST_OF_PROVINCE = "last_of_province"
    NEAR_FIRST_OF_PROVINCE = "near_first_of_province"  # larger only in one or two others of it, who are named
    NEAR_LAST_OF_PROVINCE = "near_last_of_province"
    FIRST_OF_SIZE = "first_of_size"  # of municipalities about as large
    LAST_OF_SIZE = "last_of_size"
    MAJORITY = "majority"  # more than half, where that is rare
    MINORITY = "minority"  # less than half, where that is rare
    FASTEST_OF_ALL = "fastest_of_all"  # the largest rise of all, or but for one or two who are named
    SLOWEST_OF_ALL = "slowest_of_all"  # the largest fall, or where all rose, the smallest rise
    FASTEST = "fastest"  # the largest rise among comparable municipalities
    SLOWEST = "slowest"  # the largest fall, or where all of them rose, the smallest rise
    UNLIKE = "unlike"  # more, or less, than every comparable municipality, and by far
    WIDEST = "widest"  # districts lie further apart than in most municipalities
    TYPICAL = "typical"  # about the middle of all in everything
    LIKE = "like"  # the most comparable municipality, of which the leading figure is about the same
    HIGH = "high"  # how many have a larger value; true of anyone in the upper half
    LOW = "low"  # how many have a smaller value
    ABOVE_COUNTRY = "above_country"  # for guests: how many have more than the whole country
    DISTRICTS = "districts"  # the highest and the lowest district; where there is no figure of the whole


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline.

    Attributes:
        measure: its key.
        own: the municipality's figure; in ``WIDEST`` and ``DISTRICTS`` that of the highest district.
        other: what it is compared with: the country; in ``LIKE`` the most comparable municipality; in
            ``FASTEST`` and ``SLOWEST``, of all or not, the municipality's
            figure of ``since``; in ``UNLIKE`` the mean of the comparable municipalities; in ``WIDEST`` and
            ``DISTRICTS`` the lowest district. None where that is not known.
        rank: among those it is compared with: all municipalities, those of the province or the size class, itself and
            the comparable ones; in ``ABOVE_COUNTRY`` the place that the country would have among municipalities; in
            ``FASTEST`` and ``SLOWEST`` of the change, in ``WIDEST`` of the range.
        among: how many municipalities those are, itself included; in ``MAJORITY`` and ``MINORITY`` how many
            that is true of; in ``DISTRICTS`` how many districts, in ``TYPICAL`` how many measures.
        names: in ``NEAR_…`` and ``…_OF_ALL`` the municipalities that go before it; in ``MAJORITY`` and ``MINORITY`` the
            others that it is true of, where they are few; in ``LIKE`` the most comparable municipality; in
            ``FASTEST``, ``SLOWEST`` and
            ``UNLIKE`` the comparable ones; in ``WIDEST`` and ``DISTRICTS`` the highest and the lowest district.
        scope: name of the province, or the bounds of the size class in residents, as ``25000–35000``, ``–15000`` or
            ``100000–``. ``HIGH`` and ``LOW`` have it for a measure that is only compared with municipalities as large.
        since: the year that a change is counted from; 0 for none.
        people: how many people, dwellings or others ``own`` is, rounded; None where nothing is counted.
        partial: in ``FASTEST`` and ``SLOWEST``, that of some comparable municipalities the change is not known; in
            ``HIGH`` and ``LOW``, that of some municipalities of the scope the figure is not known.
        score: how rare it is that this can be said, in bits; a higher one goes before.
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
    people: int | None = None
    score: float = 0.0
    partial: bool = False
