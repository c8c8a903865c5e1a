"""Texts that nobody filled in are found, and texts that only look a little like them are left alone."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.finding import Place, Severity
from reportgen.domain.programme.placeholders import EventText, mark_in, placeholder_findings

TEMPLATE = (
    EventText(Place("event.toml", 5), "Titel van de bijeenkomst", "event.title"),
    EventText(Place("event.toml", 24), "De eerste vraag?", "question.text"),
)


def _codes(text: str, key: str = "event.title") -> list[str]:
    found = placeholder_findings([EventText(Place("event.toml", 9), text, key)], TEMPLATE, "wonen")
    return [each.code for each in found if each.severity is Severity.BLOCKING]


@pytest.mark.parametrize(
    "text",
    [
        *("Titel van de bijeenkomst", "titel van de  bijeenkomst", "[Titel van de bijeenkomst]"),
        *("De eerste vraag?", "De eerste vraag", "Titel van de bijeenkomst: wonen"),
    ],
)
def test_the_text_of_a_template_is_not_filled_in_however_it_is_written(text: str) -> None:
    assert _codes(text) == ["text-placeholder"]


@pytest.mark.parametrize("text", ["De eerste vraag is hoe u woont", "De titel van de bijeenkomst volgt uit uw vragen"])
def test_a_text_with_words_of_a_template_in_it_is_a_text(text: str) -> None:
    assert _codes(text) == []


def test_a_long_text_is_named_by_its_beginning() -> None:
    text = EventText(Place("texts/brief.txt", 3), f"TODO {'nog veel meer woorden ' * 20}", "brief.txt")
    (found,) = placeholder_findings([text], TEMPLATE, "wonen")
    assert found.place == Place("texts/brief.txt", 3)
    assert dict(found.facts)["mark"] == "TODO"
    assert len(dict(found.facts)["text"]) <= 60


@pytest.mark.parametrize(
    "text",
    [
        *("[naam]", "<naam>", "«Naam»", "Beste {naam}", "[de datum]", "[naam van de spreker]", "Gemeente [naam]"),
        *("[vul hier de titel in]", "[datum nog invullen]", "TODO", "TODO: spreker", "TBD", "bij XXX.", "06-xxxxxxxx"),
        *(
            "{tafel}",
            "Beste {aanhef},",
            "Beste {naam deelnemer}",
            "{tafel nummer}",
            "{Naam/functie}",
            "{éigennaam}",
            "In zaal {zaal}.",
            "{e-mail}",
            "{e\u2011mail}",
            "{{naam}}",
            "{ naam }",
            "Lorem ipsum dolor",
            "... invullen",
            "…invullen",
            "Nog in te vullen",
            "[insert title]",
            "Insert title here",
        ),
    ],
)
def test_a_mark_for_what_is_missing_is_found(text: str) -> None:
    assert mark_in(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[VNG]",
            "[Utrecht]",
            "[sic]",
            "[…]",
            "[...]",
            "[1]",
            "[red.]",
            "{}",
            "{1, 2}",
            "Wat vindt u van ...",
            "Wat mist u nog…",
        ),
        *("Wilt u het formulier invullen?", "U kunt de vragen nog invullen.", "TODO's van gemeenten", "XXXL"),
        *("<https://vng.nl>", "a < b en c > d", "Wij hebben ________ nodig.", "Todo-lijst", "De naam van de zaal"),
        *("Vul vooraf de vragen in", "Wat is uw vraag?", "", "Plaats: Utrecht (datum volgt)"),
    ],
)
def test_what_organisers_write_is_no_mark(text: str) -> None:
    assert mark_in(text) == ""


@pytest.mark.parametrize("piece", ["{naam van ", "[naam van ", "<vul hier in ", "{", "{de ", "{a b c "])
def test_a_long_text_of_nothing_but_beginnings_of_marks_is_looked_at_at_once(piece: str) -> None:
    began = process_time()
    mark_in(piece * (100_000 // len(piece)))
    assert process_time() - began < 3


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert set(_codes(text)) <= {"text-placeholder", "text-unfinished"}
