"""How Dutch writes numbers, days, names and the opening of a letter."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.domain.figures.figure import Unit
from reportgen.render.content import dutch

MINUS = "\N{MINUS SIGN}"


def name(infix: str, last: str, first: str = "Jan", initials: str = "J.") -> dict[str, str]:
    return {"initials": initials, "first": first, "infix": infix, "last": last}


# Numbers


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (1234567, 0, "1.234.567"),
        (17181084.0, 0, "17.181.084"),
        (22.1, 1, "22,1"),
        (53.0, 1, "53,0"),
        (0.7349, 2, "0,73"),
        (1234.5, 1, "1.234,5"),
        (-0.5, 1, f"{MINUS}0,5"),
        (-1234567, 0, f"{MINUS}1.234.567"),
        (-0.04, 1, "0,0"),
        (-0.0, 0, "0"),
        (-0.004, 2, "0,00"),
    ],
)
def test_numbers_have_points_commas_and_a_real_minus(value: float, decimals: int, written: str) -> None:
    assert dutch.number(value, decimals) == written


@given(value=st.floats(-1e9, 1e9), decimals=st.integers(0, 3))
@example(-1e-9, 1)
@example(-0.05, 1)
def test_a_number_reads_back_as_what_it_was_and_nothing_is_minus_zero(value: float, decimals: int) -> None:
    written = dutch.number(value, decimals)
    assert re.fullmatch(rf"{MINUS}?\d{{1,3}}(\.\d{{3}})*(,\d+)?", written)
    read = float(written.replace(".", "").replace(",", ".").replace(MINUS, "-"))
    assert abs(read - value) <= 0.5000001 * 10**-decimals
    assert not (read == 0 and MINUS in written)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "written"),
    [
        (22.1, "percent", 1, "22,1%"),
        (22.1, "percent", 0, "22%"),
        (0.7349, "index", 2, "0,73"),
        (89870, "count", 0, "89.870"),
        (2.123, "count", 2, "2,12"),
        (-1.25, "points", 1, f"{MINUS}1,2"),
        (479527, "euro", 0, "€\u00a0479.527"),
        (35.47, "per_hundred", 1, "35,5"),
        (8.05, "per_thousand", 1, "8,1"),
        (2406, "per_km2", 0, "2.406"),
        (41.6, "years", 1, "41,6"),
    ],
)
def test_a_figure_is_written_in_its_unit_and_as_precisely_as_it_says(
    value: float, unit: str, decimals: int, written: str
) -> None:
    assert dutch.figure({"value": value, "unit": unit, "decimals": decimals}) == written


def test_a_figure_that_does_not_say_its_precision_has_that_of_its_unit() -> None:
    assert dutch.figure({"value": 22.14, "unit": "percent"}) == "22,1%"
    assert dutch.figure({"value": 0.7349, "unit": "index"}) == "0,73"


def test_the_euro_sign_can_be_left_to_the_head_of_a_table() -> None:
    assert dutch.figure({"value": 479527, "unit": "euro", "decimals": 0}, unit=False) == "479.527"


@given(value=st.floats(-1e9, 1e9), unit=st.sampled_from([each.value for each in Unit]), decimals=st.integers(0, 4))
def test_a_figure_as_printed_is_what_comparisons_of_printed_figures_use(value: float, unit: str, decimals: int) -> None:
    figure = {"value": value, "unit": unit, "decimals": decimals}
    assert dutch.number(dutch.rounded(figure), decimals) == dutch.figure(figure, unit=False)


def test_the_percent_sign_can_be_left_to_the_head_of_a_table() -> None:
    assert dutch.figure({"value": 22.1, "unit": "percent"}, unit=False) == "22,1"


@pytest.mark.parametrize(
    ("count", "word"), [(0, "nul"), (1, "een"), (7, "zeven"), (12, "twaalf"), (13, "13"), (380, "380")]
)
def test_small_counts_are_words(count: int, word: str) -> None:
    assert dutch.count_word(count) == word


# Days and times


def test_days_are_written_out() -> None:
    assert dutch.day("2018-12-10") == "10 december 2018"
    assert dutch.day("2018-12-10", weekday=True) == "maandag 10 december 2018"
    assert dutch.day("2019-03-01") == "1 maart 2019"


@given(day=st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_every_day_is_named_in_dutch_with_small_letters(day: date) -> None:
    weekdays = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
    written = dutch.day(day.isoformat(), weekday=True)
    assert re.fullmatch(rf"{weekdays[day.weekday()]} {day.day} [a-z]+ {day.year}", written)


@pytest.mark.parametrize(("iso", "written"), [("12:30", "12.30"), ("09:05", "09.05"), ("12:30:00", "12.30")])
def test_times_are_written_as_the_invitation_does(iso: str, written: str) -> None:
    assert dutch.clock(iso) == written


# Lists


def test_words_in_a_row() -> None:
    assert dutch.listed([]) == ""
    assert dutch.listed(["Delft"]) == "Delft"
    assert dutch.listed(["Delft", "Wassenaar"]) == "Delft en Wassenaar"
    assert dutch.listed(["Delft", "Wassenaar", "Eindhoven"]) == "Delft, Wassenaar en Eindhoven"
    assert dutch.listed(["Hengelo", "Bergen"], "of") == "Hengelo of Bergen"
    assert dutch.listed(word for word in ("Delft", "Urk")) == "Delft en Urk"


# Names


@pytest.mark.parametrize(
    ("infix", "last", "written"),
    [
        ("", "Smit", "Smit"),
        ("de", "Vries", "De Vries"),
        ("van der", "Sluis", "Van der Sluis"),
        ("op de", "Beek", "Op de Beek"),
        ("'t", "Hoff", "'t Hoff"),
        ("’t", "Hoff", "’t Hoff"),
        ("van 't", "Hoff", "Van 't Hoff"),
        ("in 't", "Veld", "In 't Veld"),
        ("d'", "Ancona", "d'Ancona"),
        ("d’", "Ancona", "d’Ancona"),
        ("van der", "Ven-van Dijk", "Van der Ven-van Dijk"),
        ("el", "Amrani", "El Amrani"),
        ("", "El Amrani", "El Amrani"),
        ("", "de la Fuente", "de la Fuente"),
        ("Van", "Damme", "Van Damme"),
        ("", "IJzerman", "IJzerman"),
    ],
)
def test_a_prefix_takes_a_capital_where_no_first_name_stands_before_it(infix: str, last: str, written: str) -> None:
    assert dutch.surname(name(infix, last)) == written


def test_an_apostrophe_at_the_end_of_a_prefix_takes_no_space_behind_it() -> None:
    assert dutch.full_name(name("d'", "Ancona")) == "J. d'Ancona"
    assert dutch.full_name(name("'t", "Hoff")) == "J. 't Hoff"


@pytest.mark.parametrize("infix", ["de", "van der", "op de", "'t", "van 't", "el"])
def test_behind_a_first_name_or_initials_the_prefix_stays_as_it_is(infix: str) -> None:
    assert dutch.full_name(name(infix, "Vries")) == f"J. {infix} Vries"
    assert dutch.full_name(name(infix, "Vries", initials="")) == f"Jan {infix} Vries"


def test_a_name_without_initials_and_first_name_is_the_surname_alone() -> None:
    assert dutch.full_name(name("", "Vries", first="", initials="")) == "Vries"


PARTS = st.text("abdelnrtvzABDELVZéëöç'’- ", max_size=12).map(lambda text: " ".join(text.split()))


@given(infix=PARTS, last=PARTS)
@example("van 't", "Hoff")
def test_a_surname_is_only_ever_changed_in_its_first_letter(infix: str, last: str) -> None:
    written = dutch.surname(name(infix, last))
    assert written[1:].replace(" ", "") == f"{infix}{last}"[1:].replace(" ", "")
    assert written[:1].casefold() == f"{infix}{last}"[:1].casefold()


@given(infix=PARTS, last=PARTS, first=PARTS, initials=PARTS)
def test_a_full_name_has_no_gap_where_a_part_is_missing(infix: str, last: str, first: str, initials: str) -> None:
    written = dutch.full_name(name(infix, last, first, initials))
    assert "  " not in written
    assert written == written.strip()


# Functions and salutations


@pytest.mark.parametrize(
    ("function", "office", "written"),
    [
        ("Burgemeester", "mayor", "burgemeester"),
        ("burgemeester", "mayor", "burgemeester"),
        ("Wethouder Sociaal Domein", "alderman", "wethouder Sociaal Domein"),
        ("Wnd. burgemeester", "mayor", "wnd. burgemeester"),
        ("CIO", "other", "CIO"),
        ("MT lid", "other", "MT lid"),
        ("CDA-wethouder", "alderman", "CDA-wethouder"),
        ("D66-wethouder", "alderman", "D66-wethouder"),
        ("VNG-adviseur", "other", "VNG-adviseur"),
        ("", "mayor", "burgemeester"),
        ("", "alderman", "wethouder"),
        ("", "other", ""),
    ],
)
def test_a_function_is_in_small_letters_and_an_abbreviation_stays(function: str, office: str, written: str) -> None:
    assert dutch.function_title(function, office) == written


@given(function=st.text(max_size=40), office=st.sampled_from(("mayor", "alderman", "other")))
@example("É", "other")
@example(" ", "mayor")
def test_whatever_stands_in_the_column_of_functions_is_a_title(function: str, office: str) -> None:
    assert (
        dutch.function_title(" ".join(function.split()), office)
        == dutch.function_title(" ".join(function.split()), office).strip()
    )


@pytest.mark.parametrize(
    ("office", "written"),
    [
        ("mayor", "Geachte burgemeester Van der Sluis"),
        ("alderman", "Geachte wethouder Van der Sluis"),
        ("other", "Geachte heer/mevrouw Van der Sluis"),
    ],
)
def test_a_letter_opens_with_the_office_and_guesses_no_gender(office: str, written: str) -> None:
    assert dutch.salutation(name("van der", "Sluis"), office) == written
