"""A snapshot becomes values by variable, and districts go along with municipalities that merged."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest
from example import figures

from reportgen.domain.figures.districts import Districts
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.origin_groups import Origin
from reportgen.sources.cbs.snapshot_values import snapshot_values

TOTAL = "origin/total"


def districts(name: str) -> Districts:
    return figures.figures().data.districts[TOTAL][figures.code_of(name)]


def _residents_of_2017() -> dict[str, dict[str, int]]:
    """District and residents by the municipality of 2017, as the file has them, without empty districts."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    with (EMBEDDED / "districts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["residents"]):
                found[row["code"]][row["district"]] = int(row["residents"])
    return found


@pytest.mark.parametrize(
    ("name", "whole", "divided"),
    [
        ("Westerwolde", ("GM0048", "GM0007"), ()),
        ("Midden-Groningen", ("GM0018", "GM1987", "GM0040"), ()),
        ("Waadhoeke", ("GM0063", "GM0070", "GM1908"), ("Littenseradiel",)),
        ("Leeuwarden", ("GM0080", "GM0081"), ("Littenseradiel",)),
        ("Súdwest-Fryslân", ("GM1900",), ("Littenseradiel",)),
        ("Zevenaar", ("GM0299", "GM0196"), ()),
        ("Groningen", ("GM0014",), ()),  # what joins after the reference date is not there yet
        ("Haren", ("GM0017",), ()),
    ],
)
def test_the_districts_of_what_joined_whole_go_along_and_what_was_divided_is_named(
    name: str, whole: tuple[str, ...], divided: tuple[str, ...]
) -> None:
    expected = {district: n for code in whole for district, n in _residents_of_2017()[code].items()}
    assert {each.code: each.residents for each in districts(name).districts} == expected
    assert districts(name).without == divided


def test_no_district_is_lost_or_counted_twice_but_those_of_the_divided_one() -> None:
    kept = [each.code for of in figures.figures().data.districts[TOTAL].values() for each in of.districts]
    everywhere = {district for each in _residents_of_2017().values() for district in each}
    assert len(kept) == len(set(kept))
    assert everywhere - set(kept) == set(_residents_of_2017()["GM0140"])


def test_only_municipalities_of_the_reference_year_have_districts() -> None:
    """The districts of Nuenen are missing from the file, although CBS has figures of them."""
    lost = figures.code_of("Nuenen, Gerwen en Nederwetten")
    assert set(figures.figures().data.districts[TOTAL]) == set(figures.codes()) - {lost}


def test_districts_stand_from_few_to_many_and_say_of_which_year_they_are() -> None:
    for each in figures.figures().data.districts[TOTAL].values():
        shares = [district.value for district in each.districts]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 100
        assert (each.year, each.source) == (2017, "districts")


def test_most_districts_have_the_name_that_is_known_of_them() -> None:
    named = {each.code: each.name for of in figures.figures().data.districts[TOTAL].values() for each in of.districts}
    assert named["WK036300"] == "Burgwallen-Oude Zijde"
    assert sum(map(bool, named.values())) > 2_200
    assert "" in named.values()


def test_the_origin_groups_of_each_region_and_year_make_a_hundred_percent() -> None:
    values = snapshot_values(figures.snapshot()).values
    for at in values[Origin.DUTCH]:
        assert sum(values[origin][at] for origin in Origin) == pytest.approx(100, abs=0.25), at


def test_the_country_is_counted_in_people() -> None:
    found = snapshot_values(figures.snapshot())
    assert round(100 - found.values[Origin.DUTCH]["NL", 2018], 1) == 23.1
    assert (found.variables[Origin.DUTCH], found.country[Origin.DUTCH]) == ("origins", "national")


def test_the_changes_of_the_new_year_after_the_meeting_are_those_of_34_municipalities() -> None:
    changes = [each for each in figures.figures().data.changes if each.on == date(2019, 1, 1)]
    ending = {each.old_code for each in changes} - {each.new_code for each in changes}
    starting = {each.new_code for each in changes} - set(figures.codes())
    assert ending <= set(figures.codes())
    assert len(ending) == 34
    assert 380 - len(ending) + len(starting) == 355
    assert {each.old_name for each in changes if not each.whole} == {"Winsum"}


def test_a_value_that_the_source_does_not_give_is_not_known() -> None:
    """CBS writes -99999999 for it: in 2018 the value of a home of five municipalities."""
    described = figures.figures().data.municipalities.values()
    assert {each.name for each in described if not each.home_value} == {
        *("Asten", "Bernheze", "Laren", "Sint Anthonis", "Someren")
    }
    assert min(min(each.residents, each.density, each.urbanity, each.home_value) for each in described) == 0
