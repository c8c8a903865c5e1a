"""All figures of one municipality."""

from __future__ import annotations

from datetime import date

import pytest
from example import figures
from example.small_subject import code, indicator, municipality, of_year
from example.small_subject import figures as made

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import IndicatorKind
from reportgen.domain.figures.profile import profile_of
from reportgen.domain.figures.series import SeriesStart

TOTAL, INDEX = "origin/total", "origin/index"
PARTS = tuple(
    f"origin/{each}" for each in ("western", "other_non_western", "turkey", "morocco", "suriname", "antilles_aruba")
)


def test_all_380_have_a_profile_that_ends_on_the_reference_date() -> None:
    assert len(figures.profiles()) == 380
    last = {each.last.year for profile in figures.profiles().values() for each in profile.measures if each.last}
    assert last == {2018}


def test_no_series_skips_a_year_or_starts_before_1996() -> None:
    wrong = [
        profile.name
        for profile in figures.profiles().values()
        for each in profile.measures
        if [figure.year for figure in each.figures] != list(range(each.figures[0].year, 2019))
        or each.figures[0].year < 1996
    ]
    assert wrong == []


def test_the_parts_of_every_year_add_up_to_the_total_within_rounding() -> None:
    for profile in figures.profiles().values():
        parts = zip(*(profile.measure(key).figures for key in PARTS), strict=True)
        for total, shares in zip(profile.measure(TOTAL).figures, parts, strict=True):
            assert abs(sum(each.value for each in shares) - total.value) <= 0.35, (profile.name, total.year)
            assert min(each.value for each in shares) >= 0


def test_every_index_is_within_its_range() -> None:
    values = [figure.value for each in figures.profiles().values() for figure in each.measure(INDEX).figures]
    assert 0 < min(values) < max(values) < 1


def test_the_country_has_the_known_residents_and_nobody_to_be_placed_among() -> None:
    country = figures.country()
    assert country.residents is not None
    assert country.residents.value == 17_181_084
    assert all(each.rank is None and each.change_rank is None and each.districts is None for each in country.measures)
    assert {each.last.source for each in country.measures if each.last} == {"national"}


def test_the_municipalities_together_are_the_country() -> None:
    assert sum(each.residents.value for each in figures.profiles().values() if each.residents) == 17_181_084


@pytest.mark.parametrize("name", ["Westerwolde", "Waadhoeke", "Midden-Groningen"])
def test_who_began_on_1_january_2018_has_that_year_only(name: str) -> None:
    profile = figures.named(name)
    assert profile.joined != ()
    for each in profile.measures:
        assert [figure.year for figure in each.figures] == [2018]
        assert each.rank is not None
        assert each.change_rank is None
        assert (each.start is SeriesStart.DATA, each.merged) == (False, date(2018, 1, 1))


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("Westerwolde", {"Vlagtwedde": True, "Bellingwedde": True}),
        ("Waadhoeke", {"het Bildt": True, "Franekeradeel": True, "Menameradiel": True, "Littenseradiel": False}),
        ("Midden-Groningen", {"Hoogezand-Sappemeer": True, "Menterwolde": True, "Slochteren": True}),
        ("Leeuwarden", {"Leeuwarderadeel": True, "Littenseradiel": False}),
        ("Zevenaar", {"Rijnwaarden": True}),
        ("Groningen", {}),
    ],
)
def test_a_profile_says_who_joined_on_the_reference_date(name: str, joined: dict[str, bool]) -> None:
    assert {change.old_name: change.whole for change in figures.named(name).joined} == joined


@pytest.mark.parametrize(
    ("name", "becomes", "together"),
    [
        ("Haren", ["Groningen"], {"Ten Boer"}),
        ("Vianen", ["Vijfheerenlanden"], {"Leerdam", "Zederik"}),
        ("Haarlemmerliede en Spaarnwoude", ["Haarlemmermeer"], set()),
        (
            "Winsum",
            ["Het Hogeland", "Westerkwartier"],
            {"Bedum", "Eemsmond", "De Marne", "Grootegast", "Leek", "Marum", "Zuidhorn"},
        ),
        ("Utrecht", [], set()),
    ],
)
def test_a_profile_says_what_it_becomes_after_the_meeting_and_with_whom(
    name: str, becomes: list[str], together: set[str]
) -> None:
    profile = figures.named(name)
    first = min(change.on for change in profile.becomes) if profile.becomes else None
    assert [change.new_name for change in profile.becomes if change.on == first] == becomes
    assert set(profile.together) >= together
    assert len(set(profile.together)) == len(profile.together)


