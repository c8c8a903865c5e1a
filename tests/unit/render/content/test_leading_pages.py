"""Who leads a session has everyone who agreed to be named once, in order, and nothing of who did not."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from example import day
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.content.leading_pages import leading_pages
from reportgen.render.content.own_day_texts import attendance_sentence, count_text, when_text


def led(count: int, unnamed: int = 0, note: str = "", title: str = "Hofjes", municipality: str = "Urk") -> Any:
    name = {"initials": "A.", "first": "", "infix": ""}
    people = [
        {
            "name": {**name, "last": f"Vink{number}"},
            "function": "wethouder",
            "office": "alderman",
            "municipality": municipality,
        }
        for number in range(count)
    ]
    told = day.session(title, "workshop", round="1", room="Zaal 1", leader="A. Vink")
    return {"session": told, "people": people, "unnamed": unnamed, "note": note}


@given(
    counts=st.lists(st.integers(0, 90), min_size=1, max_size=3),
    unnamed=st.integers(0, 5),
    note=day.texts(80),
    title=day.texts(14, 1),
    municipality=day.texts(12, 1),
)
def test_everyone_stands_on_one_page_in_order_and_each_session_begins_one(
    counts: list[int], unnamed: int, note: str, title: str, municipality: str
) -> None:
    sessions = [led(count, unnamed, note, title, municipality) for count in counts]
    pages = leading_pages({"sessions": sessions})
    assert list(chain.from_iterable(page["people"] for page in pages)) == [
        person for session in sessions for person in session["people"]
    ]
    assert [page["led"] for page in pages if page["first"]] == sessions
    assert all(page["people"] or page["attendance"] or page["lines"] for page in pages)
    assert sum(bool(page["attendance"]) for page in pages) == sum(not count or unnamed > 0 for count in counts)


def test_a_short_list_leaves_room_to_write_and_a_long_one_goes_on() -> None:
    (page,) = leading_pages({"sessions": [led(12)]})
    assert page["lines"] >= 10
    pages = leading_pages({"sessions": [led(60)]})
    assert [page["first"] for page in pages] == [True, False]


@pytest.mark.parametrize(
    ("count", "unnamed", "total", "said"),
    [
        (0, 0, "", "nog niemand"),
        (0, 7, "", "gaven geen toestemming"),
        (1, 0, "Eén deelnemer", ""),
        (12, 0, "12 deelnemers", ""),
        (12, 1, "13 deelnemers", "Eén deelnemer aan deze sessie staat niet"),
        (12, 3, "15 deelnemers", "Drie deelnemers aan deze sessie staan niet"),
    ],
)
def test_how_many_attend_is_said_where_somebody_is_named(count: int, unnamed: int, total: str, said: str) -> None:
    assert count_text(led(count, unnamed)) == total
    assert said in attendance_sentence(led(count, unnamed))
    assert bool(said) == bool(attendance_sentence(led(count, unnamed)))


def test_where_nobody_is_named_the_page_says_nothing_of_how_many_there_are() -> None:
    few, many = (leading_pages({"sessions": [led(0, unnamed)]}) for unnamed in (1, 40))
    for one, other in zip(few, many, strict=True):
        assert {**one, "led": ""} == {**other, "led": ""}


def test_it_says_which_round_and_when() -> None:
    assert when_text(led(1)["session"]) == "Ronde 1, 13.00–13.50 uur"
