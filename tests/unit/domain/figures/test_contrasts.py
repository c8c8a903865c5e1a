"""What the municipalities of one table could ask each other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from example import figures
from example.small_subject import code, indicator, municipality, of_year
from example.small_subject import figures as made
from example.told import SUBJECTS, anew, every_subject, key_of, profiles
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.figures.contrasts import TableContrast, TableContrastKind, contrasts_of
from reportgen.domain.figures.diversity import Comparison, comparison_of
from reportgen.domain.figures.figure import Figure, Unit
from reportgen.domain.figures.profile import profile_of

Kind = TableContrastKind
MANY = 12

tables = st.lists(st.deferred(lambda: st.sampled_from(figures.codes())), min_size=0, max_size=9, unique=True)


@cache
def of_many(subject: str) -> tuple[TableContrast, ...]:
    """All contrasts of tables of every eighth municipality, beginning at each of them, and of pairs of neighbours."""
    known = list(profiles(subject).values())
    shown = figures.figures_of(key_of(subject), SUBJECTS[subject])
    seated = [known[start::48] for start in range(0, 240, 10)] + [known[at : at + 2] for at in range(0, 240, 5)]
    return tuple(one for each in seated for one in contrasts_of(each, shown, MANY))


def of_kind(subject: str, kind: TableContrastKind) -> tuple[TableContrast, ...]:
    found = tuple(each for each in of_many(subject) if each.kind is kind)
    assert found
    return found


def compared(one: Figure | None, other: Figure | None, key: str, subject: str) -> Comparison:
    assert one is not None
    assert other is not None
    measure = figures.figures_of(key_of(subject), SUBJECTS[subject]).measures[key]
    own, others = (round(each.value, each.decimals) for each in (one, other))
    return comparison_of(own, others, measure.margin(own, others))


@every_subject
def test_a_contrast_of_level_is_more_than_a_margin(subject: str) -> None:
    for each in of_kind(subject, Kind.LEVEL):
        assert compared(each.one_first, each.other_first, each.measure, subject) is Comparison.MORE
        assert (each.one_first, each.other_first) == (each.one_second, each.other_second)


@every_subject
def test_a_contrast_of_pace_is_between_two_that_were_about_equal_and_are_not_any_more(subject: str) -> None:
    for each in of_kind(subject, Kind.PACE):
        assert compared(each.one_first, each.other_first, each.measure, subject) is Comparison.SAME
        assert compared(each.one_second, each.other_second, each.measure, subject) is Comparison.MORE
        assert each.other_first is not None
        assert each.other_second is not None
        assert each.one_first.year == each.other_first.year < each.one_second.year == each.other_second.year
        then = each.one_first.value, each.other_first.value
        assert max(then) - min(then) <= 0.1 * max(then) + 1e-9, "a small difference is one of a tenth at most"


@every_subject
def test_a_crossed_contrast_is_of_two_measures_of_which_each_has_more_of_one(subject: str) -> None:
    for each in of_kind(subject, Kind.CROSSED):
        assert each.measure != each.beside
        assert compared(each.one_first, each.other_first, each.measure, subject) is Comparison.MORE
        assert compared(each.one_second, each.other_second, each.beside, subject) is Comparison.LESS


@every_subject
def test_every_figure_of_a_contrast_is_that_of_the_municipality_it_names(subject: str) -> None:
    raw = anew(subject)
    codes = {name: where for where, name in raw.names.items()}
    for each in of_many(subject):
        second = each.beside or each.measure
        for name, key, figure in (
            (each.one, each.measure, each.one_first),
            (each.one, second, each.one_second),
            (each.other, each.measure, each.other_first),
            (each.other, second, each.other_second),
        ):
            assert figure is not None
            assert figure.value == pytest.approx(raw.values[key][codes[name], figure.year])
            assert figure.unit is not Unit.PERCENT or figure.value >= 1


@given(tables)
def test_a_table_gets_at_most_two_contrasts_between_two_at_it_each_of_other_measures(codes: list[str]) -> None:
    known = [figures.profiles()[each] for each in codes]
    names = {profile.name for profile in known}
    found = contrasts_of(known, figures.figures())
    assert len(found) <= 2
    assert len({key for each in found for key in (each.measure, each.beside) if key}) >= len(found)
    for each in found:
        assert each.one != each.other
        assert {each.one, each.other} <= names


@given(tables.filter(lambda codes: len(codes) >= 6))
def test_who_is_named_in_one_contrast_is_seldom_named_in_the_next(codes: list[str]) -> None:
    found = contrasts_of([figures.profiles()[each] for each in codes], figures.figures())
    named = [name for each in found for name in (each.one, each.other)]
    assert len(set(named)) >= min(len(named), 3)


@given(tables.filter(lambda codes: len(codes) > 1))
def test_the_first_contrast_names_the_municipality_that_it_is_for(codes: list[str]) -> None:
    known = [figures.profiles()[each] for each in codes]
    for profile in known:
        first, *others = contrasts_of(known, figures.figures(), about=profile.name)
        assert profile.name in (first.one, first.other)
        assert {each.measure for each in others}.isdisjoint({first.measure, first.beside})


def test_the_contrasts_of_two_that_are_alike_say_that_they_are() -> None:
    shown = made((indicator("proef"),), {"proef": of_year(2021, 10.0, 10.1, 40.0, 41.0)})
    near = [profile_of(code(number), shown) for number in (1, 2)]
    assert [each.kind for each in contrasts_of(near, shown, MANY)] == [Kind.ALIKE]
    all_of_them = [profile_of(code(number), shown) for number in (1, 2, 3, 4)]
    assert contrasts_of(all_of_them, shown)[0].kind is Kind.LEVEL, "a difference goes first"


@every_subject
def test_a_contrast_of_what_is_alike_is_within_a_margin(subject: str) -> None:
    for each in of_kind(subject, Kind.ALIKE):
        assert compared(each.one_first, each.other_first, each.measure, subject) is Comparison.SAME
        assert (each.one_first, each.other_first) == (each.one_second, each.other_second)


def test_who_has_no_figures_is_named_beside_one_that_has() -> None:
    places = [municipality(number) for number in (1, 2, 3)]
    shown = made((indicator("proef"),), {"proef": of_year(2021, 10.0, 40.0)}, places)
    without = profile_of(code(3), shown)
    assert all(each.last is None for each in without.measures)
    known = [profile_of(code(1), shown), profile_of(code(2), shown), without]
    first, *others = contrasts_of(known, shown, MANY, without.name)
    assert (first.kind, first.other, first.other_first) == (Kind.UNKNOWN, without.name, None)
    assert contrasts_of(known, shown, MANY)[0].kind is Kind.LEVEL
    assert contrasts_of([without], shown) == contrasts_of([without, replace(without, name="Elders")], shown) == ()
    assert others == [], "of no other measure"


@given(tables)
def test_the_order_of_municipalities_does_not_matter(codes: list[str]) -> None:
    known = [figures.profiles()[each] for each in codes]
    assert contrasts_of(known[::-1], figures.figures()) == contrasts_of(known, figures.figures())


@pytest.mark.parametrize("names", [(), ("Amsterdam",)], ids=["nobody", "one municipality"])
def test_where_there_is_nobody_to_ask_there_is_no_contrast(names: tuple[str, ...]) -> None:
    assert contrasts_of([figures.named(name) for name in names], figures.figures()) == ()


def test_what_only_tells_size_is_no_contrast() -> None:
    stock = made((indicator("proef", Unit.COUNT, 0, summable=True),), {"proef": of_year(2021, 100.0, 90_000.0)})
    assert contrasts_of([profile_of(code(number), stock) for number in (1, 2)], stock) == ()


def test_one_word_for_the_same_thing_is_no_crossed_contrast() -> None:
    """Where many live alone, households are small: to have more of the one and less of the other is no contrast."""
    opposite = {"large": of_year(2021, 10.0, 20.0, 30.0, 40.0), "small": of_year(2021, 40.0, 30.0, 20.0, 10.0)}
    shown = made((indicator("large"), indicator("small")), opposite)
    found = contrasts_of([profile_of(code(number), shown) for number in (1, 2, 3, 4)], shown, MANY)
    assert {each.kind for each in found} == {Kind.LEVEL}
