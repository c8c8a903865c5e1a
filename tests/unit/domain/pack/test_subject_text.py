"""What pages need of a subject: its words, the strips of all municipalities, and the tints of the map."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example import figures
from example.small_subject import code, indicator, of_year
from example.small_subject import figures as made
from example.told import SUBJECTS, anew, every_subject, key_of

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.country_map import NO_FIGURE, country_map_of, quartile_steps
from reportgen.domain.pack.subject_text import strip_of, strips_of, subject_text_of


def shown(subject: str) -> SubjectFigures:
    return figures.figures_of(key_of(subject), SUBJECTS[subject])


@every_subject
def test_a_strip_holds_every_municipality_and_names_its_ends(subject: str) -> None:
    for key, strip in strips_of(shown(subject)).items():
        raw = anew(subject)
        values = raw.of_year(key, raw.last_year(key))
        assert len(strip.values) == len(values)
        assert list(strip.values) == sorted(strip.values)
        ends = min(values.values()), max(values.values())
        assert (strip.values[0], strip.values[-1]) == pytest.approx(ends)
        by_name = {raw.names[where]: value for where, value in values.items()}
        assert (by_name[strip.lowest], by_name[strip.highest]) == pytest.approx(ends)
        for end in ends:
            shared = sum(round(value, 9) == round(end, 9) for value in values.values())
            assert list(strip.values).count(round(end, 9)) == shared


def test_equal_changes_stand_at_one_end_of_a_strip() -> None:
    shown = made((indicator(),), {"proef": of_year(2021, 1.0, 2.0, 3.0)})
    strip = strip_of("proef", {code(1): 0.3 - 0.2, code(2): 0.1, code(3): 5.0}, shown)
    assert strip is not None
    assert strip.values == (0.1, 0.1, 5.0)


@every_subject
def test_what_only_tells_size_has_no_strip(subject: str) -> None:
    assert set(strips_of(shown(subject))).isdisjoint({"dwelling-stock", "new-dwellings"})


@every_subject
def test_every_municipality_is_on_the_map_with_the_class_of_its_printed_value(subject: str) -> None:
    drawn, raw = country_map_of(shown(subject)), anew(subject)
    values = raw.of_year(drawn.measure, raw.last_year(drawn.measure))
    decimals = shown(subject).measures[drawn.measure].decimals
    assert {dot.code for dot in drawn.dots} == set(raw.names)
    for dot in drawn.dots:
        printed = round(values[dot.code], decimals) if dot.code in values else None
        expected = sum(printed >= step for step in drawn.steps) if printed is not None else NO_FIGURE
        assert dot.tint == expected
    tints = [dot.tint for dot in drawn.dots if dot.tint != NO_FIGURE]
    assert drawn.counts == tuple(tints.count(tint) for tint in range(len(drawn.steps) + 1))


def test_small_municipalities_are_drawn_over_large_ones() -> None:
    residents = [dot.residents for dot in country_map_of(figures.figures()).dots]
    assert residents == sorted(residents, reverse=True)


def test_a_figure_that_is_revised_changes_the_map_only_where_that_is_seen() -> None:
    values = of_year(2021, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0)

    def revised(value: float) -> object:
        return country_map_of(made((indicator(),), {"proef": values | {(code(1), 2021): value}}))

    assert revised(10.04) == revised(10.0)
    assert revised(45.0) != revised(10.0)


def test_a_municipality_without_a_figure_has_no_tint() -> None:
    known = {"proef": of_year(2021, 10.0, 20.0, 30.0, 40.0), "ander": of_year(2021, 1.0, 2.0, 3.0, 4.0, 5.0)}
    drawn = country_map_of(made((indicator(), indicator("ander")), known))
    assert {dot.code: dot.tint for dot in drawn.dots}[code(5)] == NO_FIGURE
    assert sum(drawn.counts) == 4


def test_where_the_main_measure_has_no_figures_the_first_one_that_has_leads() -> None:
    both = made((indicator("leeg"), indicator("ander")), {"leeg": {}, "ander": of_year(2021, 1.0, 2.0, 3.0)})
    assert country_map_of(both).measure == subject_text_of(both).main == "ander"
    assert list(subject_text_of(both).measures) == ["ander"]


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        ((), ()),
        ((5.0, 5.0, 5.0, 5.0), (5.0,)),
        ((1.0, 2.0, 3.0, 4.0), (2.0, 3.0, 4.0)),
        ((301_234.0, 402_345.0, 503_456.0, 604_567.0), (400_000.0, 500_000.0, 600_000.0)),
    ],
)
def test_without_boundaries_of_the_subject_a_map_has_quarters(
    values: tuple[float, ...], steps: tuple[float, ...]
) -> None:
    assert quartile_steps(values) == steps


def test_a_composition_names_its_total_its_parts_and_its_index() -> None:
    (mix,) = subject_text_of(figures.figures()).compositions
    assert (mix.total, mix.index) == ("origin/total", "origin/index")
    assert len(mix.parts) == 6
    assert {mix.total, mix.index, *mix.parts} == set(subject_text_of(figures.figures()).measures)


def test_columns_begin_with_the_main_measure_and_have_figures() -> None:
    subject = figures.figures().subject
    assert subject is not None
    asked = SubjectFigures(
        replace(subject, columns=("origin/index", "nergens", "origin/total")), figures.figures().data
    )
    assert subject_text_of(asked).columns == ("origin/index", "origin/total")


def test_a_subject_of_numbers_that_grow_with_size_has_no_strips() -> None:
    stock = made((indicator("proef", Unit.COUNT, 0, summable=True),), {"proef": of_year(2021, 1.0, 2.0, 3.0)})
    assert strips_of(stock) == {}
