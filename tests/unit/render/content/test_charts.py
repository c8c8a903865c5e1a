"""The charts of all 380 packs: well drawn, within their frame, nothing on top of anything else, and true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from example import figures
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from reportgen.domain.pack.map_dots import map_dots_of

from reportgen.domain.pack.contents import PartKind
from reportgen.render.content import chart_titles, chart_values, charts, dutch, svg
from reportgen.render.content.resources import FONTS

Pages = Mapping[str, Mapping[str, Any]]
Written = Mapping[str, tuple[str, tuple[Any, ...]]]

ASCENT, DESCENT = 0.69, 0.2
"""How far letters of Source Sans reach above and below their line, in ems."""

SVG = "{http://www.w3.org/2000/svg}"
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a drawing, in points."""

    left: float
    top: float
    right: float
    bottom: float
    words: str = ""
    fill: str = ""

    def on(self, other: Box, slack: float) -> bool:
        """Whether two boxes overlap by more than the slack, in both directions."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and along > slack

    def within(self, width: float, height: float, slack: float) -> bool:
        """Whether a box lies in a drawing of this size, or sticks out by no more than the slack."""
        fits = -slack <= self.left and self.right <= width + slack
        return fits and -slack <= self.top and self.bottom <= height + slack


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart read back."""

    root: ElementTree.Element
    width: float
    height: float

    def texts(self) -> list[Box]:
        """Every text with the room it takes."""
        made = []
        for each in self.root.iter(f"{SVG}text"):
            x, y, size = (float(each.get(name, "nan")) for name in ("x", "y", "font-size"))
            words, bold = each.text or "", each.get("font-weight") == "600"
            width = svg.text_width(words, size, bold)
            made.append(Box(x, y - ASCENT * size, x + width, y + DESCENT * size, words, each.get("fill", "")))
        return made

    def rectangles(self) -> list[Box]:
        """Every filled rectangle."""
        made = []
        for each in self.root.iter(f"{SVG}rect"):
            x, y, width, height = (float(each.get(name, "nan")) for name in ("x", "y", "width", "height"))
            made.append(Box(x, y, x + width, y + height, fill=each.get("fill", "")))
        return made

    def circles(self, fill: str | None = None, stroke: str | None = None) -> list[Box]:
        """Every disc and ring, of one colour if asked."""
        made = []
        for each in self.root.iter(f"{SVG}path"):
            if fill not in (None, each.get("fill")) or stroke not in (None, each.get("stroke")):
                continue
            for x, y, r in re.findall(r"M([-\d.]+) ([-\d.]+)a([\d.]+) ", each.get("d", "")):
                left, middle, radius = float(x), float(y), float(r)
                made.append(Box(left, middle - radius, left + 2 * radius, middle + radius))
        return made

    def dots(self) -> list[Box]:
        """Every dot of a map that is not a white ground."""
        made = []
        for each in self.root.iter(f"{SVG}path"):
            if each.get("stroke-linecap") == "round" and each.get("stroke") != WHITE:
                radius = float(each.get("stroke-width", "nan")) / 2
                for x, y in re.findall(r"M([-\d.]+) ([-\d.]+)h0", each.get("d", "")):
                    made.append(Box(float(x) - radius, float(y) - radius, float(x) + radius, float(y) + radius))
        return made

    def lines(self, stroke: str | None = None) -> list[list[tuple[float, float]]]:
        """Every line through points, of one colour if asked."""
        return [
            [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", each.get("d", ""))]
            for each in self.root.iter(f"{SVG}path")
            if "L" in each.get("d", "") and stroke in (None, each.get("stroke"))
        ]


def read(drawn: str) -> Drawing:
    root = ElementTree.fromstring(drawn)  # a drawing that is not well formed ends here
    left, top, width, height = (float(each) for each in root.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    return Drawing(root, width, height)


@pytest.fixture(scope="session")
def drawings(written: Written) -> Mapping[str, tuple[Drawing, ...]]:
    return {code: tuple(read(chart.drawn) for chart in drawn) for code, (_, drawn) in written.items()}


Drawings = Mapping[str, tuple[Drawing, ...]]


def every(drawings: Drawings) -> Iterator[tuple[str, Drawing]]:
    for code, each in drawings.items():
        for drawing in each:
            yield f"{figures.profiles()[code].name}: {drawing.root[0].text}"[:120], drawing


# As they stand in the packs


def test_every_pack_has_its_charts(drawings: Drawings, pages: Pages) -> None:
    assert len(drawings) == 380
    for code, each in drawings.items():
        assert len(each) >= 5, code
    counts = {code: len(each) for code, each in drawings.items()}
    spread = {code for code, content in pages.items() if len(chart_values.large_districts(content["profile"])) > 1}
    assert {counts[code] for code in spread} == {max(counts.values())}  # with a chart of their districts
    assert max(counts.values()) - min(counts.values()) <= 1


def test_every_chart_begins_with_its_point_in_a_sentence(drawings: Drawings) -> None:
    wrong = [
        name
        for name, drawing in every(drawings)
        if drawing.root[0].tag != f"{SVG}title" or len((drawing.root[0].text or "").split()) < 5
    ]
    assert wrong == []


def test_who_does_not_see_a_chart_hears_its_point(written: Written) -> None:
    wrong = [
        (code, chart.alternative)
        for code, (_, drawn) in written.items()
        for chart in drawn
        if chart.alternative != read(chart.drawn).root[0].text
    ]
    assert wrong == []


def test_every_measure_in_a_chart_is_a_number(drawings: Drawings) -> None:
    bad = re.compile(r"nan|inf|none(?!$)|e[+-]\d", re.I)
    wrong = [
        (name, value)
        for name, drawing in every(drawings)
        for element in drawing.root.iter()
        for value in element.attrib.values()
        if bad.search(value)
    ]
    assert wrong == []


def test_every_text_lies_within_its_drawing(drawings: Drawings) -> None:
    wrong = [
        (name, text)
        for name, drawing in every(drawings)
        for text in drawing.texts()
        if not text.within(drawing.width, drawing.height, slack=0.3)
    ]
    assert wrong == []


def test_no_text_lies_on_another(drawings: Drawings) -> None:
    wrong = [
        (name, one.words, other.words)
        for name, drawing in every(drawings)
        for one, other in combinations(drawing.texts(), 2)
        if one.on(other, slack=0.4)
    ]
    assert wrong == []


def test_no_text_is_empty_or_left_unfilled(drawings: Drawings) -> None:
    wrong = [
        (name, text.words)
        for name, drawing in every(drawings)
        for text in drawing.texts()
        if not text.words.strip() or re.search(r"[{}]|None|nan\b", text.words)
    ]
    assert wrong == []


def test_every_shape_lies_within_its_drawing_or_nearly(drawings: Drawings) -> None:
    wrong = [
        (name, box)
        for name, drawing in every(drawings)
        for box in (*drawing.rectangles(), *drawing.circles(), *drawing.dots())
        if not box.within(drawing.width, drawing.height, slack=2)
    ]
    wrong += [
        (name, Box(x, y, x, y))
        for name, drawing in every(drawings)
        for line in drawing.lines()
        for x, y in line
        if not Box(x, y, x, y).within(drawing.width, drawing.height, slack=0.3)
    ]
    assert wrong == []


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, by the formula of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_of_contrast_is_the_known_one() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)


def test_every_text_can_be_read_on_what_lies_behind_it(drawings: Drawings) -> None:
    pairs = {
        (text.fill, next((box.fill for box in reversed(drawing.rectangles()) if text.on(box, slack=0)), WHITE))
        for _, drawing in every(drawings)
        for text in drawing.texts()
    }
    assert len(pairs) > 5
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("group", svg.GROUPS)
def test_a_number_on_the_colour_of_its_group_can_be_read(group: str) -> None:
    assert contrast(svg.ON_GROUPS[group], svg.GROUPS[group]) >= 4.5


def test_the_groups_and_the_tints_differ_in_grey_print_too() -> None:
    greys = sorted(luminance(colour) for colour in svg.GROUPS.values())
    assert min(above - below for below, above in pairwise(greys)) > 0.005
    tints = [luminance(tint) for tint in svg.TINTS]
    assert tints == sorted(tints, reverse=True)
    assert min(contrast(one, other) for one, other in zip(svg.TINTS, svg.TINTS[1:], strict=False)) > 1.3


# Each kind by itself


def test_bars_add_up_to_their_total_on_one_scale(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        own, nation = content["profile"]["years"][-1], content["country"]["years"][-1]
        rows = [("eigen", own), ("vergelijkbaar", content["average"]), ("Nederland", nation)]
        drawing = read(charts.composition(rows, "x"))
        bars: dict[float, float] = {}
        for box in drawing.rectangles():
            if box.bottom - box.top > 10:
                bars[box.top] = max(bars.get(box.top, 0), box.right)
        totals = [row["migration_background"]["value"] for _, row in rows]
        scales = [bar / total for bar, total in zip(bars.values(), totals, strict=True)]
        # Rounding of the six shares may miss the total by some tenths; between bars there is 0.6 points.
        off = max(abs(bar / max(scales) - total) for bar, total in zip(bars.values(), totals, strict=True))
        shown = [text.words for text in drawing.texts()]
        if off > 0.6 or not {dutch.number(total, 1) + "%" for total in totals} <= set(shown):
            wrong.append((code, totals, list(bars.values())))
    assert wrong == []


def test_the_numbers_in_a_bar_lie_within_their_own_group(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        drawing = read(charts.composition([("x", content["profile"]["years"][-1])], "x"))
        bars = [box for box in drawing.rectangles() if box.bottom - box.top > 10]
        for text in drawing.texts():
            touched = [box for box in bars if text.on(box, slack=0.1)]
            if len(touched) > 1 or any(text.right > box.right or text.left < box.left for box in touched):
                wrong.append((code, text))
    assert wrong == []


def test_the_own_line_has_a_point_for_every_year_and_rises_with_the_index(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        profile = content["profile"]
        drawn = charts.index_lines(profile, profile["name"], content["peers"], content["country"], "x")
        values = [year["index"]["value"] for year in profile["years"]]
        own = read(drawn).lines(svg.OCHRE)
        if len(values) == 1:
            continue
        ((first, *_, last),) = own
        if len(own[0]) != len(values) or (first[1] - last[1]) * (values[-1] - values[0]) < -0.1:
            wrong.append(code)
    assert wrong == []


def test_the_end_of_the_own_line_is_labelled_with_name_and_index(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        profile = content["profile"]
        drawn = charts.index_lines(profile, profile["name"], content["peers"], content["country"], "x")
        index = dutch.number(profile["years"][-1]["index"]["value"], 2)
        labels = [text.words for text in read(drawn).texts() if text.words.endswith(index)]
        if not any(label.startswith(profile["name"][:3]) for label in labels):
            wrong.append((code, labels))
    assert wrong == []


def test_every_telling_district_is_a_dot_at_its_share(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        districts = chart_values.large_districts(content["profile"])
        if len(districts) < 2:
            continue
        drawing = read(charts.strip(districts, "x"))
        middles = sorted((box.left + box.right) / 2 for box in drawing.circles())
        shares = sorted(each["share"] for each in districts)
        if len(middles) != len(shares):
            wrong.append((code, len(middles)))
            continue
        if shares[-1] - shares[0] > 1:
            scale = (middles[-1] - middles[0]) / (shares[-1] - shares[0])
            if any(abs(m - middles[0] - (s - shares[0]) * scale) > 0.3 for m, s in zip(middles, shares, strict=True)):
                wrong.append((code, middles))
    assert wrong == []


def test_the_axis_of_the_districts_begins_at_zero_and_reaches_past_the_highest(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        districts = chart_values.large_districts(content["profile"])
        if len(districts) > 1:
            marks = [int(text.words.rstrip("%")) for text in read(charts.strip(districts, "x")).texts()]
            steps = {after - before for before, after in pairwise(marks)}
            if marks[0] != 0 or marks[-1] < max(each["share"] for each in districts) or len(steps) != 1:
                wrong.append((code, marks))
    assert wrong == []


def test_labels_of_slopes_stand_in_the_order_of_their_shares(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        years = content["profile"]["years"]
        drawing = read(charts.slopes(years[0], years[-1], "1996", "2018", "x"))
        numbers = [(text, re.match(r"\d+,\d", text.words)) for text in drawing.texts()]
        left = sorted((text.top, found[0]) for text, found in numbers if found and found[0] == text.words)
        right = sorted((text.top, found[0]) for text, found in numbers if found and found[0] != text.words)
        for side, year in ((left, years[0]), (right, years[-1])):
            shares = sorted((share["figure"]["value"] for share in year["shares"]), reverse=True)
            if [words for _, words in side] != [dutch.number(share, 1) for share in shares]:
                wrong.append((code, side))
    assert wrong == []


def test_one_quarter_of_every_row_is_the_own_one(pages: Pages) -> None:
    wrong = []
    for code, content in pages.items():
        quartiles = content["profile"]["quartiles"]
        drawing = read(charts.positions(quartiles, chart_titles.POSITION_LABELS, "x"))
        known = [quartiles[key] for key in chart_titles.POSITION_LABELS if quartiles[key] is not None]
        rows: dict[float, list[Box]] = {}
        for box in drawing.rectangles():
            rows.setdefault(box.top, []).append(box)
        own = [[box.fill == svg.OCHRE for box in sorted(row, key=lambda box: box.left)] for row in rows.values()]
        if own != [[number == quarter for number in range(1, 5)] for quarter in known]:
            wrong.append(code)
    assert wrong == []


@pytest.fixture(scope="session")
def map_of(pages: Pages, contents: Mapping[str, Mapping[PartKind, Any]]) -> Callable[[str, float], Drawing]:
    """The map of a municipality, at a height."""

    def drawn(code: str, height: float) -> Drawing:
        personal = contents[code][PartKind.PERSONAL]
        name = personal["municipality"]
        return read(charts.dot_map(personal["atlas"], code, personal["nearby"], height, "x", name))

    return drawn


def test_the_map_has_a_dot_for_all_a_mark_for_one_and_rings_for_the_comparable(
    contents: Mapping[str, Mapping[PartKind, Any]], map_of: Callable[[str, float], Drawing]
) -> None:
    for code in list(contents)[::20]:
        drawing = map_of(code, 240)
        assert len(drawing.dots()) == 380
        assert len(drawing.circles(fill=svg.OCHRE)) == 1
        assert len(drawing.circles(fill="none", stroke=svg.OCHRE)) == len(contents[code][PartKind.PERSONAL]["nearby"])


def test_the_name_on_a_map_does_not_lie_on_its_own_mark(drawings: Drawings) -> None:
    maps = [(name, drawing) for name, drawing in every(drawings) if drawing.dots()]
    assert len(maps) >= 380
    wrong = []
    for name, drawing in maps:
        (mark,) = drawing.circles(fill=svg.OCHRE)
        wrong += [(name, text.words) for text in drawing.texts() if text.on(mark, slack=0.3)]
    assert wrong == []


def test_north_is_up_and_west_is_left(map_of: Callable[[str, float], Drawing]) -> None:
    def mark(name: str) -> Box:
        (own,) = map_of(figures.code_of(name), 240).circles(fill=svg.OCHRE)
        return own

    assert mark("Groningen").top < mark("Utrecht").top < mark("Maastricht").top
    assert mark("Sluis").left < mark("Utrecht").left < mark("Winterswijk").left


def test_the_tints_of_the_map_are_about_the_quarters_of_the_municipalities() -> None:
    fields = list(
        Counter(dot.tint for dot in map_dots_of(figures.statistics().municipalities, figures.indices())).values()
    )
    assert sum(fields) == 380
    assert min(fields) > 380 / 12


# Strokes


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40), st.floats(5, 40), st.booleans())
def test_the_width_of_a_text_is_that_of_the_font(words: str, size: float, bold: bool) -> None:
    assert svg.text_width(words, size, bold) == pytest.approx(measured(words, bold) * size, abs=1e-6)


def measured(words: str, bold: bool) -> float:
    """The width in ems by the font's own glyphs; what the font lacks is taken as wide as a digit."""
    glyphs, names, unit = face("sans-semibold" if bold else "sans")
    return sum(glyphs[names.get(ord(char), names[ord("0")])].width for char in words) / unit


@cache
def face(name: str) -> tuple[Any, Mapping[int, str], int]:
    font = TTFont(BytesIO(FONTS[name].read_bytes()))
    return font.getGlyphSet(), font.getBestCmap(), font["head"].unitsPerEm


@given(st.text(max_size=60))
def test_what_people_wrote_is_only_text_in_a_drawing(words: str) -> None:
    allowed = "".join(char for char in words if char.isprintable())
    for text in (allowed, "<script>alert(1)</script>", "</text><image href='file:///etc/passwd'/>", 'a & b < c "d"'):
        root = ElementTree.fromstring(svg.drawing(100, 10, text, svg.text(0, 8, text)))
        assert [each.tag for each in root] == [f"{SVG}title", f"{SVG}text"]
        assert [each.text or "" for each in root] == [text, text]


def test_text_up_to_a_place_ends_there() -> None:
    element = ElementTree.fromstring(svg.text(100, 8, "12,3", 7.5, end=True))
    assert float(element.get("x", "nan")) + svg.text_width("12,3", 7.5) == pytest.approx(100, abs=0.06)


def test_drawing_nothing_draws_nothing() -> None:
    assert svg.discs([], svg.TEAL) == ""


LABELS = st.lists(st.floats(0, 200), min_size=1, max_size=6)


@given(heights=LABELS)
def test_labels_are_moved_apart_in_their_order_and_stay_on_the_page(heights: list[float]) -> None:
    labels = [(height, str(place), svg.INK, False) for place, height in enumerate(heights)]
    placed = charts._spread(labels, 8.6, 4, 196)
    tops = [height for height, *_ in placed]
    assert all(after - before > 8.5 for before, after in pairwise(tops))
    assert tops[0] >= 4 - 0.1
    assert tops[-1] <= 196.1
    assert [heights[int(name)] for _, name, *_ in placed] == sorted(heights)


@given(heights=st.lists(st.floats(20, 180), min_size=1, max_size=6, unique_by=lambda height: round(height / 9)))
def test_labels_that_have_room_stay_where_they_belong(heights: list[float]) -> None:
    labels = [(height, "x", svg.INK, False) for height in heights]
    ordered = sorted(heights)
    if all(after - before >= 8.6 for before, after in pairwise(ordered)):
        assert [height for height, *_ in charts._spread(labels, 8.6, 4, 196)] == ordered


def test_a_long_name_is_shortened_before_its_number() -> None:
    shortened = charts._shortened("Kollumerland en Nieuwkruisland 0,12", 70, bold=True)
    assert shortened.endswith("… 0,12")
    assert shortened.startswith("Koll")
    assert svg.text_width(shortened, 8, bold=True) <= 70
    assert charts._shortened("Urk 0,07", 70, bold=True) == "Urk 0,07"
