"""Values of the domain as canonical JSON, and the digests and fingerprints that are taken of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, cast

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
"""What JSON can hold. Parts of packs are printed from this form, new ones and those of the archive alike."""

JsonMemo = dict[int, tuple[object, JsonValue]]
"""Values converted before by their ``id``, each kept referenced so that its id is not used again."""


def to_json_value(value: object, memo: JsonMemo | None = None) -> JsonValue:
    """A value of the domain as JSON can hold it: dataclasses as objects, tuples as lists, dates as ISO text.

    Args:
        value: a dataclass, mapping, iterable, enum, date, time or plain value.
        memo: converts a value that many others share once; the same object then stands in all of them.

    Raises:
        TypeError: there is no JSON form for a value of this type.
    """
    kind: Any = type(value)
    if kind in _UNCHANGED_TYPES:
        return cast(JsonValue, value)
    if memo is None:
        return _converter_of(kind)(value, memo)
    if (before := memo.get(id(value))) is None:
        before = memo[id(value)] = (value, _converter_of(kind)(value, memo))
    return before[1]


_UNCHANGED_TYPES = frozenset([type(None), bool, int, float, str])


@cache
def _converter_of(kind: type) -> Callable[[Any, JsonMemo | None], JsonValue]:
    """The function that converts values of a type; chosen once for each type, for there are very many values."""
    if issubclass(kind, Enum):
        return lambda value, _: cast(JsonValue, value.value)
    if issubclass(kind, bool | int | float | str):
        return lambda value, _: cast(JsonValue, value)
    if issubclass(kind, time):
        return lambda value, _: value.isoformat("minutes")
    if issubclass(kind, date):
        return lambda value, _: value.isoformat()
    if is_dataclass(kind):
        return _dataclass_converter(tuple(field.name for field in fields(kind)))
    if issubclass(kind, Mapping):
        return lambda value, memo: {str(key): to_json_value(each, memo) for key, each in value.items()}
    if issubclass(kind, Iterable):
        return lambda value, memo: [to_json_value(each, memo) for each in value]
    raise TypeError(f"{kind.__name__} has no JSON form")


def _dataclass_converter(names: tuple[str, ...]) -> Callable[[Any, JsonMemo | None], JsonValue]:
    if len(names) < 2:
        return lambda value, memo: {name: to_json_value(getattr(value, name), memo) for name in names}
    values_of = attrgetter(*names)
    return lambda value, memo: {
        name: each if type(each) in _UNCHANGED_TYPES else to_json_value(each, memo)
        for name, each in zip(names, values_of(value), strict=True)
    }


def canonical_json(content: JsonValue) -> bytes:
    """JSON with sorted keys, no white space and UTF-8, so that equal contents have equal bytes."""
    return canonical_json_text(content).encode()


def canonical_json_text(content: JsonValue) -> str:
    """Canonical JSON before it is encoded; a value is written the same by itself as within another."""
    return _ENCODER.encode(content)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def fingerprint(*marks: str) -> str:
    """The digest of several texts as a JSON array, so that their boundaries count."""
    return digest(f"[{','.join(map(encode_basestring, marks))}]".encode())  # as canonical_json does, and faster
