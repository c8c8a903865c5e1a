"""How large name and headline of page one are set, and how close its facts stand, so that the page fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from reportgen.render.content import dutch
from reportgen.render.content.fact_texts import fact_text
from reportgen.render.content.headline_texts import headline_text
from reportgen.render.content.note_lines import PAGE, POINT, RESERVE, line_count
from reportgen.render.content.own_day_texts import first_text
from reportgen.render.content.place_names import place
from reportgen.render.content.prompts import prompt_texts
from reportgen.render.content.svg import width_in
from reportgen.render.content.words import pack_words

NAME_SIZES = (47, 38, 31, 26)
"""Points of the name: the largest at which it stands on one line, else on two, beside the map."""

HEADLINE_SIZES = {22: 28, 20: 25, 18: 23, 16: 20}
"""Points of the headline, each with its leading."""

MAP = 109.0
"""Millimetres that the map takes."""

SPACINGS = {
    "ample": (18.0, 24.0),
    "wide": (13.0, 24.0),
    "airy": (9.0, 24.0),
    "open": (6.8, 24.0),
    "": (4.9, 24.0),
    "tight": (2.6, 15.0),
}
"""By class: millimetres above and below a fact, and its least height; the widest first."""

MOST_ABOVE = 12.0
"""Millimetres above the box at most, which else stands as low as it can."""

SPARE = 3.0
"""Millimetres that stay free where there is a choice."""


class CoverLayout(NamedTuple):
    """Sizes in points, the class of the facts, and millimetres above the box."""

    name: int
    headline: int
    spacing: str
    above: float = 0.0


def cover_layout(personal: Mapping[str, Any], logo: bool) -> CoverLayout:
    """The largest sizes with which page one fits; the smallest where none does.

    Args:
        personal: the content of page one, with figures.
    """
    name = cover_name_size(personal["municipality"])
    headline = headline_text(personal["headline"], personal["subject"], personal["municipality"])
    room = PAGE - RESERVE - _box(personal) - (18.0 if personal["erratum"] else 0.0)
    for spacing in ("", "tight"):
        facts = _facts(personal, spacing)
        for size in HEADLINE_SIZES:
            lines = line_count(headline, size, 79, "serif-semibold") if headline else 0
            if lines > 6 and size != min(HEADLINE_SIZES):
                continue
            left = room - facts - max(MAP, _who(personal, name, logo) + lines * HEADLINE_SIZES[size] * POINT)
            if left >= SPARE:
                chosen = spacing or _widest(personal, left)
                above = left - SPARE - _facts(personal, chosen) + facts
                return CoverLayout(name, size, chosen, round(min(above, MOST_ABOVE), 1))
    return CoverLayout(name, min(HEADLINE_SIZES), "tight")


def _widest(personal: Mapping[str, Any], left: float) -> str:
    """The class of the widest facts that fit.

    Args:
        left: millimetres that are left where they are as far apart as usual.
    """
    usual = _facts(personal, "")
    return next(each for each in SPACINGS if left >= _facts(personal, each) - usual + SPARE)


def cover_name_size(name: str) -> int:
    """The size of the name on page one, in points."""
    one_line = [size for size in NAME_SIZES[:3] if _fits(name, size, 88.0, 1)]
    two_lines = [size for size in NAME_SIZES[1:] if _fits(name, size, 86.0, 2)]
    return max(one_line, default=0) or max(two_lines, default=NAME_SIZES[-1])


def _who(personal: Mapping[str, Any], name: int, logo: bool) -> float:
    """The height of what stands above the headline, and of the line below it, in millimetres."""
    words = f"voor {dutch.function_title(personal['function'], personal['office'])} {dutch.full_name(personal['name'])}"
    words += f", {personal['organisation']}" if personal["organisation"] else ""
    names = line_count(place(personal["municipality"]), name, 86, "sans-bold")
    return (
        POINT * (14 * line_count(personal["meeting"]["title"], 10, 100) + 1.12 * name * names)
        + POINT * 15 * line_count(words, 10.5, 84)
        + (12.0 if logo else 0.0)
        + 1.0
        + 2.0
        + 8.0
        + 2.5
        + 13 * POINT
        + 3.0
    )


def _facts(personal: Mapping[str, Any], spacing: str) -> float:
    """The height of the facts, in millimetres."""
    subject, name = personal["subject"], personal["municipality"]
    around, least = SPACINGS[spacing]
    used = 0.0
    for fact, prompt in zip(personal["facts"], prompt_texts(personal["facts"], subject, name), strict=True):
        _, line, sentence = fact_text(fact, subject, name)
        words = 14.5 * line_count(sentence, 10, 73, "serif") + 3
        words += 13 * line_count(prompt, 9.2, 73, "sans-semibold") if prompt else 0
        beside = 31 + 11.5 * line_count(line, 8.5, 34) + 2
        used += max(least, POINT * max(words, beside, 56) + 1) + around
    return used


def _box(personal: Mapping[str, Any]) -> float:
    """The height of the box with day, place and table, in millimetres."""
    lines = max(4, 1 + line_count(personal["meeting"]["place"], 8.8, 32), 2 + line_count(personal["theme"], 8.8, 32))
    first = f"{pack_words()['day']['first']}: {', '.join(first_text(personal['first']))}" if personal["first"] else ""
    above = 5.2 + 14.5 * POINT * line_count(first, 11, 158, "sans-semibold") if first else 0.0
    return 9.0 + 12.6 * POINT * lines + above


def _fits(text: str, size: int, width: float, lines: int) -> bool:
    widest = max(width_in("sans-bold", word, size) for word in text.replace("-", "- ").split()) * POINT
    return widest <= width and line_count(text, size, width, "sans-bold") <= lines
