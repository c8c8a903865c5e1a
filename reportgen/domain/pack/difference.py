"""Differences between two contents of a part: which values changed, and in which category organisers put them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.pack.archived_day import day_in
from reportgen.domain.programme.day_differences import DayDifference, day_differences


class ChangeCategory(StrEnum):
    """Why a pack is made again, in the categories of organisers."""

    NEW = "new"
    DATA = "data"
    PROGRAMME = "programme"
    REGISTRATIONS = "registrations"
    DESIGN = "design"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """What a value that changed is a figure of.

    Attributes:
        what: the noun of its measure, such as ``het aandeel 65-plussers``; its field where it is of no measure.
        of: the municipality; empty for the mean of comparable ones.
        decimals: with how many it is printed.
    """

    what: str
    of: str
    unit: str
    year: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a part that changed; ``path`` leads to it through the content, with dots.

    ``figure`` says what it is a figure of, whose value is ``old`` and ``new``, and ``day`` what is different in the
    reader's own day; None for any other value.
    """

    part: str
    path: str
    old: str
    new: str
    category: ChangeCategory
    figure: ChangedFigure | None = None
    day: DayDifference | None = None


def differences_between(part: str, old: JsonValue, new: JsonValue) -> tuple[Difference, ...]:
    """Every value in which two contents of a part differ, by path; an absent value is empty text.

    A figure is one value, with its year and precision; those of measures are told by the measure's own noun. A part of
    the reader's own day is told by what is different in it, and what runs beside it is not. A list of the people at a
    session that the reader leads is told by their number.

    Raises:
        UnreadableDay: the day in the earlier content cannot be read.
    """
    nouns = {**_nouns(old), **_nouns(new)}
    was, now = (_values_by_path(each, nouns) for each in (old, new))
    found = [*_of_day(part, old, new), *_of_leading(part, old, new)]
    for path in sorted({*was, *now}):
        before, after = was.get(path, _ABSENT), now.get(path, _ABSENT)
        if before.text != after.text and not _is_told_otherwise(part, path):
            category = _category(part, path)
            found.append(Difference(part, path, before.text, after.text, category, after.figure or before.figure))
    return tuple(found)


def _of_day(part: str, old: JsonValue, new: JsonValue) -> list[Difference]:
    if part != "event" or not isinstance(new, dict):
        return []
    if not isinstance(old, dict):  # what it was is not known any more
        return [Difference(part, "day", "", "", ChangeCategory.PROGRAMME)]
    return [
        Difference(part, f"day.{each.part}.{each.change}", each.old, each.new, ChangeCategory.PROGRAMME, day=each)
        for each in day_differences(day_in(old), day_in(new))
    ]


def _of_leading(part: str, old: JsonValue, new: JsonValue) -> list[Difference]:
    """Other people at a session that the reader leads, by how many there are, and another note about it."""
    if part != "leading":
        return []
    earlier = _led_sessions(old)
    found = []
    for which, session in _led_sessions(new).items():
        before, title = earlier.get(which), session["session"]["title"]
        if before is None:
            continue
        if [before["people"], before["unnamed"]] != [session["people"], session["unnamed"]]:
            then, now = (str(len(each["people"]) + each["unnamed"]) for each in (before, session))
            found.append(Difference(part, f"{title}.people", then, now, ChangeCategory.REGISTRATIONS))
        if before["note"] != session["note"]:
            then, now = before["note"], session["note"]
            found.append(Difference(part, f"{title}.note", then, now, ChangeCategory.PROGRAMME))
    return found


def _led_sessions(content: Any) -> dict[tuple[str, str], Any]:
    """The sessions in a content that somebody leads, by round and by code or title."""
    led = content.get("sessions", ()) if isinstance(content, dict) else ()
    return {(each["session"]["round"], each["session"]["code"] or each["session"]["title"]): each for each in led}


def _is_told_otherwise(part: str, path: str) -> bool:
    """Whether a value is told by the differences of the day, of which cover and table show a part, or of who is led."""
    return path.startswith(_TOLD_OTHERWISE.get(part, ()))


_TOLD_OTHERWISE = {
    "event": ("day.", "event.sessions."),
    "personal": ("first.",),
    "table": ("talks.",),
    "leading": ("sessions.",),
}
"""Beginnings of paths, by part."""


