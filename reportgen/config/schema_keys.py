"""The keys of event.toml as forms see them: kind of value, choices, limits and what holds where a key is absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import AliasChoices

from reportgen.config.schema import EventFile
from reportgen.config.schema_fields import ClockTime, TomlTable


class ValueKind(StrEnum):
    """Kinds of values."""

    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    WHOLE = "whole"  # a whole number
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    TIME = "time"
    CHOICE = "choice"
    YES_NO = "yes-no"
    LINES = "lines"  # a list of lines
    NUMBERS = "numbers"  # a list of numbers
    FILES = "files"  # names of files, some with the sheet of a workbook
    PAIRS = "pairs"  # names with a value, or with several
    ROWS = "rows"  # a list of tables


@dataclass(frozen=True, slots=True)
class SchemaKey:
    """A key of event.toml, or of a table in a list of tables.

    Attributes:
        path: names of its tables and its own, with points between; within a list of tables only its own.
        former: the name that it had in version 0.1; empty for none.
        required: whether its table must have it.
        default: what holds where it is absent.
        choices: what it may be; empty for anything.
        longest: most characters, or most things in a list; None for no limit.
        columns: keys of each table in the list.
    """

    path: str
    kind: ValueKind
    former: str = ""
    required: bool = False
    default: object = None
    choices: tuple[str, ...] = ()
    longest: int | None = None
    columns: tuple[SchemaKey, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """The path in its parts."""
        return tuple(self.path.split("."))


@cache
def schema_keys() -> Mapping[str, SchemaKey]:
    """All keys of event.toml by their paths, in the order of the schema."""
    schema = EventFile.model_json_schema()
    return {each.path: each for each in _keys(schema, schema["$defs"], "")}


@cache
def optional_tables() -> frozenset[str]:
    """Tables that an event need not have, and that have a key without which they cannot be."""
    schema = EventFile.model_json_schema()
    tables = {name: _resolved(each, schema["$defs"])[0] for name, each in schema["properties"].items()}
    return frozenset(name for name, each in tables.items() if name not in schema["required"] and each.get("required"))


def former_names() -> dict[str, str]:
    """Former names of keys and tables by their paths of today."""
    return dict(_former(EventFile, ""))


def _keys(table: Mapping[str, Any], defs: Mapping[str, Any], above: str) -> Iterator[SchemaKey]:
    former = former_names()
    for name, given in table["properties"].items():
        path = f"{above}{name}"
        found, _ = _resolved(given, defs)
        if "properties" in found:
            yield from _keys(found, defs, f"{path}.")
            continue
        items, _ = _resolved(found.get("items", {}), defs)
        columns = tuple(_keys(items, defs, "")) if "properties" in items else ()
        yield SchemaKey(
            path,
            _kind(found, items),
            former.get(path, "").rpartition(".")[2],
            name in table.get("required", ()),
            given.get("default", found.get("default")),
            tuple(found.get("enum", ())),
            found.get("maxLength", found.get("maxItems")),
            columns,
        )


def _resolved(given: Mapping[str, Any], defs: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """What a schema stands for, and whether it may be absent."""
    if "$ref" in given:
        return defs[given["$ref"].rpartition("/")[2]], False
    branches = [each for each in given.get("anyOf", ()) if each.get("type") != "null"]
    if len(branches) == 1:
        return _resolved(branches[0], defs)[0], True
    return given, False


def _kind(found: Mapping[str, Any], items: Mapping[str, Any]) -> ValueKind:
    if "enum" in found:
        return ValueKind.CHOICE
    kinds = {"date": ValueKind.DAY, "date-time": ValueKind.MOMENT, "email": ValueKind.EMAIL}
    match found.get("type"):
        case "boolean":
            return ValueKind.YES_NO
        case "integer":
            return ValueKind.WHOLE
        case "number":
            return ValueKind.NUMBER
        case "object":
            return ValueKind.PAIRS
        case "array" if "properties" in items:
            return ValueKind.ROWS
        case "array" if "anyOf" in items:
            return ValueKind.FILES
        case "array":
            return ValueKind.NUMBERS if items.get("type") == "number" else ValueKind.LINES
    if found.get("format") in kinds:
        return kinds[found["format"]]
    if found.get("pattern") == _CLOCK_TIME:
        return ValueKind.TIME
    return ValueKind.TEXT if found.get("maxLength", 0) >= 1000 else ValueKind.LINE


_CLOCK_TIME = ClockTime.__metadata__[0].metadata[0].pattern  # type: ignore[attr-defined]


def _former(table: type[TomlTable], above: str) -> Iterator[tuple[str, str]]:
    for name, each in table.model_fields.items():
        if isinstance(each.validation_alias, AliasChoices):
            today, before = (str(choice) for choice in each.validation_alias.choices)
            yield f"{above}{today}", f"{above}{before}"
        if isinstance(each.annotation, type) and issubclass(each.annotation, TomlTable):
            yield from _former(each.annotation, f"{above}{name}.")
        for inside in getattr(each.annotation, "__args__", ()):
            if isinstance(inside, type) and issubclass(inside, TomlTable) and not above:
                yield from _former(inside, f"{name}.")
