"""Guests read the texts that are for them, and what speaks of a municipality of theirs is found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from example.meeting import event
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.finding import Place
from reportgen.domain.programme.event import GuestTexts, Question, StudySummary
from reportgen.domain.programme.event_changes import TEXTS, event_changes
from reportgen.domain.programme.guest_texts import (
    as_guests_read,
    as_municipalities_read,
    guest_text_findings,
    own_municipality_in,
    recorded_as_read,
)
from reportgen.domain.programme.placeholders import EventText


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hoe divers is uw gemeente?", "uw gemeente"),
        ("Wat vraagt dit van Uw eigen stad?", "Uw eigen stad"),
        ("Wat merken uw oudere inwoners?", "uw oudere inwoners"),
        ("Wat merken uw inwoners ervan?", "uw inwoners"),
        ("Wat vindt uw gemeenteraad?", "uw gemeenteraad"),
        ("Wat vindt uw raad, en wat uw college?", "uw raad"),
        ("Wat doet u als gemeente?", "u als gemeente"),
        ("Hoe is het bij u in de wijk?", "bij u in de wijk"),
        ("Kies een plek in de eigen gemeente.", "eigen gemeente"),
        ("Wat doen jullie\nwijken?", "jullie wijken"),
    ],
)
def test_words_about_a_municipality_of_the_reader_are_found(text: str, said: str) -> None:
    assert own_municipality_in(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Met collega’s van vergelijkbare gemeenten bespreekt u de cijfers.",
        "Hoe kan uw organisatie gemeenten daarin helpen?",
        "Uw raadgever wacht; uw collega’s ook.",
        "Wat is uw advies aan de gemeente?",
        "Nieuwe gemeenten in de duwvaart",
    ],
)
def test_words_about_other_municipalities_are_left_alone(text: str) -> None:
    assert own_municipality_in(text) == ""


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert own_municipality_in(text) in " ".join(text.split()) or own_municipality_in(text) == ""


def test_a_finding_says_which_text_and_how_to_give_guests_another() -> None:
    texts = [
        EventText(Place("event.toml", 5), "Hoe verandert uw gemeente?", "event.subtitle"),
        EventText(Place("event.toml", 9), "Voor uw stad", "event.title"),
        EventText(Place("programma.csv", 4, "Toelichting"), "Over uw dorp.", "programme.Toelichting"),
        EventText(Place("texts/welkom.txt", 1), "Dit gaat over uw gemeente.", "welkom.txt"),
        EventText(Place("texts/brief-gasten.txt", 1), "Dit gaat over uw gemeente.", "brief-gasten.txt"),
        EventText(Place("event.toml", 12), "Niets aan de hand.", "event.welcome"),
    ]
    found = list(guest_text_findings(texts))
    assert [(each.code, each.place.line, dict(each.facts)["for"]) for each in found] == [
        ("text-guests-key", 5, "subtitle"),
        ("text-guests-none", 9, "title"),
        ("text-guests-column", 4, "Toelichting"),
        ("text-guests-file", 1, "welkom-gasten.txt"),
        ("text-guests-none", 1, "brief-gasten.txt"),
    ]


def test_guests_read_what_is_for_them_and_the_rest_as_it_is() -> None:
    question = Question(1, "Hoe divers is uw gemeente?", "Denk aan wijken.", "", "Hoe divers is Nederland?")
    said = replace(
        event(),
        questions=(question, Question(2, "Wie helpt?", "Kort.")),
        readings=(StudySummary("Vond", "Ken uw inwoners.", "Bron", "Ken inwoners."),),
        guests=GuestTexts(subtitle="Hoe veranderen gemeenten?"),
    )
    read = as_guests_read(said)
    assert [(each.text, each.hint) for each in read.questions] == [
        ("Hoe divers is Nederland?", "Denk aan wijken."),
        ("Wie helpt?", "Kort."),
    ]
    assert (read.subtitle, read.welcome, read.readings[0].text) == (
        "Hoe veranderen gemeenten?",
        said.welcome,
        "Ken inwoners.",
    )


def test_what_an_edition_recorded_is_read_as_its_reader_read_it() -> None:
    said = replace(
        event(),
        questions=(Question(1, "Uw gemeente?", "", "", "Nederland?"), Question(2, "Wie helpt?", "Kort.")),
        sessions=tuple(replace(each, guest_note="Voor gasten.") for each in event().sessions),
        guests=GuestTexts(welcome="Welkom, gast."),
    )
    recorded = to_json_value(said)
    assert isinstance(recorded, dict)
    for guest, read in ((True, as_guests_read(said)), (False, as_municipalities_read(said))):
        assert event_changes(recorded_as_read(recorded, guest), read, TEXTS) == ()
        other = replace(said, guests=GuestTexts(welcome="Anders."))
        read = as_guests_read(other) if guest else as_municipalities_read(other)
        changed = event_changes(recorded_as_read(recorded, guest), read, TEXTS)
        assert [each.field for each in changed] == (["welcome"] if guest else [])


def test_texts_for_guests_are_in_nothing_that_others_read() -> None:
    plain = event()
    said = replace(
        plain,
        questions=tuple(replace(each, guest_text="Voor gasten", guest_hint="Voor gasten") for each in plain.questions),
        readings=tuple(replace(each, guest_text="Voor gasten") for each in plain.readings),
        guests=GuestTexts(welcome="Voor gasten"),
    )
    assert as_municipalities_read(said) == plain
    assert as_guests_read(plain) == plain
