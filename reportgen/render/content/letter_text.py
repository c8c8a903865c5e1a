"""The covering letter of a pack as text: subject, plain text, HTML and calendar, from the kind's letter templates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.domain.pack.difference import Difference
from reportgen.render.content.dutch import listed
from reportgen.render.content.environment import render_template
from reportgen.render.content.former_names import with_former_fields
from reportgen.render.content.kind_templates import CALENDAR_FILE, has_calendar, letter_template
from reportgen.render.content.parts import Part
from reportgen.render.content.replacement_lines import replacement_lines
from reportgen.render.content.words import pack_words


@dataclass(frozen=True, slots=True)
class LetterText:
    """The letter as it is read: subject, plain text and HTML; and what the calendar says of the meeting.

    ``calendar`` is empty where a letter carries none.
    """

    subject: str
    text: str
    html: str
    calendar: str


def letter_text(
    parts: Sequence[Part],
    differences: Sequence[Difference] | None = None,
    reference: str = "",
    returned: bool = False,
    cancelled: Sequence[str] = (),
) -> LetterText:
    """The covering letter for the mail, from the same contents as the pack.

    Args:
        differences: what is different from the pack in hand, where there is one; the letter and its subject say so.
        reference: by which an answer finds its way back.
        returned: the last letter said that the reader does not take part.
        cancelled: names of the attached files that cancel something in the reader's calendar.
    """
    kind = parts[0].pack
    contents = {str(each.kind): with_former_fields(each.content) if kind.templates else each.content for each in parts}
    personal: Any = contents["personal"]
    changes = () if differences is None else replacement_lines(differences, personal["erratum"], returned)
    context: dict[str, Any] = {
        **contents,
        "changes": changes,
        "reading": dict(parts[0].first_pages),
        "pages": parts[0].total,
        "style": parts[0].style,
        "reference": reference,
        "cancelled": _cancelled(cancelled),
    }
    said = pack_words()["replacement"]
    subject = " ".join(render_template(kind, letter_template(kind, "subject.txt"), **context).split())
    return LetterText(
        said["returned_subject" if returned else "subject"].format(subject=subject) if changes else subject,
        render_template(kind, letter_template(kind, "letter.txt"), **context),
        render_template(kind, letter_template(kind, "letter.html"), **context),
        lines(render_template(kind, letter_template(kind, CALENDAR_FILE), **context)) if has_calendar(kind) else "",
    )


def _cancelled(files: Sequence[str]) -> str:
    """What to do with files that cancel something; empty where there are none."""
    said = pack_words()["calendar"]["cancelled"]
    return said["one" if len(files) == 1 else "many"].format(files=listed(files)) if files else ""


def lines(text: str) -> str:
    """Lines without what surrounds them; an empty one stays where there was one, and no more."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.splitlines())).strip()
