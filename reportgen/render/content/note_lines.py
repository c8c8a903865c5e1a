"""How many lines for notes fit on a table's page below its text, and how many lines a text takes, by font metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch, page_leads, sentences
from reportgen.render.content.contrast_texts import contrast_text
from reportgen.render.content.fact_texts import standout_text
from reportgen.render.content.svg import width_in

POINT = 25.4 / 72
"""Millimetres."""

PAGE = 253.0
"""Millimetres between the margins above and below, as in ``page.css``."""

LINE = 8.7 + 0.5 * POINT
"""A line to write on, in millimetres, as in ``parts.css``."""

RESERVE = 6.0
"""Millimetres that stay free: words may break elsewhere than we think."""


def line_count(text: str, size: float, width: float, face: str = "sans") -> int:
    """How many lines a text takes, at most: broken between words, never within.

    Args:
        size: in points.
        width: in millimetres.
    """
    space, count, at = width_in(face, " ", size), 1, 0.0
    for word in text.split():
        long = width_in(face, word, size)
        if at and at + space + long > width / POINT:
            count, at = count + 1, 0.0
        at += (space if at else 0.0) + long
    return count


def note_line_count(content: Mapping[str, Any], colleagues: Sequence[Mapping[str, Any]], turn: int) -> int:
    """How many lines to write on fit below what stands on a table's page."""
    used = (
        27 * POINT * line_count(f"Tafel {content['table']}: {content['theme']} (vervolg)", 23, 172, "sans-bold") + 1.5
    )
    if not turn:
        used += 17 * POINT * line_count(page_leads.table_lead(content), 12.5, 132, "serif-italic") + 8
    if colleagues:
        used += 2 * 12 * POINT + 2.6 + sum(_row(each, content["subject"]) for each in colleagues)
    used += 3 + 12 * POINT * (2 + line_count(sentences.unnamed_sentence(content), 8.5, 172)) + 2
    if content["contrasts"]:
        asks = sum(
            2.4 + 14.5 * POINT * line_count(" ".join(contrast_text(each, content["subject"])), 10, 103, "serif")
            for each in content["contrasts"]
        )
        used += 9 + max(14 * POINT + 1 + asks, 7 * 11.6 * POINT) + 8
    if content["talks"]:
        talks = sum(2.4 + 12 * POINT * line_count(each["title"], 8.5, 144) for each in content["talks"])
        used += 14 * POINT + 1 + talks + 8
    used += 14 * POINT + 1
    return max(0, int((PAGE - RESERVE - used) / LINE))


def _row(colleague: Mapping[str, Any], subject: Mapping[str, Any] | None) -> float:
    """The height of a colleague's row, in millimetres."""
    name = f"{dutch.function_title(colleague['function'], colleague['office'])} {dutch.full_name(colleague['name'])}"
    note = " ".join(standout_text(colleague["standout"], subject)) if subject else ""
    beside = line_count(colleague["municipality"], 8.5, 60) + (line_count(note, 8.5, 60) if note else 0)
    return 2.4 + 12 * POINT * max(line_count(name, 8.5, 48), beside)
