"""The faults of an event.toml against its schema, one by one, for who tells them beside fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from reportgen.config.schema import EventFile


@dataclass(frozen=True, slots=True)
class SchemaError:
    """A fault.

    Attributes:
        path: names of tables and keys, and numbers of tables in lists, from 0.
        kind: of the fault, as pydantic calls it.
        message: in English.
        limits: what it goes against, such as ``max_length``.
        given: the value.
    """

    path: tuple[str | int, ...]
    kind: str
    message: str
    limits: Mapping[str, Any] = field(default_factory=dict)
    given: object = None


def schema_errors(raw: Mapping[str, Any]) -> tuple[SchemaError, ...]:
    """The faults of the content of an event.toml; none where it can be used."""
    try:
        EventFile.model_validate(raw)
    except ValidationError as fault:
        return tuple(
            SchemaError(
                tuple(each["loc"]),
                each["type"],
                each["msg"].removeprefix("Value error, "),
                {key: value for key, value in each.get("ctx", {}).items() if key != "error"},
                each.get("input"),
            )
            for each in fault.errors()
        )
    return ()
