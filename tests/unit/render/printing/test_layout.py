"""What stands on the pages fits on them: nothing beyond its page or its box, no text on another, no page half empty."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from example import figures
from weasyprint import CSS

from reportgen.domain.figures.profile import Profile
from reportgen.render.content.pages import pack_title, pages_of
from reportgen.render.content.parts import Part
from reportgen.render.content.style import DEFAULT_STYLE
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing import layout
from reportgen.render.printing.job import Job
from reportgen.render.printing.press import printed_pack

Packs = Mapping[str, tuple[Part, ...]]

MILLIMETRE = 96 / 25.4

ALL = os.environ.get("REPORTGEN_ALL") == "1"
"""Whether all 380 are laid out, which takes some ten minutes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word or picture stands, in pixels from the left top of its page."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Place) -> bool:
        """Whether they share more than a hair of the page."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def boxes_of(parts: tuple[Part, ...]) -> list[Any]:
    document = layout.laid_out(pages_of(parts, pack_title(parts), "VNG", "2018-12-10"), DEFAULT_STYLE)
    return [page._page_box for page in document.pages]


def places_in(box: Any) -> Iterator[Place]:
    """The texts and pictures of a page, a text as high as its letters about are."""
    for each in box.descendants():
        kind = type(each).__name__
        if kind == "TextBox" and each.text.strip():
            inset = 0.22 * each.height
            yield Place(
                each.text,
                each.position_x,
                each.position_y + inset,
                each.position_x + each.width,
                each.position_y + each.height - inset,
            )
        elif kind in ("BlockReplacedBox", "InlineReplacedBox"):
            x, y = each.content_box_x(), each.content_box_y()
            yield Place("(chart)", x, y, x + each.width, y + each.height)


def faults_of(parts: tuple[Part, ...]) -> list[str]:
    """What does not fit, in words."""
    faults = []
    pages = boxes_of(parts)
    if len(pages) != parts[0].total:
        faults.append(f"{len(pages)} pages instead of {parts[0].total}")
    for number, page in enumerate(pages, 1):
        body = next(each for each in page.children if type(each).__name__ not in ("MarginBox", "FootnoteAreaBox"))
        places = list(places_in(body))
        left, top = page.content_box_x(), page.content_box_y()
        right, bottom = left + page.width, top + page.height
        for each in places:
            room = 3 * MILLIMETRE + 1 if each.words == "(chart)" else 1  # the map of the cover hangs over a little
            if each.left < left - room or each.right > right + room or each.top < top - 1 or each.bottom > bottom + 1:
                faults.append(f"page {number}: '{each.words}' stands beyond the page")
        texts = [each for each in places if each.words != "(chart)"]
        faults += [
            f"page {number}: '{one.words}' and '{other.words}' stand on each other"
            for index, one in enumerate(texts)
            for other in places
            if (other.words == "(chart)" or other in texts[index + 1 :]) and one.meets(other)
        ]
        lines = [
            each for each in body.descendants() if each.element is not None and each.element.get("class") == "line"
        ]
        lowest = max([each.bottom for each in places] + [each.position_y for each in lines])
        if number == len(pages):
            continue  # the last page of a list
        least = 0.4 if number == 2 else 0.62  # the programme of the tests is short
        if lowest - top < least * page.height:
            faults.append(f"page {number}: it is filled for {(lowest - top) / page.height:.0%}")
    return faults


def extremes() -> tuple[str, ...]:
    """Municipalities at the ends: of name, size, index, districts, comparable ones and years."""
    measures: tuple[Callable[[Profile], float], ...] = (
        lambda each: len(each.name),
        lambda each: max(len(word) for word in each.name.split()),
        lambda each: each.residents.value if each.residents else 0,
        lambda each: each.measures[-1].figures[-1].value,
        lambda each: max(len(found.districts) if (found := one.districts) else 0 for one in each.measures),
        lambda each: each.measures[0].figures[0].year,
    )
    profiles = figures.profiles().values()
    return tuple(sorted({end(profiles, key=measure).code for measure in measures for end in (min, max)}))


@pytest.mark.parametrize("code", figures.codes() if ALL else extremes())
def test_everything_fits_on_its_page_and_no_page_is_half_empty(packs: Packs, code: str) -> None:
    assert code in packs
    assert faults_of(packs[code]) == []


def test_the_facts_of_page_one_begin_below_its_headline_however_long_its_name_is(packs: Packs) -> None:
    longest = max(figures.profiles().values(), key=lambda each: len(each.name))
    boxes = {
        each.element.get("class", ""): each
        for each in boxes_of(packs[longest.code])[0].descendants()
        if each.element is not None
    }
    who, facts = boxes["who"], boxes[next(name for name in boxes if name.split()[:1] == ["facts"])]
    assert who.position_y + who.border_height() <= facts.position_y + 1


def test_the_pages_of_a_guest_fit(guest: tuple[Part, ...]) -> None:
    assert faults_of(guest) == []


@pytest.mark.parametrize(("code", "most"), [("GM0079", 200_000), ("GM0363", 215_000)])  # Amsterdam has a page more
def test_a_pack_is_light(packs: Packs, code: str, most: int) -> None:
    made = printed_pack(Job(Identity("x.0001", "0" * 64), packs[code], "VNG", "2018-12-10"))
    assert len(made.pdf) <= most
    assert made.pages == packs[code][0].total <= 9


def test_the_check_finds_what_does_not_fit(packs: Packs, monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = {
        "h1 { margin-left: 150mm; white-space: nowrap } .lead { margin-top: -12mm }": {
            "beyond the page",
            "stand on each other",
        },
        ".chart { height: 1mm } .write { display: none }": {"filled for"},
    }
    styles = layout.styles(DEFAULT_STYLE)
    for css, said in crowded.items():
        more = (*styles, CSS(string=css))
        monkeypatch.setattr(layout, "styles", lambda _style, _size, more=more: more)
        found = faults_of(packs["GM0184"])
        assert {each for each in said if any(each in fault for fault in found)} == said, css
