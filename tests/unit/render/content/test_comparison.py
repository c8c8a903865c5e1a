"""A follow-up tells what changed since the briefing by measure, and compares nothing that is not the same."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from reportgen.render.content import comparison


def _figure(
    value: float, year: int, unit: str = "percent", decimals: int = 1, source: str = "70072NED"
) -> dict[str, Any]:
    return {"value": value, "unit": unit, "year": year, "source": source, "decimals": decimals}


def _measure(key: str, noun: str, unit: str = "percent", definition: str = "Aandeel.") -> dict[str, Any]:
    wording = {"noun": noun}
    return {"key": key, "short": key, "unit": unit, "definition": definition, "period": "day", "wording": wording}


MEASURES = {
    "ouderen": _measure("ouderen", "het aandeel ouderen"),
    "alleen": _measure("alleen", "het aandeel alleenwonenden"),
    "prijs": _measure("prijs", "de verkoopprijs", "euro"),
}


def _content(ouderen: float = 20.1, year: int = 2025, name: str = "Urk", **more: Any) -> dict[str, Any]:
    figures = {
        "ouderen": _figure(ouderen, year),
        "alleen": _figure(30.0, 2025),
        "prijs": _figure(400_000, 2024, "euro", 0, "eigen"),
    }
    return {
        "profile": {
            "name": name,
            "residents": _figure(21_000, 2025, "count", 0),
            "measures": [{"key": key, "last": last} for key, last in figures.items()],
        },
        "subject": {"main": "ouderen", "measures": deepcopy(MEASURES)},
        "sources": {"70072NED": {"table": "70072NED"}, "eigen": {"table": ""}, "districts": {"table": "x"}},
        "before": None,
        **more,
    }


def _after(then: dict[str, Any], now: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The content of a follow-up after a briefing with other content."""
    measures = {
        each["key"]: {
            "figure": each["last"],
            **{name: then["subject"]["measures"][each["key"]][name] for name in ("definition", "unit", "period")},
        }
        for each in then["profile"]["measures"]
    }
    profile = then["profile"]
    before = {
        "name": profile["name"],
        "joined": [],
        "sealed": "2026-03-01",
        "residents": profile["residents"],
        "measures": measures,
        "sources": then["sources"],
        **more,
    }
    return {**now, "before": before}


def _rows(content: dict[str, Any]) -> dict[str, comparison.ComparisonRow]:
    return {each.label: each for each in comparison.rows(content)}


def test_a_revised_figure_stands_beside_that_of_the_briefing() -> None:
    content = _after(_content(20.1), _content(20.4))
    row = _rows(content)["Ouderen"]
    assert (row.then, row.newest, row.difference, row.changed) == ("20,1%", "20,4%", "+0,3", True)
    assert "één cijfer is anders" in comparison.change_sentence(content)
    assert "Het aandeel ouderen op Urk in 2025: 20,1% in uw briefing, nu 20,4%" in comparison.change_sentence(content)


def test_a_figure_of_a_later_year_is_told_with_both_years() -> None:
    sentence = comparison.change_sentence(_after(_content(20.1, 2025), _content(20.4, 2026)))
    assert "20,1% in 2025, 20,4% in 2026" in sentence


def test_that_nothing_changed_is_told_and_so_is_that_only_the_year_is_another() -> None:
    assert "veranderde er niets" in comparison.change_sentence(_after(_content(), _content()))
    assert "gelijk aan die van toen" in comparison.change_sentence(_after(_content(), _content(year=2026)))


def test_who_had_no_briefing_gets_the_newest_figures_alone() -> None:
    assert "geen briefing" in comparison.change_sentence(_content())
    assert not comparison.has_earlier(_content())
    assert "van 2024 tot en met 2025" in comparison.change_sentence(_content())


def test_figures_of_another_definition_are_not_compared_and_it_is_said() -> None:
    now = _content(20.4)
    now["subject"]["measures"]["ouderen"]["definition"] = "Aandeel van 67 jaar en ouder."
    content = _after(_content(20.1), now)
    assert (_rows(content)["Ouderen"].then, _rows(content)["Alleen"].then) == ("", "30,0%")
    assert "anders omschreven dan in uw briefing: Ouderen" in comparison.redefined(content)
    assert "veranderde er niets" in comparison.change_sentence(content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_after(_content(), _content(20.4), joined=["Emmeloord"]), "kwam Emmeloord bij Urk"),
        (_after(_content(name="Weesp"), _content(name="Amsterdam")), "Uw briefing ging over Weesp"),
    ],
)
def test_nothing_is_compared_across_a_merger(content: dict[str, Any], said: str) -> None:
    assert not comparison.has_earlier(content)
    assert said in comparison.change_sentence(content)


def test_a_measure_that_is_new_or_gone_stands_alone() -> None:
    content = _after(_content(), _content())
    del content["before"]["measures"]["alleen"]
    content["profile"]["measures"][2]["last"] = None
    rows = _rows(content)
    assert (rows["Alleen"].then, rows["Alleen"].newest, rows["Alleen"].changed) == ("", "30,0%", False)
    assert (rows["Prijs"].then, rows["Prijs"].newest, rows["Prijs"].changed) == ("€\u00a0400.000", "", False)


def test_sources_are_those_of_the_figures_own_ones_too() -> None:
    found = list(comparison.source_pairs(_after(_content(), _content())))
    assert [key for key, _, _ in found] == ["70072NED", "eigen"]
    assert all(was == now for _, was, now in found)
