"""Differences between two contents of a part: which values changed, and in which category organisers put them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.canonical_json import JsonValue


class ChangeCategory(StrEnum):
    """Why a pack is made again, in the categories of organisers."""

    NEW = "new"
    DATA = "data"
    PROGRAMME = "programme"
    REGISTRATIONS = "registrations"
    DESIGN = "design"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a part that changed; ``path`` leads to it through the content, with dots."""

    part: str
    path: str
    old: str
    new: str
    category: ChangeCategory


def differences_between(part: str, old: JsonValue, new: JsonValue) -> tuple[Difference, ...]:
    """Every value in which two contents of a part differ, by path; an absent value is empty text."""
    was, now = dict(_values_by_path(old)), dict(_values_by_path(new))
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
"""Part (empty for any), beginning of the path (``*`` for a position in a list), category; the first match counts."""


def _category(part: str, path: str) -> ChangeCategory:
    general = ".".join("*" if step.isdigit() else step for step in path.split("."))
    return next(category for kind, start, category in _CATEGORIES if kind in ("", part) and general.startswith(start))


def _values_by_path(content: JsonValue, path: str = "") -> Iterator[tuple[str, str]]:
    match content:
        case dict():
            for name, each in content.items():
                yield from _values_by_path(each, f"{path}.{name}" if path else name)
        case list():
            for number, each in enumerate(content):
                yield from _values_by_path(each, f"{path}.{number}" if path else str(number))
        case None:
            pass
        case _:
            yield path, str(content)
