"""Findings about figures and lists of municipalities that are not of the time of the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportgen.domain.figures.indicator import Period
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.places.municipality import BoundaryChange

OLDEST_YEARS = 1
"""Figures of 1 January of the year of the meeting, or of so many years before it, are of its time."""

WHOLE_YEAR_LATER = 1
"""Years more that figures may be old that tell of a whole year, or of its end: they are known when it is over."""

DISTRICTS_LATER = 1
"""Years more that figures of districts may be old: CBS publishes them later than others."""

MAX_NAMED = 2
"""Old figures that are named in a finding: all stand on the page of figures."""


@dataclass(frozen=True, slots=True)
class DatedFigures:
    """Figures with the year they describe.

    Attributes:
        name: in Dutch, for a list.
        oldest: how many years before the meeting they may describe and be of its time.
        own: they are the organiser's, who brings newer ones.
    """

    name: str
    year: int
    oldest: int = OLDEST_YEARS
    own: bool = False


def dated_figures(figures: SubjectFigures) -> Iterator[DatedFigures]:
    """The figures of each indicator of a subject with their year, and those of its districts with theirs."""
    for each in figures.subject.indicators if figures.subject else ():
        keys = [key for key, measure in figures.measures.items() if measure.indicator == each.key]
        own = not any(variable.table for variable in each.variables)
        oldest = OLDEST_YEARS + (WHOLE_YEAR_LATER if each.period is not Period.DAY else 0)
        year = max((figures.year(key) for key in keys), default=0)
        counted = {of.year for key in keys for of in figures.data.districts.get(key, {}).values()}
        if year:
            yield DatedFigures(each.short, year, oldest, own)
        if counted:
            yield DatedFigures(f"{each.short} in wijken", max(counted), oldest + DISTRICTS_LATER, own)


def period_findings(dated: Sequence[DatedFigures], day: date, last_day: date, command: str) -> Iterator[Finding]:
    """A finding where figures are about another time than the meeting's; when they were fetched does not count.

    Args:
        day: of the meeting.
        last_day: on which packs leave, which may be after the meeting.
        command: what to type for newer figures.
    """
    old = [each for each in dated if day.year - each.year > each.oldest]
    later = [each for each in dated if each.year > max(day, last_day).year]
    for code, own in (("figures-of-earlier-time", False), ("own-figures-of-earlier-time", True)):
        if found := [each for each in old if each.own is own]:
            told = _oldest(found)
            yield finding(code, Severity.DOUBTFUL, count=len(found), figures=told, year=day.year, command=command)
    if later:
        yield finding("figures-of-later-time", Severity.DOUBTFUL, figures=_listed(later), year=day.year)


def municipality_list_findings(
    listed: date, day: date, changes: Sequence[BoundaryChange], present: int, command: str
) -> Iterator[Finding]:
    """A finding where the municipalities of the packs are not those of the day of the meeting.

    Those of the year before are good, unless it is known that municipalities changed since.

    Args:
        listed: the day whose municipalities they are.
        changes: the changes that are known, before and after.
        present: how many municipalities there are.
    """
    ended = {each.old_code for each in changes if listed < each.on <= day and each.old_code != each.new_code}
    facts = {"listed": listed, "day": day, "count": present, "ended": len(ended), "command": command}
    if ended:
        yield finding("municipalities-changed-since", Severity.DOUBTFUL, Place(), **facts)
    elif day.year - listed.year > OLDEST_YEARS or day < listed:
        yield finding("municipalities-of-other-time", Severity.DOUBTFUL, Place(), **facts)


def _oldest(figures: Sequence[DatedFigures]) -> str:
    """The oldest few, the oldest first."""
    return _listed(sorted(figures, key=lambda each: each.year)[:MAX_NAMED])


def _listed(figures: Iterable[DatedFigures]) -> str:
    return ", ".join(f"{each.name} ({each.year})" for each in figures)
