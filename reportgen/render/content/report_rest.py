"""What stands below a report, answers or people of a table where there is room: contrasts, and lines to write on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.note_lines import LINE, NOTES_HEAD, POINT, line_count, room_below
from reportgen.render.content.page_leads import contacts_lead, report_lead
from reportgen.render.content.pagination import COLLEAGUES_PER_PAGE
from reportgen.render.content.sentences import unnamed_sentence
from reportgen.render.content.table_pages import FEWEST_LINES, contrasts_height, lines_to_write
from reportgen.render.content.text_pages import answers_and_room, report_and_room, report_room

Content = Mapping[str, Any]

ROW_END = 6.5
"""Millimetres below the report and the people beside it, as in ``parts.css``."""

CONTRASTS_HEAD = 15 * POINT + 1 - 4
"""The head above the contrasts, which are closer to it than to a table, in millimetres."""

CONTACTS_HEAD = "Wie u kunt bereiken (vervolg)"
"""The longest head of the list of people, as in ``contacts.html``."""

ORGANISER = 34.0
"""Millimetres that the organiser takes above that list, and what stands beside that."""


def report_rest(content: Content) -> dict[str, Any]:
    """What stands below a report: ``contrasts`` (whether they do), ``notes`` and ``line`` as in ``table_pages``."""
    pages, left = report_and_room(content)
    if len(pages) == 1:  # reports are divided as if all heads and leads were long
        room = room_below(f"Tafel {content['table']}: {content['theme']}", report_lead(content))
        left = min(left + room - report_room(content), room - _people(content))
    left -= ROW_END
    contrasts = contrasts_height(content) and contrasts_height(content) + CONTRASTS_HEAD
    shown = 0 < contrasts <= left
    left -= contrasts if shown else 0
    return {"contrasts": shown, **notes_in(left)}


def _people(content: Content) -> float:
    """The height of the names beside a report."""
    colleagues = content["colleagues"]
    lines = ["Aan deze tafel", unnamed_sentence(content)]
    for each in colleagues[:COLLEAGUES_PER_PAGE]:
        title, name = dutch.function_title(each["function"], each["office"]), dutch.full_name(each["name"])
        lines.append(f"{title} {name}, {each['municipality']}")
    if len(colleagues) > COLLEAGUES_PER_PAGE:
        lines.append("De anderen staan op blz. 10.")
    return 2 + sum(11.6 * POINT * line_count(each, 8.2, 52) + 2 for each in lines)


def answers_rest(content: Content, turn: int) -> dict[str, Any]:
    """The lines to write on below the last answers, ``notes`` and ``line`` as in ``table_pages``.

    Args:
        turn: which page of the answers it is, from 0.
    """
    pages, left = answers_and_room(content)
    return notes_in(left) if turn + 1 == len(pages) else notes_in(0.0)


def notes_in(left: float) -> dict[str, Any]:
    """The lines to write on in the room that is left of a page, ``notes`` and ``line`` as in ``table_pages``.

    Args:
        left: millimetres.
    """
    notes, line = lines_to_write(left) if left >= NOTES_HEAD + FEWEST_LINES * LINE else ([], 0.0)
    return {"notes": notes, "line": line}


def contacts_rest(content: Content, turn: int) -> dict[str, Any]:
    """The lines to write on below the people of a table, ``notes`` and ``line`` as in ``table_pages``.

    Args:
        turn: which page of the list it is, from 0.
    """
    named = content["colleagues"][turn * COLLEAGUES_PER_PAGE : (turn + 1) * COLLEAGUES_PER_PAGE]
    if (turn + 1) * COLLEAGUES_PER_PAGE < len(content["colleagues"]):
        return notes_in(0.0)
    left = room_below(CONTACTS_HEAD, "" if turn else contacts_lead()) - (0 if turn else ORGANISER)
    left -= 5 + 15 * POINT * line_count(f"Tafel {content['table']}: {content['theme']}", 12, 170, "sans-semibold")
    widths = (("name", 50), ("function", 58), ("municipality", 58))
    for each in named:
        cells = (
            dutch.full_name(each["name"]),
            dutch.function_title(each["function"], each["office"]),
            each["municipality"],
        )
        lines = max(line_count(cell or "–", 8.5, width) for cell, (_, width) in zip(cells, widths, strict=True))
        left -= 12 * POINT * lines + 2.6
    return notes_in(left - 8 - 12 * POINT * (1 + line_count(unnamed_sentence(content), 8.5, 170)))
