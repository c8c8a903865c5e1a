"""Files of indicators become indicators; all faults of a file are named at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from reportgen.config.indicator_schema import (
    DerivedTable,
    IndicatorFile,
    PromptTable,
    VariableTable,
    WordsTable,
)
from reportgen.config.validation import file_faults
from reportgen.domain.figures.indicator import (
    OWN,
    Derived,
    DistrictVariables,
    Indicator,
    Part,
    Prompt,
    Variable,
    Wording,
    own_variable,
)
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import joined, said

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What the name of a file, which is the key of its indicator, must match."""

INDICATORS_FOLDER = "indicators"
"""The folder in an event's folder with indicators of its own."""

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = _PACKAGE / "_indicators"

EMBEDDED_INDICATORS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data" / "indicators"
"""The folder of the indicators that come with the program, in a checkout and in an installed package."""


@cache
def embedded_indicators() -> Mapping[str, Indicator]:
    """The indicators that come with the program, by key."""
    return indicators_in((EMBEDDED_INDICATORS,))


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
        raise ConfigurationError(joined(faults), todo="mend these lines")
    return found


def indicator_in(path: Path) -> Indicator:
    """The indicator of a file; its name without ``.toml`` is its key.

    Raises:
        ConfigurationError: the file cannot be read, or has faults; all of them at once, each with its line.
    """
    if not KEY.fullmatch(path.stem):
        raise ConfigurationError(
            said("{name}: its name is the key, and holds small letters, digits and hyphens only", name=path.name)
        )
    try:
        text = path.read_text("utf-8-sig")
        raw = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
        raise ConfigurationError(
            said("{name} cannot be read: {reason}", name=path.name, reason=fault), where=str(path), todo="mend it"
        ) from None
    try:
        file = IndicatorFile.model_validate(raw)
    except ValidationError as fault:
        told = joined(file_faults(fault, text, path.name))
        raise ConfigurationError(told, where=str(path), todo="mend these lines") from None
    return _indicator(path.stem, file)


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
                _named(each),
                _wording(each.words),
                _prompts(each.prompt),
            )
            for each in file.part
        ),
        file.counts,
        file.rest,
        _derived(file.total),
        _derived(file.index),
        _districts(key, file),
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


def _districts(key: str, file: IndicatorFile) -> DistrictVariables | None:
    """The numbers of districts; those of own figures stand in the organiser's file too."""
    table = file.districts
    if table is None:
        return None
    main = file.value or file.numerator or file.part[0]
    if main.table:
        return DistrictVariables(tuple(table.columns), table.denominator, table.source)
    below = own_variable(table.denominator) if table.denominator else ""
    return DistrictVariables(tuple(own_variable(each) for each in table.columns), below, f"{OWN}{key}")


def _variable(table: VariableTable | None) -> Variable | None:
    return _named(table) if table else None


def _named(table: VariableTable) -> Variable:
    if table.table:
        return Variable(table.column, table.table, table.measure, table.at, table.times)
    return Variable(own_variable(table.column), times=table.times, heading=table.column)
