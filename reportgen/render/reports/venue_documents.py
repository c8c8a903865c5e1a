"""Attendance lists, name badges and table signs as documents to print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.domain.canonical_json import digest
from reportgen.domain.people.participant import Name
from reportgen.domain.programme.venue_lists import BADGES, SIGNS, AttendanceList, ExpectedPerson, VenueLists
from reportgen.render.content import dutch
from reportgen.render.content.badge_layout import badge_sheets, sign_layout
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.environment import render_template
from reportgen.render.content.own_day_texts import SEPARATOR
from reportgen.render.content.style import Style, style_digest
from reportgen.render.content.text_pages import printable
from reportgen.render.content.typography import set_text
from reportgen.render.content.words import venue_words
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.printing.documents import PagesJob


def venue_documents(lists: VenueLists, style: Style) -> Iterator[PagesJob]:
    """The documents of an event; the identity of each holds the name of its file, without suffix."""
    say = venue_words()
    for each in lists.lists:
        part = _list_name(each) if each.session else say["everyone"]
        title = f"{say['attendance']}: {part}"
        yield _job(each.file, "attendance", title, lists, style, 0, list=each, about=_about(each, lists))
    if lists.people:
        sheets = tuple(badge_sheets(lists.people, lists.title))
        yield _job(BADGES, "badges", say["badges"], lists, style, len(sheets), sheets=sheets)
    if lists.signs:
        signs = tuple(sign_layout(each, lists.title) for each in lists.signs)
        yield _job(SIGNS, "signs", say["signs"], lists, style, len(signs), signs=signs)


def _job(file: str, template: str, what: str, lists: VenueLists, style: Style, pages: int, **context: Any) -> PagesJob:
    title = printable(f"{lists.title}: {what}")
    html = set_text(
        render_template(
            BRIEFING,
            f"venue/{template}.html",
            title=title,
            event=printable(lists.title),
            organiser=printable(lists.organiser),
            day_of_meeting=lists.day,
            say=venue_words(),
            last_name_first=last_name_first,
            given_name=given_name,
            own_places=own_places,
            printable=printable,
            **context,
        )
    )
    mark = digest(f"{style_digest(style)}\n{html}".encode())
    return PagesJob(
        Identity(file, mark), html, DocumentInfo(title, printable(lists.organiser), lists.day), style, pages
    )


def last_name_first(name: Name) -> str:
    """A surname as lists are ordered by it, with the prefix behind it: ``Loo, van der``."""
    return ", ".join(part for part in (name.last, name.infix) if part)


def given_name(name: Name) -> str:
    """The first name, or the initials where it is not known; may be empty."""
    return name.first or name.initials


def _list_name(each: AttendanceList) -> str:
    assert each.session is not None
    part = f"{each.session.code} {each.session.title}".strip()
    return f"{each.round}, {part}" if each.round else part


def _about(each: AttendanceList, lists: VenueLists) -> list[str]:
    """What stands below the head of a list: time, room, who leads it, how many people and places."""
    say, session, count = venue_words(), each.session, len(each.entries)
    people = say["people_one"] if count == 1 else say["people"].format(count=count)
    if session is None:
        return [dutch.day(lists.day, weekday=True), people]
    found = [f"{session.start:%H.%M}–{session.end:%H.%M}", session.room]
    found.append(say["leader"].format(leader=session.leader) if session.leader else "")
    found.append(say["speaker"].format(speaker=session.speaker) if session.speaker else "")
    found.append(people)
    found.append("" if session.capacity is None else say["capacity"].format(capacity=session.capacity))
    return [part for part in found if part]


def own_places(person: ExpectedPerson) -> str:
    """Where somebody goes, in a few words: ``A Beukenzaal · F Torenkamer``; a code stays beside the room."""
    places = ["\u00a0".join(part for part in (each.code or each.title, each.room) if part) for each in person.sessions]
    places += [venue_words()["without"].format(round=each) for each in person.without]
    return printable(SEPARATOR.join(places))
