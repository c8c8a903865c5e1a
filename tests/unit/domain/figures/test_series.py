"""Series of indicators across mergers."""

from __future__ import annotations

from datetime import date

import pytest
from example.figures import figures_of
from example.small_subject import WORDS, indicator, part

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Derived, Indicator, IndicatorKind, Variable
from reportgen.domain.figures.measure import Values
from reportgen.domain.figures.series import OtherTables, Series, SeriesStart, series_of
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.places.mergers import Mergers
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange

TODAY, MERGED = date(2022, 1, 1), date(2021, 1, 1)
YEARS = range(2018, 2023)
MERGERS = Mergers(BoundaryChange(MERGED, old, old, "GM0009", "Samen", True, True) for old in ("GM0001", "GM0002"))
NOW = "housing-ageing", date(2026, 1, 1)


def values(**by_variable: dict[str, float]) -> Values:
    """Each variable with the same value in every year in which the municipality was there."""
    there = {"GM0001": range(2018, 2021), "GM0002": range(2018, 2021), "GM0009": range(2021, 2023), "NL": YEARS}
    return {
        name: {(code, year): value for code, value in of.items() for year in there[code]}
        for name, of in by_variable.items()
    }


def made(of: Indicator, known: Values, code: str = "GM0009", mergers: Mergers = MERGERS, part: str = "") -> Series:
    return series_of(of, part, code, known, mergers, YEARS, TODAY)


def by_year(series: Series) -> dict[int, float]:
    return {each.year: each.value for each in series.years}


def test_counts_are_added_up() -> None:
    stock = indicator("value", Unit.COUNT, summable=True)
    found = made(stock, values(value={"GM0001": 10.0, "GM0002": 30.0, "GM0009": 41.0}))
    assert by_year(found) == {2018: 40, 2019: 40, 2020: 40, 2021: 41, 2022: 41}
    assert [each.parts for each in found.years] == [("GM0001", "GM0002")] * 3 + [()] * 2
    assert (found.start, found.change) == (SeriesStart.DATA, None)


OTHER = {"value": {("GM0001", year): "85039NED" for year in (2019, 2020)} | {("GM0009", 2021): "85039NED"}}


@pytest.mark.parametrize(
    ("tables", "years", "left_out"),
    [
        ({}, [2018, 2019, 2020, 2021, 2022], ()),
        (OTHER, [2018, 2022], (2019, 2020, 2021)),  # of one of the parts is enough
        ({"value": {("GM0009", 2022): "85039NED"}}, [2022], (2018, 2019, 2020, 2021)),
        ({"people": {("GM0009", 2022): "85039NED"}}, [2018, 2019, 2020, 2021, 2022], ()),
    ],
)
def test_a_series_is_of_the_table_of_its_newest_value(
    tables: OtherTables, years: list[int], left_out: tuple[int, ...]
) -> None:
    stock = indicator("value", Unit.COUNT, summable=True)
    known = values(value={"GM0001": 10.0, "GM0002": 30.0, "GM0009": 41.0})
    found = series_of(stock, "", "GM0009", known, MERGERS, YEARS, TODAY, tables)
    assert list(by_year(found)) == years
    assert found.left_out == left_out


def test_values_are_weighted_by_their_denominators() -> None:
    known = values(value={"GM0001": 10.0, "GM0002": 30.0, "GM0009": 26.0}, people={"GM0001": 1.0, "GM0002": 3.0})
    assert by_year(made(indicator("value", denominator=Variable("people")), known))[2020] == 25


def test_shares_are_those_of_all_together() -> None:
    share = indicator(
        kind=IndicatorKind.SHARE, value=None, numerator=Variable("old"), denominator=Variable("people"), least=4.0
    )
    known = values(old={"GM0001": 1.0, "GM0002": 1.0}, people={"GM0001": 1.0, "GM0002": 3.0})
    assert by_year(made(share, known)) == {2018: 50, 2019: 50, 2020: 50}
    assert made(share, known, "GM0002", Mergers(())).years == (), "a share of three people is not told"


def test_parts_of_a_composition_are_weighted_and_its_index_is_that_of_all_together() -> None:
    derived = Derived("alle", "Alle", "Alle samen.", "meer", 2, WORDS)
    mix = indicator(
        "mix",
        kind=IndicatorKind.COMPOSITION,
        value=None,
        parts=(part("a"), part("rest")),
        rest="rest",
        total=derived,
        index=derived,
        denominator=Variable("people"),
    )
    known = values(
        a={"GM0001": 0.0, "GM0002": 80.0},
        rest={"GM0001": 100.0, "GM0002": 20.0},
        people={"GM0001": 3.0, "GM0002": 1.0},
    )
    assert by_year(made(mix, known, part="a"))[2020] == 20
    assert by_year(made(mix, known, part="total"))[2020] == 20
    assert by_year(made(mix, known, part="index"))[2020] == pytest.approx(1 - 0.04 - 0.64)


