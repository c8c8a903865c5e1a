"""Name badges and table signs: every text in the largest type in which it fits in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.domain.programme.venue_lists import ExpectedPerson, OwnSession, TableSign
from reportgen.render.content import dutch
from reportgen.render.content.fitted_text import Box, FittedText, fitted
from reportgen.render.content.note_lines import POINT
from reportgen.render.content.place_names import place
from reportgen.render.content.text_pages import printable

PER_SHEET = 8
"""Badges on an A4 sheet: two across and four down, each 90 × 60 mm."""

NAME = Box("sans-bold", 80, 22, 1.1)
PLACE = Box("sans-semibold", 80, 9.5)
FUNCTION = Box("sans", 80, 15 - PLACE.height)
MEETING = Box("sans-semibold", 80, 3.8)
SESSIONS = Box("sans", 61, 11.5)
TABLE = Box("sans-bold", 17, 8, 1.1)
"""The places of texts on a badge; as in ``venue/badges.html``."""

NAME_SIZES = (32, 30, 28, 26, 24, 22, 20, 18)
SESSION_SIZES = (8.5, 8, 7.5, 7)
SMALL_NAME_SIZES = (18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6)

NUMBER = Box("sans-bold", 180, 76, 1.0)
THEME = Box("sans-semibold", 180, 32, 1.15)
FOOT = Box("sans", 180, 6)
"""The places of texts on each half of a table sign; as in ``venue/signs.html``."""


class BadgeLayout(NamedTuple):
    """A badge as it is printed; texts that are empty have no lines."""

    meeting: FittedText
    name: FittedText
    function: FittedText
    place: FittedText
    sessions: FittedText
    table: FittedText


class SignLayout(NamedTuple):
    """A table sign as it is printed."""

    number: FittedText
    theme: FittedText
    foot: FittedText


def badge_sheets(people: Sequence[ExpectedPerson], title: str) -> Iterator[tuple[BadgeLayout, ...]]:
    """The badges, by sheet.

    Args:
        title: of the meeting.
    """
    for first in range(0, len(people), PER_SHEET):
        yield tuple(badge_layout(each, title) for each in people[first : first + PER_SHEET])


def badge_layout(person: ExpectedPerson, title: str) -> BadgeLayout:
    """The badge of one person."""
    function = dutch.function_title(person.function, person.office)
    where = _in(PLACE, (place(person.where),), (14, 13, 12, 11, 10, 9, 8, 7))
    below = FUNCTION._replace(height=FUNCTION.height + PLACE.height - len(where.lines) * where.leading * POINT)
    return BadgeLayout(
        _in(MEETING, (title,), (8, 7.5, 7, 6.5, 6)),
        _name(person),
        _in(below, (function,), (10.5, 10, 9, 8, 7, 6)),
        where,
        _sessions(person),
        _in(TABLE, (str(person.table),) if person.table is not None else (), (20, 16, 12, 9)),
    )


def sign_layout(sign: TableSign, title: str) -> SignLayout:
    """The sign of one table.

    Args:
        title: of the meeting.
    """
    return SignLayout(
        _in(NUMBER, (str(sign.number),), (210, 180, 150, 120, 90, 60)),
        _in(THEME, (dutch.capitalised(sign.theme),), (40, 36, 32, 28, 24, 20, 16, 12)),
        _in(FOOT, (title,), (11, 10, 9, 8, 7)),
    )


def _name(person: ExpectedPerson) -> FittedText:
    """The given name above the surname; a long name in as many lines as it needs, where that is larger."""
    given = printable(person.name.first or person.name.initials)
    surname = printable(dutch.with_infix(person.name.infix, person.name.last))
    parts = [each for each in (given, surname) if each.strip()]
    found = fitted(parts, NAME, NAME_SIZES, broken=False)
    if found is None:
        found = fitted((" ".join(parts),), NAME, SMALL_NAME_SIZES)
        assert found is not None  # what may be broken always fits
    return found


def _sessions(person: ExpectedPerson) -> FittedText:
    """The own parts of the day, each on a line of its own; of long titles when, where and which session only."""
    for told in (_session, _whereabouts):
        lines = [printable(told(each)) for each in person.sessions]
        found = fitted(lines, SESSIONS, SESSION_SIZES, broken=False) or _in(SESSIONS, lines, (*SESSION_SIZES, 6.5, 6))
        if found.size >= SESSION_SIZES[-1]:
            break
    return found


def _session(each: OwnSession) -> str:
    """A line about a session: ``11.10  Beukenzaal: A Een hofje in het dorp (u leidt)``."""
    what = " ".join(part for part in (each.code, each.title) if part)
    where = f"{each.room}: " if each.room else ""
    return f"{each.start:%H.%M} {where}{what}{_leads(each)}"


def _whereabouts(each: OwnSession) -> str:
    """The same without the title: ``11.10  Beukenzaal: A (u leidt)``; but for a session that has nothing else."""
    where = ": ".join(part for part in (each.room, each.code) if part) or each.title
    return f"{each.start:%H.%M} {where}{_leads(each)}"


def _leads(each: OwnSession) -> str:
    return " (u leidt)" if each.leads else ""


def _in(box: Box, texts: Sequence[str], sizes: Sequence[float]) -> FittedText:
    """Texts in their place, without those that are empty."""
    blocks = [shown for each in texts if (shown := printable(each)).strip()]
    found = fitted(blocks, box, sizes)
    assert found is not None  # what may be broken always fits
    return found
