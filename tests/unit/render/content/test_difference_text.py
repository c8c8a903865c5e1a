"""What changed between two packs is told by measures, with numbers as they are printed."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.render.content.difference_text import differences_told, figure_difference


def _difference(what: str, of: str, unit: str, decimals: int, old: str, new: str) -> dict[str, Any]:
    figure = {"what": what, "of": of, "unit": unit, "year": 2025, "decimals": decimals}
    return {"part": "municipality", "path": "a.b", "old": old, "new": new, "category": "data", "figure": figure}


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (
            ("het aandeel 65-plussers", "Urk", "percent", 1, "20.1", "20.4"),
            "het aandeel 65-plussers van Urk (2025): 20,1% → 20,4%",
        ),
        (
            ("de verkoopprijs", "", "euro", 0, "479527", "480000"),
            "de verkoopprijs, gemiddeld in vergelijkbare gemeenten (2025): €\u00a0479.527 → €\u00a0480.000",
        ),
        (("residents", "Urk", "count", 0, "", "21000"), "het aantal inwoners van Urk (2025): – → 21.000"),
    ],
)
def test_a_figure_is_told_by_its_measure_as_it_is_printed(
    difference: tuple[str, str, str, int, str, str], text: str
) -> None:
    assert figure_difference(_difference(*difference)) == text


def test_figures_are_told_first_and_once_though_they_stand_in_several_places() -> None:
    rank = {"part": "municipality", "path": "rank.place", "old": "3", "new": "4", "category": "data"}
    figure = _difference("de grijze druk", "Urk", "per_hundred", 1, "20.1", "20.4")
    told = differences_told([rank, figure, {**figure, "path": "last"}])
    assert [bool(each["text"]) for each in told] == [True, False]


def test_editions_of_before_say_nothing_of_figures() -> None:
    assert figure_difference({"part": "personal", "path": "table", "old": "1", "new": "2"}) == ""
