"""What has to be printed again, and why: fingerprints, the plan, the differences."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from enum import Enum, StrEnum
from functools import cache
from hashlib import sha256
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, cast

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
"""What JSON can hold; parts are printed from this form, today's and those kept in the archive alike."""


class ChangeCategory(StrEnum):
    """Why a pack is made again, as organisers think of it."""

    NEW = "new"
    DATA = "data"
    PROGRAMME = "programme"
    REGISTRATIONS = "registrations"
    DESIGN = "design"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class PartDigest:
    """A part by its kind, its content's digest and the fingerprint that also covers design and pages."""

    kind: str
    content: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class WantedPack:
    """A pack as it should be now."""

    number: int
    code: str
    recipient: str
    fingerprint: str
    parts: tuple[PartDigest, ...]


@dataclass(frozen=True, slots=True)
class MadePack:
    """A pack as it was last made; ``left`` when its letter is out of our hands, or may be."""

    number: int
    edition: int
    recipient: str
    fingerprint: str
    digest: str
    parts: tuple[PartDigest, ...]
    withdrawn: bool
    left: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not what it was; ``part`` and ``path`` say which."""

    part: str
    path: str
    old: str
    new: str
    category: ChangeCategory


@dataclass(frozen=True, slots=True)
class Keep:
    """The pack is as it should be."""

    number: int


@dataclass(frozen=True, slots=True)
class Print:
    """The pack is to be printed: it is new, or these parts are not what they were.

    Without parts it is only for the letter: the address changed before the letter left.
    """

    number: int
    parts: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The participant is not on the list any more."""

    number: int


Decision = Keep | Print | Withdraw


def plan(wanted: Iterable[WantedPack], made: Iterable[MadePack]) -> tuple[Decision, ...]:
    """What to do for every participant, in order of number."""
    before = {each.number: each for each in made}
    now = {each.number: each for each in wanted}
    decisions: list[Decision] = []
    for number in sorted({*before, *now}):
        old, new = before.get(number), now.get(number)
        if new is None:
            if old is not None and not old.withdrawn:
                decisions.append(Withdraw(number))
        elif old is None or old.withdrawn:
            decisions.append(Print(number, tuple(part.kind for part in new.parts), first=True))
        elif old.fingerprint == new.fingerprint:
            moved = old.recipient != new.recipient and not old.left
            decisions.append(Print(number, (), first=False) if moved else Keep(number))
        else:
            was = {part.kind: part.fingerprint for part in old.parts}
            changed = tuple(part.kind for part in new.parts if was.get(part.kind) != part.fingerprint)
            decisions.append(Print(number, changed, first=False))
    return tuple(decisions)


JsonMemo = dict[int, tuple[object, JsonValue]]
"""Values that were made plain before, each kept alive so that its id stays its own."""


def to_json_value(value: object, known: JsonMemo | None = None) -> JsonValue:
    """A value of the domain as JSON can hold it: dataclasses as objects, tuples as lists, dates as ISO text.

    Args:
        known: what many values share is made plain once, and then is one object in all of them.
    """
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return cast(JsonValue, value)
    if known is None:
        return _form_of(kind)(value, known)
    if (before := known.get(id(value))) is None:
        before = known[id(value)] = (value, _form_of(kind)(value, known))
    return before[1]


_AS_THEY_ARE = frozenset([type(None), bool, int, float, str])


@cache
def _form_of(kind: type) -> Callable[[Any, JsonMemo | None], JsonValue]:
    """What makes values of a kind plain; looked up once for each kind, for there are very many values."""
    if issubclass(kind, Enum):
        return lambda value, _: cast(JsonValue, value.value)
    if issubclass(kind, bool | int | float | str):
        return lambda value, _: cast(JsonValue, value)
    if issubclass(kind, time):
        return lambda value, _: value.isoformat("minutes")
    if issubclass(kind, date):
        return lambda value, _: value.isoformat()
    if is_dataclass(kind):
        return _object_of(tuple(field.name for field in fields(kind)))
    if issubclass(kind, Mapping):
        return lambda value, known: {str(key): to_json_value(each, known) for key, each in value.items()}
    if issubclass(kind, Iterable):
        return lambda value, known: [to_json_value(each, known) for each in value]
    raise TypeError(f"{kind.__name__} has no plain form")


