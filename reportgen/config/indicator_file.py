"""Files of indicators: their schema, and reading them; all faults of a file are named at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from reportgen.config.schema_fields import Line, Text, TomlTable, fault_text
from reportgen.config.toml_lines import line_of
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import (
    Degree,
    Derived,
    DistrictVariables,
    Indicator,
    IndicatorKind,
    Part,
    Period,
    Prompt,
    PromptKind,
    Variable,
    Wording,
)
from reportgen.errors import ConfigurationError

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What the name of a file, which is the key of its indicator, must match."""

INDICATORS_FOLDER = "indicators"
"""The folder in an event's folder with indicators of its own."""

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = _PACKAGE / "_indicators"

EMBEDDED_INDICATORS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data" / "indicators"
"""The folder of the indicators that come with the program, in a checkout and in an installed package."""

Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]
TableNumber = Annotated[str, Field(max_length=12, pattern=r"^[0-9A-Za-z]*$")]

_TABLES = {
    IndicatorKind.VALUE: ({"value"}, {"denominator"}),
    IndicatorKind.SHARE: ({"numerator", "denominator"}, set[str]()),
    IndicatorKind.COMPOSITION: ({"part"}, {"denominator", "total", "index"}),
}
"""The tables that a kind needs, and those it may have."""


class VariableTable(TomlTable):
    """A number of the source."""

    column: Name = Field(description="The column it has in the data.")
    table: TableNumber = Field("", description="Number of the CBS table; empty for own figures.")
    measure: str = Field("", max_length=60, description="Key of the measure in that table.")
    at: dict[Name, str] = Field({}, description="Category by dimension, for tables with more dimensions.")


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

    columns: list[Name] = Field(min_length=1, description="Columns that are added up; of a single value its column.")
    denominator: str = Field("", max_length=60, description="Column of the whole; empty for a single value.")
    source: Name = Field("districts", description="Key of the source of these numbers.")


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
    source: str = Field("", max_length=200, description="Source line of own figures.")
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
            raise ValueError(f"a {self.kind} needs a table [{min(missing)}]")
        if over := given - needed - allowed:
            raise ValueError(f"a {self.kind} has no table [{min(over)}]")
        if self.kind is IndicatorKind.COMPOSITION and len({each.key for each in self.part}) < max(2, len(self.part)):
            raise ValueError("a composition has at least two parts, each with a key of its own")
        if self.rest and self.rest not in {each.key for each in self.part}:
            raise ValueError(f"rest names no part: {self.rest}")
        if self.total and not self.rest:
            raise ValueError("a total needs a rest: the part that it leaves out")
        if self.summable and self.unit is not Unit.COUNT:
            raise ValueError("only counts can be added up")
        return self


def indicators_in(folders: Iterable[Path]) -> dict[str, Indicator]:
    """The indicators in the files of folders, by key; one of a later folder takes the place of an earlier one.

    A folder that is not there has none.

    Raises:
        ConfigurationError: a file cannot be read; all faults of all files at once.
    """
    found: dict[str, Indicator] = {}
    faults: list[str] = []
    for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))):
        try:
            indicator = indicator_in(path)
            found[indicator.key] = indicator
        except ConfigurationError as fault:
            faults.append(fault.what)
    if faults:
        raise ConfigurationError("; ".join(faults), todo="mend these lines")
    return found


def indicator_in(path: Path) -> Indicator:
    """The indicator of a file; its name without ``.toml`` is its key.

    Raises:
        ConfigurationError: the file cannot be read, or has faults; all of them at once, each with its line.
    """
    if not KEY.fullmatch(path.stem):
        raise ConfigurationError(f"{path.name}: its name is the key, and holds small letters, digits and hyphens only")
    try:
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
        raise ConfigurationError(f"{path.name} cannot be read: {fault}", where=str(path), todo="mend it") from None
    try:
        file = IndicatorFile.model_validate(raw)
    except ValidationError as fault:
        faults = [f"{path.name}, line {line_of(text, each['loc'])}: {said(each)}" for each in fault.errors()]
        raise ConfigurationError("; ".join(faults), where=str(path), todo="mend these lines") from None
    return _indicator(path.stem, file)


def said(fault: Mapping[str, Any]) -> str:
    """A fault in words of the file."""
    name = ".".join(str(each) for each in fault["loc"])
    said = fault_text(str(fault["type"]), str(fault["msg"]))
    return f"{name}: {said}" if name else said


def _indicator(key: str, file: IndicatorFile) -> Indicator:
    return Indicator(
        key,
        file.kind,
        file.short,
        file.title,
        file.unit,
        file.decimals,
        file.higher,
        file.definition,
        _wording(file.words),
        file.period,
        _variable(file.value),
        _variable(file.numerator),
        _variable(file.denominator),
        tuple(
            Part(
                each.key,
                each.short,
                each.title,
                Variable(each.column, each.table, each.measure, each.at),
                _wording(each.words),
                _prompts(each.prompt),
            )
            for each in file.part
        ),
        file.counts,
        file.rest,
        _derived(file.total),
        _derived(file.index),
        DistrictVariables(tuple(file.districts.columns), file.districts.denominator, file.districts.source)
        if file.districts
        else None,
        file.summable,
        file.least,
        file.source,
        _prompts(file.prompt),
    )


def _derived(table: DerivedTable | None) -> Derived | None:
    if table is None:
        return None
    return Derived(
        table.short,
        table.title,
        table.definition,
        table.higher,
        table.decimals,
        _wording(table.words),
        _prompts(table.prompt),
    )


def _wording(table: WordsTable) -> Wording:
    return Wording(table.noun, table.statement, table.people, table.of, table.degree, table.rose, table.fell)


def _prompts(tables: Iterable[PromptTable]) -> tuple[Prompt, ...]:
    return tuple(Prompt(each.when, each.text) for each in tables)


def _variable(table: VariableTable | None) -> Variable | None:
    return Variable(table.column, table.table, table.measure, table.at) if table else None