def test_only_nuenen_has_no_districts() -> None:
    without = [profile.name for profile in figures.profiles().values() if profile.measure(TOTAL).districts is None]
    assert without == ["Nuenen, Gerwen en Nederwetten"]


def test_the_change_since_1996_is_known_of_those_whose_borders_are_the_same() -> None:
    since_then = {code for code, each in figures.profiles().items() if each.measure(INDEX).figures[0].year == 1996}
    known = {code for code, each in figures.profiles().items() if each.measure(INDEX).change_rank}
    assert known == since_then
    assert len(known) == 242


@pytest.mark.parametrize("code", ["GM9999", "GM0007", "GM1963", ""])
def test_what_is_no_municipality_of_2018_has_no_profile(code: str) -> None:
    with pytest.raises(KeyError):
        profile_of(code, figures.figures())


def test_every_figure_names_a_source_of_the_snapshot() -> None:
    used = {
        figure.source
        for profile in (*figures.profiles().values(), figures.country())
        for figure in (profile.residents, *(one for each in profile.measures for one in each.figures))
        if figure is not None
    }
    districts = {
        each.districts.source for profile in figures.profiles().values() for each in profile.measures if each.districts
    }
    assert used == {"municipalities", "origins", "national"}
    assert districts == {"districts"}


def test_a_figure_that_is_missing_is_none_and_never_zero() -> None:
    known = {"one": of_year(2021, 10.0, None, 30.0), "two": of_year(2021, 1.0, 2.0, 3.0)}
    subject = made((indicator("one"), indicator("two")), known)
    missing = profile_of(code(2), subject).measure("one")
    assert (missing.figures, missing.last, missing.rank, missing.people) == ((), None, None, None)
    assert profile_of(code(2), subject).measure("two").last is not None


def test_a_figure_of_an_earlier_year_is_not_taken_for_that_of_the_others() -> None:
    known = {"one": {**of_year(2020, 10.0, 11.0, 12.0), **of_year(2021, None, 21.0, 22.0)}}
    each = profile_of(code(1), made((indicator("one"),), known)).measure("one")
    assert [figure.year for figure in each.figures] == [2020]
    assert (each.last, each.rank) == (None, None)


def test_equal_values_share_a_place() -> None:
    subject = made((indicator("one"),), {"one": of_year(2021, 30.0, 20.0, 20.0, 10.0)})
    ranks = [profile_of(code(number), subject).measure("one").rank for number in (1, 2, 3, 4)]
    assert [(each.place, each.last, each.shared) for each in ranks if each] == [
        (1, 4, 0),
        (2, 2, 1),
        (2, 2, 1),
        (4, 1, 0),
    ]


def test_what_grows_with_size_has_no_place_but_its_growth_has() -> None:
    stock = indicator("stock", Unit.COUNT, 0, summable=True)
    known = {"stock": {**of_year(2020, 100.0, 1000.0, 50.0), **of_year(2021, 150.0, 1100.0, 50.0)}}
    each = profile_of(code(1), made((stock,), known)).measure("stock")
    assert each.rank is None
    assert each.change_rank is not None
    assert (each.change_rank.place, each.change_rank.of) == (1, 3)


def test_how_many_people_a_share_is_follows_from_what_it_is_a_share_of() -> None:
    known = {"one": of_year(2021, 12.3, 12.3, None, 50.0), "population": of_year(2021, 20_000, 2_000, 1_000)}
    places = [municipality(number) for number in range(1, 5)]
    subject = made((indicator("one"),), known, places)
    assert [profile_of(code(number), subject).measure("one").people for number in (1, 2, 3, 4)] == [
        2500,
        250,
        None,
        None,
    ]


def test_people_of_a_large_place_are_no_more_exact_than_the_share() -> None:
    known = {"one": of_year(2021, 53.4), "population": of_year(2021, 854_047)}
    assert profile_of(code(1), made((indicator("one"),), known)).measure("one").people == 456_000


def test_people_are_counted_where_the_source_counts_them() -> None:
    share = indicator(
        "one",
        kind=IndicatorKind.SHARE,
        value=None,
        numerator=indicator("old").value,
        denominator=indicator("all").value,
    )
    known = {"old": of_year(2021, 61.0), "all": of_year(2021, 854_047.0), "population": of_year(2021, 854_047.0)}
    assert profile_of(code(1), made((share,), known)).measure("one").people == 60
