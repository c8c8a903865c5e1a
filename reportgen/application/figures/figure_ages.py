"""Of which time the figures of an event are, beside the day of the meeting, and whether newer ones are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.application.figures.event_figures import EventFigures
from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.figures.measure import Values
from reportgen.domain.figures.reference_period import dated_figures
from reportgen.domain.figures.subject_figures import ENOUGH
from reportgen.domain.places.municipality import COUNTRY


@dataclass(frozen=True, slots=True)
class FigureAge:
    """The time of a figure.

    Attributes:
        name: in Dutch, for a list.
        year: that packs tell of.
        fits: whether that is of the time of the meeting.
        newest: last year that is known of most municipalities, by figures that came along, were fetched or are own.
        own: whether the organiser brings it.
    """

    name: str
    year: int
    fits: bool
    newest: int
    own: bool

    @property
    def newer_known(self) -> bool:
        """Whether there are newer figures than those that packs tell of."""
        return self.newest > self.year


def figure_ages(known: EventFigures, day: date) -> tuple[FigureAge, ...]:
    """The time of each figure of the subject; empty for a meeting without figures.

    Args:
        day: of the meeting.
    """
    subject = known.figures.subject
    newest = {each.short: _newest(each, known.values.values) for each in (subject.indicators if subject else ())}
    return tuple(
        FigureAge(each.name, each.year, day.year - each.year <= each.oldest, newest.get(each.name, each.year), each.own)
        for each in dated_figures(known.figures)
    )


def _newest(indicator: Indicator, values: Values) -> int:
    """The last year that most municipalities have all numbers of an indicator of; 0 where none has any."""
    return min((_last_year(values.get(each.name, {})) for each in indicator.variables), default=0)


def _last_year(by_region: Mapping[tuple[str, int], float]) -> int:
    counts = Counter(year for code, year in by_region if code != COUNTRY)
    enough = ENOUGH * max(counts.values(), default=0)
    return max((year for year, count in counts.items() if count >= enough), default=0)
