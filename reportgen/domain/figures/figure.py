"""Figures: numbers with their unit, period, precision and source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """Unit of a figure."""

    PERCENT = "percent"  # of a whole
    POINTS = "points"  # a difference between two percentages
    PER_HUNDRED = "per_hundred"  # of one group for every hundred of another; may exceed 100
    PER_THOUSAND = "per_thousand"
    COUNT = "count"
    EURO = "euro"
    YEARS = "years"  # an age, or how long
    INDEX = "index"
    PER_KM2 = "per_km2"  # for every square kilometre of land


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from.

    Attributes:
        table: identifier of the CBS table, for example ``70072NED``; empty for a calculation of ours.
        title: its title as the publisher gives it.
        reference: the date or period the figures describe, in words.
        retrieved: the day the copy that was used was made.
        digest: SHA-256 of that copy.
        publisher: ``CBS``; of own figures, the organiser's own source line.
    """

    table: str
    title: str
    reference: str
    retrieved: date
    digest: str
    publisher: str = "CBS"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number.

    Attributes:
        value: as exact as the source has it, or as it was computed.
        year: the year it describes, or the year whose first day it describes.
        source: key of its source.
        decimals: with how many it is printed.
    """

    value: float
    unit: Unit
    year: int
    source: str
    decimals: int = 0
