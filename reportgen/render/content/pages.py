"""The HTML of parts and packs, and the text of letters, from Jinja templates with autoescape and strict undefined."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from traceback import extract_tb
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reportgen.domain.figures.statistics import SMALL_DISTRICT
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.difference import Difference
from reportgen.domain.pack.kinds import PackKind
from reportgen.errors import RenderingError, ReportgenError
from reportgen.render.content import (
    chart_titles,
    chart_values,
    charts,
    comparison,
    dutch,
    national,
    page_leads,
    sentences,
    text_pages,
)
from reportgen.render.content.changes import replacement_lines
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.fact_texts import colleague_text, contrast_text, explore_text, fact_text
from reportgen.render.content.former_names import FORMER_GLOBALS
from reportgen.render.content.kind_templates import CALENDAR_FILE, has_calendar, letter_template, page_template
from reportgen.render.content.note_lines import note_line_count
from reportgen.render.content.parts import Part
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.sheets import COLLEAGUES_PER_PAGE, QUESTIONS_PER_PAGE, SESSIONS_PER_PAGE
from reportgen.render.content.style import Style
from reportgen.render.content.words import pack_words

CHART = "chart:"
"""How the address of a chart begins; what follows is a digest of its drawing, which goes beside the page."""

_INLINE = "data:image/svg+xml;base64,"


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages as they are printed: HTML that is well-formed XML as well, and the charts in it as SVG, by address."""

    html: str
    charts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LetterText:
    """The letter as it is read: subject, plain text and HTML; and what the calendar says of the meeting.

    ``calendar`` is empty where a letter carries none.
    """

    subject: str
    text: str
    html: str
    calendar: str


def pages_of(parts: Sequence[Part], title: str, author: str, made_for: str) -> Pages:
    """The pages of all parts in reading order.

    Args:
        title: the document's title.
        author: who publishes it.
        made_for: the day it is made for, ISO; the only date in the file.
    """
    sheets = sorted(((folio, sheet, part) for part in parts for sheet, folio in part.folios), key=lambda each: each[0])
    drawn: dict[str, str] = {}
    bodies = [
        Markup(
            _filled_in(
                part.pack,
                page_template(part.pack, sheet.template),
                content=part.content,
                folio=folio,
                total=part.total,
                turn=sheet.turn,
                reading=dict(part.first_pages),
                style=part.style,
                chart=_Charts(part.style, drawn),
            )
        )
        for folio, sheet, part in sheets
    ]
    whole = {"title": title, "author": author, "made_for": made_for, "bodies": bodies}
    return Pages(_filled_in(BRIEFING, "pack/pack.html", **whole), drawn)


def pack_html(parts: Sequence[Part], title: str, author: str, made_for: str) -> str:
    """The same pages as one HTML document that needs nothing beside it but fonts and style."""
    pages = pages_of(parts, title, author, made_for)
    return re.sub(
        f'(?<= src="){CHART}\\w+(?=")',
        lambda found: f"{_INLINE}{b64encode(pages.charts[found[0]].encode()).decode()}",
        pages.html,
    )


def letter_text(
    parts: Sequence[Part], differences: Sequence[Difference] | None = None, reference: str = ""
) -> LetterText:
    """The covering letter for the mail, from the same contents as the pack.

    Args:
        differences: what is different from the pack in hand, where there is one; the letter and its subject say so.
        reference: by which an answer finds its way back.
    """
    contents, kind = {str(part.kind): part.content for part in parts}, parts[0].pack
    personal: Any = contents["personal"]
    changes = () if differences is None else replacement_lines(differences, personal["erratum"])
    context: dict[str, Any] = {
        **contents,
        "changes": changes,
        "reading": dict(parts[0].first_pages),
        "pages": parts[0].total,
        "style": parts[0].style,
        "reference": reference,
    }
    subject = " ".join(_filled_in(kind, letter_template(kind, "subject.txt"), **context).split())
    return LetterText(
        pack_words()["replacement"]["subject"].format(subject=subject) if changes else subject,
        _filled_in(kind, letter_template(kind, "letter.txt"), **context),
        _filled_in(kind, letter_template(kind, "letter.html"), **context),
        _lines(_filled_in(kind, letter_template(kind, CALENDAR_FILE), **context)) if has_calendar(kind) else "",
    )


