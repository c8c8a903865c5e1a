"""CBS tables become populations, and districts go along with municipalities that merged."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from example import figures
from reportgen.domain.figures.population import SEVEN_GROUPS

from reportgen.sources.cbs.embedded import EMBEDDED


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
    districts = figures.statistics().districts[figures.code_of(name)]
    expected = {district: n for code in whole for district, n in _residents_of_2017()[code].items()}
    assert {each.code: each.residents for each in districts.districts} == expected
    assert districts.without == divided


def test_no_district_is_lost_or_counted_twice_but_those_of_the_divided_one() -> None:
    kept = [each.code for districts in figures.statistics().districts.values() for each in districts.districts]
    everywhere = {district for each in _residents_of_2017().values() for district in each}
    assert len(kept) == len(set(kept))
    assert everywhere - set(kept) == set(_residents_of_2017()["GM0140"])


def test_only_municipalities_of_the_reference_year_have_districts() -> None:
    assert set(figures.statistics().districts) == set(figures.codes()) - {
        figures.code_of("Nuenen, Gerwen en Nederwetten")
    }


def test_districts_make_up_their_municipality_but_for_a_year_of_change() -> None:
    """Figures of 2017, rounded to five; where a part is left out it is named."""
    far = {
        profile.name
        for profile in figures.profiles().values()
        if profile.districts and not profile.districts.without
        if abs(sum(each.residents for each in profile.districts.districts) / profile.residents.value - 1) > 0.06
    }
    assert far == set()


def test_districts_stand_from_few_to_many_and_say_of_which_year_they_are() -> None:
    for districts in figures.statistics().districts.values():
        shares = [each.share for each in districts.districts]
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 100
        assert (districts.year, districts.source) == (2017, "districts")


def test_every_population_is_of_the_one_grouping_and_makes_a_hundred_percent() -> None:
    for series in figures.statistics().series.values():
        for population in series:
            assert population.grouping == SEVEN_GROUPS
            assert sum(population.shares) == pytest.approx(100, abs=0.25)


def test_years_follow_each_other() -> None:
    for code, series in figures.statistics().series.items():
        years = [population.year for population in series]
        assert years == sorted(set(years))
        assert {population.region for population in series} == {code}


def test_the_country_is_counted_in_people() -> None:
    country = figures.statistics().country[-1]
    assert (country.region, country.year) == ("NL", 2018)
    assert sum(country.shares) == pytest.approx(100)
    assert round(country.migration_background, 1) == 23.1


def test_the_changes_are_those_of_the_reference_date_and_of_the_new_year_after_the_meeting() -> None:
    changes = figures.statistics().changes
    assert {change.on.isoformat() for change in changes} == {"2018-01-01", "2019-01-01"}
    divided = {change.old_name for change in changes if not change.whole}
    assert divided == {"Littenseradiel", "Winsum"}
    ending = {change.old_code for change in changes if change.on.year == 2019}
    assert ending <= set(figures.codes())
    assert len(ending) == 34
    starting = {change.new_code for change in changes if change.on.year == 2019} - set(figures.codes())
    assert 380 - len(ending) + len(starting) == 355
