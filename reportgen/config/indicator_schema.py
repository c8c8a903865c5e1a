"""The schema of files of indicators."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from reportgen.config.schema_fields import Line, Text, TomlTable
from reportgen.config.text_places import with_known_places
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import OWN, Degree, IndicatorKind, Period, PromptKind, own_variable
from reportgen.i18n.message import said

Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]
TableNumber = Annotated[str, Field(max_length=12, pattern=r"^[0-9A-Za-z]*$")]

_TABLES = {
    IndicatorKind.VALUE: ({"value"}, {"denominator"}),
    IndicatorKind.SHARE: ({"numerator", "denominator"}, set[str]()),
    IndicatorKind.COMPOSITION: ({"part"}, {"denominator", "total", "index"}),
}
"""The tables that a kind needs, and those it may have."""

_DERIVED = {"total", "index"}
"""Keys of the figures that a composition has besides its parts."""


class VariableTable(TomlTable):
    """A number of the source."""

    column: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="The column it has in the data; of own figures, its heading in the organiser's file."
    )
    table: TableNumber = Field("", description="Number of the CBS table; empty for own figures.")
    measure: str = Field(
        "",
        max_length=60,
        description="Title of the measure in that table, or its key, which differs by version of OData.",
    )
    at: dict[Name, str] = Field({}, description="Category by dimension, for tables with more dimensions.")
    times: float | None = Field(
        None, gt=0, le=1_000_000, description="What the number is multiplied by: `1000` where the source has thousands."
    )

    @model_validator(mode="after")
    def _names_a_column(self) -> Self:
        if self.table and not re.fullmatch(r"[A-Za-z0-9_-]+", self.column):
            raise ValueError("column holds letters, digits, _ and - only; own figures have no table")
        if not self.table and own_variable(self.column) == OWN:
            raise ValueError("column has no letter or digit")
        return self


class WordsTable(TomlTable):
    """The words in which a figure is told, in Dutch."""

    noun: Line = Field(description="With its article, as the subject of a sentence: `het aandeel 65-plussers`.")
    statement: Line = Field(description="Goes on from the number: `van de inwoners is 65 jaar of ouder`.")
    people: str = Field("", max_length=80, description="What so many are called: `65-plussers`; empty for none.")
    of: str = Field("", max_length=60, description="Column of what it is a share of, for counting; empty for none.")
    degree: Degree = Field(Degree.HIGH, description="Whether a large value is high or large.")
    rose: str = Field("steeg", min_length=1, max_length=30, description="The verb for more than before.")
    fell: str = Field("daalde", min_length=1, max_length=30, description="The verb for less than before.")


class PromptTable(TomlTable):
    """A question that follows from the figure."""

    when: PromptKind = Field(description="What it follows from.")
    text: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        description="The question, with places to fill in, such as {name}."
    )

    @field_validator("text")
    @classmethod
    def _has_known_places(cls, text: str) -> str:
        return with_known_places(text)


class PartTable(VariableTable):
    """A part of a composition."""

    key: Name = Field(description="Key of the part.")
    short: Annotated[str, Field(min_length=1, max_length=40)] = Field(description="Name in tables and charts.")
    title: Line = Field(description="What the part is called.")
    words: WordsTable = Field(description="The words in which it is told.")
    prompt: list[PromptTable] = Field([], description="Questions that follow from it.")


class DerivedTable(TomlTable):
    """A figure that is worked out from all parts of a composition."""

    short: Annotated[str, Field(min_length=1, max_length=40)] = Field(description="Name in tables and charts.")
    title: Line = Field(description="Full name.")
    definition: Text = Field(description="What it is, for the page of sources.")
    higher: Line = Field(description="In words, what a higher value means.")
    decimals: int = Field(1, ge=0, le=4, description="How many decimals are printed.")
    words: WordsTable = Field(description="The words in which it is told.")
    prompt: list[PromptTable] = Field([], description="Questions that follow from it.")


class DistrictsTable(TomlTable):
    """The numbers of districts."""

    columns: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(
        min_length=1, description="Columns that are added up; of a single value its column."
    )
    denominator: str = Field("", max_length=60, description="Column of the whole; empty for a single value.")
    source: Name = Field("districts", description="Key of the source of these numbers; of own figures nothing.")


class IndicatorFile(TomlTable):
    """A file with one indicator."""

    kind: IndicatorKind = Field(description="A single value, a share, or a composition of parts.")
    short: Annotated[str, Field(min_length=1, max_length=40)] = Field(description="Name in tables and charts.")
    title: Line = Field(description="Full name.")
    unit: Unit = Field(description="Unit.")
    period: Period = Field(Period.DAY, description="What the year of a value means: its first day, last day, or all.")
    decimals: int = Field(ge=0, le=4, description="How many decimals are printed.")
    higher: Line = Field(description="In words, what a higher value means.")
    definition: Text = Field(description="What it counts, for the page of sources.")
    summable: bool = Field(False, description="Values of municipalities that merged are added up.")
    least: float = Field(0, ge=0, description="Denominator below which no value is told.")
    source: str = Field("", max_length=200, description="Source line of own figures; the organiser if absent.")
    value: VariableTable | None = None
    numerator: VariableTable | None = None
    denominator: VariableTable | None = None
    part: list[PartTable] = Field([], description="The parts of a composition.")
    counts: bool = Field(False, description="The parts of a composition are counts; else percentages of everyone.")
    rest: str = Field("", max_length=60, description="Key of the part that the others are told beside.")
    total: DerivedTable | None = Field(None, description="Of a composition: all parts but the rest together.")
    index: DerivedTable | None = Field(None, description="Of a composition: its diversity index.")
    districts: DistrictsTable | None = Field(None, description="The same for districts.")
    words: WordsTable = Field(description="The words in which it is told.")
    prompt: list[PromptTable] = Field([], description="Questions that follow from it.")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        needed, allowed = _TABLES[self.kind]
        given = {
            name for name in ("value", "numerator", "denominator", "part", "total", "index") if getattr(self, name)
        }
        if missing := needed - given:
            raise ValueError(said("a {kind} needs a table [{missing}]", kind=self.kind, missing=min(missing)))
        if over := given - needed - allowed:
            raise ValueError(said("a {kind} has no table [{over}]", kind=self.kind, over=min(over)))
        if self.kind is IndicatorKind.COMPOSITION and len({each.key for each in self.part}) < max(2, len(self.part)):
            raise ValueError("a composition has at least two parts, each with a key of its own")
        if taken := {each.key for each in self.part} & _DERIVED:
            raise ValueError(
                said("{taken} is no key of a part: it is that of a figure made of all parts", taken=min(taken))
            )
        if self.rest and self.rest not in {each.key for each in self.part}:
            raise ValueError(said("rest names no part: {rest}", rest=self.rest))
        if self.total and not self.rest:
            raise ValueError("a total needs a rest: the part that it leaves out")
        if self.summable and self.unit is not Unit.COUNT:
            raise ValueError("only counts can be added up")
        return self
