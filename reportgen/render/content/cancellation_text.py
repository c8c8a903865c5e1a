"""The cancellation letter as text: that somebody does not take part any more, and what to do if that is a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.people.attendance import Attendance
from reportgen.domain.programme.event import Event
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.environment import render_template
from reportgen.render.content.letter_text import LetterText
from reportgen.render.content.style import Style
from reportgen.render.content.words import pack_words


@dataclass(frozen=True, slots=True)
class SalutationParts:
    """What the salutation is written from: as in the invitation.

    Attributes:
        name: the parts of the name, as in the content of a pack.
        salutation: as the list gave it; empty to derive it.
    """

    name: Mapping[str, str]
    office: str
    salutation: str


def cancellation_text(event: Event, salutation: SalutationParts, reason: Attendance, style: Style) -> LetterText:
    """The cancellation letter, and what it says in the calendar.

    Args:
        reason: who cancelled is told that this was noted; who is gone from the list, that we take it they do not come.
    """
    said = pack_words()["cancellation"]
    facts = {"title": event.title, "email": event.organiser.email}
    context = {
        "event": to_json_value(event),  # templates get dates and times as the contents of packs have them
        "to": salutation,
        "style": style,
        "opening": said["opening"][reason].format(**facts),
        "said": said,
    }
    return LetterText(
        said["subject"][reason].format(**facts),
        render_template(BRIEFING, "mail/cancellation.txt", **context),
        render_template(BRIEFING, "mail/cancellation.html", **context),
        said["calendar"][reason].format(**facts),
    )
