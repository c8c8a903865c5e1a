"""Districts of a municipality that was merged: what they are called."""

from __future__ import annotations

import re

from example import figures

from reportgen.domain.figures.districts import Districts


def of(name: str) -> Districts:
    return figures.figures().data.districts["origin/total"][figures.code_of(name)]


def test_a_district_without_a_name_is_called_by_its_number_within_the_former_municipality() -> None:
    assert "wijk 02 van Menterwolde" in [each.label for each in of("Midden-Groningen").districts]


def test_no_two_districts_of_a_municipality_are_called_the_same() -> None:
    for name, code in ((each.name, each.code) for each in figures.figures().data.municipalities.values()):
        found = figures.figures().data.districts["origin/total"].get(code)
        labels = [each.label for each in found.districts] if found else []
        assert sorted(labels) == sorted(set(labels)), name


def test_no_district_is_called_by_the_number_before_its_name() -> None:
    found = figures.figures().data.districts["origin/total"].values()
    named = [district.name for each in found for district in each.districts if district.name]
    assert {each.label for each in of("Valkenburg aan de Geul").districts} >= {"Valkenburg", "Sibbe - IJzeren"}
    assert [name for name in named if re.match(r"[^\w'’(]|Wijke?\s*\d", name)] == []
