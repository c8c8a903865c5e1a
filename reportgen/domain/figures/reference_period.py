"""Findings about figures and lists of municipalities that are not of the time of the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.places.municipality import BoundaryChange

OLDEST_YEARS = 1
"""Yearly figures, of 1 January, of the year of the meeting or of so many years before it are of its time."""

LATER_YEARS = {"districts": 2}
"""Figures that CBS publishes later than others, by the key of their file: how many years before may be theirs."""


def period_findings(years: Mapping[str, int], day: date, last_day: date, command: str) -> Iterator[Finding]:
    """A finding where figures are about another time than the meeting's; when they were fetched does not count.

    Args:
        years: the year that each file of figures describes, of a series the last.
        day: of the meeting.
        last_day: on which packs leave, which may be after the meeting.
        command: what to type for newer figures.
    """
    old = {year for key, year in years.items() if day.year - year > LATER_YEARS.get(key, OLDEST_YEARS)}
    later = {year for year in years.values() if year > max(day, last_day).year}
    if old:
        yield finding("figures-of-earlier-time", Severity.DOUBTFUL, years=_listed(old), year=day.year, command=command)
    if later:
        yield finding("figures-of-later-time", Severity.DOUBTFUL, years=_listed(later), year=day.year)


def municipality_list_findings(
    year: int, day: date, changes: Sequence[BoundaryChange], present: int, command: str
) -> Iterator[Finding]:
    """A finding where the list of municipalities is not that of the day of the meeting.

    A list of the year before is good, unless it is known that municipalities changed since.

    Args:
        year: the list is that of 1 January of this year.
        changes: the changes that are known, before and after.
        present: how many municipalities are in it.
    """
    listed = date(year, 1, 1)
    ended = {each.old_code for each in changes if listed < each.on <= day}
    facts = {"year": year, "day": day, "count": present, "ended": len(ended), "command": command}
    if ended:
        yield finding("municipalities-changed-since", Severity.DOUBTFUL, Place(), **facts)
    elif day.year - year > OLDEST_YEARS or day < listed:
        yield finding("municipalities-of-other-time", Severity.DOUBTFUL, Place(), **facts)


def _listed(years: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(years)))
