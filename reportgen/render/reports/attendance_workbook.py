"""The attendance lists as a workbook: a sheet for everyone, and one for each session."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from reportgen.domain.programme.venue_lists import AttendanceList, VenueLists
from reportgen.render.content import dutch
from reportgen.render.content.words import venue_words
from reportgen.render.reports.spreadsheet import Cell, workbook_writer

MAX_SHEET_NAME = 31
"""Characters of the name of a sheet, of which two never have the same, in small letters or capitals."""

COLUMNS = (
    *(("last", 28), ("infix", 14), ("first", 20), ("function", 26)),
    *(("where", 34), ("table", 7), ("sessions", 40), ("note", 34), ("present", 8)),
)
"""The columns and how wide they are in characters; the last is to tick off."""


def attendance_workbook(lists: VenueLists) -> bytes:
    """An .xlsx file with every attendance list on a sheet of its own, after one that says whom it is for."""
    say, file = venue_words(), BytesIO()
    columns = [(say["column"][name], width) for name, width in COLUMNS]
    taken: set[str] = set()
    with workbook_writer(file) as book:
        notice = (f"{say['notice']}.", say["notice_why"], f"{lists.title}, {dutch.day(lists.day)}")
        book.lines(_sheet_name(say["workbook"]["notice"], taken), notice, 100)
        for each in lists.lists:
            book.table(_sheet_name(_name_of(each), taken), columns, _rows(each), least=1)
    return file.getvalue()


def _rows(listed: AttendanceList) -> Iterator[tuple[Cell, ...]]:
    say = venue_words()
    for each in listed.entries:
        person, name = each.person, each.person.name
        notes = [say["leads"] if each.leads else "", say["told"].format(title=each.told) if each.told else ""]
        notes += [say["without"].format(round=one) for one in person.without if not listed.session]
        sessions = ", ".join(" ".join(filter(None, (one.code or one.title, one.room))) for one in person.sessions)
        yield (
            *(name.last, name.infix, name.first or name.initials),
            dutch.function_title(person.function, person.office),
            person.where,
            "" if person.table is None else person.table,
            "" if listed.session else sessions,
            "; ".join(filter(None, notes)),
            "",
        )


def _name_of(each: AttendanceList) -> str:
    if each.session is None:
        return str(venue_words()["workbook"]["everyone"])
    return f"{each.round} {each.session.code or each.session.title}".strip()


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes, and that no other sheet of the workbook has."""
    plain = "".join(sign if sign.isprintable() else " " for sign in re.sub(r"[\[\]:*?/\\]", " ", wanted))
    plain = " ".join(plain.split()).strip("' ")
    plain = dutch.capitalised(plain)[:MAX_SHEET_NAME].strip("' ") or "Lijst"
    name, count = plain, 1
    while name.casefold() in taken:
        count += 1
        name = f"{plain[: MAX_SHEET_NAME - len(str(count)) - 1]} {count}"
    taken.add(name.casefold())
    return name
