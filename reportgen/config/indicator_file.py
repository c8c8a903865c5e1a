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
from reportgen.domain.figures.indicator import Indicator, IndicatorKind, IndicatorUnit, Part, Variable
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
    IndicatorKind.COMPOSITION: ({"part"}, set[str]()),
}
"""The tables that a kind needs, and those it may have."""


class VariableTable(TomlTable):
    """A number of the source."""

    column: Name = Field(description="The column it has in the data.")
    table: TableNumber = Field("", description="Number of the CBS table; empty for own figures.")
    measure: str = Field("", max_length=60, description="Key of the measure in that table.")
    at: dict[Name, str] = Field({}, description="Category by dimension, for tables with more dimensions.")


class PartTable(VariableTable):
    """A part of a composition."""

    key: Name = Field(description="Key of the part.")
    title: Line = Field(description="What the part is called.")


class IndicatorFile(TomlTable):
    """A file with one indicator."""

    kind: IndicatorKind = Field(description="A single value, a share, or a composition of parts.")
    short: Annotated[str, Field(min_length=1, max_length=40)] = Field(description="Name in tables and charts.")
    title: Line = Field(description="Full name.")
    unit: IndicatorUnit = Field(description="Unit.")
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

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        needed, allowed = _TABLES[self.kind]
        given = {name for name in ("value", "numerator", "denominator", "part") if getattr(self, name)}
        if missing := needed - given:
            raise ValueError(f"a {self.kind} needs a table [{min(missing)}]")
        if over := given - needed - allowed:
            raise ValueError(f"a {self.kind} has no table [{min(over)}]")
        if self.kind is IndicatorKind.COMPOSITION and len({each.key for each in self.part}) < max(2, len(self.part)):
            raise ValueError("a composition has at least two parts, each with a key of its own")
        if self.summable and self.unit is not IndicatorUnit.COUNT:
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
        faults = [f"{path.name}, line {line_of(text, each['loc'])}: {_said(each)}" for each in fault.errors()]
        raise ConfigurationError("; ".join(faults), where=str(path), todo="mend these lines") from None
    return _indicator(path.stem, file)


def _said(fault: Mapping[str, Any]) -> str:
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
        _variable(file.value),
        _variable(file.numerator),
        _variable(file.denominator),
        tuple(
            Part(each.key, each.title, Variable(each.column, each.table, each.measure, each.at)) for each in file.part
        ),
        file.summable,
        file.least,
        file.source,
    )


def _variable(table: VariableTable | None) -> Variable | None:
    return Variable(table.column, table.table, table.measure, table.at) if table else None