def _lines(text: str) -> str:
    """Lines without what surrounds them; an empty one stays where there was one, and no more."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in text.splitlines())).strip()


def pack_title(parts: Sequence[Part]) -> str:
    """The title of a pack in a reader's window."""
    personal: Any = next(part.content for part in parts if part.kind is PartKind.PERSONAL)
    return f"{personal['meeting']['title']}: {parts[0].pack.title} {personal['municipality']}"


def _filled_in(kind: PackKind, template: str, **context: Any) -> str:
    """A template with its values.

    Raises:
        RenderingError: the template has a fault, or asks for what is not there; says in which line.
    """
    try:
        return environment(kind).get_template(template).render(context)
    except ReportgenError:
        raise
    except Exception as fault:  # what a template calls may fail in any way
        raise RenderingError(
            f"A template cannot be filled in: {type(fault).__name__}: {fault}",
            where=_line_of(fault, template),
            todo="mend the template, and look with: reportgen preview EVENT",
        ) from fault


def _line_of(fault: Exception, template: str) -> str:
    """The last line of a template that was at work: ``templates/pack/cover.html, line 12``."""
    if isinstance(fault, TemplateSyntaxError):
        return f"templates/{fault.name or template}, line {fault.lineno}"
    for each in reversed(extract_tb(fault.__traceback__)):
        path = TEMPLATES.parent / each.filename  # of a kind's own templates the name alone is known
        if path.is_relative_to(TEMPLATES):
            return f"templates/{path.relative_to(TEMPLATES).as_posix()}, line {each.lineno}"
    return f"templates/{template}"


def _own(kind: PackKind) -> FunctionLoader:
    """Finds the templates that a kind brings along, wherever its pages are printed."""
    texts = {f"{kind.name}/{file}": text for file, text in kind.templates}

    def found(name: str) -> tuple[str, str, None] | None:
        return (texts[name], f"{TEMPLATES.name}/{name}", None) if name in texts else None

    return FunctionLoader(found)


@lru_cache(maxsize=8)
def environment(kind: PackKind = BRIEFING) -> Environment:
    """What templates are read with, and what they may call; those of an event reach nothing beside that."""
    program = FileSystemLoader(TEMPLATES)
    make = ImmutableSandboxedEnvironment if kind.templates else Environment
    made = make(
        loader=ChoiceLoader([_own(kind), program]) if kind.templates else program,
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "figure": dutch.figure,
        "number": dutch.number,
        "day": dutch.day,
        "clock": dutch.clock,
        "paragraphs": dutch.paragraphs,
        "listed": dutch.listed,
        "count_word": dutch.count_word,
        "full_name": dutch.full_name,
        "surname": dutch.surname,
        "fact": fact_text,
        "contrast": contrast_text,
        "explore": explore_text,
        "colleague": colleague_text,
    }
    made.globals |= {
        "function_title": dutch.function_title,
        "salutation": dutch.salutation,
        "subject_line": dutch.subject_line,
        "words": pack_words(),
        "page_leads": page_leads,
        "chart_titles": chart_titles,
        "chart_values": chart_values,
        "sentences": sentences,
        "national": national,
        "comparison": comparison,
        "text_pages": text_pages,
        "note_line_count": note_line_count,
        "SESSIONS_PER_PAGE": SESSIONS_PER_PAGE,
        "COLLEAGUES_PER_PAGE": COLLEAGUES_PER_PAGE,
        "QUESTIONS_PER_PAGE": QUESTIONS_PER_PAGE,
        "SMALL_DISTRICT": SMALL_DISTRICT,
    }
    if kind.templates:
        made.globals |= FORMER_GLOBALS
    return made


class _Charts:
    """The charts as templates call them: images with their title as text alternative, drawn beside the page."""

    def __init__(self, style: Style, drawn: dict[str, str]) -> None:
        self._style = style
        self._drawn = drawn

    def __getattr__(self, name: str) -> Any:
        function = getattr(charts, name)

        def markup(*arguments: Any, **named: Any) -> Markup:
            drawn = self._style.coloured(name, function(*arguments, **named))
            title = drawn.partition("<title>")[2].partition("</title>")[0]  # escaped by the chart
            address = f"{CHART}{sha256(drawn.encode()).hexdigest()[:16]}"
            self._drawn[address] = drawn
            return Markup(f'<img class="chart" alt="{title}" src="{address}"/>')

        return markup
