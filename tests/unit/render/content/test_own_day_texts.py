"""What is said of a reader's own sessions: which, where, who leads them, what runs beside; and in no round nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from example import day
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.content import own_day_texts
from reportgen.render.content.note_lines import line_count

WIDTH = 98.0


def own(label: str = "1", leads: bool = False, beside: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    return day.part(day.session("Hofjes", "workshop", **changes), label, leads=leads, beside=list(beside))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (own("1"), ["Ronde 1"]),
        (own("ochtend"), ["Ochtend"]),
        (own("1", code="A"), ["Ronde 1", "sessie A"]),
        (own("2", leads=True, code="A"), ["Ronde 2", "sessie A"]),
        (day.part(None, "2"), ["Ronde 2"]),
    ],
)
def test_a_round_is_called_as_people_call_it(part: dict[str, Any], said: list[str]) -> None:
    assert own_day_texts.round_lines(part) == said


def test_only_who_leads_a_session_reads_so() -> None:
    assert own_day_texts.leads_text(own(leads=True)) == "U leidt deze sessie"
    assert own_day_texts.leads_text(own(leader="A. Vink")) == ""


def test_a_note_stands_behind_the_title_of_a_part_that_asks_nothing_where_it_fits() -> None:
    assert own_day_texts.runs_in(day.session("Pauze", "break", note="Er is koffie."), WIDTH)
    assert not own_day_texts.runs_in(day.session("Pauze", "break"), WIDTH)
    assert not own_day_texts.runs_in(day.session("Pauze", "break", note="Er is koffie. " * 9), WIDTH)
    assert not own_day_texts.runs_in(day.session("Opening", note="Welkom."), WIDTH)


def test_what_runs_beside_stands_below_the_room_unless_that_is_lower_than_what_is_said_of_the_session() -> None:
    high = "Koningin Wilhelminazaal in het bijgebouw (tweede verdieping links)"
    assert own_day_texts.runs_across(own(room="Zaal 1"), 36)
    assert not own_day_texts.runs_across(own(room=high), 36)
    assert own_day_texts.runs_across(own(room="Koningin Wilhelminazaal", note="Over hofjes.", leads=True), 36)
    assert own_day_texts.runs_across(day.part(None, "1"), 36)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (own(), ""),
        (day.part(None, "1"), ""),
        (own(leader="A. Vink"), "Gespreksleider: A. Vink"),
        (own(leader="A. Vink en B. Mus"), "Gespreksleiders: A. Vink en B. Mus"),
        (own(leader="A. Vink", leads=True), ""),
        (own(leader="A. Vink en B. Mus", leads=True), "Gespreksleiders: A. Vink en B. Mus"),
    ],
)
def test_who_leads_a_session_is_named_but_not_to_themselves(part: dict[str, Any], said: str) -> None:
    assert own_day_texts.leader_text(part) == said


def test_few_sessions_beside_are_all_named() -> None:
    said = own_day_texts.beside_text(own(beside=("Trappen", "Buren", "Torens")), WIDTH)
    assert said.replace("\u00a0", " ") == "Tegelijk: Trappen · Buren · Torens"


def test_of_many_sessions_beside_the_first_are_named_and_the_others_counted() -> None:
    titles = tuple(f"Een lange titel over wonen, zorg en welzijn in buurt {number}" for number in range(12))
    said = own_day_texts.beside_text(own(beside=titles), WIDTH)
    assert titles[0] in said
    assert titles[-1] not in said
    assert said.endswith(f"en nog {12 - said.count('Een lange titel')}")


def test_a_title_that_fits_nowhere_is_counted_only() -> None:
    endless = "samenwerkingsverband " * 40
    assert own_day_texts.beside_text(own(beside=(endless,)), WIDTH) == "Tegelijk is er nog één andere sessie."
    assert "twee andere" in own_day_texts.beside_text(own(beside=(endless, f"{endless} 2")), WIDTH)


def test_nothing_beside_is_nothing_said() -> None:
    assert own_day_texts.beside_text(own(), WIDTH) == ""
    assert own_day_texts.beside_text(own(beside=("Hofjes",)), WIDTH) == ""


@given(titles=st.lists(day.texts(14, 1), max_size=14), width=st.floats(80, 140), lines=st.integers(1, 2))
def test_what_runs_beside_never_takes_more_than_its_lines_and_counts_everything(
    titles: list[str], width: float, lines: int
) -> None:
    part = day.part(None, "1", beside=titles)
    said = own_day_texts.beside_text(part, width, lines)
    assert line_count(said, own_day_texts.BESIDE_SIZE, width) <= lines
    different = {own_day_texts.plain(each): each for each in titles}
    assert bool(said) == bool(different)
    if more := re.search(r"en nog (\d+)$", said):
        assert said.count(own_day_texts.SEPARATOR) + int(more[1]) == len(different)
    elif said.startswith("Tegelijk: "):
        assert said.count(own_day_texts.SEPARATOR) == len(different) - 1


def test_a_round_without_a_session_says_whom_to_ask() -> None:
    meeting = day.programme([])["meeting"]
    assert "a@b.example, 06-00000000" in own_day_texts.none_text(meeting)
    assert "A. Vink" in own_day_texts.none_text({**meeting, "email": "", "phone": ""})


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (day.session(room="Grote zaal"), ("13.00 uur, Grote zaal", "Opening")),
        (day.session(), ("13.00 uur", "Opening")),
        (day.session("Gesprek", "table"), ("13.00 uur, aan uw tafel", "Gesprek")),
        (day.session("Gesprek", "table", room="Grote zaal"), ("13.00 uur, Grote zaal", "Gesprek")),
    ],
)
def test_the_first_thing_to_do_has_a_time_and_a_place(told: dict[str, Any], said: tuple[str, str]) -> None:
    assert own_day_texts.first_text(day.part(told)) == said


def test_a_letter_tells_the_rounds_of_a_day_else_the_first_thing_to_do_else_nothing() -> None:
    first = day.part(day.session(room="Grote zaal"))
    rounds = [own("1", code="A", room="Zaal 1"), day.part(None, "2"), own("3", leads=True)]
    assert own_day_texts.letter_lines([first, *rounds], first) == [
        ("13.00–13.50", "Zaal 1", "Ronde 1 (A): Hofjes"),
        ("13.00–13.50", "", "Ronde 2: u bent niet ingedeeld; vraag bij de ontvangst waar nog plaats is"),
        ("13.00–13.50", "", "Ronde 3: Hofjes (u leidt deze sessie)"),
    ]
    assert own_day_texts.letter_lines([first], first) == [("13.00–13.50", "Grote zaal", "Opening")]
    assert own_day_texts.letter_lines([first], None) == []


def test_a_long_room_is_set_smaller() -> None:
    assert own_day_texts.room_size("Zaal 1", 36) == ""
    assert (
        own_day_texts.room_size("Koningin Wilhelminazaal in het bijgebouw (tweede verdieping links)", 36) == "smaller"
    )
