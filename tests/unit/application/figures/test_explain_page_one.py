"""The headline, the facts and the prompts of page one say why they were chosen, and follow from figures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example.explained import PLACES, code_of, context, known, pages
from example.people import person

from reportgen.application.figures.explain import Explainer
from reportgen.application.figures.explain_page_one import FACTS, HEADLINES, Statement, statements_of
from reportgen.domain.figures.facts import FactKind
from reportgen.domain.figures.headline import HeadlineKind
from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.contents import PartKind, Personal
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.seating import Table


def _statements(subject: str, code: str) -> tuple[Personal, tuple[Statement, ...]]:
    """The cover of somebody's pack, and what is explained of it."""
    there = replace(context(subject), participants={1: person(1, code)}, tables=(Table(1, "", (1,)),))
    cover = compose(there)[0].section(PartKind.PERSONAL).content
    assert isinstance(cover, Personal)
    explainer = Explainer(code, known(subject), {})
    explained = tuple(explainer.of_pages(pages(subject, code)))
    return cover, statements_of(cover, there, explained, explainer)


@pytest.mark.parametrize(("subject", "name"), [(each, name) for each, names in PLACES.items() for name in names])
def test_every_sentence_of_page_one_has_a_rule_and_the_figures_it_tells(subject: str, name: str) -> None:
    cover, found = _statements(subject, code_of(subject, name))
    assert cover.headline is not None
    assert [each.place for each in found if not each.place.startswith("prompt")] == [
        "headline",
        *(f"fact-{number + 1}" for number in range(len(cover.facts))),
    ]
    told = {"headline": cover.headline} | {f"fact-{number}": fact for number, fact in enumerate(cover.facts, 1)}
    for each in found:
        assert each.text
        assert each.says
        assert each.rule
        of = told[each.place.replace("prompt", "fact")]
        assert [figure.figure.value for figure in each.figures] == [
            figure.value for figure in (of.own, of.other) if figure is not None
        ]
        for figure in each.figures:
            assert figure.computed == pytest.approx(figure.figure.value, rel=1e-12)


@pytest.mark.parametrize("subject", PLACES)
def test_a_guest_is_told_where_the_figures_of_the_country_come_from(subject: str) -> None:
    cover, found = _statements(subject, COUNTRY)
    assert cover.headline is not None
    assert {"headline", "fact-1", "fact-2", "fact-3"} <= {each.place for each in found}
    assert all(figure.rows for each in found for figure in each.figures)


def test_every_kind_of_headline_and_fact_is_said_in_words() -> None:
    assert HEADLINES.keys() == set(HeadlineKind)
    assert FACTS.keys() == set(FactKind)
