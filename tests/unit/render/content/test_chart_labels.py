"""Labels of charts, wherever they belong: apart, in order, within the drawing, and never cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from example.drawings import faults_of, read
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.render.content import svg
from reportgen.render.content.charts.axes import axis_of
from reportgen.render.content.charts.borders import land, width_of
from reportgen.render.content.charts.labels import GAP, Label, labels_above, lines_of, spread
from reportgen.render.content.charts.map_labels import beside, beside_land, overlap
from reportgen.render.content.typography import with_apostrophes

NAMES = ("Nuenen, Gerwen en Nederwetten", "Hardinxveld-Giessendam", "Súdwest-Fryslân", "'s-Gravenhage", "Ede", "Urk")

PLACES = st.lists(st.floats(-50, 350), max_size=9).map(sorted)


@given(PLACES, st.data())
def test_things_on_a_line_keep_their_order_and_stay_apart(wanted: list[float], data: st.DataObject) -> None:
    sizes = [data.draw(st.floats(1, 60)) for _ in wanted]
    middles = spread(wanted, sizes, 0, 300)
    for (one, first), (other, second) in pairwise(zip(middles, sizes, strict=True)):
        assert other - one >= (first + second) / 2 - 1e-6
    assert all(middle - size / 2 >= -1e-6 for middle, size in zip(middles, sizes, strict=True))
    if sum(sizes) <= 300:
        assert all(middle + size / 2 <= 300 + 1e-6 for middle, size in zip(middles, sizes, strict=True))


@given(PLACES)
def test_what_has_room_stays_where_it_is_wanted(wanted: list[float]) -> None:
    apart = [40.0 * number + 20 for number, _ in enumerate(wanted)]
    assert spread(apart, [40.0] * len(apart), 0, 400) == pytest.approx(apart)


def test_things_that_want_the_same_place_lie_evenly_around_it() -> None:
    assert spread([100, 100, 100], [20, 20, 20], 0, 300) == pytest.approx([80, 100, 120])


@given(
    st.lists(st.tuples(st.floats(0, 312), st.sampled_from(NAMES)), max_size=11), st.sampled_from([200.0, 312.0, 487.6])
)
@example([(0.0, NAMES[0])] * 3, 312.0)
@example([(312.0, NAMES[1])] * 6, 312.0)
def test_labels_with_leader_lines_never_meet(wanted: list[tuple[float, str]], width: float) -> None:
    labels = [Label(min(at, width), f"{name} {number}") for number, (at, name) in enumerate(wanted)]
    shapes, base, kept = labels_above(labels, width, 0.0, (8.0, 11.0))
    drawn = svg.drawing(width, base + 11, "t", *shapes)
    assert faults_of(drawn) == []
    assert sorted(read(drawn).words) == sorted(with_apostrophes(label.words) for label in kept)
    assert kept == () or {label.words for label in kept} == {label.words for label in labels[: len(kept)]}
    lines = read(drawn).lines(svg.LINE)
    assert all(0 <= x <= width for line in lines for x, _ in line)
    ends = sorted(line[-1] for line in lines)
    assert [x for x, _ in ends] == pytest.approx(sorted(label.at for label in kept), abs=0.06)


def test_labels_are_left_out_only_where_two_lines_have_no_room() -> None:
    labels = [Label(10.0 * number, name) for number, name in enumerate(NAMES)]
    assert len(labels_above(labels, 312, 0.0, (8.0, 11.0))[2]) == len(NAMES)
    assert sum(label.width + GAP for label in labels) > 312


@given(st.text("abc de-", max_size=60), st.floats(10, 200))
def test_words_in_lines_are_all_there(words: str, width: float) -> None:
    lines = lines_of(words, width)
    assert " ".join(lines).split() == words.split()
    assert all(svg.text_width(line, 8) <= width or " " not in line for line in lines)


VALUES = st.lists(
    st.one_of(st.floats(-1e3, 1e3), st.floats(0, 1), st.integers(0, 10**7), st.sampled_from([0.0, 1e-6, 1e12])),
    max_size=9,
)


@given(
    VALUES, st.sampled_from(["percent", "euro", "count", "index", "per_hundred", "years"]), st.booleans(), st.booleans()
)
def test_an_axis_has_every_value_between_its_ends(values: list[float], unit: str, whole: bool, wide: bool) -> None:
    axis = axis_of(values, unit, whole=whole, wide=wide)
    assert axis.low < axis.high
    for value in values:
        assert axis.low - 1e-9 * abs(value) <= value <= axis.high + 1e-9 * abs(value)
        assert 0 <= axis.at(value) <= 1
    ticks = [value for value, _ in axis.ticks]
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 14
    if unit in ("percent", "index", "per_hundred") and all(value >= 0 for value in values):
        assert axis.low == 0


def test_an_axis_may_be_tenfold_where_one_value_is_far_larger() -> None:
    axis = axis_of([900.0, 12_000.0, 25_000.0, 30_000.0, 900_000.0], "count", wide=True)
    assert axis.tenfold
    assert [value for value, _ in axis.ticks] == [1_000, 10_000, 100_000]
    assert not axis_of([2.0, 3.0, 900.0], "percent", wide=True).tenfold


@given(
    st.floats(0.1, 0.9),
    st.floats(0.1, 0.9),
    st.floats(20, 110),
    st.floats(12, 50),
    st.sampled_from([240.0, 300.0, 336.0]),
)
def test_the_own_label_of_a_map_lies_off_the_land(x: float, y: float, wide: float, high: float, height: float) -> None:
    room = (width_of(height), height)
    taken = [(4.0, height - 40, 140.0, height - 4)]
    box, start, _ = beside_land((wide, high), (x * room[0], y * room[1]), high / 2, land(height), room, taken)
    assert box[0] >= 0
    assert box[1] >= 0
    assert box[2] <= room[0]
    assert box[3] <= room[1] + 1e-6
    assert not overlap(box, taken[0], 0)
    assert land(height).within(*box) == 0 or wide > 80 or height < 300  # there is a place for any of ours
    assert start[0] in (pytest.approx(box[0], abs=2), pytest.approx(box[2], abs=2))


@given(st.lists(st.tuples(st.floats(0, 250), st.floats(0, 300), st.sampled_from(NAMES)), max_size=9))
def test_names_on_a_map_never_meet(wanted: list[tuple[float, float, str]]) -> None:
    taken: list[tuple[float, float, float, float]] = []
    for x, y, name in wanted:
        box = beside((svg.text_width(name, 8), 9.0), (x, y), 5.0, (250.0, 300.0), taken)
        if box:
            assert not any(overlap(box, each, 0) for each in taken)
            assert box[0] >= 0
            assert box[2] <= 250
            taken.append(box)
    if wanted and 10 < wanted[0][1] < 290:
        assert taken  # the first one has all the room there is