def test_where_there_is_nothing_to_weight_by_the_series_begins_at_the_merger() -> None:
    found = made(indicator("value"), values(value={"GM0001": 10.0, "GM0002": 30.0, "GM0009": 26.0}))
    assert by_year(found) == {2021: 26, 2022: 26}
    assert (found.start, found.change) == (SeriesStart.WEIGHTS, MERGED)


def test_where_a_part_is_not_in_the_data_the_series_begins_at_the_merger() -> None:
    found = made(indicator("value", Unit.COUNT, summable=True), values(value={"GM0001": 10.0, "GM0009": 26.0}))
    assert by_year(found) == {2021: 26, 2022: 26}
    assert (found.start, found.change) == (SeriesStart.PARTS, MERGED)


def test_where_another_was_divided_the_series_begins_at_that() -> None:
    divided = Mergers((BoundaryChange(MERGED, "GM0002", "Weg", "GM0001", "Meer", False),))
    found = made(indicator("value"), values(value={"GM0001": 10.0}), "GM0001", divided)
    assert (by_year(found), found.start, found.change) == ({}, SeriesStart.DIVIDED, MERGED)


def test_a_year_without_values_is_a_gap_and_no_zero() -> None:
    known = {"value": {("NL", 2018): 1.0, ("NL", 2022): 2.0}}
    assert by_year(made(indicator("value"), known, COUNTRY)) == {2018: 1, 2022: 2}


# The figures that come with the program


def now() -> SubjectFigures:
    return figures_of(*NOW)


@pytest.mark.parametrize(
    ("variable", "year", "value"),
    [("population", 2025, 18_044_027), ("residents_65plus", 2025, 3_755_679), ("avg_sale_price", 2025, 479_527)],
)
def test_the_country_has_the_totals_that_are_known(variable: str, year: int, value: int) -> None:
    assert now().data.values[variable][COUNTRY, year] == value


def test_all_municipalities_of_today_are_the_country_in_every_year() -> None:
    data = now().data
    people = indicator("population", Unit.COUNT, 0, summable=True)
    mergers, years = Mergers(data.changes), range(2018, 2027)
    found = {
        code: by_year(series_of(people, "", code, data.values, mergers, years, data.day))
        for code in data.municipalities
    }
    for year in (2021, 2022, 2023, 2024, 2025, 2026):
        assert sum(each[year] for each in found.values()) == data.values["population"][COUNTRY, year]
    without = sorted(code for code, each in found.items() if 2020 not in each)
    assert without == ["GM0757", "GM0824", "GM0855", "GM0865"], "those that Haaren was divided over"


def test_eemsdelta_goes_back_to_before_it_began() -> None:
    found = {each.year: each for each in now().series("share-65plus")["GM1979"].years}
    assert found[2018].parts == ("GM0003", "GM0010", "GM0024")
    assert found[2021].parts == ()
    assert 23.5 < found[2018].value < found[2021].value < 25.5


@pytest.mark.parametrize(("code", "year"), [("GM0373", 2001), ("GM0420", 2011), ("GM0797", 1997)])
def test_a_merger_of_before_the_data_is_not_drawn_as_if_people_had_changed(code: str, year: int) -> None:
    """Bergen (NH.), Medemblik and Heusden kept their codes, not their borders."""
    found = figures_of("migration").series("origin/index")[code]
    assert (found.years[0].year, found.start) == (year, SeriesStart.PARTS)
    assert found.change == date(year, 1, 1)


@pytest.mark.parametrize(("subject", "day"), [("migration", date(2018, 1, 1)), NOW], ids=["migration", "housing"])
def test_no_share_has_decimals_that_its_source_has_not(subject: str, day: date) -> None:
    """Some tables round a whole year to percents: of these no tenths are told."""
    shown, wrong = figures_of(subject, day), []
    for measure in shown.measures.values():
        main = shown.indicator(measure.key).value
        known = shown.data.values.get(main.name, {}) if main is not None else {}
        for year in {of for code, of in known if code != COUNTRY}:
            values = [value for (code, of), value in known.items() if of == year and code != COUNTRY]
            if measure.unit is Unit.PERCENT and measure.decimals and all(each == int(each) for each in values):
                wrong.append((measure.key, year))
    assert wrong == []
