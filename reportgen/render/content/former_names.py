"""The names that templates of earlier versions used: some still work, of the others it is said what to use instead.

An event's own templates, and those an edition keeps in the archive, may be older than the program. Those versions told
of one subject only, so that some of their texts and fields cannot be given any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from reportgen.domain.canonical_json import JsonValue
from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.content import comparison, national, page_leads, sentences, text_pages
from reportgen.render.content.pagination import COLLEAGUES_PER_PAGE, QUESTIONS_PER_PAGE, SESSIONS_PER_PAGE

_TEXTS = "one of the texts that docs/templates.md lists"


class FormerNames:
    """A group of functions under a former name; asking for one that is gone says what to use instead."""

    def __init__(self, name: str, **working: Any) -> None:
        self._name, self._working = name, working

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._working:
            _refuse(f"{self._name}.{name}", _TEXTS)
        return self._working[name]


class FormerName:
    """What an older template finds under a name that is gone; any use of it says so."""

    def __init__(self, name: str, instead: str) -> None:
        self._name, self._instead = name, instead

    def __getattr__(self, attribute: str) -> NoReturn:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        _refuse(self._name, self._instead)

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        _refuse(self._name, self._instead)

    def __str__(self) -> str:
        _refuse(self._name, self._instead)


FORMER_GLOBALS: Mapping[str, Any] = {
    "points": FormerNames(
        "points",
        people=page_leads.profile_lead,
        within=page_leads.within_lead,
        peers=page_leads.peers_lead,
        table=page_leads.table_lead,
        questions=page_leads.questions_lead,
        spread=sentences.districts_sentence,
        future=sentences.merger_sentences,
        borders=sentences.borders_sentence,
        likenesses=sentences.likeness_sentences,
        unnamed=sentences.unnamed_sentence,
        general=sentences.key_figures_sentence,
    ),
    "national": FormerNames(
        "national",
        lead=page_leads.national_lead,
        within=page_leads.national_lead,
        residents_sentence=national.residents_sentence,
        numbers=national.residents_sentence,
    ),
    "since": FormerNames(
        "since",
        rows=comparison.rows,
        point=comparison.change_sentence,
        kept=comparison.sealed_on,
        sources=comparison.source_pairs,
    ),
    "flow": FormerNames("flow", report=text_pages.report_pages, answers=text_pages.answer_pages),
    "answering": sentences.answering_sentence,
    "lines_to_write": FormerName("lines_to_write", "lines(count) of pack/macros.html"),
    "SESSIONS_A_PAGE": SESSIONS_PER_PAGE,
    "COLLEAGUES_A_PAGE": COLLEAGUES_PER_PAGE,
    "QUESTIONS_A_PAGE": QUESTIONS_PER_PAGE,
}
"""By former name, what it is now."""

FORMER_FILTERS: Mapping[str, FormerName] = {
    name: FormerName(f"|{name}", instead)
    for name, instead in {
        "fact": "fact_text(fact, content.subject, content.municipality)",
        "contrast": "contrast_text(contrast, content.subject)",
        "explore": "prompt_texts(content.facts, content.subject, content.municipality)",
        "colleague": "standout_text(colleague.standout, content.subject)",
    }.items()
}
"""Filters that are gone."""

_MEASURES = "the figures of a measure, in content.profile.measures"

FORMER_FIELDS: Mapping[str, str] = {
    "atlas": "content.map",
    "dot_map": "chart.country_map",
    "index_lines": "chart.series_lines",
    "slopes": "chart.change_bars",
    "positions": "chart.strip",
    "people_lead": "page_leads.profile_lead",
    "composition_bars": _TEXTS,
    "years": _MEASURES,
    "migration_background": _MEASURES,
    "index": _MEASURES,
    "shares": _MEASURES,
    "quartiles": _MEASURES,
    "grouping": "the definition of a measure, in content.subject.measures",
    "series_grouping": "the definition of a measure, in content.subject.measures",
    "origin": "the words of a measure, in content.subject.measures",
    "present": "tables, in each of content.peers",
}
"""Fields, charts and functions of other names that are gone, with what to use instead."""

_FIELD = re.compile(r"has no attribute '(\w+)'")


def former_field(fault: str) -> str:
    """What takes the place of something that a template asked for; empty where there never was such a thing.

    Args:
        fault: what Jinja or Python says of a name that is not there.
    """
    found = _FIELD.search(fault)
    return FORMER_FIELDS.get(found[1], "") if found else ""


def with_former_fields(content: JsonValue) -> JsonValue:
    """A content with what templates of before look for elsewhere: the sessions of a day in its event.

    A round without a session for the reader is not among them.
    """
    if not isinstance(content, dict) or not isinstance(day := content.get("day"), list):
        return content
    event = content["event"]
    if not isinstance(event, dict):
        return content
    sessions: list[JsonValue] = [each["session"] for each in day if isinstance(each, dict) and each["session"]]
    return content | {"event": event | {"sessions": sessions}}


def _refuse(name: str, instead: str) -> NoReturn:
    raise RenderingError(
        said("The template uses '{name}', which is gone since packs tell of any subject", name=name),
        todo=said("use instead: {instead}", instead=instead),
    )