def _object_of(names: tuple[str, ...]) -> Callable[[Any, JsonMemo | None], JsonValue]:
    if len(names) < 2:
        return lambda value, known: {name: to_json_value(getattr(value, name), known) for name in names}
    values_of = attrgetter(*names)
    return lambda value, known: {
        name: each if type(each) in _AS_THEY_ARE else to_json_value(each, known)
        for name, each in zip(names, values_of(value), strict=True)
    }


def canonical_json(content: JsonValue) -> bytes:
    """The one way to write a content as JSON, so that equal contents have equal bytes."""
    return canonical_json_text(content).encode()


def canonical_json_text(content: JsonValue) -> str:
    """The same before it is encoded; a part of a content is written as it is within the whole."""
    return _JSON.encode(content)


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def fingerprint(*marks: str) -> str:
    """One mark over several, each kept apart from the next."""
    return digest(f"[{','.join(map(encode_basestring, marks))}]".encode())  # as canonical does, and quicker


def is_current(wanted: WantedPack, had: MadePack) -> bool:
    """Whether a participant has this very pack already, at this address."""
    return not had.withdrawn and wanted.fingerprint == had.fingerprint and wanted.recipient == had.recipient


def differences_between(part: str, old: JsonValue, new: JsonValue) -> tuple[Difference, ...]:
    """Every value of a part that is not what it was."""
    was, now = dict(_leaves(old)), dict(_leaves(new))
    return tuple(
        Difference(part, path, was.get(path, ""), now.get(path, ""), _category(part, path))
        for path in sorted({*was, *now})
        if was.get(path, "") != now.get(path, "")
    )


_CATEGORIES: tuple[tuple[str, str, ChangeCategory], ...] = (
    ("event", "", ChangeCategory.PROGRAMME),
    ("questions", "", ChangeCategory.PROGRAMME),
    ("", "meeting.", ChangeCategory.PROGRAMME),
    ("personal", "welcome", ChangeCategory.PROGRAMME),
    ("personal", "letter", ChangeCategory.PROGRAMME),
    ("personal", "subject", ChangeCategory.PROGRAMME),
    ("personal", "erratum", ChangeCategory.CORRECTION),
    ("personal", "facts", ChangeCategory.DATA),
    ("personal", "atlas", ChangeCategory.DATA),
    ("personal", "nearby", ChangeCategory.DATA),
    ("personal", "", ChangeCategory.REGISTRATIONS),
    ("municipality", "peers.*.present", ChangeCategory.REGISTRATIONS),
    ("municipality", "", ChangeCategory.DATA),
    ("table", "talks", ChangeCategory.PROGRAMME),
    ("table", "report", ChangeCategory.PROGRAMME),
    ("table", "", ChangeCategory.REGISTRATIONS),
)
"""Part, beginning of the path (``*`` for a position in a list), category; the first that fits holds."""


def _category(part: str, path: str) -> ChangeCategory:
    general = ".".join("*" if step.isdigit() else step for step in path.split("."))
    return next(category for kind, start, category in _CATEGORIES if kind in ("", part) and general.startswith(start))


def _leaves(content: JsonValue, path: str = "") -> Iterator[tuple[str, str]]:
    match content:
        case dict():
            for name, each in content.items():
                yield from _leaves(each, f"{path}.{name}" if path else name)
        case list():
            for number, each in enumerate(content):
                yield from _leaves(each, f"{path}.{number}" if path else str(number))
        case None:
            pass
        case _:
            yield path, str(content)
