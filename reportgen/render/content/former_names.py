"""The names that templates of version 0.1 call sentences, pages of text and constants by.

An event's own templates, and those an edition keeps in the archive, may be older than the program: with these names
they still work, so that an archived follow-up can be made again.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from reportgen.render.content import chart_titles, chart_values, comparison, national, page_leads, sentences, text_pages
from reportgen.render.content.note_lines import note_line_count
from reportgen.render.content.pagination import COLLEAGUES_PER_PAGE, QUESTIONS_PER_PAGE, SESSIONS_PER_PAGE

FORMER_GLOBALS: dict[str, Any] = {
    "points": SimpleNamespace(
        people=page_leads.profile_lead,
        within=page_leads.within_lead,
        peers=page_leads.peers_lead,
        table=page_leads.table_lead,
        questions=page_leads.questions_lead,
        composition=chart_titles.composition_title,
        index_lines=chart_titles.series_title,
        strip=chart_titles.districts_title,
        map_title=chart_titles.map_title,
        peers_map=chart_titles.peers_map_title,
        spread=sentences.districts_sentence,
        future=sentences.merger_sentences,
        borders=sentences.borders_sentence,
        likenesses=sentences.likeness_sentences,
        unnamed=sentences.unnamed_sentence,
        general=sentences.key_figures_sentence,
        telling=chart_values.large_districts,
    ),
    "national": SimpleNamespace(
        lead=page_leads.national_lead,
        composition_title=chart_titles.composition_title,
        residents_sentence=national.residents_sentence,
        within=page_leads.national_lead,
        composition=chart_titles.composition_title,
        map_title=chart_titles.map_title,
        numbers=national.residents_sentence,
    ),
    "since": SimpleNamespace(
        rows=comparison.rows,
        labels=comparison.column_heads,
        point=comparison.change_sentence,
        kept=comparison.sealed_on,
        sources=comparison.source_pairs,
        composition=comparison.composition_bars,
    ),
    "flow": SimpleNamespace(report=text_pages.report_pages, answers=text_pages.answer_pages),
    "lines_to_write": note_line_count,
    "answering": sentences.answering_sentence,
    "SESSIONS_A_PAGE": SESSIONS_PER_PAGE,
    "COLLEAGUES_A_PAGE": COLLEAGUES_PER_PAGE,
    "QUESTIONS_A_PAGE": QUESTIONS_PER_PAGE,
}
"""By former name, what it is now; of ``national`` both the former and the present names."""
