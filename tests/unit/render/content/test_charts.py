"""The charts of real municipalities, of both subjects: everything named, nothing on top of anything else, and true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest
from example.drawings import Box, Drawing, faults_of, read
from example.figures import figures_of

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.colour import APART, READABLE, contrast
from reportgen.domain.figures.profile import profile_of
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.country_map import country_map_of
from reportgen.domain.pack.municipality_pages import average_of
from reportgen.domain.pack.subject_text import strips_of, subject_text_of
from reportgen.domain.places.comparable import Comparability
from reportgen.domain.places.municipality import COUNTRY
from reportgen.render.content import charts, dutch, svg
from reportgen.render.content.chart_values import measure_figures
from reportgen.render.content.style import Style
from reportgen.render.content.typography import with_apostrophes

Content = Mapping[str, Any]

ORIGIN, HOUSING = ("migration", date(2018, 1, 1)), ("housing-ageing", date(2026, 1, 1))

NAMES = (
    "Amstelveen",
    "Urk",
    "Vaals",
    "Schiermonnikoog",
    "Rotterdam",
    "Nuenen, Gerwen en Nederwetten",
    "Amsterdam",
    "Terschelling",
    "Hardinxveld-Giessendam",
    "Súdwest-Fryslân",
    "'s-Gravenhage",
    "Rozendaal",
)
"""The largest, the smallest, those at the ends of the scales, and the longest names."""

CASES = [
    *((ORIGIN, name) for name in NAMES),
    *((HOUSING, name) for name in (*NAMES, "Dijk en Waard", "Land van Cuijk")),
    *((("housing-ageing", date(2021, 1, 1)), name) for name in ("Urk", "Cuijk", "Eemsdelta")),
    *((("migration", date(2019, 1, 1)), name) for name in ("Noardeast-Fryslân", "Haaren")),
]


@cache
def shared(subject: str, day: date) -> tuple[SubjectFigures, Comparability, Content, Content, Content]:
    figures = figures_of(subject, day)
    made = (subject_text_of(figures), strips_of(figures), country_map_of(figures))
    text, strips, country_map = (to_json_value(each) for each in made)
    return figures, Comparability(figures), text, strips, country_map  # type: ignore[return-value]


@cache
def content_of(case: tuple[str, date], name: str) -> Content:
    """What charts get of a municipality."""
    figures, comparability, subject, strips, country_map = shared(*case)
    code = next(each.code for each in figures.data.municipalities.values() if each.name == name)
    peers = [profile_of(peer.code, figures) for peer in comparability.peers(code)]
    return {
        "subject": subject,
        "strips": strips,
        "map": country_map,
        "profile": to_json_value(profile_of(code, figures)),
        "peers": [to_json_value(each) for each in peers],
        "country": to_json_value(profile_of(COUNTRY, figures)),
        "average": to_json_value(average_of(peers, figures)),
    }


@cache
def charts_of(case: tuple[str, date], name: str) -> Mapping[str, str]:
    """Every chart that can be drawn of a municipality, by what it is."""
    content = content_of(case, name)
    subject, own, peers, country = (content[key] for key in ("subject", "profile", "peers", "country"))
    measures = subject["measures"]
    main = measure_figures(own, subject["main"]) or {}
    made = {
        "map": charts.country_map(
            content["map"], own["code"], 300, "t", name, measures[subject["main"]], main["last"], main["rank"]
        ),
        "peers": charts.peers_map(content["map"], own["code"], name, peers, 300, "t"),
        "changes": charts.change_bars(own, peers, list(measures.values()), "t"),
        "pairs": charts.paired_dots(own, content["average"], list(measures.values()), "t"),
        "pairs with the country": charts.paired_dots(own, country, list(measures.values()), "t"),
    }
    for each in subject["compositions"]:
        rows = [(name, own), ("Meest gelijkende gemeenten", content["average"]), ("Nederland", country)]
        made[f"composition {each['key']}"] = charts.composition(rows, subject, each["key"], "t")
    for key, measure in measures.items():
        mine = measure_figures(own, key) or {}
        made[f"series {key}"] = charts.series_lines(own, peers, country, measure, "t")
        if key in content["strips"]:
            made[f"strip {key}"] = charts.strip(content["strips"][key], own, peers, measure, "t")
            made[f"mini {key}"] = charts.mini_strip(content["strips"][key], mine["last"], mine["rank"], measure, "t")
        if mine["districts"]:
            made[f"districts {key}"] = charts.district_dots(mine["districts"], own, measure, "t")
    return made


def drawing(case: tuple[str, date], name: str, chart: str) -> Drawing:
    return read(charts_of(case, name)[chart])


@pytest.mark.parametrize(("case", "name"), CASES)
def test_nothing_in_a_chart_is_cut_off_or_lies_on_something_else(case: tuple[str, date], name: str) -> None:
    wrong = {chart: faults for chart, drawn in charts_of(case, name).items() if (faults := faults_of(drawn))}
    assert wrong == {}


@pytest.mark.parametrize(("case", "name"), CASES)
def test_no_chart_looks_like_a_table_that_nobody_tagged(case: tuple[str, date], name: str) -> None:
    """Lines that cross in a grid around text are taken for one."""
    for chart, drawn in charts_of(case, name).items():
        lines = [each for each in read(drawn).lines() if len(each) == 2]
        across = [each for each in lines if abs(each[0][1] - each[1][1]) < 1 and abs(each[0][0] - each[1][0]) >= 40]
        down = [each for each in lines if abs(each[0][0] - each[1][0]) < 1 and abs(each[0][1] - each[1][1]) >= 12]
        grid = [each for each in across if sum(crosses(each, line) for line in down) >= 2]
        bars = [each for each in down if sum(crosses(line, each) for line in grid) >= 2]
        if len(grid) < 3 or len(bars) < 3:
            continue
        xs, ys = [x for each in grid for x, _ in each], [y for each in bars for _, y in each]
        said: dict[int, list[Box]] = {}
        for text in read(drawn).texts():
            if min(ys) <= text.top <= max(ys):
                said.setdefault(round(text.bottom), []).append(text)
        rows = [(min(each.left for each in row), max(each.right for each in row)) for row in said.values()]
        assert sum(min(xs) - 2 <= left and right <= max(xs) + 2 for left, right in rows) < 4, chart


def crosses(across: Sequence[tuple[float, float]], down: Sequence[tuple[float, float]]) -> bool:
    """Whether a line across meets a line down."""
    left, right = sorted(x for x, _ in across)
    top, bottom = sorted(y for _, y in down)
    return left - 1 <= down[0][0] <= right + 1 and top - 1 <= across[0][1] <= bottom + 1


@pytest.mark.parametrize(("case", "name"), CASES)
def test_names_are_whole_with_the_apostrophe_of_print(case: tuple[str, date], name: str) -> None:
    content, said = content_of(case, name), with_apostrophes
    main = content["subject"]["main"]
    known = [each for each in content["peers"] if (measure_figures(each, main) or {}).get("figures")]
    lines = " / ".join(drawing(case, name, f"series {main}").words)
    assert all(said(each["name"]) in lines for each in (content["profile"], *known))
    strip = " / ".join(drawing(case, name, f"strip {main}").words)
    assert all(said(each["name"]) in strip for each in (content["profile"], *known))
    assert said(name) in " ".join(drawing(case, name, "map").words)


@pytest.mark.parametrize(("case", "name"), CASES)
def test_ochre_is_for_the_own_municipality_alone(case: tuple[str, date], name: str) -> None:
    own = with_apostrophes(name)
    for chart, drawn in charts_of(case, name).items():
        texts = [text.words for text in read(drawn).texts() if text.fill == svg.OCHRE_DARK]
        if chart.startswith(("series", "strip", "peers", "districts")) and texts:
            assert any(own in each for each in texts), chart
        if chart.startswith("composition"):
            assert svg.OCHRE not in drawn


def test_bars_are_as_long_as_their_shares() -> None:
    content = content_of(ORIGIN, "Amstelveen")
    drawn = drawing(ORIGIN, "Amstelveen", "composition origin")
    bars = [box for box in drawn.rectangles() if box.fill in svg.PARTS]
    first = [box for box in bars if box.top == min(box.top for box in bars)]
    parts = content["subject"]["compositions"][0]["parts"]
    shares = [(measure_figures(content["profile"], key) or {})["last"]["value"] for key in parts]
    scale = (first[0].right - first[0].left + 0.7) / shares[0]
    assert [(box.right - box.left + 0.7) / scale for box in first] == pytest.approx(shares, abs=0.02)
    assert "42,7%" in drawn.words
    for key in parts:
        short = content["subject"]["measures"][key]["short"]
        assert sum(words == short or words.startswith(f"{short} ") for words in drawn.words) == 1


def test_lines_end_at_their_values_and_the_highest_and_lowest_are_ink() -> None:
    drawn = drawing(ORIGIN, "Amstelveen", "series origin/index")
    (own,) = drawn.lines(svg.OCHRE)
    zero = next(text for text in drawn.texts() if text.words in ("0", "0,0", "0,00"))
    top = next(text for text in drawn.texts() if text.words in ("0,6", "0,60"))
    base, unit = (zero.top + zero.bottom) / 2, (zero.top - top.top) / 0.6
    values = [
        each["value"]
        for each in (measure_figures(content_of(ORIGIN, "Amstelveen")["profile"], "origin/index") or {})["figures"]
    ]
    assert [(base - y) / unit for _, y in own] == pytest.approx(values, abs=0.01)
    assert len(drawn.lines(svg.INK)) == 2


def test_a_line_that_begins_at_a_merger_begins_with_an_open_circle() -> None:
    assert drawing(ORIGIN, "Rotterdam", "series origin/total").circles(fill=svg.WHITE, stroke=svg.OCHRE)
    assert not drawing(ORIGIN, "Amstelveen", "series origin/total").circles(fill=svg.WHITE, stroke=svg.OCHRE)


def test_a_country_of_one_year_is_a_dot_and_of_more_a_dashed_line() -> None:
    assert drawing(ORIGIN, "Amstelveen", "series origin/total").circles(fill=svg.TEAL)
    assert drawing(HOUSING, "Amstelveen", "series sale-price").lines(svg.TEAL)


def test_a_strip_says_the_own_value_with_its_place_and_the_ends() -> None:
    words = drawing(ORIGIN, "Amstelveen", "strip origin/total").words
    assert "Amstelveen 42,7% · plaats 6 van 380" in words
    assert "grootste: ’s-Gravenhage 53,7%" in words
    assert any(each.startswith("kleinste: Urk") for each in words)


def test_the_value_at_the_end_of_a_strip_is_exact() -> None:
    figures, _, subject, strips, _ = shared(*HOUSING)
    for key, strip in strips.items():
        values = figures.values(key).values()
        measure = subject["measures"][key]
        exact = [
            dutch.figure({"value": each, "unit": measure["unit"], "decimals": measure["decimals"]})
            for each in (min(values), max(values))
        ]
        shown = [
            dutch.figure({"value": each, "unit": measure["unit"], "decimals": measure["decimals"]})
            for each in (strip["values"][0], strip["values"][-1])
        ]
        assert shown == exact, key


def test_an_end_that_several_municipalities_share_has_no_name() -> None:
    _, _, subject, _, _ = shared(*ORIGIN)
    measure = subject["measures"]["origin/turkey"]
    strip = {"measure": "origin/turkey", "values": [0.0, 0.0, 5.0, 5.0], "lowest": "Ameland", "highest": "Vaals"}
    words = read(charts.strip(strip, None, [], measure, "t")).words
    assert not any("Ameland" in each or "Vaals" in each for each in words)
    assert not any("Vaals" in each for each in read(charts.mini_strip(strip, None, None, measure, "t")).words)


def test_the_own_tick_of_a_strip_stands_where_its_value_is() -> None:
    drawn = drawing(ORIGIN, "Amstelveen", "strip origin/total")
    (tick,) = drawn.rectangles(svg.OCHRE)
    assert (tick.left + tick.right) / 2 / drawn.width == pytest.approx(42.7 / 53.7, abs=0.01)


def test_changes_are_those_between_the_first_and_the_last_year_as_printed() -> None:
    words = drawing(ORIGIN, "Amstelveen", "changes").words
    assert {"+13,0", "3,8%", "16,8%", "1996", "2018"} <= set(words)
    assert "−2,9" in drawing(ORIGIN, "Vaals", "changes").words


def test_amounts_change_in_percent_of_the_first() -> None:
    words = drawing(HOUSING, "Amstelveen", "changes").words
    assert "+105%" in words
    assert any("331.763" in each for each in words)


def test_districts_below_five_hundred_residents_are_left_out() -> None:
    mine = measure_figures(content_of(ORIGIN, "Amstelveen")["profile"], "origin/total") or {}
    sizable = [each for each in mine["districts"]["districts"] if each["residents"] >= 500]
    assert len(sizable) < len(mine["districts"]["districts"])
    assert len(drawing(ORIGIN, "Amstelveen", "districts origin/total").circles(fill=svg.TEAL)) == len(sizable)


def test_the_country_has_no_own_tick_and_no_ochre() -> None:
    content = content_of(HOUSING, "Urk")
    country, measure = content["country"], content["subject"]["measures"]["share-65plus"]
    for drawn in (
        charts.strip(content["strips"]["share-65plus"], country, [], measure, "t"),
        charts.series_lines(country, [], None, measure, "t"),
        charts.country_map(content["map"], COUNTRY, 300, "t", "Nederland", measure),
        charts.mini_strip(content["strips"]["share-65plus"], None, None, measure, "t"),
    ):
        assert faults_of(drawn) == []
        assert svg.OCHRE not in drawn
        assert svg.OCHRE_DARK not in drawn


def test_a_chart_is_the_same_each_time() -> None:
    charts_of.cache_clear()
    one = charts_of(HOUSING, "Dijk en Waard")
    charts_of.cache_clear()
    assert charts_of(HOUSING, "Dijk en Waard") == one


def test_a_title_is_text_whatever_it_holds() -> None:
    drawn = charts.share_bar(None, 10, own=True)
    assert read(drawn).title
    content = content_of(ORIGIN, "Urk")
    measure = content["subject"]["measures"]["origin/total"]
    assert (
        read(charts.mini_strip(content["strips"]["origin/total"], None, None, measure, '<b> & "x"')).title
        == '<b> & "x"'
    )


@pytest.mark.parametrize("own", [True, False])
def test_the_bar_of_a_table_is_as_long_as_its_part_of_the_longest(own: bool) -> None:
    fill = svg.OCHRE if own else svg.TEAL_LIGHT
    figure = {"value": 21.35, "unit": "percent", "year": 2018, "source": "x", "decimals": 1}
    half, whole = (
        read(charts.share_bar({**figure, "value": value}, 42.7, own)).rectangles(fill)[0] for value in (21.35, 42.7)
    )
    assert (half.right - half.left) * 2 == pytest.approx(whole.right - whole.left, abs=0.02)
    assert faults_of(charts.share_bar(figure, 42.7, own)) == []


def test_colours_of_parts_are_told_apart_in_grey_and_none_is_that_of_the_reader() -> None:
    for one, other in zip(svg.PARTS, (*svg.PARTS[1:], svg.PARTS[0]), strict=True):
        assert contrast(one, other) > APART
    for fill in svg.PARTS:
        assert contrast(svg.on(fill), fill) >= READABLE
    assert svg.OCHRE not in svg.PARTS


def test_tints_go_from_light_to_dark_in_steps_that_grey_print_shows() -> None:
    steps = [contrast(one, other) for one, other in zip(svg.TINTS, svg.TINTS[1:], strict=False)]
    assert min(steps) > APART
    assert contrast(svg.TINTS[0], svg.WHITE) < contrast(svg.TINTS[-1], svg.WHITE)


@pytest.mark.parametrize("subject", ["#7a143c", "#00616b", "#1a1a1a", "#8a4b00"])
def test_charts_are_in_the_colours_of_the_organiser_and_can_still_be_read(subject: str) -> None:
    style = Style(subject=subject, own="#2a7fb8")
    for chart, drawn in charts_of(ORIGIN, "Rotterdam").items():
        coloured = style.coloured(drawn)
        assert svg.OCHRE not in coloured, chart
        assert faults_of(coloured) == [], chart
