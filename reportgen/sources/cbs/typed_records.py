"""Parsed TOML and JSON become dataclasses, each key and type checked."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import datetime
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from reportgen.i18n.message import said

T = TypeVar("T")


def record_from(kind: type[T], values: object, at: str = "") -> T:
    """A dataclass out of a table with exactly its fields.

    Args:
        kind: a dataclass; its fields are dataclasses, ``dict[str, ...]``, or plain types. A ``datetime`` may be text.
        at: the key of the table in the file, for messages.

    Raises:
        ValueError: a key is missing or unknown, or a value has another type; the message names it.
    """
    if not isinstance(values, dict):
        raise ValueError(said("{at} is no table", at=at or "the file"))
    fields = get_type_hints(kind)
    for key in fields.keys() - values.keys():
        raise ValueError(said("the key '{below}' is missing", below=_below(at, key)))
    for key in values.keys() - fields.keys():
        raise ValueError(said("the key '{below}' is unknown", below=_below(at, key)))
    return kind(**{key: _value(expected, values[key], _below(at, key)) for key, expected in fields.items()})


def _value(expected: Any, value: object, at: str) -> object:
    if is_dataclass(expected) and isinstance(expected, type):
        return record_from(expected, value, at)
    if get_origin(expected) is dict:
        if not isinstance(value, dict):
            raise ValueError(said("{at} is no table", at=at))
        return {key: _value(get_args(expected)[1], each, _below(at, key)) for key, each in value.items()}
    if expected is datetime and isinstance(value, str):
        return datetime.fromisoformat(value)
    if type(value) is not expected:  # not isinstance: a bool is no number, and a moment is no day
        raise ValueError(said("'{at}' is {value!r}, not of type {name}", at=at, value=value, name=expected.__name__))
    return value


def _below(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key
