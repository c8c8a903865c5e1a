"""Numbers in the formats that people use are read exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.figures.figure import Unit
from reportgen.sources.lists.numbers import ExactNumber, NumberFault, decimal_sign, number_in

AMBIGUOUS, UNREADABLE, UNIT = NumberFault.AMBIGUOUS, NumberFault.UNREADABLE, NumberFault.UNIT


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1.234,5", Unit.PERCENT, "1234.5"),
        ("1,234.5", Unit.PERCENT, "1234.5"),
        ("12,5 %", Unit.PERCENT, "12.5"),
        ("12.5%", Unit.PERCENT, "12.5"),
        ("\u2212 0,4", Unit.PERCENT, "-0.4"),
        ("€ 300.000", Unit.EURO, "300000"),
        ("€\xa0300.000,-", Unit.EURO, "300000"),
        ("€ -1.250,50", Unit.EURO, "-1250.50"),
        ("300.000 euro", Unit.EURO, "300000"),
        ("300,000", Unit.EURO, "300000"),
        ("1 234 567", Unit.COUNT, "1234567"),
        ("1.234.567", Unit.PERCENT, "1234567"),
        ("1.234", Unit.COUNT, "1234"),
        ("0,123", Unit.PERCENT, "0.123"),
        ("1234,567", Unit.PERCENT, "1234.567"),
        ("0", Unit.COUNT, "0"),
    ],
)
def test_a_number_that_can_mean_one_thing_is_read(text: str, unit: Unit, number: str) -> None:
    assert number_in(text, unit, 0, "") == Decimal(number)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1.234", AMBIGUOUS),
        ("1,234", AMBIGUOUS),
        ("€ 5", UNIT),
        ("5 ‰", UNIT),
        *((each, UNREADABLE) for each in ("n.v.t.", "-", ".", "x", "5,", "1.23.4", "1.2345.678", "007", "1e5", "--3")),
        *((each, UNREADABLE) for each in ("12 13", "5 - 6", "1234567890123456", "\u0661\u0662", "=A1", "#FOUT", "%")),
    ],
)
def test_what_is_unclear_is_no_number(text: str, fault: NumberFault) -> None:
    assert number_in(text, Unit.PERCENT, 1, "") is fault


def test_the_rest_of_a_file_says_which_sign_stands_before_decimals() -> None:
    assert (decimal_sign("12,5"), decimal_sign("12.5"), decimal_sign("1.234"), decimal_sign("1.23.4")) == (
        ",",
        ".",
        "",
        "",
    )
    assert number_in("1.234", Unit.PERCENT, 1, ",") == 1234
    assert number_in("1.234", Unit.PERCENT, 1, ".") == Decimal("1.234")
    assert number_in("1.234", Unit.COUNT, 0, ".") is AMBIGUOUS


def test_a_number_of_a_workbook_is_never_unclear() -> None:
    assert number_in(ExactNumber("1.234"), Unit.PERCENT, 1, ",") == Decimal("1.234")
    assert decimal_sign(ExactNumber("1.5")) == ""


@given(st.decimals(-(10**9), 10**9, places=2), st.booleans())
def test_every_number_written_out_is_read_back_to_the_last_digit(number: Decimal, dutch: bool) -> None:
    written = f"{number:,.2f}"
    if dutch:
        written = written.translate(str.maketrans(",.", ".,"))
    assert number_in(written, Unit.PERCENT, 2, "") == number


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = number_in(text, Unit.EURO, 2, decimal_sign(text))
    assert isinstance(found, Decimal | NumberFault)
