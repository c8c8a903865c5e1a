"""The values that come with the program, and which table each of them is from."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest
from example.figures import figures_of
from example.recomputed import DATA

from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.profile import profile_of
from reportgen.domain.places.municipality import COUNTRY
from reportgen.sources.cbs.indicator_values import IndicatorValues, embedded_values, merged


def source(table: str) -> Source:
    return Source(table, table, "2021", date(2026, 1, 1), "")


def values_of(key: str, **by_variable: dict[tuple[str, int], float]) -> IndicatorValues:
    return IndicatorValues(by_variable, dict.fromkeys(by_variable, key), {key: source(key)})


def tables() -> dict[str, dict[tuple[str, int], str]]:
    """Variable, region and year → table, as the file says."""
    found: dict[str, dict[tuple[str, int], str]] = defaultdict(dict)
    with (DATA / "figures/indicators.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["variable"]][row["code"].replace("NL01", COUNTRY), int(row["year"])] = row["table"]
    return found


def test_every_value_is_of_the_table_that_its_row_names() -> None:
    known = embedded_values()
    for variable, of in tables().items():
        assert {at: known.source(variable, at) for at in of} == of
        assert set(of.values()) <= known.sources.keys()


def test_later_values_have_their_own_source_and_those_that_stay_keep_theirs() -> None:
    before = values_of("old", price={("GM0001", 2020): 1.0, ("GM0001", 2021): 2.0}, stock={("GM0001", 2020): 5.0})
    later = values_of("new", price={("GM0001", 2021): 3.0, ("GM0001", 2022): 4.0})
    last = values_of("last", price={("GM0001", 2022): 6.0})
    found = merged((before, later, last))
    assert [found.source("price", ("GM0001", year)) for year in (2020, 2021, 2022)] == ["old", "new", "last"]
    assert found.source("stock", ("GM0001", 2020)) == "old"
    assert found.source("unknown", ("GM0001", 2020)) == ""
    assert found.values["price"] == {("GM0001", 2020): 1.0, ("GM0001", 2021): 3.0, ("GM0001", 2022): 6.0}


@pytest.mark.parametrize("day", [date(2021, 1, 1), date(2026, 1, 1)])
def test_no_series_of_a_municipality_goes_from_one_table_to_another(day: date) -> None:
    known, figures = tables(), figures_of("housing-ageing", day)
    left_out = 0
    for code in (*figures.data.municipalities, COUNTRY):
        for each in profile_of(code, figures).measures:
            name = figures.counted(each.key)
            used = {known[name].get((code, of.year)) for of in each.figures} - {None}
            assert len(used) <= 1, (code, each.key, used)
            assert all(of.source in used for of in each.figures if (code, of.year) in known[name])
            left_out += len(each.left_out)
    assert bool(left_out) == (day.year == 2026)
