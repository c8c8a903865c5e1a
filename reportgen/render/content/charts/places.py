"""Figures of places: what a chart draws of a profile, of the country or of a comparable municipality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content.chart_values import measure_figures

Content = Mapping[str, Any]


def figure_of(place: Content, key: str) -> Content | None:
    """The figure of the reference year of a place, or of a mapping of figures by measure; None where it is missing.

    Of the country the last one counts that it has.
    """
    if "measures" not in place:
        found: Content | None = place.get(key)
        return found
    figures = measure_figures(place, key)
    return None if figures is None else figures["last"] or figures["country"] if _whole(place) else figures["last"]


def value_of(place: Content, key: str) -> float | None:
    """The value of ``figure_of``."""
    figure = figure_of(place, key)
    return None if figure is None else float(figure["value"])


def series(place: Content, key: str) -> list[tuple[int, float]]:
    """The years of a place with their values, in order."""
    figures = measure_figures(place, key)
    return [(each["year"], float(each["value"])) for each in figures["figures"]] if figures else []


def value_in(place: Content, key: str, year: int) -> float | None:
    """The value of a place in a year."""
    return dict(series(place, key)).get(year)


def mean_change(places: Sequence[Content], key: str, first: int, last: int, relative: bool = False) -> float | None:
    """The change of the unweighted mean of places between two years, over those that have both; None where none has.

    Args:
        relative: in percent of the first mean; None where that is not more than zero.
    """
    both = [(value_in(each, key, first), value_in(each, key, last)) for each in places]
    known = [(one, other) for one, other in both if one is not None and other is not None]
    if not known:
        return None
    before = sum(each for each, _ in known) / len(known)
    after = sum(each for _, each in known) / len(known)
    if not relative:
        return after - before
    return 100 * (after - before) / before if before > 0 else None


def _whole(place: Content) -> bool:
    return place.get("code") == "NL"
