"""All figures of one municipality."""

from __future__ import annotations

import pytest
from example import figures
from reportgen.domain.figures.population import BACKGROUNDS

from reportgen.domain.figures.profile import profile_of, standings_of


def test_all_380_have_a_profile_that_ends_on_the_reference_date() -> None:
    assert len(figures.profiles()) == 380
    assert {profile.last.year for profile in figures.profiles().values()} == {2018}


def test_no_profile_skips_a_year_or_starts_before_1996() -> None:
    wrong = [
        profile.name
        for profile in figures.profiles().values()
        if [year.year for year in profile.years] != list(range(profile.first.year, 2019)) or profile.first.year < 1996
    ]
    assert wrong == []


def test_the_groups_of_every_year_add_up_to_the_total_within_rounding() -> None:
    wrong = [
        (profile.name, year.year)
        for profile in figures.profiles().values()
        for year in profile.years
        if abs(sum(share.figure.value for share in year.shares) - year.migration_background.value) > 0.25
        or tuple(share.origin for share in year.shares) != BACKGROUNDS
    ]
    assert wrong == []


def test_every_share_and_index_is_within_its_range() -> None:
    wrong = [
        (profile.name, year.year)
        for profile in figures.profiles().values()
        for year in profile.years
        if not all(0 <= share.figure.value <= 100 for share in year.shares) or not 0 < year.index.value < 1
    ]
    assert wrong == []


def test_the_country_has_the_known_residents_and_nobody_to_be_placed_among() -> None:
    country = figures.country()
    assert country.residents.value == 17_181_084
    assert country.last.year == 2018
    assert country.quartiles is None
    assert country.districts is None


def test_the_municipalities_together_are_the_country() -> None:
    assert sum(profile.residents.value for profile in figures.profiles().values()) == 17_181_084


@pytest.mark.parametrize("name", ["Westerwolde", "Waadhoeke", "Midden-Groningen"])
def test_who_began_on_1_january_2018_has_that_year_only(name: str) -> None:
    profile = figures.named(name)
    assert profile.first == profile.last
    assert profile.first.year == 2018
    assert profile.joined != ()
    assert profile.quartiles is not None
    assert profile.quartiles.change is None


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
        ("Groningen", [], set()),
        ("Utrecht", [], set()),
    ],
)
def test_a_profile_says_what_it_becomes_after_the_meeting_and_with_whom(
    name: str, becomes: list[str], together: set[str]
) -> None:
    profile = figures.named(name)
    assert [change.new_name for change in profile.becomes] == becomes
    assert set(profile.together) == together
    assert len(profile.together) == len(together)


def test_34_municipalities_end_within_a_month_of_the_meeting() -> None:
    """380 on 1 January 2018, 355 a year later, when nine new ones begin."""
    assert sum(bool(profile.becomes) for profile in figures.profiles().values()) == 34


def test_only_nuenen_has_no_districts() -> None:
    without = [profile.name for profile in figures.profiles().values() if profile.districts is None]
    assert without == ["Nuenen, Gerwen en Nederwetten"]


def test_the_change_since_1996_is_known_of_those_that_existed_then() -> None:
    since_then = {code for code, profile in figures.profiles().items() if profile.first.year == 1996}
    known = {code for code, profile in figures.profiles().items() if profile.quartiles and profile.quartiles.change}
    assert known == since_then
    assert set(standings_of(figures.statistics()).change) == since_then


@pytest.mark.parametrize("code", ["GM9999", "GM0007", "GM1963", "NL", ""])
def test_what_is_no_municipality_of_2018_has_no_profile(code: str) -> None:
    with pytest.raises(KeyError):
        profile_of(code, figures.statistics(), standings_of(figures.statistics()))


def test_every_figure_names_a_source_of_the_snapshot() -> None:
    sources = set(figures.snapshot().sources)
    used = {
        source
        for profile in (*figures.profiles().values(), figures.country())
        for source in (
            profile.residents.source,
            *(year.index.source for year in profile.years),
            *(year.migration_background.source for year in profile.years),
            *([profile.districts.source] if profile.districts else []),
        )
    }
    assert used <= sources
    assert used == {"municipalities", "origins", "districts", "national"}
