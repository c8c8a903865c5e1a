"""Divides the programme into pages before it is laid out: sessions, summaries of studies, and how to get there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.note_lines import HEAD, LINE, NOTES_HEAD, PAGE, POINT, RESERVE, lead_height, line_count
from reportgen.render.content.page_texts import is_short_welcome

Content = Mapping[str, Any]

READINGS = 2
"""Summaries of studies that stand side by side."""

EMPTY = PAGE / 3
"""Millimetres of an empty page end from which on there are lines to write on."""

LINES = 10
"""Lines to write on, at most."""


def programme_pages(content: Content) -> list[dict[str, Any]]:
    """The pages of the programme: each with its sessions, and whether the studies and the way there stand on it.

    What does not fit on the page with the last sessions goes on the next one.
    """
    event = content["event"]
    left = PAGE - RESERVE - HEAD - lead_height(event["subtitle"], 168)
    if content["figures"] and not is_short_welcome(event["welcome"]):
        left -= 5 + sum(_paragraph(each, 9.5, 172, 13.5) for each in dutch.paragraphs(event["welcome"]))
    pages: list[dict[str, Any]] = [_page()]
    left -= TABLE_HEAD
    for part in content["day"]:
        height = _part(part)
        if height > left and pages[-1]["parts"]:
            pages.append(_page())
            left = PAGE - RESERVE - HEAD - TABLE_HEAD
        pages[-1]["parts"].append(part)
        left -= height
    for name, texts in (("readings", _readings(event)), ("practical", _practical(content))):
        height = max(texts, default=0.0)
        if height > left:
            pages.append(_page())
            left = PAGE - RESERVE - HEAD
        pages[-1][name] = bool(texts)
        left -= height
    pages[-1]["lines"] = min(LINES, int((left - NOTES_HEAD) / LINE)) if left > EMPTY else 0
    return pages


TABLE_HEAD = 12 * POINT + 2.6
"""The head of the table, in millimetres."""


def _page() -> dict[str, Any]:
    return {"parts": [], "readings": False, "practical": False, "lines": 0}


def _part(part: Content) -> float:
    """The height of a part of the day, in millimetres."""
    session = part["session"]
    if not session:
        return POINT * 12.4 + 1.9
    tag = "aan uw tafel" if session["kind"] == "table" else ""
    title = line_count(f"{session['title']} {tag} {session['speaker']}", 9.8, 136, "sans-semibold") * 12.4
    note = line_count(session["note"], 8.2, 136) * 11.2 if session["note"] else 0
    return POINT * (title + note) + 1.9


def _readings(event: Content) -> list[float]:
    """The height of each summary of a study, in millimetres."""
    return [
        5
        + 15 * POINT * line_count(each["title"], 12, 80, "sans-semibold")
        + _paragraph(each["text"], 9, 81, 12.6)
        + 11 * POINT * line_count(each["source"], 8, 80)
        + 3
        for each in event["readings"][:READINGS]
    ]


def _practical(content: Content) -> Sequence[float]:
    """The height of how to get there, and of whom to ask, in millimetres."""
    event, meeting = content["event"], content["meeting"]
    way = f"{meeting['place']}, {event['address']}. {event['arrival']}"
    ask = f"{meeting['contact']}: {meeting['email']}, {meeting['phone']}. {'x' * 100}"
    return [9 + 15 * POINT + _paragraph(each, 9, 81, 12.6) for each in (way, ask)]


def _paragraph(text: str, size: float, width: float, leading: float) -> float:
    return leading * POINT * line_count(text, size, width, "serif") + 2
