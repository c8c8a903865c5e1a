"""Charts of figures that nobody has seen yet: few or many, none, equal, negative, giant, above a hundred percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from example.drawings import faults_of, read
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.render.content import charts, svg
from reportgen.render.content.typography import with_apostrophes

Content = Mapping[str, Any]

NAMES = (
    "Nuenen, Gerwen en Nederwetten",
    "Hardinxveld-Giessendam",
    "Súdwest-Fryslân",
    "'s-Gravenhage",
    "Capelle aan den IJssel",
    "Edam-Volendam",
    "Bergen (NH.)",
    "Urk",
)

SHORTS = ("westers", "(vm.) Antillen en Aruba", "eenpersoonshuishoudens", "wachtenden per 1.000 80-plussers", "woz")

UNITS = {
    "percent": (st.floats(0, 100), 1),
    "per_hundred": (st.floats(0, 480), 1),
    "index": (st.floats(0, 1), 2),
    "count": (st.one_of(st.integers(0, 30), st.integers(0, 950_000)), 0),
    "euro": (st.integers(0, 2_000_000_000), 0),
    "points": (st.floats(-60, 60), 1),
    "years": (st.floats(0, 90), 1),
}


def measure_of(key: str, unit: str, short: str = "westers") -> Content:
    return {
        "key": key,
        "unit": unit,
        "decimals": UNITS[unit][1],
        "short": short,
        "title": short,
        "wording": {"degree": "high"},
    }


def figure_of(value: float | None, unit: str, year: int = 2025) -> Content | None:
    if value is None:
        return None
    return {"value": value, "unit": unit, "year": year, "source": "x", "decimals": UNITS[unit][1]}


def place_of(
    name: str, code: str, figures: Mapping[str, tuple[str, Sequence[tuple[int, float]]]], rank: bool = True
) -> Content:
    """A place with the years of each measure; the last of them is its figure where it is of 2025."""
    made = []
    for key, (unit, years) in figures.items():
        last = next((figure_of(value, unit, year) for year, value in years if year == 2025), None)
        every = [figure_of(value, unit, year) for year, value in years]
        ranked = {"place": 300, "of": 342, "last": 43} if rank and last else None
        merged = "2011-01-01" if years and years[0][0] > 2005 else None
        made.append(
            {
                "key": key,
                "figures": every,
                "last": last,
                "country": None,
                "rank": ranked,
                "change_rank": None,
                "merged": merged,
                "districts": None,
            }
        )
    return {"name": name, "code": code, "measures": made}


@st.composite
def places(draw: st.DrawFn, keys: Mapping[str, str], most: int = 8) -> list[Content]:
    """Places with distinct names, the first of which is the own one; any of their figures may be missing."""
    made = []
    for number in range(draw(st.integers(1, most))):
        figures = {}
        for key, unit in keys.items():
            years = draw(st.lists(st.integers(2000, 2025), unique=True, max_size=6).map(sorted))
            figures[key] = (unit, [(year, float(draw(UNITS[unit][0]))) for year in years])
        made.append(place_of(NAMES[number], f"GM{number:04}", figures))
    return made


@given(st.data(), st.sampled_from(sorted(UNITS)), st.sampled_from([312.0, 400.0]))
def test_lines_over_the_years(data: st.DataObject, unit: str, width: float) -> None:
    own, *peers = data.draw(places({"m": unit}))
    country = data.draw(st.sampled_from([None, place_of("Nederland", "NL", {"m": (unit, [(2025, 12.0)])})]))
    drawn = charts.series_lines(own, peers, country, measure_of("m", unit), "t", width)
    assert faults_of(drawn) == []
    words = " / ".join(read(drawn).words)
    shown = [each for each in (own, *peers) if each["measures"][0]["figures"]]
    assert all(with_apostrophes(each["name"]) in words for each in shown)


@given(st.data(), st.sampled_from(sorted(UNITS)), st.sampled_from([312.0, 487.6]))
def test_strips(data: st.DataObject, unit: str, width: float) -> None:
    own, *named = data.draw(places({"m": unit}))
    values = sorted(float(each) for each in data.draw(st.lists(UNITS[unit][0], min_size=3, max_size=40)))
    strip = {"measure": "m", "values": values, "lowest": "Baarle-Nassau", "highest": "Krimpen aan den IJssel"}
    measure = measure_of("m", unit)
    drawn = charts.strip(strip, own, named, measure, "t", width)
    assert faults_of(drawn) == []
    if own["measures"][0]["last"]:
        assert any(words.startswith(with_apostrophes(own["name"])) for words in read(drawn).words)
        assert len(read(drawn).rectangles(svg.OCHRE)) == 1
    last = own["measures"][0]["last"]
    assert faults_of(charts.mini_strip(strip, last, own["measures"][0]["rank"], measure, "t")) == []


@given(st.data(), st.integers(1, 14))
def test_compositions_of_any_number_of_parts(data: st.DataObject, number: int) -> None:
    keys = [f"c/{part}" for part in range(number)]
    measures = {key: measure_of(key, "percent", data.draw(st.sampled_from(SHORTS))) for key in keys}
    measures["c/total"] = measure_of("c/total", "percent", "totaal")
    whole = {"key": "c", "title": "t", "total": data.draw(st.sampled_from(["", "c/total"])), "parts": keys, "index": ""}
    rows = []
    for label in ("Nuenen, Gerwen en Nederwetten", "Zes meest gelijkende gemeenten, gemiddeld", "Nederland"):
        weights = [data.draw(st.one_of(st.just(0.0), st.floats(0.01, 10))) for _ in keys]
        share = data.draw(st.floats(0, 100)) / (sum(weights) or 1)
        row = {key: figure_of(weight * share, "percent") for key, weight in zip(keys, weights, strict=True)}
        row["c/total"] = figure_of(sum(weight * share for weight in weights), "percent")
        rows.append((label, data.draw(st.sampled_from([row, row, {}]))))
    drawn = charts.composition(rows, {"compositions": [whole], "measures": measures}, "c", "t")
    assert faults_of(drawn) == []
    assert all(label in read(drawn).words for label, _ in rows)


DISTRICT_NAMES = (
    "",
    "Stadshart",
    "Uilenstede, Kronenburg",
    "Verspreide huizen ten zuidwesten van de Bovenkerkerpolder",
    "Noord",
)


@given(st.data(), st.sampled_from(["percent", "euro", "years", "per_hundred"]), st.sampled_from([0, 1, 2, 16, 17, 60]))
def test_any_number_of_districts(data: st.DataObject, unit: str, number: int) -> None:
    districts = [
        {
            "code": f"WK0001{each:02}",
            "name": data.draw(st.sampled_from(DISTRICT_NAMES)),
            "residents": data.draw(st.sampled_from([None, 120, 500, 3_055, 94_905])),
            "value": float(data.draw(UNITS[unit][0])),
        }
        for each in range(number)
    ]
    own = place_of(
        "Nuenen, Gerwen en Nederwetten", "GM0001", {"m": (unit, data.draw(st.sampled_from([[], [(2025, 20.0)]])))}
    )
    drawn = charts.district_dots(
        {"year": 2025, "source": "x", "districts": districts, "without": []}, own, measure_of("m", unit), "t"
    )
    assert faults_of(drawn) == []
    shown = [each for each in districts if each["residents"] is None or each["residents"] >= 500]
    dots = read(drawn).circles(fill=svg.TEAL)
    if len(shown) <= 16:
        assert len(dots) == len(shown)
    else:
        assert len(read(drawn).circles(fill=svg.TEAL_LIGHT)) == len(shown)
        assert len(dots) <= 5


@given(st.data())
def test_changes_and_pairs_of_any_measures(data: st.DataObject) -> None:
    units = data.draw(st.lists(st.sampled_from(sorted(set(UNITS) - {"points"})), max_size=7))
    keys = {f"m{number}": unit for number, unit in enumerate(units)}
    own, *peers = data.draw(places(keys))
    measures = [measure_of(key, unit, data.draw(st.sampled_from(SHORTS))) for key, unit in keys.items()]
    average = {key: figure_of(float(data.draw(UNITS[unit][0])), unit) for key, unit in keys.items()}
    assert faults_of(charts.change_bars(own, peers, measures, "t")) == []
    assert faults_of(charts.paired_dots(own, average, measures, "t")) == []


@given(st.data())
def test_maps_of_any_values(data: st.DataObject) -> None:
    known = ("GM0362", "GM0088", "GM0518", "GM0981", "GM9999", "GM0200")
    steps = data.draw(
        st.sampled_from([[], [0.15, 0.25, 0.4], [20.0], [120_000.0, 310_000.0, 420_000.0], [-2.5, 0.0, 10.0]])
    )
    dots = [
        {"code": code, "longitude": 4.0 + 0.4 * number, "latitude": 53.4 - 0.5 * number, "residents": 10**number}
        | {"tint": data.draw(st.integers(-1, len(steps)))}
        for number, code in enumerate(known)
    ]
    country_map = {
        "day": "2018-01-01",
        "measure": "m",
        "steps": steps,
        "counts": [7] * (len(steps) + 1),
        "dots": dots,
        "borders": data.draw(st.sampled_from([0, 2018, 2025, 1999])),
        "areas": data.draw(st.sampled_from([{}, {"GM0362": ["2018/GM0362", "2018/GM0437"]}, {"GM0362": []}])),
    }
    unit = data.draw(st.sampled_from(sorted(UNITS)))
    measure = measure_of("m", unit, data.draw(st.sampled_from(SHORTS)))
    name, own = data.draw(st.sampled_from(NAMES)), data.draw(st.sampled_from([*known, "", "NL"]))
    height = data.draw(st.sampled_from([200, 250, 300, 336]))
    rank = data.draw(st.sampled_from([None, {"place": 300, "of": 342, "last": 43}]))
    value = figure_of(float(data.draw(UNITS[unit][0])), unit)
    assert faults_of(charts.country_map(country_map, own, height, "t", name, measure, value, rank)) == []
    peers = [{"code": code, "name": NAMES[number]} for number, code in enumerate(known) if code != own]
    assert faults_of(charts.peers_map(country_map, own, name, peers, height, "t")) == []


@given(st.sampled_from(sorted(UNITS)), st.floats(-10, 1e9), st.booleans())
@example("percent", 0.0, True)
def test_bars_of_tables(unit: str, value: float, own: bool) -> None:
    for largest in (0.0, 42.7, 1e9):
        drawn = charts.share_bar(figure_of(value, unit), largest, own)
        assert faults_of(drawn) == []
    assert read(charts.share_bar(None, 1.0, own)).words == ["geen cijfer"]


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_places_that_are_all_the_same(unit: str) -> None:
    same = [place_of(name, name, {"m": (unit, [(2020, 5.0), (2025, 5.0)])}) for name in NAMES]
    strip = {"measure": "m", "values": [5.0] * 380, "lowest": NAMES[0], "highest": NAMES[1]}
    measure = measure_of("m", unit)
    for drawn in (
        charts.series_lines(same[0], same[1:], None, measure, "t"),
        charts.strip(strip, same[0], same[1:], measure, "t"),
        charts.mini_strip(strip, same[0]["measures"][0]["last"], None, measure, "t"),
        charts.change_bars(same[0], same[1:], [measure], "t"),
        charts.paired_dots(same[0], same[1], [measure], "t"),
    ):
        assert faults_of(drawn) == []
