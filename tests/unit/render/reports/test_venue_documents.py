"""Attendance lists, badges and table signs on paper: valid, in their places, and nothing of a name is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from reportgen.domain.people.participant import Name, Office
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.venue_lists import (
    AttendanceList,
    ExpectedPerson,
    ListEntry,
    OwnSession,
    TableSign,
    VenueLists,
)
from reportgen.render.content.badge_layout import PER_SHEET
from reportgen.render.content.pages import Pages
from reportgen.render.content.style import DEFAULT_STYLE, Style
from reportgen.render.content.text_pages import printable
from reportgen.render.printing.documents import printed_document, printed_documents
from reportgen.render.printing.job import Document, PrintFailure
from reportgen.render.printing.layout import laid_out
from reportgen.render.processes.executors import InlineExecutor
from reportgen.render.reports.venue_documents import last_name_first, venue_documents

PIXEL = 25.4 / 96
"""Millimetres."""

OWN = (
    OwnSession(time(11, 10), "A", "Een hofje in het dorp", "Beukenzaal", False),
    OwnSession(time(13, 55), "", "Wat levert een woonvisie op?", "Torenkamer", True),
)

LONG = (
    Name("", "Maximiliaan-Christiaan", "van der", "Hardinxveld-Giessendam tot Nuenen"),
    Name("J.P.M.", "", "", "W" * 70),
    Name("", "", "", "Bo"),
    Name("", "Anne-Sophie Wilhelmina", "de la", "Fontaine y Rodríguez-Álvarez de Toledo"),
    Name("", "İlkay", "", "Şahin-Öztürk"),
)


def person(number: int, name: Name, **changes: Any) -> ExpectedPerson:
    made = ExpectedPerson(number, name, "wethouder", Office.ALDERMAN, "Nuenen, Gerwen en Nederwetten", number % 40, OWN)
    return replace(made, **changes)


def venue(people: Sequence[ExpectedPerson], title: str = "Wonen") -> VenueLists:
    session = Session(
        *(time(11, 10), time(12), "Een hofje", "", "", SessionKind.WORKSHOP),
        *("A", "1", "Beukenzaal", 14),
        leader="Henk-Jan Dwingel",
    )
    entries = tuple(ListEntry(each) for each in people)
    first = tuple(ListEntry(each, leads=at == 0, told="Geld" if at == 1 else "") for at, each in enumerate(people))
    return VenueLists(
        title,
        "2027-03-18",
        "VNG",
        (
            AttendanceList("presentielijst", "", None, entries),
            AttendanceList("presentielijst-ronde-1-a", "ronde 1", session, first),
        ),
        tuple(people),
        (TableSign(7, "sterk vergrijsde gemeenten"), TableSign(1234, "a" * 90)),
    )


EVERYBODY = tuple(person(number, Name("", "Anna", "van der", f"Loo{number:03d}")) for number in range(280))


@cache
def documents() -> dict[str, Document]:
    """The documents of more people than a chain of bookmarks may be long, by the name of the file."""
    found = printed_documents(tuple(venue_documents(venue(EVERYBODY), DEFAULT_STYLE)), InlineExecutor())
    return {each.identity.participant: each for each in found if isinstance(each, Document)}


def texts(file: str) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(documents()[file].pdf)).pages]


def test_every_document_passes_the_checks_of_packs() -> None:
    assert documents().keys() == {"presentielijst", "presentielijst-ronde-1-a", "badges", "tafelborden"}


def test_a_document_says_its_title_and_language() -> None:
    for file, what in (
        ("badges", "Wonen: Badges"),
        ("presentielijst-ronde-1-a", "Wonen: Presentielijst: ronde 1, A Een hofje"),
    ):
        read = PdfReader(BytesIO(documents()[file].pdf))
        assert (read.metadata and read.metadata.title, read.trailer["/Root"]["/Lang"]) == (what, "nl")


def test_a_long_list_goes_on_with_its_head_on_every_page() -> None:
    pages = texts("presentielijst")
    assert len(pages) > 2
    assert all("gemeente of organisatie" in page and "Voor de organisatie; niet verspreiden" in page for page in pages)
    assert f"2 van {len(pages)}" in pages[1]
    assert sum(page.count("Loo") for page in pages) == 280


def test_the_list_of_a_session_says_where_when_and_who_leads_it() -> None:
    first = " ".join(texts("presentielijst-ronde-1-a")[0].split())
    for said in ("11.10–12.00", "Beukenzaal", "gespreksleider: Henk-Jan Dwingel", "280 deelnemers", "plaats voor 14"):
        assert said in first
    assert "Loo000, van der, Anna leidt deze sessie" in first
    assert "Loo001, van der, Anna kreeg te horen: Geld" in first


def test_badges_are_eight_on_a_sheet_and_signs_name_nobody() -> None:
    badges = texts("badges")
    assert len(badges) == -(-280 // PER_SHEET)
    assert "13.55 Torenkamer: Wat levert een woonvisie op? (u leidt)" in badges[0]
    assert "niet verspreiden" not in badges[0]
    assert len(texts("tafelborden")) == 2
    assert "Loo" not in "".join(texts("tafelborden"))


def test_an_empty_list_says_so() -> None:
    jobs = {each.identity.participant: each for each in venue_documents(venue(()), DEFAULT_STYLE)}
    assert "badges" not in jobs
    shown = PdfReader(BytesIO(printed_document(jobs["presentielijst"]).pdf)).pages[0].extract_text()
    assert "Hier is niemand ingedeeld." in shown


def test_the_same_lists_give_the_same_bytes_and_other_colours_other_marks() -> None:
    (first, *_), (other, *_) = (
        tuple(venue_documents(venue(EVERYBODY[:3]), style)) for style in (DEFAULT_STYLE, Style("#123456"))
    )
    assert printed_document(first).pdf == printed_document(first).pdf
    assert first.identity != other.identity


def test_a_document_that_fails_costs_no_other() -> None:
    good, bad, *_ = venue_documents(venue(EVERYBODY[:3]), DEFAULT_STYLE)
    results = list(printed_documents((good, replace(bad, html="<p>")), InlineExecutor()))
    assert [type(each) for each in results] == [Document, PrintFailure]


def test_letters_that_no_font_has_become_question_marks() -> None:
    strange = person(1, Name("", "蓝", "", "العربية <b>&"), where="\u202eabc\x01", function="€ ☃")
    for each in venue_documents(venue((strange,)), DEFAULT_STYLE):
        printed_document(each)


@pytest.mark.parametrize(
    ("name", "shown"), [(Name("", "Jo", "van der", "Loo"), "Loo, van der"), (Name("", "Jo", "", "Bos"), "Bos")]
)
def test_a_prefix_stands_behind_the_surname(name: Name, shown: str) -> None:
    assert last_name_first(name) == shown


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for each in getattr(box, "children", ()):
        yield from _boxes(each)


def _faults(people: Sequence[ExpectedPerson], title: str) -> list[str]:
    """What of the badges of at most eight people is outside its badge, over another text, or lost."""
    job = next(
        each for each in venue_documents(venue(people, title), DEFAULT_STYLE) if each.identity.participant == "badges"
    )
    (page,) = laid_out(Pages(job.html, {}), DEFAULT_STYLE).pages
    found = []
    badges = [
        each for each in _boxes(page._page_box) if each.element is not None and each.element.get("class") == "badge"
    ]
    badges = [each for each in badges if each.element_tag == "div"]
    assert len(badges) == len(people)
    for badge, each in zip(badges, people, strict=True):
        lines = [one for one in _boxes(badge) if type(one).__name__ == "LineBox"]
        said = "".join("".join(one.text for one in _boxes(badge) if type(one).__name__ == "TextBox").split())
        wanted = printable(f"{each.name.first or each.name.initials} {each.name.last} {each.where}")
        found += [f"lost: {word}" for word in wanted.replace("'", "’").split() if word not in said.replace("'", "’")]
        places = []
        for line in lines:
            left, right = (
                line.position_x,
                line.position_x
                + max((one.position_x - line.position_x + one.width for one in line.children), default=0),
            )
            top, bottom = line.position_y, line.position_y + line.height
            places.append((left, right, top, bottom))
            margin = 3 / PIXEL
            if left < badge.position_x + margin or right > badge.position_x + badge.width - margin:
                found.append(f"too wide: {each}")
            if top < badge.position_y + margin / 2 or bottom > badge.position_y + badge.height - margin / 2:
                found.append(f"too high: {each}")
        found += [
            f"over each other: {one} {other}"
            for at, one in enumerate(places)
            for other in places[:at]
            if one[0] < other[1] - 1 and other[0] < one[1] - 1 and one[2] < other[3] - 1 and other[2] < one[3] - 1
        ]
    return found


def test_the_longest_names_stay_within_their_badge() -> None:
    assert (
        _faults(
            [person(number, name) for number, name in enumerate(LONG)], "Een heel lange titel van een bijeenkomst " * 4
        )
        == []
    )


WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=("Cc", "Cf", "Zs")), min_size=1, max_size=40
)
TEXTS = st.lists(WORDS, min_size=0, max_size=5).map(" ".join)
SESSIONS = st.lists(st.builds(OwnSession, st.just(time(9, 5)), TEXTS, TEXTS, TEXTS, st.booleans()), max_size=5).map(
    tuple
)
PEOPLE = st.builds(
    ExpectedPerson,
    st.just(1),
    st.builds(Name, st.just(""), TEXTS, st.sampled_from(["", "van der", "d'", "in 't"]), TEXTS.filter(bool)),
    TEXTS,
    st.sampled_from(Office),
    TEXTS,
    st.none() | st.integers(1, 9999),
    SESSIONS,
)


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(PEOPLE, min_size=1, max_size=PER_SHEET), TEXTS)
def test_nothing_is_outside_its_badge_or_lost_whatever_people_are_called(
    people: list[ExpectedPerson], title: str
) -> None:
    assert _faults(people, title) == []
