"""Divides what is said of a table into pages before it is laid out: municipalities, contrasts, talks, room to write.

Heights are in millimetres, counted by font metrics, so that no page overflows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.column_heads import HEAD_LINE, HEAD_SIZE, column_line_count
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
"""Rows to fill in below a table in which people are missing, and where there is nobody to show, at most.

How many of them there are says nothing of how many people did not agree to be named.
"""

FEWEST_LINES = 2
"""Lines to write on below their head, at least."""

FEWEST_OF_TWO = 9
"""Lines from which they stand below two heads."""

CLOSE, AIRY = "close", tuple(f"airy-{step}" for step in range(1, 7))

ROOMS = {"": 3.2, CLOSE: 1.8}
ROOMS |= {f"{each} {airy}".strip(): ROOMS[each] + 0.6 * step for each in ROOMS for step, airy in enumerate(AIRY, 1)}
"""How the rows of municipalities are set: classes of the table → millimetres above and below what a row says."""

WIDTHS = {
    1: (36.0, 31.0, 69.0, 36.0),
    2: (36.0, 31.0, 50.0, 19.0, 36.0),
    3: (36.0, 31.0, 31.0, 19.0, 19.0, 36.0),
    4: (31.0, 29.0, 24.0, 18.5, 18.5, 18.5, 32.5),
}
"""Number of figures → widths of the columns, in millimetres, with bar and number of the first figure as one."""

PADDING = (2.0, 3.5)
"""What a column leaves free, in millimetres: any of them, and the last."""


def table_pages(content: Content) -> list[dict[str, Any]]:
    """The pages about a table: each with its rows, and whether contrasts and talks stand on it; and room to write.

    Each page has ``rows``, ``room`` (the class of ``ROOMS`` that these are set in), ``unnamed``, ``contrasts``,
    ``talks``, ``blank`` (rows to fill in), ``notes`` (how many lines to write on, below each of their heads) and
    ``line`` (the height of one). Smaller type saves a page; what is left of a page goes to lines, for which there are
    fewer rows to fill in, or else to the rows.
    """
    usual = _pages(content, "")
    if len(usual) == 1:
        return usual
    closer = _pages(content, CLOSE)
    return closer if len(closer) < len(usual) else usual


def _pages(content: Content, room: str) -> list[dict[str, Any]]:
    subject, rows = content["subject"], table_rows(content["colleagues"])
    left = _room(content, first=True)
    pages = [_page(room)]
    if rows:
        left -= _head(subject)
    for row in rows:
        height = _row(row, subject, room)
        if height > left and pages[-1]["rows"]:
            _widen(pages[-1], left)
            pages.append(_page(room))
            left = _room(content, first=False) - _head(subject)
        pages[-1]["rows"].append({**row, "own": bool(row["code"]) and row["code"] == content.get("own")})
        left -= height
    unnamed = unnamed_sentence(content)
    for name, height in (
        ("unnamed", 5 + 12 * POINT * line_count(unnamed, 8.5, 172) if unnamed else 0.0),
        ("contrasts", contrasts_height(content)),
        ("talks", _talks(content)),
    ):
        if height > left:
            _widen(pages[-1], left)
            pages.append(_page(room))
            left = _room(content, first=False)
        pages[-1][name] = height > 0
        left -= height
    some = BLANK_ROWS if pages[-1]["rows"] and content["unnamed"] else 0  # nobody is missing where all agreed
    _fill_last(pages[-1], left, some if rows else BLANK_ROWS_ALONE)
    return pages


def _page(room: str) -> dict[str, Any]:
    return {
        "rows": [],
        "room": room,
        "unnamed": False,
        "contrasts": False,
        "talks": False,
        "blank": 0,
        "notes": [],
        "line": 0.0,
    }


def _fill_last(page: dict[str, Any], left: float, most: int) -> None:
    """Gives what is left of the last page to rows to fill in and to lines, or else to the rows of municipalities.

    Args:
        left: millimetres.
        most: rows to fill in that the page has at most, and fewer where lines would not fit below them.
    """
    fitting = range(max(0, min(most, int(left / BLANK))), -1, -1)
    enough = NOTES_HEAD + FEWEST_LINES * LINE
    page["blank"] = next((each for each in fitting if left - BLANK * each >= enough), fitting[0])
    left -= BLANK * page["blank"]
    if left >= enough:
        page["notes"], page["line"] = lines_to_write(left)
    else:
        _widen(page, left)


def lines_to_write(left: float) -> tuple[list[int], float]:
    """How many lines stand below each head, and the height of one: of many a third stand below a first head.

    Args:
        left: millimetres, which they fill.
    """
    lines = int((left - NOTES_HEAD) / LINE)
    if lines < FEWEST_OF_TWO:
        return [lines], (left - NOTES_HEAD) / lines - 0.5 * POINT
    lines = int((left - 2 * NOTES_HEAD) / LINE)
    return [lines // 3, lines - lines // 3], (left - 2 * NOTES_HEAD) / lines - 0.5 * POINT


def _widen(page: dict[str, Any], left: float) -> None:
    """Sets rows of municipalities as wide apart as the millimetres that are left allow."""
    usual, count = page["room"], len(page["rows"]) + 1  # with the head
    for airy in AIRY:
        wider = f"{usual} {airy}".strip()
        if page["rows"] and (ROOMS[wider] - ROOMS[usual]) * count <= left:
            page["room"] = wider


def _room(content: Content, first: bool) -> float:
    """What is left of a page below its head."""
    head = f"Tafel {content['table']}: {content['theme']}{'' if first else ' (vervolg)'}"
    room = PAGE - RESERVE - head_height(head)
    return room - lead_height(table_lead(content), 165) if first else room


def _head(subject: Content | None) -> float:
    """The height of the head of the table of municipalities."""
    lines = 1
    if subject:
        shorts = [subject["measures"][key]["short"] for key in subject["columns"]]
        widths = _widths(subject)[2:-1]
        lines = max(column_line_count(each, HEAD_SIZE, width) for each, width in zip(shorts, widths, strict=True))
    return HEAD_LINE * POINT * lines + ROOMS[""] + 0.6 * POINT


def _widths(subject: Content) -> tuple[float, ...]:
    """The widths of the columns without what they leave free, in millimetres."""
    *others, last = WIDTHS[min(max(WIDTHS), len(subject["columns"]))]
    return (*(each - PADDING[0] for each in others), last - PADDING[1])


def _row(row: Content, subject: Content | None, room: str) -> float:
    """The height of a municipality's row."""
    size, line = (8, 10 * POINT) if room == CLOSE else (8.5, 12 * POINT)
    name_width, person_width, *_, told_width = _widths(subject) if subject else (84.0, 82.5, 0.0)
    people = sum(
        line_count(dutch.full_name(each["name"]), size, person_width)
        + line_count(dutch.function_title(each["function"], each["office"]), size, person_width)
        for each in row["people"]
    )
    name = line_count(row["municipality"], size, name_width - 1.5, "sans-semibold") + (1 if row["residents"] else 0)
    told = [each for each in standout_text(row["standout"], subject) if each] if subject else []
    lines = max(people, name, sum(column_line_count(each, size, told_width) for each in told))
    return ROOMS[room] + line * lines + 0.5 * POINT


def contrasts_height(content: Content) -> float:
    """The height of the contrasts side by side, in millimetres; 0 without any."""
    if not content["contrasts"]:
        return 0.0
    return 14 + max(map(_contrast, contrast_texts(content["contrasts"], content["subject"])))


def _contrast(texts: Sequence[str]) -> float:
    head, sentence, question = texts
    return POINT * (
        15 * line_count(head, 12, 81, "sans-semibold")
        + 14.5 * line_count(sentence, 10, 80, "serif")
        + 13 * line_count(question, 9.2, 81, "sans-semibold")
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
