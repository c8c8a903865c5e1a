"""Which figures may be told: none of a group of few people, and no share that is hardly anything."""

from __future__ import annotations

from reportgen.domain.figures.districts import District
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.indicator import POPULATION
from reportgen.domain.figures.measure import Measure
from reportgen.domain.figures.subject_figures import SubjectFigures

FEWEST_PEOPLE = 100
"""People below which nothing is told of a group; nor where a rounded number is just this, as it may be fewer."""

LEAST_SHARE = 1.0
"""Percent below which nothing is told of a group."""


def tells(key: str, figure: Figure, people: int | None, figures: SubjectFigures) -> bool:
    """Whether a figure is of enough people, and of enough of everyone, to be told.

    Args:
        key: of its measure.
        people: how many the figure is; None where that is not known or nothing is counted.
    """
    if people is not None and people <= FEWEST_PEOPLE:
        return False
    return figure.value >= LEAST_SHARE or not figures.is_share(key)


def district_tells(highest: District, measure: Measure) -> bool:
    """Whether the district with the highest value is of enough people to set a range."""
    if measure.unit is not Unit.PERCENT or measure.wording.of != POPULATION or highest.residents is None:
        return True
    return highest.value >= LEAST_SHARE and highest.value / 100 * highest.residents >= FEWEST_PEOPLE
