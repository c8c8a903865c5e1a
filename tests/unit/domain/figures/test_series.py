"""Series of indicators across mergers."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.config.indicator_file import EMBEDDED_INDICATORS, indicators_in
from reportgen.domain.figures.indicator import Indicator, IndicatorKind, IndicatorUnit, Part, Variable
from reportgen.domain.figures.series import Series, SeriesStart, Values, series_of
from reportgen.domain.places.division import division_on
from reportgen.domain.places.mergers import Mergers
from reportgen.domain.places.municipality import BoundaryChange
from reportgen.sources.cbs.indicator_values import embedded_values
from reportgen.sources.names.divisions import embedded_divisions

TODAY, MERGED = date(2022, 1, 1), date(2021, 1, 1)
YEARS = range(2018, 2023)
MERGERS = Mergers(BoundaryChange(MERGED, old, old, "GM0009", "Samen", True, True) for old in ("GM0001", "GM0002"))


def indicator(kind: IndicatorKind = IndicatorKind.VALUE, **changes: object) -> Indicator:
    made: dict[str, object] = {
        "key": "proef",
        "kind": kind,
        "short": "proef",
        "title": "Proef",
        "unit": IndicatorUnit.PERCENT,
        "decimals": 1,
        "higher": "meer",
        "definition": "Een proef.",
    }
    if kind is IndicatorKind.VALUE:
        made["value"] = Variable("value")
    return Indicator(**(made | changes))  # type: ignore[arg-type]  # by name, so that a test says what matters to it


def values(**by_variable: dict[str, float]) -> Values:
    """Each variable with the same value in every year in which the municipality was there."""
    there = {"GM0001": range(2018, 2021), "GM0002": range(2018, 2021), "GM0009": range(2021, 2023), "NL01": YEARS}
    return {
        name: {(code, year): value for code, value in of.items() for year in there[code]}
        for name, of in by_variable.items()
    }


def by_year(series: Series) -> dict[int, float]:
    return {each.year: each.value for each in series.years}


def test_counts_are_added_up() -> None:
    found = series_of(
        indicator(unit=IndicatorUnit.COUNT, summable=True),
        "GM0009",
        values(value={"GM0001": 10.0, "GM0002": 30.0, "GM0009": 41.0}),
        MERGERS,
        YEARS,
        TODAY,
    )
    assert by_year(found) == {2018: 40, 2019: 40, 2020: 40, 2021: 41, 2022: 41}
    assert [each.parts for each in found.years] == [("GM0001", "GM0002")] * 3 + [()] * 2
    assert (found.start, found.change) == (SeriesStart.DATA, None)


def test_values_are_weighted_by_their_denominators() -> None:
    found = series_of(
        indicator(denominator=Variable("people")),
        "GM0009",
        values(value={"GM0001": 10.0, "GM0002": 30.0, "GM0009": 26.0}, people={"GM0001": 1.0, "GM0002": 3.0}),
        MERGERS,
        YEARS,
        TODAY,
    )
    assert by_year(found)[2020] == 25


def test_shares_are_those_of_all_together() -> None:
    share = indicator(IndicatorKind.SHARE, numerator=Variable("old"), denominator=Variable("people"), least=4.0)
    known = values(old={"GM0001": 1.0, "GM0002": 1.0}, people={"GM0001": 1.0, "GM0002": 3.0})
    found = series_of(share, "GM0009", known, MERGERS, YEARS, TODAY)
    assert by_year(found) == {2018: 50, 2019: 50, 2020: 50}
    few = series_of(share, "GM0002", known, Mergers(()), YEARS, TODAY)
    assert few.years == (), "a share of three people is not told"


def test_where_there_is_nothing_to_weight_by_the_series_begins_at_the_merger() -> None:
    known = values(value={"GM0001": 10.0, "GM0002": 30.0, "GM0009": 26.0})
    found = series_of(indicator(), "GM0009", known, MERGERS, YEARS, TODAY)
    assert by_year(found) == {2021: 26, 2022: 26}
    assert (found.start, found.change) == (SeriesStart.WEIGHTS, MERGED)


def test_where_a_part_is_not_in_the_data_the_series_begins_at_the_merger() -> None:
    known = values(value={"GM0001": 10.0, "GM0009": 26.0})
    found = series_of(indicator(unit=IndicatorUnit.COUNT, summable=True), "GM0009", known, MERGERS, YEARS, TODAY)
    assert by_year(found) == {2021: 26, 2022: 26}
    assert (found.start, found.change) == (SeriesStart.PARTS, MERGED)


def test_where_another_was_divided_the_series_begins_at_that() -> None:
    divided = Mergers((BoundaryChange(MERGED, "GM0002", "Weg", "GM0001", "Meer", False),))
    found = series_of(indicator(), "GM0001", values(value={"GM0001": 10.0}), divided, YEARS, TODAY)
    assert (by_year(found), found.start, found.change) == ({}, SeriesStart.DIVIDED, MERGED)


def test_a_year_without_values_is_a_gap_and_no_zero() -> None:
    known = {"value": {("NL01", 2018): 1.0, ("NL01", 2022): 2.0}}
    assert by_year(series_of(indicator(), "NL01", known, MERGERS, YEARS, TODAY)) == {2018: 1, 2022: 2}


def test_a_composition_has_no_series_of_its_own() -> None:
    parts = tuple(Part(each, each, Variable(each)) for each in ("one", "two"))
    with pytest.raises(ValueError, match="composition"):
        series_of(indicator(IndicatorKind.COMPOSITION, parts=parts), "NL01", {}, MERGERS, YEARS, TODAY)


# The figures that come with the program


def embedded(key: str, code: str) -> Series:
    known = indicators_in((EMBEDDED_INDICATORS,))[key]
    mergers = Mergers(embedded_divisions().changes)
    return series_of(known, code, embedded_values(), mergers, range(1996, 2027), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("key", "year", "value"),
    [("population", 2025, 18_044_027), ("residents-65plus", 2025, 3_755_679), ("sale-price", 2025, 479_527)],
)
def test_the_country_has_the_totals_that_are_known(key: str, year: int, value: int) -> None:
    assert by_year(embedded(key, "NL01"))[year] == value


def test_all_municipalities_of_today_are_the_country_in_every_year() -> None:
    codes = [each.code for each in division_on(date(2026, 1, 1), embedded_divisions())]
    found = [by_year(embedded("population", code)) for code in codes]
    country = by_year(embedded("population", "NL01"))
    for year in (2021, 2022, 2023, 2024, 2025, 2026):
        assert sum(each[year] for each in found) == country[year]
    without = [code for code, each in zip(codes, found, strict=True) if 2020 not in each]
    assert without == ["GM0757", "GM0824", "GM0855", "GM0865"], "those that Haaren was divided over"


def test_eemsdelta_goes_back_to_before_it_began() -> None:
    found = {each.year: each for each in embedded("share-65plus", "GM1979").years}
    assert found[2018].parts == ("GM0003", "GM0010", "GM0024")
    assert found[2021].parts == ()
    assert 23.5 < found[2018].value < found[2021].value < 25.5
