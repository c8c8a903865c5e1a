"""A reader's own day on paper: everything fits as it was counted, it is valid, and it says nothing of others' rooms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from example import day, rounds
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.domain.canonical_json import canonical_json, digest
from reportgen.domain.pack.contents import PartKind
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.pages import pack_html
from reportgen.render.content.parts import Part, deciding_digest_of, parts_from_archive, with_pages
from reportgen.render.pdf.conformance import faults_in
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.density import laid_out_part
from reportgen.render.printing.job import Job
from reportgen.render.printing.press import printed_pack

Packs = Mapping[str, tuple[Part, ...]]

FEW = settings(max_examples=8, deadline=None)
"""Laying out pages takes its time."""


def altered(parts: tuple[Part, ...], kind: PartKind, **changes: Any) -> dict[PartKind, Part]:
    """A pack in which some values of one part are others, with its pages; by part."""
    contents: dict[PartKind, Any] = {part.kind: part.content for part in parts}
    contents[kind] = {**contents[kind], **changes}
    marked = {each: (content, digest(canonical_json(content))) for each, content in contents.items()}
    return {part.kind: part for part in with_pages(parts_from_archive(marked, parts[0].style, parts[0].pack))}


def fits(part: Part) -> bool:
    """Whether a part takes the pages that were counted, set as designed."""
    document, density = laid_out_part(part)
    return (len(document.pages), density) == (len(part.folios), "")


def texts_of(parts: tuple[Part, ...]) -> list[str]:
    """The text of each page of a pack."""
    pages = pack_html(parts, "x", "x", "2018-12-10").split('<section class="sheet')[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", page).split()) for page in pages]


@FEW
@given(parts=st.lists(day.parts(), min_size=1, max_size=40))
def test_any_day_fits_on_the_pages_that_were_counted(leader: tuple[Part, ...], parts: list[Any]) -> None:
    assert fits(altered(leader, PartKind.EVENT, day=parts)[PartKind.EVENT])


@FEW
@given(
    last=day.texts(5, 1),
    function=day.texts(6),
    municipality=day.texts(8, 1),
    title=day.texts(14, 1),
    note=day.texts(90),
    count=st.integers(0, 60),
)
def test_any_list_of_who_attends_fits_on_the_pages_that_were_counted(
    leader: tuple[Part, ...], last: str, function: str, municipality: str, title: str, note: str, count: int
) -> None:
    content: Any = next(part.content for part in leader if part.kind is PartKind.LEADING)
    (led,) = content["sessions"]
    name = {**led["people"][0]["name"], "last": last}
    person = {**led["people"][0], "name": name, "function": function, "municipality": municipality}
    told = {**led["session"], "title": title, "leader": "A. Vink en B. Mus"}
    changed = [{**led, "session": told, "people": [person] * count, "note": note}]
    assert fits(altered(leader, PartKind.LEADING, sessions=changed)[PartKind.LEADING])


def test_page_one_fits_with_a_long_first_thing_to_do(packs: Packs, guest: tuple[Part, ...]) -> None:
    title = "Nieuwe woonvormen tussen het gewone huis en het verpleeghuis: wat kan een gemeente zelf beginnen?"
    first = day.part(day.session(title, room="Koningin Wilhelminazaal in het bijgebouw"))
    longest = sorted(packs, key=lambda code: -len(str(canonical_json(packs[code][0].content))))[:3]
    for parts in (*(packs[code] for code in longest), guest):
        assert fits(altered(parts, PartKind.PERSONAL, first=first)[PartKind.PERSONAL])


def test_a_pack_of_who_leads_a_session_is_valid(leader: tuple[Part, ...]) -> None:
    personal: Any = leader[0].content
    identity = Identity(personal["participant"], "0" * 64)
    document = printed_pack(Job(identity, leader, "VNG", "2018-12-10"))
    assert faults_in(document.pdf, identity, document.pages) == ()


def test_a_round_without_a_session_is_valid_as_well(leader: tuple[Part, ...]) -> None:
    content: Any = next(part.content for part in leader if part.kind is PartKind.EVENT)
    free = [{**each, "session": None, "leads": False} if each["round"] else each for each in content["day"]]
    parts = tuple(altered(leader, PartKind.EVENT, day=free).values())
    personal: Any = leader[0].content
    identity = Identity(personal["participant"], "0" * 64)
    document = printed_pack(Job(identity, parts, "VNG", "2018-12-10"))
    assert faults_in(document.pdf, identity, document.pages) == ()
    assert "Deze ronde is voor u vrij" in texts_of(parts)[1]


def test_a_day_shows_the_own_rooms_and_leaders_and_of_the_others_the_title_only(leader: tuple[Part, ...]) -> None:
    cover, programme, leading, *_ = texts_of(leader)
    whole = " ".join(texts_of(leader)) + letter_text(leader).text
    assert "Als eerste: 12.30 uur, Grote zaal , Opening" in cover
    for own in ("Hofjes", "Torens"):
        assert own in programme
        assert f"Zaal van {own}" in programme
    assert "U leidt deze sessie , blz. 3" in programme.replace("sessie,", "sessie ,")
    assert "Leider van Torens" in programme
    assert "Tegelijk: Trappen" in programme
    assert "Begin met hofjes" in leading
    assert whole.count("Begin met") == 1
    for other in ("Trappen", "Buren"):
        assert f"Zaal van {other}" not in whole
        assert f"Leider van {other}" not in whole


def test_the_page_of_a_table_says_where_it_is_and_what_is_said_there(leader: tuple[Part, ...]) -> None:
    (table,) = (text for text in texts_of(leader) if "Aan deze tafel" in text)
    assert "Tafelgesprek, Eetzaal" in table.replace(" , ", ", ")
    assert "Hofjes" not in table


def test_who_leads_a_session_reads_who_agreed_to_be_named(leader: tuple[Part, ...]) -> None:
    leading = texts_of(leader)[2]
    assert "2 deelnemers" in leading
    assert "Zwaluwstaart0002" in leading
    assert "Zwaluwstaart0003" not in leading
    assert "Eén deelnemer aan deze sessie staat niet in de lijst" in leading


def test_a_letter_tells_the_own_sessions_in_text_and_in_html(leader: tuple[Part, ...]) -> None:
    letter = letter_text(leader)
    html = " ".join(re.sub(r"<[^>]+>", " ", letter.html).split())
    for times, room, what in (
        ("13.00–13.50", "Zaal van Hofjes", "Ronde 1 (A): Hofjes (u leidt deze sessie)"),
        ("14.00–14.50", "Zaal van Torens", "Middag (D): Torens"),
    ):
        assert f"{times}  {what}, {room}" in [line.removeprefix("Uw dag").strip() for line in letter.text.splitlines()]
        assert f"{times}, {room} {what}" in html


def test_a_programme_without_rounds_and_rooms_has_none_of_this(packs: Packs) -> None:
    whole = " ".join(texts_of(packs["GM0356"])) + letter_text(packs["GM0356"]).text
    for absent in ("Als eerste", "Uw programma", "Uw dag", "Tegelijk", "Gespreksleider", "u leidt"):
        assert absent not in whole
    html = pack_html(packs["GM0356"], "x", "x", "2018-12-10")
    assert 'class="timeline"' in html
    assert "with-rooms" not in html


@pytest.mark.parametrize("title", rounds.TITLES)
def test_what_runs_beside_decides_no_fingerprint(leader: tuple[Part, ...], title: str) -> None:
    part = next(part for part in leader if part.kind is PartKind.EVENT)
    content: Any = part.content
    changed = {**content, "day": [{**each, "beside": [title]} for each in content["day"]]}
    assert replace(part, content=changed, deciding_digest=deciding_digest_of(changed)).fingerprint == part.fingerprint
