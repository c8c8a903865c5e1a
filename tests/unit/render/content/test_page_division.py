"""What is divided over pages stands on them once, in order; and names that are gone from templates are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

import pytest
from example import day
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from reportgen.errors import RenderingError
from reportgen.render.content import figure_pages as figure_pages_module
from reportgen.render.content import table_pages as table_pages_module
from reportgen.render.content.cover_layout import cover_name_size
from reportgen.render.content.figure_pages import figure_pages
from reportgen.render.content.former_names import FORMER_FILTERS, FORMER_GLOBALS, former_field, with_former_fields
from reportgen.render.content.note_lines import POINT, line_count
from reportgen.render.content.place_names import unbroken, with_units
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.svg import width_in
from reportgen.render.content.table_pages import table_pages

NTH = (*(f"col:nth-child({place})" for place in range(1, 5)), "col:last-child")


def test_a_short_word_is_not_broken_at_its_hyphen() -> None:
    assert unbroken("In 's-Gravenhage & op - zee") == Markup(
        'In <span class="whole">&#39;s-Gravenhage</span> &amp; op - zee'
    )
    assert unbroken("Nieuwenhagen-Bovenkerspel") == "Nieuwenhagen-Bovenkerspel"


def test_no_short_word_stands_alone_on_the_last_line() -> None:
    head = "Wie woont er in Noardeast-Fryslân, en hoe?"
    whole = '<span class="whole">{}</span>'
    assert unbroken(head) == f"Wie woont er in {whole.format('Noardeast-Fryslân,')} en\xa0hoe?"
    assert unbroken("Wie woont er in Vaals, en Nieuwenhagen-Bovenkerspel?").endswith("en Nieuwenhagen-Bovenkerspel?")
    assert unbroken("Wie woont er in Vaals?") == "Wie woont er in Vaals?"


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    assert with_units("In 2018: 8,5 per duizend, 1.200 mensen (op 1 januari 2017)") == (
        "In 2018: 8,5\N{NO-BREAK SPACE}per duizend, 1.200\N{NO-BREAK SPACE}mensen (op 1\N{NO-BREAK SPACE}januari 2017)"
    )
    narrow = width_in("sans", "ongeveer 1.200 ", 10) * POINT
    assert line_count("ongeveer 1.200 mensen", 10, narrow) == line_count("ongeveer 1.200mensen", 10, narrow) == 2


@given(count=st.integers(0, 60), unnamed=st.integers(0, 9))
def test_everyone_at_a_table_stands_on_one_page_and_who_is_not_named_changes_no_room(count: int, unnamed: int) -> None:
    colleagues: list[dict[str, Any]] = [
        {
            "name": {"initials": "A.", "first": "", "infix": "", "last": f"Vink{number}"},
            "function": "wethouder",
            "office": "alderman",
            "code": f"GM{number:04d}",
            "municipality": f"Gemeente {number}",
            "residents": None,
            "columns": [],
            "standout": None,
        }
        for number in range(count)
    ]
    content: dict[str, Any] = {
        "subject": None,
        "table": 1,
        "theme": "wonen",
        "colleagues": colleagues,
        "unnamed": unnamed,
        "contrasts": [],
        "talks": [],
    }
    pages = table_pages(content)
    shown = [row["municipality"] for page in pages for row in page["rows"]]
    assert shown == [each["municipality"] for each in colleagues]
    assert all(page["rows"] or page["blank"] or page["unnamed"] or page["notes"] for page in pages)
    if unnamed > 1:
        rooms = [(page["blank"], page["notes"]) for page in table_pages({**content, "unnamed": unnamed + 1})]
        assert rooms == [(page["blank"], page["notes"]) for page in pages]


def test_the_tables_of_figures_lose_no_row(pages: Mapping[str, Any]) -> None:
    for code in list(pages)[::40]:
        content = pages[code]
        blocks = list(chain.from_iterable(figure_pages(content)))
        told = [row for block in blocks if block["kind"] == "measures" for row in block["rows"]]
        assert len(told) == len([each for each in content["profile"]["measures"] if each["figures"]])
        sources = [row for block in blocks if block["kind"] == "sources" for row in block["rows"]]
        assert len(sources) == len(content["sources"])
        cells = [cell for block in blocks if block["kind"] == "districts" for row in block["rows"] for cell in row]
        districts = [each["districts"] for each in content["profile"]["measures"] if each["districts"]]
        assert len(cells) == sum(len(each["districts"]) for each in districts)


def test_definitions_run_in_one_paragraph_only_where_that_saves_a_page(pages: Mapping[str, Any]) -> None:
    content = pages[min(pages)]
    (source, *_) = content["sources"].values()
    found = []
    for count in range(30):
        divided = figure_pages({**content, "sources": {f"{number:02}": source for number in range(count)}})
        (definitions,) = (block["rows"] for block in chain.from_iterable(divided) if block["kind"] == "definitions")
        found.append((len(divided), len(definitions) == 1))
    assert found == sorted(found, key=lambda each: (each[0], each[1] if each[0] == 1 else 0))
    assert {(1, False), (1, True), (2, False)} <= {*found}


@given(
    series=st.lists(
        st.sets(st.integers(1996, 2026), min_size=2, max_size=31), min_size=1, max_size=figure_pages_module.YEARS_ACROSS
    )
)
def test_the_table_of_years_tells_the_first_and_the_last_of_each_series_and_few_years_all(
    series: list[set[int]],
) -> None:
    told = figure_pages_module._told_years([dict.fromkeys(years) for years in series])
    every = set().union(*series)
    assert told == sorted(told)
    assert {end(years) for years in series for end in (min, max)} <= set(told) <= every
    assert {year for year in every if year % 5 == 0} <= set(told)
    assert len(every) > figure_pages_module.MANY_YEARS or set(told) == every


def test_a_name_that_is_gone_says_what_to_use_instead() -> None:
    with pytest.raises(RenderingError, match=r"points\.slopes") as caught:
        FORMER_GLOBALS["points"].slopes({})
    assert "docs/templates.md" in caught.value.todo
    with pytest.raises(RenderingError, match="fact") as caught:
        FORMER_FILTERS["fact"]({})
    assert "fact_text" in caught.value.todo
    assert former_field("'dict object' has no attribute 'atlas'") == "content.map"
    assert former_field("'dict object' has no attribute 'welkom'") == ""


def test_a_template_of_before_finds_the_sessions_of_the_readers_own_day() -> None:
    own, opening = day.session("Hofjes", "workshop"), day.session()
    content = day.programme([day.part(opening), day.part(own, "1"), day.part(None, "2")])
    told: Any = with_former_fields({**content, "event": {**content["event"], "sessions": []}})
    assert told["event"]["sessions"] == [opening, own]
    assert told["day"] == content["day"]
    assert with_former_fields({"table": 1}) == {"table": 1}


@pytest.mark.parametrize("name", ["Urk", "Nuenen, Gerwen en Nederwetten", "Hardinxveld-Giessendam", "Súdwest-Fryslân"])
def test_the_name_on_page_one_is_as_large_as_it_fits_on_two_lines(name: str) -> None:
    assert line_count(name, cover_name_size(name), 88, "sans-bold") <= 2


def test_a_line_breaks_after_a_hyphen() -> None:
    assert line_count("Hardinxveld-Giessendam", 40, 90, "sans-bold") == 2
    assert line_count("Hardinxveld-Giessendam", 10, 90, "sans-bold") == 1


def test_people_of_one_municipality_are_one_row_and_of_a_crowd_several_that_fit_on_pages() -> None:
    someone = {"name": {"initials": "A.", "first": "", "infix": "", "last": "Vink"}, "function": "", "office": "other"}
    place = {"code": "GM0001", "municipality": "Buren", "residents": None, "columns": [], "standout": None}
    colleagues = [{**someone, **place} for _ in range(60)]
    content: dict[str, Any] = {
        "subject": None,
        "table": 1,
        "theme": "wonen",
        "unnamed": 0,
        "contrasts": [],
        "talks": [],
    }
    pages = table_pages({**content, "colleagues": colleagues[:3]})
    assert [len(row["people"]) for page in pages for row in page["rows"]] == [3]
    pages = table_pages({**content, "colleagues": colleagues})
    assert sum(len(row["people"]) for page in pages for row in page["rows"]) == 60
    assert max(len(page["rows"]) for page in pages) <= 3


def test_the_columns_of_municipalities_are_as_wide_as_the_styles_make_them() -> None:
    styles = (TEMPLATES / "style" / "parts.css").read_text("utf-8")

    def width(of: str, default: float) -> float:
        found = re.findall(rf"^\.company{re.escape(of)} {{ width: ([\d.]+)mm }}$", styles, re.MULTILINE)
        return float(found[-1]) if found else default

    assert {sum(widths) for widths in table_pages_module.WIDTHS.values()} == {172.0}
    for count, widths in table_pages_module.WIDTHS.items():
        own = f".columns-{count}"
        usual = width(f"{own} col", width(" col", 0))
        ends = [width(f"{own} {each}", width(f" {each}", usual)) for each in NTH[:4]]
        last = width(f"{own} {NTH[4]}", width(f" {NTH[4]}", usual))
        assert widths == (ends[0], ends[1], ends[2] + ends[3], *[usual] * (count - 1), last)
