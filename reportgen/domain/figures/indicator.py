"""Indicators: what a figure of municipalities is, how it is made from the numbers of a source, and in which words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.domain.figures.figure import Unit


class IndicatorKind(StrEnum):
    """How the value of an indicator is made."""

    VALUE = "value"  # a number of the source as it is
    SHARE = "share"  # a numerator out of a denominator
    COMPOSITION = "composition"  # shares of parts that together are everyone


POPULATION = "population"
"""The variable with the residents of 1 January, which shares of residents are of."""


class Period(StrEnum):
    """What the year of a value means."""

    DAY = "day"  # 1 January of the year
    YEAR = "year"  # the whole year
    END = "end"  # 31 December of the year


class Degree(StrEnum):
    """The adjective for a large value."""

    HIGH = "high"  # hoog, hoger, hoogst; laag
    LARGE = "large"  # groot, groter, grootst; klein


class PromptKind(StrEnum):
    """What a prompt follows from."""

    MORE = "more"  # clearly more than the country or comparable municipalities
    LESS = "less"
    GREW = "grew"  # since the first year
    SHRANK = "shrank"
    WITHIN = "within"  # districts lie far apart
    TYPICAL = "typical"  # about as in the country
    BETWEEN = "between"  # two municipalities at a table differ: {one} and {other}
    NATIONAL = "national"  # for guests, of the country


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a measure.

    Attributes:
        noun: with its article, as the subject of a sentence: ``het aandeel 65-plussers``.
        statement: goes on from the number: ``van de inwoners is 65 jaar of ouder``.
        people: what as many of them are called: ``65-plussers``; empty where there is nothing to count.
        of: what it is a share of, for counting: ``population`` or the column of a denominator; empty for none.
        degree: the adjective for a large value.
        rose, fell: the verb in the past tense: ``groeide``, ``kromp``.
    """

    noun: str
    statement: str
    people: str = ""
    of: str = ""
    degree: Degree = Degree.HIGH
    rose: str = "steeg"
    fell: str = "daalde"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that follows from a figure, with places to fill in, as ``{name}``."""

    kind: PromptKind
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A number that a source gives of each municipality and year.

    Attributes:
        name: the column it has in the data of the program.
        table: number of the CBS table; empty for figures of the organiser's own.
        measure: key of the measure in that table.
        at: category by dimension, for tables with more dimensions than region and period.
        times: what the number of the source is multiplied by: 1000 where it counts thousands; None where the file of
            the indicator does not say.
        heading: of figures of the organiser's own, the column as the file of the indicator names it.
    """

    name: str
    table: str = ""
    measure: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    times: float | None = None
    heading: str = ""


OWN = "own/"
"""What the names of variables and of sources of the organiser's own figures begin with."""


def own_variable(heading: str) -> str:
    """The name of the variable in a column of the organiser's own: without capitals, accents, blanks and signs."""
    plain = unicodedata.normalize("NFKD", heading).casefold()
    return OWN + re.sub(r"[^a-z0-9]", "", plain)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a composition."""

    key: str
    short: str
    title: str
    variable: Variable
    wording: Wording
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that is worked out from all parts of a composition: their total but for the rest, or an index."""

    short: str
    title: str
    definition: str
    higher: str
    decimals: int
    wording: Wording
    prompts: tuple[Prompt, ...] = ()


@dataclass(frozen=True, slots=True)
class DistrictVariables:
    """The numbers of districts: the sum of numerators out of a denominator, or one value.

    Attributes:
        numerators: columns that are added up; of a single value the one column with it.
        denominator: column of the whole; empty for a single value.
        source: key of the source in the data.
    """

    numerators: tuple[str, ...]
    denominator: str
    source: str


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
        period: what the year of a value means.
        value: of a single value; None for the other kinds.
        numerator, denominator: of a share. The denominator of a single value or a composition in percent is what
            municipalities that merged are weighted by; None where there is nothing to weight by.
        parts: of a composition.
        counts: the parts of the composition are counts; else percentages of everyone.
        rest: key of the part that the others are told beside, for example those without any of it.
        total: of a composition with a rest: all other parts together.
        index: of a composition: its diversity index.
        summable: the values of municipalities that merged are added up.
        least: denominator below which a value is not told, because it would say something of a few people.
        source: what the page of sources calls it; the organiser's own line for figures of their own.
    """

    key: str
    kind: IndicatorKind
    short: str
    title: str
    unit: Unit
    decimals: int
    higher: str
    definition: str
    wording: Wording
    period: Period = Period.DAY
    value: Variable | None = None
    numerator: Variable | None = None
    denominator: Variable | None = None
    parts: tuple[Part, ...] = ()
    counts: bool = False
    rest: str = ""
    total: Derived | None = None
    index: Derived | None = None
    districts: DistrictVariables | None = None
    summable: bool = False
    least: float = 0.0
    source: str = ""
    prompts: tuple[Prompt, ...] = ()

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Everything it is made from."""
        single = (self.value, self.numerator, self.denominator)
        return (*(each for each in single if each is not None), *(part.variable for part in self.parts))