_CATEGORIES: tuple[tuple[str, str, ChangeCategory], ...] = (
    ("event", "", ChangeCategory.PROGRAMME),
    ("", "meeting.", ChangeCategory.PROGRAMME),
    ("", "subject.", ChangeCategory.DESIGN),
    ("questions", "figures", ChangeCategory.DATA),
    ("questions", "", ChangeCategory.PROGRAMME),
    ("personal", "welcome", ChangeCategory.PROGRAMME),
    ("personal", "letter", ChangeCategory.PROGRAMME),
    ("personal", "subject_line", ChangeCategory.PROGRAMME),
    ("personal", "erratum", ChangeCategory.CORRECTION),
    ("personal", "headline", ChangeCategory.DATA),
    ("personal", "facts", ChangeCategory.DATA),
    ("personal", "strips", ChangeCategory.DATA),
    ("personal", "map", ChangeCategory.DATA),
    ("personal", "nearby", ChangeCategory.DATA),
    ("personal", "", ChangeCategory.REGISTRATIONS),
    ("municipality", "peers.*.tables", ChangeCategory.REGISTRATIONS),
    ("municipality", "peers.*.kinds", ChangeCategory.PROGRAMME),
    ("municipality", "", ChangeCategory.DATA),
    ("leading", "", ChangeCategory.PROGRAMME),
    ("table", "report", ChangeCategory.PROGRAMME),
    ("table", "contrasts", ChangeCategory.DATA),
    ("table", "sources", ChangeCategory.DATA),
    ("table", "colleagues.*.columns", ChangeCategory.DATA),
    ("table", "colleagues.*.standout", ChangeCategory.DATA),
    ("table", "colleagues.*.residents", ChangeCategory.DATA),
    ("table", "", ChangeCategory.REGISTRATIONS),
)
"""Part (empty for any), beginning of the path (``*`` for any step), category; the first match counts."""

_NAMED_BY = {"measures": "key", "figures": "year", "peers": "code", "facts": "measure"}
"""Lists whose items are told by a field of their own, not by their position: what is added moves nothing."""

_BESIDE = {"country": "Nederland"}
"""Figures beside those of a municipality that are of another region, by their field."""


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    figure: ChangedFigure | None = None


_ABSENT = _Value("")


@dataclass(frozen=True, slots=True)
class _At:
    """Where a value stands: its path, the measure it is of, and the municipality."""

    path: str = ""
    field: str = ""
    measure: str = ""
    of: str = ""

    def inside(self, step: str, measure: str = "", of: str = "") -> _At:
        path = f"{self.path}.{step}" if self.path else step
        return _At(path, step, measure or self.measure, _BESIDE.get(step, of or self.of))


def _category(part: str, path: str) -> ChangeCategory:
    def begins(start: str) -> bool:
        wanted, steps = start.rstrip(".").split(".") if start else [], path.split(".")
        return len(steps) >= len(wanted) and all(one in ("*", other) for one, other in zip(wanted, steps, strict=False))

    return next(category for kind, start, category in _CATEGORIES if kind in ("", part) and begins(start))


def _nouns(content: Any) -> dict[str, str]:
    """Measure → its noun, and position of a column → that of its measure, as ``columns.0``."""
    try:
        found = {key: str(each["wording"]["noun"]) for key, each in content["subject"]["measures"].items()}
        columns = [str(key) for key in content["subject"]["columns"]]
    except (TypeError, KeyError, AttributeError):
        return {}
    return found | {f"columns.{place}": found[key] for place, key in enumerate(columns) if key in found}


def _values_by_path(content: JsonValue, nouns: Mapping[str, str]) -> dict[str, _Value]:
    of = str(content.get("municipality", "")) if isinstance(content, dict) else ""
    return dict(_values(content, _At(of=of), nouns))


def _values(content: Any, at: _At, nouns: Mapping[str, str]) -> Iterator[tuple[str, _Value]]:
    match content:
        case {"value": float() | int() as value, "unit": str() as unit, "year": int() as year, "source": _}:
            what = nouns.get(at.measure, at.field)
            decimals = _whole(content.get("decimals"))
            yield at.path, _Value(str(value), ChangedFigure(what, at.of, unit, year, decimals))
            yield at.inside("year").path, _Value(str(year))
            yield at.inside("source").path, _Value(str(content["source"]))
        case dict():
            name = content.get("name", content.get("municipality"))
            of = name if isinstance(name, str) and ("measures" in content or "columns" in content) else ""
            measure = str(content.get("measure", content.get("key", "")))
            for step, each in content.items():
                key = step if step in nouns else measure if measure in nouns else ""
                side = content.get(step.partition("_")[0]) if "_" in step else None  # one_first is a figure of "one"
                yield from _values(each, at.inside(step, key, side if isinstance(side, str) else of), nouns)
        case list():
            names = _names_of(content, at.field)
            for place, each in enumerate(content):
                column = f"columns.{place}" if at.field == "columns" else names[place]
                yield from _values(each, at.inside(names[place], column if column in nouns else ""), nouns)
        case None:
            pass
        case _:
            yield at.path, _Value(str(content))


def _names_of(items: list[JsonValue], field: str) -> list[str]:
    """What each item of a list is called in a path: its own name where all have one, else its position."""
    by = _NAMED_BY.get(field, "")
    names = [str(each[by]) for each in items if isinstance(each, dict) and by in each]
    whole = by and len(set(names)) == len(items) and not any("." in each for each in names)
    return names if whole else [str(place) for place in range(len(items))]


def _whole(number: JsonValue) -> int:
    return number if isinstance(number, int) else 0
