"""Divides what is said of a table into pages before it is laid out: municipalities, contrasts, talks, room to write.

Heights are in millimetres, counted by font metrics, so that no page overflows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.contrast_texts import contrast_texts
from reportgen.render.content.fact_texts import standout_text
from reportgen.render.content.note_lines import (
    LINE,
    NOTES_HEAD,
    PAGE,
    POINT,
    RESERVE,
    head_height,
    lead_height,
    line_count,
)
from reportgen.render.content.page_leads import table_lead
from reportgen.render.content.page_values import table_rows
from reportgen.render.content.sentences import unnamed_sentence

Content = Mapping[str, Any]

BLANK = 11.5 + 0.5 * POINT
"""A row to fill in, as in ``parts.css``."""

BLANK_ROWS, BLANK_ROWS_ALONE = 2, 7
"""Rows to fill in below a table of municipalities, and where there is nobody to show.

How many of them there are says nothing of how many people did not agree to be named.
"""

FEWEST_LINES = 2
"""Lines to write on below their head, at least."""


def table_pages(content: Content) -> list[dict[str, Any]]:
    """The pages about a table: each with its rows, and whether contrasts and talks stand on it; and room to write.

    Each page has ``rows``, ``close`` (whether these are set in smaller type, which saves a page), ``unnamed``,
    ``contrasts``, ``talks``, ``blank`` (rows to fill in) and ``lines``.
    """
    usual = _pages(content, close=False)
    if len(usual) == 1:
        return usual
    closer = _pages(content, close=True)
    return closer if len(closer) < len(usual) else usual


def _pages(content: Content, close: bool) -> list[dict[str, Any]]:
    subject, rows = content["subject"], table_rows(content["colleagues"])
    left = _room(content, first=True)
    pages = [_page(close)]
    if rows:
        left -= TABLE_HEAD
    for row in rows:
        height = _row(row, subject, close)
        if height > left and pages[-1]["rows"]:
            pages.append(_page(close))
            left = _room(content, first=False) - TABLE_HEAD
        pages[-1]["rows"].append(row)
        left -= height
    unnamed = unnamed_sentence(content)
    for name, height in (
        ("unnamed", 5 + 12 * POINT * line_count(unnamed, 8.5, 172) if unnamed else 0.0),
        ("contrasts", _contrasts(content)),
        ("talks", _talks(content)),
    ):
        if height > left:
            pages.append(_page(close))
            left = _room(content, first=False)
        pages[-1][name] = height > 0
        left -= height
    most = BLANK_ROWS if rows else BLANK_ROWS_ALONE
    pages[-1]["blank"] = max(0, min(most, int(left / BLANK))) if pages[-1]["rows"] or not rows else 0
    left -= BLANK * pages[-1]["blank"] + NOTES_HEAD
    lines = int(left / LINE)
    pages[-1]["lines"] = lines if lines >= FEWEST_LINES else 0
    return pages


TABLE_HEAD = 3 * 12 * POINT + 2.6
"""The head of the table of municipalities."""


def _page(close: bool) -> dict[str, Any]:
    return {"rows": [], "close": close, "unnamed": False, "contrasts": False, "talks": False, "blank": 0, "lines": 0}


def _room(content: Content, first: bool) -> float:
    """What is left of a page below its head."""
    head = f"Tafel {content['table']}: {content['theme']}{'' if first else ' (vervolg)'}"
    room = PAGE - RESERVE - head_height(head)
    return room - lead_height(table_lead(content), 165) if first else room


def _row(row: Content, subject: Content | None, close: bool) -> float:
    """The height of a municipality's row."""
    size, line, around = (8, 10 * POINT, 2.0) if close else (8.5, 12 * POINT, 3.4)
    wide = 30 if subject is not None and len(subject["columns"]) < 4 else 24
    people = sum(
        line_count(dutch.full_name(each["name"]), size, 28)
        + line_count(dutch.function_title(each["function"], each["office"]), size, 28)
        for each in row["people"]
    )
    name = line_count(row["municipality"], size, 34, "sans-semibold") + (1 if row["residents"] else 0)
    told = [each for each in standout_text(row["standout"], subject) if each] if subject else []
    return around + line * max(people, name, sum(line_count(each, size, wide) for each in told))


def _contrasts(content: Content) -> float:
    """The height of the contrasts side by side; 0 without any."""
    if not content["contrasts"]:
        return 0.0
    return 14 + max(map(_contrast, contrast_texts(content["contrasts"], content["subject"])))


def _contrast(texts: Sequence[str]) -> float:
    head, sentence, question = texts
    return POINT * (
        15 * line_count(head, 12, 80, "sans-semibold")
        + 14.5 * line_count(sentence, 10, 78, "serif")
        + 13 * line_count(question, 9.2, 79, "sans-semibold")
    )


def _talks(content: Content) -> float:
    """The height of the talks at the table; 0 without any."""
    if not content["talks"]:
        return 0.0
    rows = sum(2.4 + 12 * POINT * _talk(each) for each in content["talks"])
    return 5 + 15 * POINT + 1 + 12 * POINT + 2.6 + rows


def _talk(session: Content) -> int:
    """How many lines a talk takes, with its room where one is told."""
    if not session["room"]:
        return line_count(session["title"], 8.5, 142)
    return line_count(f"{session['title']}, {session['room']}", 8.5, 142, "sans-semibold")
