"""The pack of a guest: the same meeting and table, and the country in place of a municipality."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from example import figures
from example.pack_texts import national_texts, told_of_all

from reportgen.domain.pack.contents import PartKind
from reportgen.render.content import national, page_leads
from reportgen.render.content.fact_texts import fact_rank_text, fact_text
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.pages import pack_html, pack_title
from reportgen.render.content.parts import Part
from reportgen.render.content.prompts import prompt_texts
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.job import Job
from reportgen.render.printing.press import printed_pack

Guest = tuple[Part, ...]


@pytest.fixture(scope="module")
def html(guest: Guest) -> str:
    return pack_html(guest, "Briefing", "VNG", "2018-12-10")


@pytest.mark.parametrize("own", [True, False], ids=["known", "not known"])
def test_the_ends_of_the_country_are_told_with_what_they_are_of(guest: Guest, own: bool) -> None:
    pages = content(guest, PartKind.MUNICIPALITY)
    measures = [{**each, "last": each["last"] if own else None} for each in pages["profile"]["measures"]]
    lead = page_leads.national_lead({**pages, "profile": {**pages["profile"], "measures": measures}})
    sentence = "De uitersten zijn 0,72 in ’s-Gravenhage en 0,07 op Urk."
    alone = "De diversiteitsindex is in ’s-Gravenhage het hoogst (0,72), op Urk het laagst (0,07)."
    assert lead.endswith(sentence) if own else lead == alone


def content(guest: Guest, kind: PartKind) -> Any:
    return next(part.content for part in guest if part.kind is kind)


def test_a_guest_gets_the_pages_that_need_no_municipality(guest: Guest) -> None:
    sheets = sorted((folio, sheet.template) for part in guest for sheet, folio in part.folios)
    assert list(dict.fromkeys(template for _, template in sheets)) == [
        "cover",
        "programme",
        "national",
        "table",
        "questions",
        "figures",
    ]


def test_the_cover_says_where_the_guest_is_from_and_which_pages_to_read(html: str) -> None:
    assert "Ministerie van SZW" in html
    assert ">blz.\N{NO-BREAK SPACE}3</a>" in html
    assert "wie er in uw gemeente woont" not in html


def test_the_facts_are_those_of_the_country_with_both_ends_named(html: str) -> None:
    assert "23,1%" in html
    text = re.sub(r"</?span[^>]*>", "", html).replace("\N{NO-BREAK SPACE}", " ")
    assert "tussen 380 gemeenten: van 1,5% op Urk tot 45,7% in Vaals" in text


def test_the_ends_of_the_list_are_the_highest_and_the_lowest_index(guest: Guest) -> None:
    pages = content(guest, PartKind.MUNICIPALITY)
    high, low = pages["highest"], pages["lowest"]
    indices = [each["columns"][0]["value"] for each in (*high, *low)]
    assert indices == sorted(indices, reverse=True)
    assert (high[0]["name"], low[-1]["name"]) == ("'s-Gravenhage", "Urk")
    tints = {dot["code"]: dot["tint"] for dot in pages["map"]["dots"]}
    assert (tints[figures.code_of("'s-Gravenhage")], tints[figures.code_of("Urk")]) == (3, 0)


def test_the_sentences_name_the_figures_they_are_about(guest: Guest) -> None:
    pages = content(guest, PartKind.MUNICIPALITY)
    lead = page_leads.national_lead(pages)
    assert "0,39" in lead
    assert "0,07 op Urk" in lead
    assert "17.181.084" in national.residents_sentence(pages)


@pytest.mark.parametrize(("subject", "day"), [("migration", date(2018, 1, 1)), ("housing-ageing", date(2026, 1, 1))])
def test_facts_and_questions_of_a_guest_are_about_the_country_and_never_about_a_municipality_of_theirs(
    subject: str, day: date
) -> None:
    facts, words = national_texts(subject, day), next(iter(told_of_all(subject, day).values())).subject
    questions = prompt_texts(facts, words, "Nederland")
    said = [part for fact in facts for part in fact_text(fact, words, "Nederland")]
    assert len(set(questions)) == len(questions) == len(facts) > 0
    assert [text for text in (*said, *questions) if "uw gemeente" in text or "Nederland in Nederland" in text] == []
    assert [fact for fact in facts if fact_rank_text(fact)] == []


def test_a_guest_at_the_table_has_no_figures(guest: Guest) -> None:
    table = content(guest, PartKind.TABLE)
    guests = [each for each in table["colleagues"] if each["municipality"] == "Ministerie van SZW"]
    assert [(each["residents"], each["columns"], each["standout"]) for each in guests] == [(None, [], None)]
    assert {"Ministerie van SZW", "Nieuwegein"} <= {each["municipality"] for each in table["colleagues"]}


def test_the_letter_speaks_of_the_country(guest: Guest) -> None:
    letter = letter_text(guest)
    assert letter.subject.endswith("Nederland")
    for text in (letter.text, letter.html):
        assert "In één minuut: Nederland" in text
        assert "uw gemeente woont" not in text


def test_the_pack_of_a_guest_passes_the_checks_of_every_pack(guest: Guest) -> None:
    made = printed_pack(Job(Identity("2018-12-10-klein.0001", "0" * 64), guest, "VNG", "2018-12-10"))
    assert made.pages == sum(len(part.folios) for part in guest)
    assert pack_title(guest).endswith("Nederland")


def test_a_lead_names_the_municipalities_at_a_table_and_organisations_only_where_there_are_no_others() -> None:
    people = [
        {"code": code, "municipality": name, "columns": []}
        for code, name in (("GM0362", "Amstelveen"), ("GM0503", "Delft"), ("NL", "Stichting Erbij"))
    ]
    lead = page_leads.table_names({"colleagues": people, "theme": "expats"})
    assert lead == "Met Amstelveen en Delft aan tafel."
    assert page_leads.table_names({"colleagues": people[2:], "theme": "expats"}) == "Met Stichting Erbij aan tafel."
    alone = page_leads.table_names({"colleagues": people[1:], "theme": "expats", "own": "GM0503"})
    assert alone == "Delft zit aan tafel met Stichting Erbij."
