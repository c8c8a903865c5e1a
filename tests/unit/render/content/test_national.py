"""The pack of a guest: the same meeting and table, and the country in place of a municipality."""

from __future__ import annotations

from typing import Any

import pytest
from example import figures

from reportgen.domain.pack.contents import PartKind
from reportgen.render.content import national
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.pages import pack_html, pack_title
from reportgen.render.content.parts import Part
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.job import Job
from reportgen.render.printing.press import printed_pack

Guest = tuple[Part, ...]


@pytest.fixture(scope="module")
def html(guest: Guest) -> str:
    return pack_html(guest, "Briefing", "VNG", "2018-12-10")


def content(guest: Guest, kind: PartKind) -> Any:
    return next(part.content for part in guest if part.kind is kind)


def test_a_guest_gets_the_pages_that_need_no_municipality(guest: Guest) -> None:
    sheets = sorted((folio, sheet.template) for part in guest for sheet, folio in part.folios)
    assert [template for _, template in sheets] == ["cover", "programme", "national", "table", "questions", "figures"]


def test_the_cover_says_where_the_guest_is_from_and_which_pages_to_read(html: str) -> None:
    assert "Ministerie van SZW" in html
    assert ">blz. 3</a>: wie er in Nederland woont" in html
    assert "wie er in uw gemeente woont" not in html


def test_the_facts_are_those_of_the_country_with_both_ends_named(html: str) -> None:
    assert "23,1%" in html
    assert "tussen 380 gemeenten: van 0,07 in Urk tot 0,72 in" in html


def test_the_ends_of_the_list_are_the_highest_and_the_lowest_index(guest: Guest) -> None:
    pages = content(guest, PartKind.MUNICIPALITY)
    high, low = pages["highest"], pages["lowest"]
    indices = [each["last"]["index"]["value"] for each in (*high, *low)]
    assert indices == sorted(indices, reverse=True)
    assert (high[0]["name"], low[-1]["name"]) == ("'s-Gravenhage", "Urk")
    tints = {dot["code"]: dot["tint"] for dot in pages["atlas"]}
    assert (tints[figures.code_of("'s-Gravenhage")], tints[figures.code_of("Urk")]) == (3, 0)


def test_the_sentences_name_the_figures_they_are_about(guest: Guest) -> None:
    pages = content(guest, PartKind.MUNICIPALITY)
    assert "0,07 in Urk" in national.lead(pages)
    assert "17.181.084" in national.residents_sentence(pages)
    assert "53,7%" in national.composition_title(pages)
    assert "380" in national.map_title(pages)


def test_a_guest_at_the_table_has_no_figures_and_is_not_counted_as_a_municipality(guest: Guest) -> None:
    table = content(guest, PartKind.TABLE)
    guests = [each for each in table["colleagues"] if each["municipality"] == "Ministerie van SZW"]
    assert [each["index"] for each in guests] == [None]
    assert (len(table["colleagues"]), table["municipalities"]) == (3, 2)


def test_the_letter_speaks_of_the_country(guest: Guest) -> None:
    letter = letter_text(guest)
    assert letter.subject.endswith("Nederland")
    for text in (letter.text, letter.html):
        assert "wie er in Nederland woont" in text
        assert "uw gemeente woont" not in text


def test_the_pack_of_a_guest_passes_the_checks_of_every_pack(guest: Guest) -> None:
    made = printed_pack(Job(Identity("2018-12-10-klein.0001", "0" * 64), guest, "VNG", "2018-12-10"))
    assert made.pages == 6
    assert pack_title(guest).endswith("Nederland")
