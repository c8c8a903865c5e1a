"""The Jinja environment of packs and letters: what templates may call, and errors that name the template line."""

from __future__ import annotations

from functools import lru_cache
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

from reportgen.domain.figures.districts import SMALL_DISTRICT
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.programme.rounds import round_name
from reportgen.errors import RenderingError, ReportgenError
from reportgen.i18n.message import said
from reportgen.render.content import (
    chart_heads,
    chart_titles,
    chart_values,
    comparison,
    dutch,
    measure_words,
    nation_page,
    national,
    own_day_texts,
    page_leads,
    page_texts,
    page_values,
    sentences,
    text_pages,
)
from reportgen.render.content.bounded_templates import BoundedEnvironment, TemplateTooLarge, template_bounds
from reportgen.render.content.change_pages import change_pages
from reportgen.render.content.column_heads import column_head
from reportgen.render.content.contrast_texts import contrast_text, contrast_texts
from reportgen.render.content.cover_layout import cover_layout, cover_name_size
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.fact_texts import fact_rank_text, fact_text, rank_text, standout_text
from reportgen.render.content.figure_pages import figure_pages
from reportgen.render.content.former_names import FORMER_FILTERS, FORMER_GLOBALS, former_field
from reportgen.render.content.headline_texts import headline_text
from reportgen.render.content.leading_pages import leading_pages
from reportgen.render.content.note_lines import (
    question_line_count,
    room_below,
    row_height,
)
from reportgen.render.content.pagination import COLLEAGUES_PER_PAGE, QUESTIONS_PER_PAGE, SESSIONS_PER_PAGE
from reportgen.render.content.place_names import in_place, place, unbroken
from reportgen.render.content.programme_pages import programme_pages
from reportgen.render.content.prompts import prompt_texts
from reportgen.render.content.report_rest import answers_rest, contacts_rest, notes_in, report_rest
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.content.table_pages import table_pages
from reportgen.render.content.wordings import subject_text
from reportgen.render.content.words import pack_words


def render_template(kind: PackKind, template: str, **context: Any) -> str:
    """A template with its values.

    Raises:
        RenderingError: the template has a fault, or asks for what is not there; says in which line.
    """
    try:
        with template_bounds():
            return environment(kind).get_template(template).render(context)
    except TemplateTooLarge as fault:
        raise RenderingError(fault.what, where=_line_of(fault, template), todo=fault.todo) from None
    except RenderingError as fault:
        raise RenderingError(fault.what, where=fault.where or _line_of(fault, template), todo=fault.todo) from None
    except ReportgenError:
        raise
    except (RecursionError, MemoryError) as fault:
        raise RenderingError(
            "A template has tags or calls within each other, too deep to fill in",
            where=_line_of(fault, template),
            todo="mend the template, and look with: reportgen preview EVENT",
        ) from None
    except Exception as fault:  # what a template calls may fail in any way
        instead = former_field(str(fault))
        raise RenderingError(
            said("A template cannot be filled in: {name}: {reason}", name=type(fault).__name__, reason=fault),
            where=_line_of(fault, template),
            todo=said("use instead: {instead}", instead=instead)
            if instead
            else "mend the template, and look with: reportgen preview EVENT",
        ) from fault


@lru_cache(maxsize=8)
def environment(kind: PackKind = BRIEFING) -> Environment:
    """What templates are read with, and what they may call; those of an event reach nothing beside that."""
    program = FileSystemLoader(TEMPLATES)
    make = BoundedEnvironment if kind.templates else Environment
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
        "capitalised": dutch.capitalised,
        "column_head": column_head,
        "place": place,
        "in_place": in_place,
        "unbroken": unbroken,
        "rank": rank_text,
    }
    made.globals |= {
        "function_title": dutch.function_title,
        "salutation": dutch.salutation,
        "round_name": round_name,
        "subject_line": dutch.subject_line,
        "words": pack_words(),
        "headline_text": headline_text,
        "fact_text": fact_text,
        "fact_rank_text": fact_rank_text,
        "prompt_texts": prompt_texts,
        "contrast_text": contrast_text,
        "contrast_texts": contrast_texts,
        "standout_text": standout_text,
        "subject_text": subject_text,
        "measure_words": measure_words,
        "page_leads": page_leads,
        "chart_heads": chart_heads,
        "chart_titles": chart_titles,
        "chart_values": chart_values,
        "sentences": sentences,
        "national": national,
        "nation_page": nation_page,
        "comparison": comparison,
        "own_day_texts": own_day_texts,
        "text_pages": text_pages,
        "change_pages": change_pages,
        "figure_pages": figure_pages,
        "leading_pages": leading_pages,
        "programme_pages": programme_pages,
        "table_pages": table_pages,
        "report_rest": report_rest,
        "notes_in": notes_in,
        "answers_rest": answers_rest,
        "contacts_rest": contacts_rest,
        "question_line_count": question_line_count,
        "room_below": room_below,
        "row_height": row_height,
        "cover_name_size": cover_name_size,
        "cover_layout": cover_layout,
        "page_texts": page_texts,
        "page_values": page_values,
        "SESSIONS_PER_PAGE": SESSIONS_PER_PAGE,
        "COLLEAGUES_PER_PAGE": COLLEAGUES_PER_PAGE,
        "QUESTIONS_PER_PAGE": QUESTIONS_PER_PAGE,
        "SMALL_DISTRICT": SMALL_DISTRICT,
    }
    if kind.templates:
        made.globals |= FORMER_GLOBALS
        made.filters |= FORMER_FILTERS
    return made


def _own(kind: PackKind) -> FunctionLoader:
    """Finds the templates that a kind brings along, wherever its pages are printed."""
    texts = {f"{kind.name}/{file}": text for file, text in kind.templates}

    def found(name: str) -> tuple[str, str, None] | None:
        return (texts[name], f"{TEMPLATES.name}/{name}", None) if name in texts else None

    return FunctionLoader(found)


def _line_of(fault: Exception, template: str) -> str:
    """The last line of a template that was at work: ``templates/pack/cover.html, line 12``."""
    if isinstance(fault, TemplateSyntaxError):
        return f"templates/{fault.name or template}, line {fault.lineno}"
    for each in reversed(extract_tb(fault.__traceback__)):
        path = TEMPLATES.parent / each.filename  # of a kind's own templates the name alone is known
        if path.is_relative_to(TEMPLATES):
            return f"templates/{path.relative_to(TEMPLATES).as_posix()}, line {each.lineno}"
    return f"templates/{template}"
