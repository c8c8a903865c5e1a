"""Every printed figure follows from the rows, the formula and the source that explain it."""

from __future__ import annotations

from functools import cache

import pytest
from example.explained import PLACES, code_of, known, pages

from reportgen.application.figures.explain import Explainer, FigureExplanation
from reportgen.domain.pack.contents import MunicipalityPages
from reportgen.domain.places.municipality import COUNTRY


@cache
def explained(subject: str, name: str) -> tuple[FigureExplanation, ...]:
    code = COUNTRY if name == "Nederland" else code_of(subject, name)
    return tuple(Explainer(code, known(subject), {}).of_pages(pages(subject, code)))


EVERYWHERE = pytest.mark.parametrize(
    ("subject", "name"), [(subject, name) for subject, names in PLACES.items() for name in names]
)


@EVERYWHERE
def test_every_figure_on_the_pages_of_a_municipality_follows_from_its_rows(subject: str, name: str) -> None:
    printed = pages(subject, code_of(subject, name))
    assert isinstance(printed, MunicipalityPages)
    found = explained(subject, name)
    for each in found:
        assert each.computed == pytest.approx(each.figure.value, rel=1e-12), each
        assert each.rows
        assert each.formula
        assert each.source == known(subject).sources[each.figure.source]
        assert {row.table for row in each.rows} <= {source.table for source in known(subject).sources.values()}
    there = {(each.measure, each.code, each.figure) for each in found}
    for place in (printed.profile, printed.country, *printed.peers):
        for measure in place.measures:
            for figure in (*measure.figures, *([measure.last] if measure.last else [])):
                assert (measure.key, place.code, figure) in there
    assert {(key, "", figure) for key, figure in printed.average.items()} <= there
    of_country = {(each.key, "NL", each.country) for each in printed.profile.measures if each.country}
    assert of_country <= there
    for measure in printed.profile.measures:
        for district in measure.districts.districts if measure.districts else ():
            assert (measure.key, district.code, district.value) in {(a, b, figure.value) for a, b, figure in there}


@EVERYWHERE
def test_the_rows_of_a_figure_are_in_the_files_of_its_table(subject: str, name: str) -> None:
    values = known(subject).values.values
    for each in explained(subject, name):
        for row in each.rows if each.code.startswith(("GM", "NL")) else ():
            if row.variable in values:
                at = ("NL" if row.region == "NL01" else row.region, row.year)
                assert values[row.variable][at] == row.value


def of(subject: str, name: str, measure: str, year: int) -> FigureExplanation:
    code = COUNTRY if name == "Nederland" else code_of(subject, name)
    return next(
        each
        for each in explained(subject, name)
        if (each.measure, each.code, each.figure.year) == (measure, code, year)
    )


def test_a_count_before_a_merger_is_the_sum_of_its_parts() -> None:
    found = of("housing-ageing", "Dijk en Waard", "dwelling-stock", 2020)
    assert [row.region for row in found.rows] == ["GM0398", "GM0416"]
    assert found.figure.value == sum(row.value for row in found.rows)
    assert found.formula == "sum of all parts that merged"


def test_a_share_before_a_merger_is_that_of_its_parts_together() -> None:
    found = of("housing-ageing", "Voorne aan Zee", "share-65plus", 2019)
    shares = {row.region: row.value for row in found.rows if row.variable == "share_65plus"}
    people = {row.region: row.value for row in found.rows if row.variable == "population"}
    assert people.keys() == shares.keys() == {"GM0501", "GM0530", "GM0614"}
    together = sum(share * people[code] for code, share in shares.items()) / sum(people.values())
    assert found.figure.value == pytest.approx(together)
    assert found.formula == "mean of the parts that merged, weighted by population"


def test_an_index_shows_the_share_of_each_part() -> None:
    found = of("migration", "Urk", "origin/index", 2018)
    assert found.computed == pytest.approx(1 - sum((row.value / 100) ** 2 for row in found.rows))
    assert len(found.rows) == 7
    assert found.steps[-1].endswith(f"= {found.computed:.10g}")


def test_the_mean_of_comparable_municipalities_names_them_with_their_values() -> None:
    average = next(each for each in explained("migration", "Vaals") if not each.code)
    printed = pages("migration", code_of("migration", "Vaals"))
    assert isinstance(printed, MunicipalityPages)
    assert [row.region for row in average.rows] == [peer.code for peer in printed.peers]
    assert average.region.startswith(printed.peers[0].name)


def test_a_share_of_the_country_shows_the_counts_it_is_worked_out_from() -> None:
    found = next(each for each in explained("migration", "Urk") if (each.code, each.measure) == ("NL", "origin/turkey"))
    count, everyone = (row.value for row in found.rows)
    assert (count, everyone) == (404_459, 17_181_084)
    assert found.figure.value == 100 * count / everyone
    assert found.formula.startswith("100 × count / everyone")


@pytest.mark.parametrize("subject", PLACES)
def test_every_figure_of_the_country_follows_from_its_rows(subject: str) -> None:
    found = explained(subject, "Nederland")
    assert {each.code for each in found} == {"NL"}
    for each in found:
        assert each.computed == pytest.approx(each.figure.value, rel=1e-12)
        assert {row.region for row in each.rows} == {"NL01"}
