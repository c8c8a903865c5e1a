"""What a calendar says of a session of a round that a participant attends."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.programme.event import Event, Session
from reportgen.domain.programme.own_day import OwnPart
from reportgen.domain.programme.rounds import round_name
from reportgen.render.content import dutch
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.environment import render_template
from reportgen.render.content.letter_text import lines


@dataclass(frozen=True, slots=True)
class SessionText:
    """The title of an entry, and its description."""

    summary: str
    description: str


def session_text(part: OwnPart, session: Session, event: Event) -> SessionText:
    """The entry of a session in the calendar of who attends it.

    Args:
        part: the round in the participant's day.
        session: the one that they attend.
    """
    said = {"part": to_json_value(part), "title": event.title, "contact": event.organiser.contact}
    summary = f"{dutch.capitalised(round_name(part.round))}: {session.title}"
    return SessionText(summary, lines(render_template(BRIEFING, "mail/session.txt", **said)))
