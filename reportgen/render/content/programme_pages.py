"""Divides the programme into pages before it is laid out: the reader's day, summaries of studies, how to get there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.note_lines import (
    HEAD,
    LINE,
    NOTES_HEAD,
    PAGE,
    POINT,
    RESERVE,
    TABLE_HEAD,
    lead_height,
    line_count,
)
from reportgen.render.content.own_day_texts import (
    BESIDE_LINES,
    has_rooms,
    is_own_day,
    leader_text,
    leads_text,
    none_text,
    room_size,
    round_lines,
    runs_in,
)
from reportgen.render.content.page_texts import is_short_welcome

Content = Mapping[str, Any]

READINGS = 2
"""Summaries of studies that stand side by side."""

EMPTY = PAGE / 3
"""Millimetres of an empty page end from which on there are lines to write on."""

LINES, LINES_AFTER_OWN_DAY = 10, 17
"""Lines to write on, at most; and on a page after that with the reader's own day, which these fill."""

WIDTH, WIDTH_BESIDE_ROOMS, ROOM, TIMES = 136.0, 98.0, 36.0, 21.0
"""Millimetres of a line of a part of the day: where no rooms are told, beside the column of rooms, in that, and in the
column of times."""

PREVENTED = "Bent u verhinderd of komt iemand anders in uw plaats, laat het ons dan weten."
"""What stands behind whom to ask, as in ``programme.html``."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How close the day of a page is set, in millimetres.

    Attributes:
        beside_lines: lines of what runs beside an own session.
        row, own_row: space of a part of the day beside its lines, and of an own session.
        above: what is left out above the table.
        below: what is left out above each of the two things below the table.
    """

    beside_lines: int
    row: float
    own_row: float
    above: float
    below: float


DESIGNED = Setting(beside_lines=BESIDE_LINES, row=1.9, own_row=4.2, above=0.0, below=0.0)
CLOSE = Setting(beside_lines=1, row=1.0, own_row=2.8, above=2.5, below=2.0)
"""As in ``parts.css``."""


def programme_pages(content: Content) -> list[dict[str, Any]]:
    """The pages of the programme: each with parts of the day, and whether the studies and the way there stand on it.

    What does not fit on the page with the last parts goes on the next one; of an own day the way there stays rather
    than the studies. An own day is set closer where that saves a page. What runs beside the reader's own sessions
    divides nothing: a change in it makes no new pack.

    Each page has ``parts``, ``width`` and ``room_width`` (of a line of them, and of a room), ``beside_lines``,
    ``close``, ``readings``, ``practical`` and ``lines``.
    """
    designed = _divided(content, DESIGNED)
    if len(designed) == 1 or not is_own_day(content["day"]):
        return designed
    close = _divided(content, CLOSE)
    return close if len(close) < len(designed) else designed


def _divided(content: Content, setting: Setting) -> list[dict[str, Any]]:
    """The pages, set in one way."""
    event, day = content["event"], content["day"]
    own = is_own_day(day)
    width = WIDTH_BESIDE_ROOMS if has_rooms(day) else WIDTH
    left = PAGE - RESERVE - HEAD - lead_height(event["subtitle"], 168) + setting.above
    if content["figures"] and not is_short_welcome(event["welcome"]):
        left -= 5 + sum(_paragraph(each, 9.5, 172, 13.5) for each in dutch.paragraphs(event["welcome"])) - setting.above
    pages: list[dict[str, Any]] = [_page(width, setting)]
    left -= TABLE_HEAD
    for part in day:
        height = (
            _of_round(part, width, content["meeting"], setting) if part["round"] else _part(part, width, own, setting)
        )
        if height > left and pages[-1]["parts"]:
            pages.append(_page(width, setting))
            left = PAGE - RESERVE - HEAD - TABLE_HEAD
        pages[-1]["parts"].append(part)
        left -= height
    below = {"readings": max(_readings(event), default=0.0), "practical": max(_practical(content))}
    below = {name: height - setting.below if height else 0.0 for name, height in below.items()}
    order = ("practical", "readings") if own and sum(below.values()) > left else ("readings", "practical")
    for name in order:
        height = below[name]
        if height > left:
            pages.append(_page(width, setting))
            left = PAGE - RESERVE - HEAD
        pages[-1][name] = height > 0
        left -= height
    most = LINES_AFTER_OWN_DAY if own and len(pages) > 1 else LINES
    pages[-1]["lines"] = min(most, int((left - NOTES_HEAD) / LINE)) if left > EMPTY else 0
    return pages


def _page(width: float, setting: Setting) -> dict[str, Any]:
    told = {"width": width, "room_width": ROOM, "beside_lines": setting.beside_lines, "close": setting == CLOSE}
    return {"parts": [], **told, "readings": False, "practical": False, "lines": 0}


def _part(part: Content, width: float, own: bool, setting: Setting) -> float:
    """The height of a part of the day, in millimetres."""
    session = part["session"]
    tag = "aan uw tafel" if session["kind"] == "table" else ""
    title = line_count(f"{session['title']} {tag} {session['speaker']}", 9.8, width, "sans-semibold") * 12.4
    note = "" if own and runs_in(session, width) else session["note"]
    notes = sum(line_count(each, 8.2, width) * 11.2 for each in (leader_text(part), note) if each)
    room = line_count(session["room"], 9.8, ROOM, "sans-semibold") * 12.4
    return POINT * max(title + notes, room) + setting.row


def _of_round(part: Content, width: float, meeting: Content, setting: Setting) -> float:
    """The height of the reader's own session of a round, or of a round without one for them, in millimetres."""
    session = part["session"]
    beside = setting.beside_lines * 10.6 + 1.5
    times = 12 + sum(line_count(each, 8.2, TIMES, "sans-semibold") * 11.2 for each in round_lines(part))
    if session is None:
        todo = none_text(meeting)
        return POINT * max(14.4 + line_count(todo, 8.2, width) * 11.2 + beside, times) + setting.own_row
    title = line_count(f"{session['title']} {session['speaker']}", 11.5, width, "sans-semibold")
    leads = f"{leads_text(part)}, blz. 00" if part["leads"] else ""
    notes = sum(line_count(each, 8.2, width) for each in (leads, leader_text(part), session["note"]) if each)
    size, leading = (10.5, 13.5) if room_size(session["room"], ROOM) else (13.0, 16.0)
    room = line_count(session["room"], size, ROOM, "sans-semibold") * leading
    return POINT * max(title * 14.4 + notes * 11.2 + beside, room, times) + setting.own_row


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
    ask = f"{meeting['contact']}: {meeting['email']}, {meeting['phone']}. {PREVENTED}"
    return [9 + 15 * POINT + _paragraph(each, 9, 81, 12.6) for each in (way, ask)]


def _paragraph(text: str, size: float, width: float, leading: float) -> float:
    return leading * POINT * line_count(text, size, width, "serif") + 2
