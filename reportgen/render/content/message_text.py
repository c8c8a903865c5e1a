"""A message as text: what each placeholder becomes for somebody, and the letter around the organiser's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.messages.message import CalendarUse
from reportgen.domain.messages.placeholders import Placeholder, filled
from reportgen.domain.people.participant import Participant, elided, full_name, where_from
from reportgen.domain.programme.event import Event, Session
from reportgen.domain.programme.rounds import round_name
from reportgen.render.content import dutch
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.environment import render_template
from reportgen.render.content.letter_text import LetterText
from reportgen.render.content.style import Style
from reportgen.render.content.words import pack_words


def event_values(event: Event) -> dict[str, str]:
    """What the placeholders become that are the same for everyone."""
    organiser = event.organiser
    return {
        Placeholder.TITLE: event.title,
        Placeholder.DAY: dutch.day(event.day.isoformat(), weekday=True),
        Placeholder.PLACE: event.place,
        Placeholder.ADDRESS: event.address,
        Placeholder.DOORS: dutch.clock(event.doors.isoformat()),
        Placeholder.START: dutch.clock(event.start.isoformat()),
        Placeholder.END: dutch.clock(event.end.isoformat()),
        Placeholder.CONTACT: organiser.contact,
        Placeholder.EMAIL: organiser.email,
        Placeholder.PHONE: organiser.phone,
    }


def personal_values(
    person: Participant,
    municipalities: Mapping[str, str],
    seat: tuple[int, str] | None,
    sessions: Sequence[Session],
    rooms: Sequence[str],
) -> dict[str, str]:
    """What the placeholders become that are about one participant; empty where there is nothing to say.

    Args:
        municipalities: code → name.
        seat: table and theme; None without a seat.
        sessions: what they attend in the rounds, in order of time.
        rooms: where they have to be, in order of time.
    """
    table, theme = seat or (0, "")
    name = asdict(person.name)
    return {
        Placeholder.SALUTATION: dutch.salutation(name, person.office, person.salutation),
        Placeholder.NAME: elided(full_name(person.name)),
        Placeholder.FUNCTION: person.function,
        Placeholder.MUNICIPALITY: where_from(person, municipalities),
        Placeholder.TABLE: str(table or ""),
        Placeholder.THEME: theme,
        Placeholder.SESSIONS: "\n".join(map(session_line, sessions)),
        Placeholder.ROOM: dutch.listed(rooms),
    }


def session_line(session: Session) -> str:
    """One session of a round: ``Ronde 1, 10.00 uur: Wonen in het dorp (Zaal 2)``."""
    name, start = dutch.capitalised(round_name(session.round)), dutch.clock(session.start.isoformat())
    room = f" ({session.room})" if session.room else ""
    return f"{name}, {start} uur: {session.title}{room}"


def message_text(
    event: Event,
    subject: str,
    text: str,
    values: Mapping[str, str],
    style: Style,
    has_pack: bool = False,
    calendar: CalendarUse = CalendarUse.NONE,
) -> LetterText:
    """The letter of a message to one participant, and what it says in the calendar.

    Args:
        subject, text: with placeholders, without faults.
        values: by placeholder.
        has_pack: a pack is attached.
        calendar: what the attached calendar files do.

    Raises:
        KeyError: a placeholder has no value.
    """
    said = pack_words()["message"]
    told = filled(text, values)
    paragraphs = [each.strip("\n") for each in _paragraphs(told)]
    attached = ([said["pack"]] if has_pack else []) + (
        [said["calendar"][calendar]] if calendar in said["calendar"] else []
    )
    context = {
        "event": to_json_value(event),
        "paragraphs": [each.split("\n") for each in paragraphs],
        "attached": attached,
        "style": style,
        "said": said,
    }
    facts = {"contact": event.organiser.contact, "email": event.organiser.email}
    return LetterText(
        " ".join(filled(subject, values).split()),
        render_template(BRIEFING, "mail/message.txt", **context),
        render_template(BRIEFING, "mail/message.html", **context),
        str(said["entry"].get(calendar, "")).format(**facts),
    )


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: lines between empty ones, without blanks at the end of lines."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return ["\n".join(each) for each in found if each]
