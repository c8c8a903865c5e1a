"""Contents of the packs of all municipalities of a subject, and every text that is written from them by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from example.figures import DAY, figures_of

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.figures.facts import facts_of, national_facts
from reportgen.domain.figures.headline_choice import headline_of
from reportgen.domain.figures.profile import Profile, profile_of
from reportgen.domain.figures.subject_figures import SubjectFigures
from reportgen.domain.pack.country_map import country_map_of
from reportgen.domain.pack.municipality_pages import average_of
from reportgen.domain.pack.subject_text import strips_of, subject_text_of
from reportgen.domain.places.comparable import Comparability, Peer
from reportgen.domain.places.municipality import COUNTRY
from reportgen.render.content import chart_heads, chart_titles, page_leads, page_values, sentences
from reportgen.render.content.fact_texts import fact_text, rank_text
from reportgen.render.content.headline_texts import headline_text
from reportgen.render.content.prompts import prompt_texts

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What texts about a municipality are made from, as pages get it."""

    pages: Content
    headline: Content | None
    facts: tuple[Content, ...]

    @property
    def name(self) -> str:
        return str(self.pages["profile"]["name"])

    @property
    def subject(self) -> Content:
        return cast(Content, self.pages["subject"])


@cache
def told_of_all(subject: str, day: date = DAY) -> dict[str, Told]:
    """Everything that is told of the municipalities of a day, by code."""
    figures = figures_of(subject, day)
    shared = _shared(figures)
    profiles = {code: profile_of(code, figures) for code in (*sorted(figures.data.municipalities), COUNTRY)}
    rows = {code: cast(Content, to_json_value(profile)) for code, profile in profiles.items()}
    comparability = Comparability(figures)
    return {
        code: _told(code, comparability.peers(code), profiles, rows, figures, shared)
        for code in profiles
        if code != COUNTRY
    }


def _shared(figures: SubjectFigures) -> dict[str, Any]:
    return {
        "subject": to_json_value(subject_text_of(figures)),
        "map": to_json_value(country_map_of(figures)),
        "strips": to_json_value(strips_of(figures)),
    }


def _told(
    code: str,
    peers: tuple[Peer, ...],
    profiles: Mapping[str, Profile],
    rows: Mapping[str, Content],
    figures: SubjectFigures,
    shared: Mapping[str, Any],
) -> Told:
    others = [profiles[each.code] for each in peers]
    content = {
        **shared,
        "profile": rows[code],
        "country": rows[COUNTRY],
        "peers": [_row(each, rows[each.code]) for each in peers],
        "average": to_json_value(average_of(others, figures)),
    }
    comparable = [profiles[each.code] for each in peers if each.close]
    headline = headline_of(profiles[code], comparable, figures)
    facts = facts_of(profiles[code], comparable, figures, headline)
    return Told(
        content,
        cast(Content, to_json_value(headline)) if headline else None,
        tuple(cast(Content, to_json_value(each)) for each in facts),
    )


def _row(peer: Peer, profile: Content) -> dict[str, Any]:
    fields = {name: profile[name] for name in ("code", "name", "residents", "measures")}
    return {**fields, "likenesses": peer.likenesses, "kinds": peer.kinds, "close": peer.close, "tables": ()}


def texts_of(told: Told) -> Iterator[tuple[str, str]]:
    """Every text of the pages of a municipality, with what it is."""
    subject, name, pages = told.subject, told.name, told.pages
    yield "headline", headline_text(told.headline, subject, name)
    for fact, prompt in zip(told.facts, prompt_texts(told.facts, subject, name), strict=True):
        numeral, line, sentence = fact_text(fact, subject, name)
        yield "numeral", numeral
        yield "line", line
        yield "fact", sentence
        yield "prompt", prompt
        yield "rank", rank_text(fact["rank"])
    for lead in (page_leads.profile_lead, page_leads.within_lead, page_leads.peers_lead):
        yield lead.__name__, lead(pages)
    for composition in subject["compositions"]:
        yield "composition_head", chart_heads.composition_head(pages, composition)
        yield "composition_title", chart_titles.composition_title(pages, composition)
    for head in (chart_heads.strips_head, chart_heads.districts_head, chart_heads.changes_head, chart_heads.peers_head):
        yield head.__name__, head(pages)
    for key in subject["measures"]:
        yield "series_head", chart_heads.series_head(pages, key)
        yield "series_title", chart_titles.series_title(pages, key)
    for title in (
        chart_titles.districts_title,
        chart_titles.map_title,
        chart_titles.peers_map_title,
    ):
        yield title.__name__, title(pages)
    if changing := page_values.change_bars(pages):
        yield "changes_title", chart_titles.changes_title(pages, changing)
    for sentence_of in (
        sentences.districts_sentence,
        sentences.borders_sentence,
        sentences.missing_sentence,
        sentences.key_figures_sentence,
    ):
        yield sentence_of.__name__, sentence_of(pages)
    for many in (sentences.merger_sentences, sentences.likeness_sentences):
        for text in many(pages):
            yield many.__name__, text


def national_texts(subject: str, day: date = DAY) -> tuple[Content, ...]:
    """The facts of the country."""
    figures = figures_of(subject, day)
    return tuple(cast(Content, to_json_value(each)) for each in national_facts(profile_of(COUNTRY, figures), figures))
