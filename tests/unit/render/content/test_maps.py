"""The borders on maps: every municipality of any day has its area, neighbours meet, and files stay small."""

from __future__ import annotations

import json
import re
import zlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from example.drawings import read
from example.figures import figures_of

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.pack.country_map import BORDERS, country_map_of
from reportgen.render.content import charts, svg
from reportgen.render.content.charts import borders, municipality_areas
from reportgen.render.content.resources import BORDERS as FILES

DAYS = (*(date(year, 1, 1) for year in range(2018, 2027)), date(2022, 6, 1))


@cache
def map_of(day: date) -> dict[str, Any]:
    made = to_json_value(country_map_of(figures_of("housing-ageing" if day.year > 2020 else "migration", day)))
    assert isinstance(made, dict)
    return made


def points_of(path: str) -> set[tuple[str, str]]:
    return set(re.findall(r"([-\d.]+) ([-\d.]+)", path))


def test_there_are_borders_of_the_days_that_the_content_reckons_with() -> None:
    assert sorted(FILES) == [day.year for day in BORDERS]
    for path in FILES.values():
        assert all(re.fullmatch(r"GM\d{4}", code) for code in json.loads(path.read_text(encoding="utf-8")))
    assert "CC BY 4.0" in (next(iter(FILES.values())).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("day", DAYS)
def test_every_municipality_of_a_day_is_an_area_and_no_area_is_drawn_twice(day: date) -> None:
    drawn = map_of(day)
    areas = [municipality_areas.areas_of(drawn, dot["code"]) for dot in drawn["dots"]]
    assert all(areas)
    every = [area for each in areas for area in each]
    assert len(every) == len(set(every))
    tinted = read(charts.country_map(drawn, "", 300, "t"))
    rings = sum(path.count("M") for fill in (*svg.TINTS, svg.WHITE) for path in tinted.areas(fill))
    assert rings >= len(drawn["dots"])
    assert not tinted.circles()


@pytest.mark.parametrize("day", DAYS)
def test_the_point_of_a_municipality_lies_in_its_area(day: date) -> None:
    drawn = map_of(day)
    for dot in drawn["dots"]:
        left, top, right, bottom = borders.extent(municipality_areas.areas_of(drawn, dot["code"]), 300)
        x, y = borders.place_of(dot["longitude"], dot["latitude"], 300)
        assert left - 1 <= x <= right + 1, dot["code"]
        assert top - 1 <= y <= bottom + 1, dot["code"]


def test_municipalities_that_merged_are_one_area_without_the_border_between_them() -> None:
    former = ("2018/GM0009", "2018/GM0014", "2018/GM0017")  # Ten Boer, Groningen and Haren
    joined, apart = borders.outline(former, 300), [borders.outline((each,), 300) for each in former]
    assert joined.count("M") == 1
    assert points_of(joined) < set.union(*map(points_of, apart))
    assert len(points_of(joined)) < sum(len(points_of(each)) for each in apart)


def test_every_ring_ends_where_it_begins() -> None:
    for ring in borders.outline(("2018/GM0518", "2018/GM0603"), 300).split("M")[1:]:
        points = ring.split("L")
        assert points[0] == points[-1]


def test_areas_have_the_tint_of_their_class() -> None:
    drawn = map_of(date(2018, 1, 1))
    read_back = read(charts.country_map(drawn, "", 300, "t"))
    for dot in drawn["dots"][:40]:
        outline = borders.outline(municipality_areas.areas_of(drawn, dot["code"]), 300)
        assert any(outline in path for path in read_back.areas(svg.TINTS[dot["tint"]])), dot["code"]


def test_the_key_counts_every_municipality() -> None:
    figures = figures_of("migration", date(2018, 1, 1))
    measure = to_json_value(figures.measures["origin/index"])
    drawn = map_of(date(2018, 1, 1))
    words = read(charts.country_map(drawn, "", 300, "t", "", measure)).words
    counts = [int(words.removesuffix(" gem.")) for words in words if words.endswith(" gem.")]
    assert sum(counts) == 380
    assert counts == drawn["counts"]
    assert {"tot 0,15", "0,15–0,25", "0,25–0,40", "vanaf 0,40"} <= set(words)


def test_bounds_of_large_amounts_are_told_in_thousands() -> None:
    measure = {"short": "verkoopprijs", "unit": "euro", "decimals": 0}
    drawn = {**map_of(date(2018, 1, 1)), "steps": [420_000.0, 470_000.0, 540_000.0]}
    words = read(charts.country_map(drawn, "", 300, "t", "", measure)).words
    assert {"Verkoopprijs per gemeente, × € 1.000", "tot 420", "420–470", "470–540", "vanaf 540"} <= set(words)


def test_a_municipality_without_a_figure_is_white_and_in_the_key() -> None:
    figures = figures_of("migration", date(2018, 1, 1))
    measure = to_json_value(figures.measures["origin/index"])
    drawn = dict(map_of(date(2018, 1, 1)))
    drawn["dots"] = [{**dot, "tint": -1} if dot["code"] == "GM0362" else dot for dot in drawn["dots"]]
    read_back = read(charts.country_map(drawn, "", 300, "t", "", measure))
    assert "geen cijfer" in read_back.words
    assert any(borders.outline(("2018/GM0362",), 300) in path for path in read_back.areas(svg.WHITE))


def test_a_municipality_whose_borders_are_unknown_is_a_dot() -> None:
    drawn = {**map_of(date(2018, 1, 1)), "areas": {"GM0362": []}}
    assert len(read(charts.country_map(drawn, "", 300, "t")).circles()) == 1
    unknown = {**map_of(date(2018, 1, 1)), "borders": 0}
    assert len(read(charts.country_map(unknown, "GM0362", 300, "t", "Amstelveen")).circles()) >= 380
    old = {key: value for key, value in map_of(date(2018, 1, 1)).items() if key not in ("borders", "areas")}
    assert charts.country_map(old, "GM0362", 300, "t", "Amstelveen") == charts.country_map(
        {**unknown, "areas": {}}, "GM0362", 300, "t", "Amstelveen"
    )


def test_the_own_municipality_is_ochre_and_a_small_one_has_a_ring() -> None:
    drawn = map_of(date(2018, 1, 1))
    large = read(charts.country_map(drawn, "GM0362", 300, "t", "Amstelveen"))
    assert large.areas(svg.OCHRE) == [borders.outline(("2018/GM0362",), 300)]
    small = read(charts.country_map(drawn, "GM0184", 300, "t", "Urk"))
    assert len(small.circles(stroke=svg.OCHRE)) == 1


@pytest.mark.parametrize("height", [250, 300, 336])
def test_the_own_label_leads_to_the_municipality(height: int) -> None:
    drawn = map_of(date(2018, 1, 1))
    for dot in drawn["dots"][::7]:
        read_back = read(charts.country_map(drawn, dot["code"], height, "t", "Súdwest-Fryslân"))
        (line,) = (
            read_back.lines(svg.OCHRE)[-1:] if not read_back.circles(stroke=svg.OCHRE) else read_back.lines(svg.OCHRE)
        )
        assert line[-1] == pytest.approx(borders.place_of(dot["longitude"], dot["latitude"], height), abs=0.06)


def test_a_map_takes_little_of_a_file() -> None:
    drawn = map_of(date(2018, 1, 1))
    assert len(zlib.compress(charts.country_map(drawn, "GM0362", 300, "t", "Amstelveen").encode())) < 20_000
    assert len(zlib.compress(charts.peers_map(drawn, "GM0362", "Amstelveen", [], 330, "t").encode())) < 5_000


def test_the_tints_are_the_same_strokes_in_every_pack() -> None:
    """So that those who print many packs work them out once."""
    drawn = map_of(date(2018, 1, 1))
    one, other = (read(charts.country_map(drawn, code, 300, "t", "Urk")) for code in ("GM0362", "GM0184"))
    assert [one.areas(tint) for tint in svg.TINTS] == [other.areas(tint) for tint in svg.TINTS]


def test_peers_are_in_the_colour_of_the_subject_and_named() -> None:
    drawn = map_of(date(2018, 1, 1))
    peers = [{"code": "GM0503", "name": "Delft"}, {"code": "GM0384", "name": "Diemen"}]
    read_back = read(charts.peers_map(drawn, "GM0362", "Amstelveen", peers, 330, "t"))
    assert {"Amstelveen", "Delft", "Diemen"} == set(read_back.words)
    assert len(read_back.areas(svg.TEAL)) == 2


def test_there_is_sea_in_the_north_west_and_land_in_the_middle() -> None:
    land = borders.land(300)
    assert not land.within(0, 0, 60, 100)
    x, y = borders.place_of(5.12, 52.09, 300)
    assert land.at(x, y)
    assert not land.at(-5, 20)
    assert Path(FILES[2018]).is_file()
