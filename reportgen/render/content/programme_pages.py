"""Divides the programme into pages before it is laid out: the reader's day, summaries of studies, how to get there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.note_lines import HEAD, LINE, NOTES_HEAD, PAGE, POINT, RESERVE, lead_height, line_count
from reportgen.render.content.own_day_texts import (
    BESIDE_LINES,
    has_rooms,
    has_rounds,
    leader_text,
    none_text,
    room_size,
    round_text,
)
from reportgen.render.content.page_texts import is_short_welcome

Content = Mapping[str, Any]

READINGS = 2
"""Summaries of studies that stand side by side."""

EMPTY = PAGE / 3
"""Millimetres of an empty page end from which on there are lines to write on."""

LINES, LINES_AFTER_OWN_DAY = 10, 17
"""Lines to write on, at most; and on a page after that with the reader's own day, which these fill."""

WIDTH, WIDTH_BESIDE_ROOMS, ROOM = 136.0, 98.0, 36.0
"""Millimetres of a line of a part of the day: where no rooms are told, beside the column of rooms, and in that."""


def programme_pages(content: Content) -> list[dict[str, Any]]:
    """The pages of the programme: each with parts of the day, and whether the studies and the way there stand on it.

    What does not fit on the page with the last parts goes on the next one; of an own day the way there stays rather
    than the studies. What runs beside the reader's own sessions
    divides nothing: a change in it makes no new pack.

    Each page has ``parts``, ``width`` and ``room_width`` (of a line of them, and of a room), ``readings``,
    ``practical`` and ``lines``.
    """
    event, day = content["event"], content["day"]
    width = WIDTH_BESIDE_ROOMS if has_rooms(day) else WIDTH
    left = PAGE - RESERVE - HEAD - lead_height(event["subtitle"], 168)
    if content["figures"] and not is_short_welcome(event["welcome"]):
        left -= 5 + sum(_paragraph(each, 9.5, 172, 13.5) for each in dutch.paragraphs(event["welcome"]))
    pages: list[dict[str, Any]] = [_page(width)]
    left -= TABLE_HEAD
    for part in day:
        height = _part(part, width, content["meeting"])
        if height > left and pages[-1]["parts"]:
            pages.append(_page(width))
            left = PAGE - RESERVE - HEAD - TABLE_HEAD
        pages[-1]["parts"].append(part)
        left -= height
    below = {"readings": max(_readings(event), default=0.0), "practical": max(_practical(content))}
    own = has_rounds(day) or has_rooms(day)
    order = ("practical", "readings") if own and sum(below.values()) > left else ("readings", "practical")
    for name in order:
        height = below[name]
        if height > left:
            pages.append(_page(width))
            left = PAGE - RESERVE - HEAD
        pages[-1][name] = height > 0
        left -= height
    most = LINES_AFTER_OWN_DAY if own and len(pages) > 1 else LINES
    pages[-1]["lines"] = min(most, int((left - NOTES_HEAD) / LINE)) if left > EMPTY else 0
    return pages


TABLE_HEAD = 12 * POINT + 2.6
"""The head of the table, in millimetres."""


def _page(width: float) -> dict[str, Any]:
    return {"parts": [], "width": width, "room_width": ROOM, "readings": False, "practical": False, "lines": 0}


def _part(part: Content, width: float, meeting: Content) -> float:
    """The height of a part of the day, in millimetres."""
    session = part["session"]
    if part["round"]:
        return _of_round(part, width, meeting)
    tag = "aan uw tafel" if session["kind"] == "table" else ""
    title = line_count(f"{session['title']} {tag} {session['speaker']}", 9.8, width, "sans-semibold") * 12.4
    leader = leader_text(part)
    notes = sum(line_count(each, 8.2, width) * 11.2 for each in (leader, session["note"]) if each)
    room = line_count(session["room"], 9.8, ROOM, "sans-semibold") * 12.4
    return POINT * max(title + notes, room) + 1.9


def _of_round(part: Content, width: float, meeting: Content) -> float:
    """The height of the reader's own session of a round, or of a round without one for them, in millimetres."""
    session = part["session"]
    beside = BESIDE_LINES * 10.6 + 1.5
    if session is None:
        todo = none_text(meeting)
        return POINT * (11.6 + 14.4 + line_count(todo, 8.2, width) * 11.2 + beside) + 3.8
    title = line_count(session["title"], 11.5, width, "sans-semibold")
    notes = sum(
        line_count(each, 8.2, width) for each in (session["speaker"], leader_text(part), session["note"]) if each
    )
    label = line_count(f"{round_text(part)}{', blz. 00' if part['leads'] else ''}", 8.5, width, "sans-semibold")
    size, leading = (10.5, 13.5) if room_size(session["room"], ROOM) else (13.0, 16.0)
    room = line_count(session["room"], size, ROOM, "sans-semibold") * leading
    return POINT * max(label * 11.6 + title * 14.4 + notes * 11.2 + beside, room) + 3.8


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
