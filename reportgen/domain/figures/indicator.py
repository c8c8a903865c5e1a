"""Indicators: what a figure of municipalities is, how it is made from the numbers of a source, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class IndicatorUnit(StrEnum):
    """Unit of an indicator."""

    PERCENT = "percent"
    PER_HUNDRED = "per_hundred"  # of one group for every hundred of another; may exceed 100
    PER_THOUSAND = "per_thousand"
    COUNT = "count"
    EURO = "euro"
    YEARS = "years"
    INDEX = "index"


class IndicatorKind(StrEnum):
    """How the value of an indicator is made."""

    VALUE = "value"  # a number of the source as it is
    SHARE = "share"  # a numerator out of a denominator
    COMPOSITION = "composition"  # shares of parts that together are everyone


@dataclass(frozen=True, slots=True)
class Variable:
    """A number that a source gives of each municipality and year.

    Attributes:
        name: the column it has in the data of the program.
        table: number of the CBS table; empty for figures of the organiser's own.
        measure: key of the measure in that table.
        at: category by dimension, for tables with more dimensions than region and period.
    """

    name: str
    table: str = ""
    measure: str = ""
    at: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a composition."""

    key: str
    title: str
    variable: Variable


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator.

    Attributes:
        key: lower case letters, digits and hyphens.
        short: its name in Dutch in a table or chart.
        title: its name in full.
        decimals: how many are printed.
        higher: in words, what a higher value means, for example ``meer ouderen``.
        definition: what it counts, for the page of sources.
        value: of a single value; None for the other kinds.
        numerator, denominator: of a share. The denominator of a single value is what municipalities that merged are
            weighted by; None where there is nothing to weight by.
        parts: of a composition.
        summable: the values of municipalities that merged are added up.
        least: denominator below which a value is not told, because it would say something of a few people.
        source: what the page of sources calls it; the organiser's own line for figures of their own.
    """

    key: str
    kind: IndicatorKind
    short: str
    title: str
    unit: IndicatorUnit
    decimals: int
    higher: str
    definition: str
    value: Variable | None = None
    numerator: Variable | None = None
    denominator: Variable | None = None
    parts: tuple[Part, ...] = ()
    summable: bool = False
    least: float = 0.0
    source: str = ""

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Everything it is made from."""
        single = (self.value, self.numerator, self.denominator)
        return (*(each for each in single if each is not None), *(part.variable for part in self.parts))
