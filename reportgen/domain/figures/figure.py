"""Figures: numbers with their unit, year and source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """Unit of a figure."""

    RESIDENTS = "residents"  # people
    PERCENT = "percent"  # per hundred residents
    POINTS = "points"  # a difference between two percentages
    INDEX = "index"  # a chance, 0–1
    EURO_THOUSANDS = "euro_thousands"  # 1,000 euro
    PER_KM2 = "per_km2"  # residents per square kilometre of land
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from.

    Attributes:
        table: identifier of the CBS table, for example ``70072NED``; empty for a calculation of ours.
        title: its title as the publisher gives it.
        reference: the date or period the figures describe, in words.
        retrieved: the day the copy that was used was made.
        digest: SHA-256 of that copy.
    """

    table: str
    title: str
    reference: str
    retrieved: date
    digest: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, the year it describes and the key of its source in the snapshot."""

    value: float
    unit: Unit
    year: int
    source: str
