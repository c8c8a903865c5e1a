"""How many lines a text takes, and how much room is left on a page, by font metrics."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from reportgen.render.content.page_leads import questions_lead
from reportgen.render.content.place_names import is_unbroken
from reportgen.render.content.svg import width_in
from reportgen.render.content.typography import with_quotes, with_units

POINT = 25.4 / 72
"""Millimetres."""

PAGE = 253.0
"""Millimetres between the margins above and below, as in ``page.css``."""

LINE = 8.7 + 0.5 * POINT
"""A line to write on, in millimetres, as in ``parts.css``."""

HEAD = 30 * POINT + 1.5
"""The head of a page on one line, in millimetres."""

DATED = 6.5
"""The note that figures are old, in millimetres."""

TABLE_HEAD = 12 * POINT + 2.6
"""The head of a table on one line, in millimetres."""

NOTES_HEAD = 15 * POINT + 6
"""The head above lines to write on, in millimetres."""

RESERVE = 4.0
"""Millimetres that stay free: words may break elsewhere than we think."""

LOOSE = 1.1
"""Lines beside those that the letters of a word would fill: none is broken within a letter."""

MEASURED = 20_000
"""Texts whose lines are remembered: pages are divided in several ways, of which the shortest is taken."""


@lru_cache(MEASURED)
def line_count(text: str, size: float, width: float, face: str = "sans") -> int:
    """How many lines a text takes, at most: broken between words and after hyphens; elsewhere in longer words only.

    Args:
        size: in points.
        width: in millimetres.
    """
    space, count, at = width_in(face, " ", size), 1, 0.0
    for word in re.split(r"[^\S\xa0]+", with_units(with_quotes(text)).strip()):
        for number, piece in enumerate(_pieces(word)):
            long, before = width_in(face, piece, size), 0.0 if number or not at else space
            if at and at + before + long > width / POINT:
                count, at, before = count + 1, 0.0, 0.0
            at += before + long
            if at > width / POINT:
                more = int(at / (width / POINT) * LOOSE)
                count, at = count + more, at % (width / POINT)
    return count


def _pieces(word: str) -> list[str]:
    """A word in the pieces between which a line may break: after each hyphen within a long one."""
    parts = word.split("-")
    return [f"{each}-" for each in parts[:-1]] + parts[-1:] if all(parts) and not is_unbroken(word) else [word]


def question_line_count(content: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> int:
    """How many lines to write on fit below each question of a page."""
    used = 27 * POINT + 20 * POINT * line_count(questions_lead(content), 14, 160, "serif") + 9
    for each in questions:
        asked = line_count(f"{each['number']}. {each['text']}", 11, 112, "sans-semibold") * 15 * POINT
        hint = line_count(each["hint"], 8.5, 112) * 12 * POINT if each["hint"] else 0.0
        used += max(asked + hint, 20.0 if content["figures"] else 0.0) + 5.5
    if content["form"]:
        used += 30
    return max(2, int((PAGE - RESERVE - used) / LINE / max(1, len(questions))))


def room_below(head: str, lead: str) -> float:
    """Millimetres that are left on a page below its head and the sentence under it."""
    return PAGE - RESERVE - head_height(head) - lead_height(lead, 166)


def head_height(head: str) -> float:
    """Millimetres that the head of a page takes."""
    return 30 * POINT * line_count(head, 26, 170, "sans-bold") + 1.5


def lead_height(lead: str, width: float) -> float:
    """Millimetres that the sentence under the head of a page takes.

    Args:
        width: of a line, in millimetres.
    """
    return 19 * POINT * line_count(lead, 14, width, "serif") + 6.5


def row_height(chart: float, head: str, notes: Sequence[str]) -> float:
    """Millimetres that a chart with its head takes, with the notes beside it.

    Args:
        chart: its height in millimetres.
    """
    beside = 2 + sum(11.6 * POINT * line_count(each, 8.2, 53) + 2 for each in notes if each)
    return max(15 * POINT * line_count(head, 12, 109, "sans-semibold") + 1 + 12 * POINT + 2 + chart, beside) + 6.5
