"""A part becomes HTML, the letter becomes text: Jinja with autoescape, and nothing left undefined."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from reportgen.domain.contents import PartKind
from reportgen.domain.profile import SMALL_DISTRICT
from reportgen.render import charts, dutch, national, points
from reportgen.render.parts import COLLEAGUES_A_PAGE, QUESTIONS_A_PAGE, SESSIONS_A_PAGE, Part
from reportgen.render.resources import TEMPLATES
from reportgen.render.words import contrast_text, fact_text, words

CHART = "data:image/svg+xml;base64,"
"""How the address of a chart begins: it holds the drawing itself."""


@dataclass(frozen=True, slots=True)
class LetterText:
    """The letter as it is read: subject, plain text and HTML; and what the calendar says of the meeting."""

    subject: str
    text: str
    html: str
    calendar: str


def pack_html(parts: Sequence[Part], title: str, author: str, made_for: str) -> str:
    """One HTML document with the pages of all parts in reading order.

    Args:
        title: the document's title.
        author: who publishes it.
        made_for: the day it is made for, ISO; the only date in the file.
    """
    sheets = sorted(((folio, sheet, part) for part in parts for sheet, folio in part.folios), key=lambda each: each[0])
    bodies = [
        Markup(
            _environment()
            .get_template(f"pack/{sheet.template}.html")
            .render(
                content=part.content,
                folio=folio,
                total=part.total,
                turn=sheet.turn,
                reading=dict(part.guide),
            )
        )
        for folio, sheet, part in sheets
    ]
    return (
        _environment()
        .get_template("pack/pack.html")
        .render(title=title, author=author, made_for=made_for, bodies=bodies)
    )


def letter_text(parts: Sequence[Part]) -> LetterText:
    """The covering letter for the mail, from the same contents as the pack."""
    contents = {str(part.kind): part.content for part in parts}
    context = {**contents, "reading": dict(parts[0].guide), "pages": parts[0].total}
    environment = _environment()
    subject = environment.get_template("mail/subject.txt").render(context)
    return LetterText(
        " ".join(subject.split()),
        environment.get_template("mail/letter.txt").render(context),
        environment.get_template("mail/letter.html").render(context),
        " ".join(environment.get_template("mail/calendar.txt").render(context).split()),
    )


def pack_title(parts: Sequence[Part]) -> str:
    """The title of a pack in a reader's window."""
    personal: Any = next(part.content for part in parts if part.kind is PartKind.PERSONAL)
    return f"{personal['meeting']['title']}: briefing {personal['municipality']}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "figure": dutch.figure,
        "number": dutch.number,
        "day": dutch.day,
        "clock": dutch.clock,
        "listed": dutch.listed,
        "count_word": dutch.count_word,
        "full_name": dutch.full_name,
        "surname": dutch.surname,
        "fact": fact_text,
        "contrast": contrast_text,
    }
    environment.globals |= {
        "function_title": dutch.function_title,
        "salutation": dutch.salutation,
        "words": words(),
        "points": points,
        "national": national,
        "chart": _Charts(),
        "SESSIONS_A_PAGE": SESSIONS_A_PAGE,
        "COLLEAGUES_A_PAGE": COLLEAGUES_A_PAGE,
        "QUESTIONS_A_PAGE": QUESTIONS_A_PAGE,
        "SMALL_DISTRICT": SMALL_DISTRICT,
    }
    return environment


class _Charts:
    """The charts as templates call them: images with their title as text alternative.

    As images they are a fifth cheaper to lay out than as SVG in the page; what is drawn is the same.
    """

    def __getattr__(self, name: str) -> Any:
        function = getattr(charts, name)

        def markup(*arguments: Any, **named: Any) -> Markup:
            drawn = function(*arguments, **named)
            title = drawn.partition("<title>")[2].partition("</title>")[0]  # escaped by the chart
            source = f"{CHART}{b64encode(drawn.encode()).decode()}"
            return Markup(f'<img class="chart" alt="{title}" src="{source}">')

        return markup
