"""Figures that differ between two contents, each with what it is a figure of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reportgen.domain.canonical_json import JsonValue


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """What a value that changed is a figure of.

    Attributes:
        what: the noun of its measure, such as ``het aandeel 65-plussers``; its field where it is of no measure.
        of: the municipality; empty where it is of no single one.
        decimals: with how many it is printed.
        year_before: the year of the earlier value where that is another; 0 for the same.
        mean: whether it is the mean of the comparable municipalities.
    """

    what: str
    of: str
    unit: str
    year: int
    decimals: int
    year_before: int = 0
    mean: bool = False


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs; ``old`` and ``new`` are its exact values, empty for none."""

    figure: ChangedFigure
    old: str
    new: str


_BESIDE = {"country": "Nederland"}
"""Figures beside those of a municipality that are of another region, by their field."""

UNREAD = frozenset(("score",))
"""Fields by which a content was chosen, and that are printed nowhere."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a value stands in: its field, the noun of its measure, the municipality, and whether it is a mean."""

    field: str = ""
    noun: str = ""
    of: str = ""
    mean: bool = False


def is_figure(content: Any) -> bool:
    """Whether a value is a figure: a number with its unit, year and source."""
    return isinstance(content, dict) and {"value", "unit", "year", "source"} <= content.keys()


def nouns_of(content: Any) -> dict[str, str]:
    """Measure → its noun, and position of a column → that of its measure, as ``columns.0``."""
    try:
        found = {key: str(each["wording"]["noun"]) for key, each in content["subject"]["measures"].items()}
        columns = [str(key) for key in content["subject"]["columns"]]
    except (TypeError, KeyError, AttributeError):
        return {}
    return found | {f"columns.{place}": found[key] for place, key in enumerate(columns) if key in found}


def inside(place: Place, step: str, content: Any, nouns: Mapping[str, str]) -> Place:
    """The place of a field, or of an item of a mapping, in what stands at a place."""
    if not isinstance(content, dict):
        return replace(place, noun=nouns.get(f"{place.field}.{step}", place.noun))
    names = [each for each in map(content.get, ("name", "municipality")) if isinstance(each, str)]
    of = names[0] if names and ("measures" in content or "columns" in content) else place.of
    measure = str(content.get("measure", content.get("key", "")))
    side = content.get(step.partition("_")[0]) if "_" in step else None  # one_first is a figure of "one"
    of = side if isinstance(side, str) else _BESIDE.get(step, of)
    return Place(step, nouns.get(step, nouns.get(measure, place.noun)), of, place.mean or step == "average")


def changed_figures(old: JsonValue, new: JsonValue, place: Place, nouns: Mapping[str, str]) -> Iterator[FigureChange]:
    """The figures in which two values differ; those of a list are told apart by their year, or by their column."""
    if old == new:
        return
    was, now = (each if isinstance(each, dict) and is_figure(each) else None for each in (old, new))
    if was or now:
        yield _change(was, now, place)
    elif isinstance(old, dict) or isinstance(new, dict):
        before, after = (each if isinstance(each, dict) else {} for each in (old, new))
        for step in {**before, **after}:
            at = inside(place, step, after or before, nouns)
            yield from changed_figures(before.get(step), after.get(step), at, nouns)
    elif isinstance(old, list) or isinstance(new, list):
        before, after = (_by_name(each, place.field) for each in (old, new))
        for step in {**before, **after}:
            at = inside(place, step, None, nouns)
            yield from changed_figures(before.get(step), after.get(step), at, nouns)


def same_but_figures(old: JsonValue, new: JsonValue) -> bool:
    """Whether two values differ in nothing else than figures, which are told by themselves."""
    if old == new or is_figure(old) or is_figure(new):
        return True
    match old, new:
        case dict(), dict():
            return all(same_but_figures(old.get(step), new.get(step)) for step in {**old, **new} if step not in UNREAD)
        case list(), list():
            if all(map(_is_figure_or_none, (*old, *new))):
                return True
            return len(old) == len(new) and all(map(same_but_figures, old, new))
        case None, list() | dict():
            return not new
        case list() | dict(), None:
            return not old
        case _:
            return False


def _is_figure_or_none(content: JsonValue) -> bool:
    return content is None or is_figure(content)


def _by_name(items: JsonValue, field: str) -> dict[str, JsonValue]:
    """The items of a list by the year of a figure, or else by position."""
    if not isinstance(items, list):
        return {}
    years = [str(each["year"]) for each in items if isinstance(each, dict) and is_figure(each)]
    whole = field != "columns" and len(set(years)) == len(items)
    return dict(zip(years if whole else map(str, range(len(items))), items, strict=True))


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, place: Place) -> FigureChange:
    latest = new or old or {}
    year, before = _whole(latest["year"]), _whole(old["year"]) if old else 0
    figure = ChangedFigure(
        place.noun or place.field,
        place.of,
        str(latest["unit"]),
        year,
        _whole(latest.get("decimals")),
        before if before != year else 0,
        place.mean,
    )
    return FigureChange(figure, *(str(each["value"]) if each else "" for each in (old, new)))


def _whole(number: JsonValue) -> int:
    return number if isinstance(number, int) else 0
