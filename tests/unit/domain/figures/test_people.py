"""How many people, dwellings or others a share is."""

from __future__ import annotations

import pytest
from example.small_subject import DAY, WORDS, code, indicator, municipality, of_year
from example.small_subject import figures as made
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import Derived, IndicatorKind, Part, Variable, Wording
from reportgen.domain.figures.people import people_of, rounded
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange


@pytest.mark.parametrize(
    ("number", "doubt", "said"),
    [
        (0, 0, 0),
        (84.9, 0, 80),
        (995, 0, 1000),
        (1249, 0, 1200),
        (1250, 40, 1300),
        (3_650.6, 101.4, 3_700),
        (285_990, 0, 286_000),
        (285_990, 270, 286_000),
        (3_755_679, 9_000, 3_760_000),
    ],
)
def test_numbers_are_in_tens_then_in_hundreds_and_no_more_exact_than_they_are_known(
    number: float, doubt: float, said: int
) -> None:
    assert rounded(number, doubt) == said


@given(st.floats(0, 2e7), st.floats(0, 1e5))
def test_a_rounded_number_is_off_by_half_a_step_at_most(number: float, doubt: float) -> None:
    least = 10 if number < 1000 else 100
    assert abs(rounded(number, doubt) - number) <= max(least, 10 * doubt) / 2 + 1e-6


@pytest.mark.parametrize("unit", [each for each in Unit if each not in (Unit.PERCENT, Unit.PER_THOUSAND)])
def test_only_a_part_of_a_whole_is_so_many_people(unit: Unit) -> None:
    known = {"proef": of_year(2021, 50.0), "population": of_year(2021, 10_000.0)}
    assert people_of("proef", code(1), made((indicator(unit=unit),), known)) is None


def test_a_part_per_thousand_is_of_a_thousand() -> None:
    known = {"proef": of_year(2021, 50.0), "population": of_year(2021, 10_000.0)}
    assert people_of("proef", code(1), made((indicator(unit=Unit.PER_THOUSAND),), known)) == 500


def test_a_share_of_dwellings_is_so_many_dwellings() -> None:
    words = Wording("het aandeel", "van de woningen", "koopwoningen", "stock")
    known = {"proef": of_year(2021, 50.0), "population": of_year(2021, 10_000.0), "stock": of_year(2021, 4_000.0)}
    assert people_of("proef", code(1), made((indicator(wording=words),), known)) == 2000


def test_what_has_no_word_for_its_people_is_not_counted() -> None:
    known = {"proef": of_year(2021, 50.0), "population": of_year(2021, 10_000.0)}
    plain = indicator(wording=Wording("het aandeel", "van de inwoners"))
    assert people_of("proef", code(1), made((plain,), known)) is None


def test_residents_of_another_year_are_not_taken() -> None:
    known = {"proef": of_year(2021, 50.0), "population": of_year(2020, 10_000.0)}
    assert people_of("proef", code(1), made((indicator(),), known)) is None


def test_residents_that_describe_the_municipality_stand_in_for_those_of_that_year() -> None:
    known = {"proef": of_year(2022, 50.0)}
    figures = made((indicator(),), known, [municipality(1, 8_000)])
    assert people_of("proef", code(1), figures) == 4000


def test_the_country_is_counted_as_its_municipalities_are() -> None:
    known = {"proef": of_year(2021, 50.0, country=25.0), "population": of_year(2021, 10_000.0, country=100_000.0)}
    assert people_of("proef", COUNTRY, made((indicator(),), known)) == 25_000


def test_of_municipalities_that_merged_since_the_people_of_all_are_counted() -> None:
    merged = tuple(BoundaryChange(DAY, code(old), "Oud", code(9), "Nieuw", True, True) for old in (1, 2))
    share = indicator(denominator=Variable("population"))
    known = {"proef": of_year(2021, 10.0, 30.0), "population": of_year(2021, 1_000.0, 3_000.0)}
    figures = made((share,), known, [municipality(9)], changes=merged)
    assert figures.values("proef") == {code(9): 25.0}
    assert people_of("proef", code(9), figures) == 1000


def test_parts_of_a_composition_of_counts_are_counted() -> None:
    derived = Derived("alle", "Alle", "Alle samen.", "meer", 1, WORDS)
    parts = tuple(Part(each, each, each, Variable(each), WORDS) for each in ("a", "b", "rest"))
    mix = indicator(
        "mix", kind=IndicatorKind.COMPOSITION, value=None, parts=parts, rest="rest", counts=True, total=derived
    )
    figures = made((mix,), {"a": of_year(2021, 123.0), "b": of_year(2021, 4321.0), "rest": of_year(2021, 9000.0)})
    assert [people_of(f"mix/{each}", code(1), figures) for each in ("a", "b", "total")] == [120, 4300, 4400]
