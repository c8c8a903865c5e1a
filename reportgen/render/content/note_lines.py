"""How many lines for notes fit on a table's page below its text, and how many lines a text takes, by font metrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.contrast_texts import contrast_texts
from reportgen.render.content.fact_texts import standout_text
from reportgen.render.content.page_leads import questions_lead, table_lead
from reportgen.render.content.sentences import unnamed_sentence
from reportgen.render.content.svg import width_in

POINT = 25.4 / 72
"""Millimetres."""

PAGE = 253.0
"""Millimetres between the margins above and below, as in ``page.css``."""

LINE = 8.7 + 0.5 * POINT
"""A line to write on, in millimetres, as in ``parts.css``."""

RESERVE = 4.0
"""Millimetres that stay free: words may break elsewhere than we think."""


def line_count(text: str, size: float, width: float, face: str = "sans") -> int:
    """How many lines a text takes, at most: broken between words and after hyphens, never elsewhere.

    Args:
        size: in points.
        width: in millimetres.
    """
    space, count, at = width_in(face, " ", size), 1, 0.0
    for word in text.split():
        for number, piece in enumerate(_pieces(word)):
            long, before = width_in(face, piece, size), 0.0 if number or not at else space
            if at and at + before + long > width / POINT:
                count, at, before = count + 1, 0.0, 0.0
            at += before + long
    return count


def _pieces(word: str) -> list[str]:
    """A word in the pieces between which a line may break: after each hyphen within it."""
    parts = word.split("-")
    return [f"{each}-" for each in parts[:-1]] + parts[-1:] if all(parts) else [word]


def note_line_count(content: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], turn: int) -> int:
    """How many lines to write on fit below what stands on a table's page.

    Args:
        rows: those of the table of municipalities on this page.
    """
    used = 27 * POINT * line_count(f"Tafel {content['table']}: {content['theme']} (vervolg)", 23, 172, "sans-bold")
    if not turn:
        used += 20 * POINT * line_count(table_lead(content), 14, 160, "serif") + 9
    if rows:
        used += 3 * 12 * POINT + 2.6 + sum(_row(each, content["subject"]) for each in rows)
    used += 3 + 12 * POINT * (1 + line_count(unnamed_sentence(content), 8.5, 172)) + 2
    if content["contrasts"]:
        used += 10 + max(map(_contrast, contrast_texts(content["contrasts"], content["subject"])))
    if content["talks"]:
        talks = sum(2.4 + 12 * POINT * line_count(each["title"], 8.5, 144) for each in content["talks"])
        used += 12 * POINT + 14 * POINT + 8 + talks
    used += 14 * POINT + 6
    return max(0, int((PAGE - RESERVE - used) / LINE))


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


def _row(row: Mapping[str, Any], subject: Mapping[str, Any] | None) -> float:
    """The height of a municipality's row, in millimetres."""
    wide = subject is not None and len(subject["columns"]) < 4
    people = sum(
        line_count(dutch.full_name(each["name"]), 8.5, 29)
        + line_count(dutch.function_title(each["function"], each["office"]), 8.5, 29)
        for each in row["people"]
    )
    name = line_count(row["municipality"], 8.5, 34, "sans-semibold") + (1 if row["residents"] else 0)
    standout = (
        sum(line_count(each, 8.5, 32 if wide else 25) for each in standout_text(row["standout"], subject) if each)
        if subject
        else 0
    )
    return 3.4 + 12 * POINT * max(people, name, standout)


def _contrast(texts: tuple[str, str, str]) -> float:
    """The height of a contrast, in millimetres."""
    head, sentence, question = texts
    return POINT * (
        14 * line_count(head, 11.5, 80, "sans-semibold")
        + 14.5 * line_count(sentence, 10, 78, "serif")
        + 13 * line_count(question, 9, 78, "sans-semibold")
    )


def room_below(head: str, lead: str) -> float:
    """Millimetres that are left on a page below its head and the sentence under it."""
    heads = 30 * POINT * line_count(head, 26, 170, "sans-bold") + 1.5
    return PAGE - RESERVE - heads - 19 * POINT * line_count(lead, 14, 166, "serif") - 6.5


def row_height(chart: float, head: str, notes: Sequence[str]) -> float:
    """Millimetres that a chart with its head takes, with the notes beside it.

    Args:
        chart: its height in millimetres.
    """
    beside = 2 + sum(11.6 * POINT * line_count(each, 8.2, 53) + 2 for each in notes if each)
    return max(15 * POINT * line_count(head, 12, 109, "sans-semibold") + 1 + 12 * POINT + 2 + chart, beside) + 6.5
