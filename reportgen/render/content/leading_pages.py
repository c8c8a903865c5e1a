"""Divides the pages for somebody who leads sessions before they are laid out: who attends, a note, room to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.note_lines import (
    LINE,
    NOTES_HEAD,
    PAGE,
    POINT,
    RESERVE,
    TABLE_HEAD,
    head_height,
    lead_height,
    line_count,
)
from reportgen.render.content.own_day_texts import attendance_sentence, co_leaders_text, when_text

Content = Mapping[str, Any]

NAME, FUNCTION, PLACE = 55.0, 49.0, 61.0
"""Millimetres of a line in each column of the list."""

FEWEST_LINES, LINES = 3, 20
"""Lines to write on below the list, at least where there are any, and at most."""

COUNT = 15 * POINT + 1
"""The head above the list, in millimetres."""

AGAIN = 6.0
"""Millimetres below the head of a page that goes on."""


def leading_pages(content: Content) -> list[dict[str, Any]]:
    """The pages of the sessions that a reader leads; each session begins a page, and a long list continues.

    Each page has ``led`` (the session), ``first`` (whether it is the first of the session), ``people``, ``attendance``
    (a sentence about those who are not in the list; else empty) and ``lines`` to write on.
    """
    return [page for led in content["sessions"] for page in _pages(led)]


def _pages(led: Content) -> list[dict[str, Any]]:
    left = _room(led, first=True)
    pages = [_page(led, first=True)]
    if led["people"]:
        left -= TABLE_HEAD
    for person in led["people"]:
        height = _row(person)
        if height > left and pages[-1]["people"]:
            pages.append(_page(led, first=False))
            left = _room(led, first=False) - TABLE_HEAD
        pages[-1]["people"].append(person)
        left -= height
    if said := attendance_sentence(led):
        height = 4 + 12 * POINT * line_count(said, 8.5, 168)
        if height > left:
            pages.append(_page(led, first=False))
            left = _room(led, first=False)
        pages[-1]["attendance"] = said
        left -= height
    lines = int((left - NOTES_HEAD) / LINE)
    pages[-1]["lines"] = min(lines, LINES) if lines >= FEWEST_LINES else 0
    return pages


def _page(led: Content, first: bool) -> dict[str, Any]:
    return {"led": led, "first": first, "people": [], "attendance": "", "lines": 0}


def _room(led: Content, first: bool) -> float:
    """What is left of a page below its head, and below the note on the first."""
    session, note = led["session"], led["note"]
    if not first:
        return PAGE - RESERVE - head_height(f"{session['title']} (vervolg)") - AGAIN
    lead = f"{when_text(session)}, {session['room']}"
    room = PAGE - RESERVE - head_height(session["title"]) - lead_height(lead, 160)
    if others := co_leaders_text(session):
        room -= 2 + 12 * POINT * line_count(others, 8.5, 168)
    if note:
        room -= 7 + POINT * (15 + 14.5 * line_count(note, 10, 116, "serif"))
    return room - COUNT if led["people"] else room


def _row(person: Content) -> float:
    """The height of a row of the list, in millimetres."""
    name, function = dutch.full_name(person["name"]), dutch.function_title(person["function"], person["office"])
    lines = max(
        line_count(name, 8.5, NAME, "sans-semibold"),
        line_count(function, 8.5, FUNCTION),
        line_count(person["municipality"], 8.5, PLACE),
    )
    return 2.5 + 12 * POINT * lines
