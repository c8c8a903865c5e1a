"""What is left away when a page is laid out is nothing that can be seen: the seams with WeasyPrint, each pinned."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

import pytest
from weasyprint import HTML
from weasyprint.html import UA_STYLESHEET

from reportgen.render.content.pages import Pages, pack_html, pack_title, pages_of
from reportgen.render.content.parts import Part
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.render.printing import layout, weasyprint

Packs = Mapping[str, tuple[Part, ...]]


def places(document: Any) -> list[tuple[int, str, str, tuple[float, ...]]]:
    """Where every box with text or a picture stands, on every page, its margins included."""
    found = []
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            if text := getattr(box, "text", ""):
                at = (box.position_x, box.position_y, box.width, box.height)
                found.append((number, box.element_tag, text, tuple(round(each, 6) for each in at)))
            elif hasattr(box, "replacement"):
                at = (box.position_x, box.position_y, box.width, box.height)
                found.append((number, box.element_tag, "", tuple(round(each, 6) for each in at)))
    return found


@pytest.mark.parametrize("code", ["GM0356", "GM1900"])
def test_pages_are_laid_out_as_a_reader_of_html_would(packs: Packs, code: str) -> None:
    """By the HTML parser, with every rule of the printer's own style sheet, and charts as SVG."""
    parts = packs[code]
    named = (parts, pack_title(parts), "VNG", "2018-12-10")
    whole = HTML(
        string=without_charts(pack_html(*named)), base_url="pack:///", url_fetcher=layout.fetcher(DEFAULT_STYLE)
    )
    plain = whole.render(stylesheets=layout.styles(DEFAULT_STYLE), font_config=layout.fonts())
    lean = layout.laid_out(Pages(without_charts(pages_of(*named).html), {}), DEFAULT_STYLE)
    assert places(lean) == places(plain)
    assert len(places(lean)) > 300
    assert lean.metadata.title == plain.metadata.title
    assert lean.metadata.lang == plain.metadata.lang == "nl"
    assert lean.metadata.created == plain.metadata.created == "2018-12-10"
    assert lean.metadata.authors == plain.metadata.authors == ["VNG"]
    assert lean.make_bookmark_tree() == plain.make_bookmark_tree()


def without_charts(html: str) -> str:
    return re.sub('<img class="chart"[^>]*/>', "", html)


def test_a_page_can_be_read_by_itself_with_its_charts_in_it(packs: Packs) -> None:
    html = pack_html(packs["GM0356"], "x", "y", "2018-12-10")
    assert "chart:" not in html
    assert html.count("data:image/svg+xml;base64,") >= 6
    assert ElementTree.fromstring(html).tag == "html"


def test_the_printers_own_sheet_lacks_only_notes_markers_and_empty_margins() -> None:
    lean = weasyprint.short_style_sheet(UA_STYLESHEET)
    before, after = (
        {each[weasyprint._PSEUDO_ELEMENT] for each in sheet.matcher.other_selectors} for sheet in (UA_STYLESHEET, lean)
    )
    assert before - after == {"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
    assert after == {None}
    assert any(each[weasyprint._PSEUDO_ELEMENT] == "marker" for each in lean.matcher.lower_local_name_selectors["li"])
    assert len(UA_STYLESHEET.matcher.other_selectors) > len(lean.matcher.other_selectors)  # which is still whole


def test_everything_beside_the_text_that_a_style_writes_in_is_kept() -> None:
    css = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("style/*.css"))
    written = set(re.findall(r"(@(?:top|bottom|left|right)[-a-z]*)", css))
    assert written
    assert written <= weasyprint._MARGINS
    assert "footnote" not in css
    assert "note(" not in css


def test_only_items_of_lists_are_list_items() -> None:
    css = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("style/*.css"))
    assert "list-item" not in css
