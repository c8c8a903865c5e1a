"""The reader's own day is divided over pages: every part once, in order, whatever runs beside it."""

from __future__ import annotations

from itertools import chain, product
from typing import Any

from example import day
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.content.programme_pages import programme_pages


@given(
    parts=st.lists(day.parts(), max_size=40),
    readings=st.integers(0, 3),
    welcome=day.texts(300),
    figures=st.booleans(),
)
def test_every_part_stands_on_one_page_in_order(parts: list[Any], readings: int, welcome: str, figures: bool) -> None:
    reading = {"title": "Wat men vond", "text": "woord " * 60, "source": "Bron"}
    content = day.programme(parts, welcome=welcome, readings=[reading] * readings)
    pages = programme_pages({**content, "figures": figures})
    assert list(chain.from_iterable(page["parts"] for page in pages)) == parts
    assert sum(page["readings"] for page in pages) == (readings > 0)
    assert sum(page["practical"] for page in pages) == 1
    assert all(page["parts"] or page["readings"] or page["practical"] for page in pages)


@given(parts=st.lists(day.parts(), max_size=40), others=st.lists(day.texts(14, 1), max_size=12))
def test_what_runs_beside_moves_nothing_to_another_page(parts: list[Any], others: list[str]) -> None:
    """Else a session that is cancelled would make new packs of people who do not attend it."""
    changed = [{**each, "beside": others} if each["round"] else each for each in parts]
    before, after = (programme_pages(day.programme(each)) for each in (parts, changed))
    assert [len(page["parts"]) for page in before] == [len(page["parts"]) for page in after]
    assert [page["lines"] for page in before] == [page["lines"] for page in after]


def test_a_short_programme_leaves_room_to_write() -> None:
    opening = day.part(day.session())
    (page,) = programme_pages(day.programme([opening] * 4))
    assert page["lines"] == 10
    assert programme_pages(day.programme([opening] * 24))[-1]["lines"] == 0


def test_the_way_there_does_not_stand_alone_behind_an_own_day() -> None:
    reading = {"title": "Wat men vond", "text": "woord " * 60, "source": "Bron"}
    own = day.part(day.session("Hofjes", "workshop", room="Zaal 1", note="Over hofjes."), "1")
    for count in range(1, 20):
        pages = programme_pages(day.programme([own] * count, readings=[reading]))
        assert pages[-1]["parts"] or (pages[-1]["readings"] and pages[-1]["lines"] > 0)
    (way,) = (page for page in programme_pages(day.programme([own] * 5, readings=[reading])) if page["practical"])
    assert way["parts"]


def test_the_column_of_rooms_is_there_only_where_a_room_is_told() -> None:
    with_room, without = day.part(day.session(room="Zaal 1")), day.part(day.session())
    wide = programme_pages(day.programme([without]))[0]["width"]
    assert programme_pages(day.programme([without, with_room]))[0]["width"] < wide


def test_an_own_day_is_set_closer_only_where_that_saves_a_page() -> None:
    reading = {"title": "Wat men vond", "text": "woord " * 60, "source": "Bron"}
    own = day.part(day.session("Hofjes", "workshop", room="Zaal 1", note="Over hofjes."), "1")
    opening = day.part(day.session(note="Welkom."))
    found = {}
    for count in range(1, 30):
        pages = programme_pages(day.programme([own, own, *[opening] * count], readings=[reading]))
        found[count] = len(pages), pages[0]["close"]
    closer = [count for count, (pages, close) in found.items() if close and pages == 1]
    assert closer
    assert found[min(closer) - 1] == (1, False)
    assert found[max(closer) + 1][0] == 2
    assert found[max(closer) + 1][1] is False
    assert not any(page["close"] for page in programme_pages(day.programme([day.part(day.session())] * 30)))


def test_whom_to_ask_takes_no_room_beside_a_way_there_that_is_as_long() -> None:
    """Its last sentence counts as the words it has."""
    opening = day.part(day.session(note="Welkom."))
    for count, words in product(range(10, 20), range(10, 100, 10)):
        reading = {"title": "Wat men vond", "text": "woord " * words, "source": "Bron"}
        told = day.programme([opening] * count, readings=[reading], arrival="Neem de trein naar Utrecht. " * 5)
        nobody = {**told["meeting"], "contact": "", "email": "", "phone": ""}
        asked = {**nobody, "contact": "Projectgroep Diversiteit door migratie", "email": "diversiteit@vng.example"}
        one, other = (programme_pages({**told, "meeting": each}) for each in (asked, nobody))
        assert len(one) == len(other)
