"""Kinds of packs as their templates make them, and the texts of people that their pages are cut for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from example import meeting, people
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.answers.answer import Answer
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.identifiers import pack_key
from reportgen.domain.pack.compose import compose
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.kinds import PageTemplate, parse_sections
from reportgen.domain.programme.seating import Table
from reportgen.errors import ConfigurationError
from reportgen.render.content import text_pages
from reportgen.render.content.design import design_digest
from reportgen.render.content.environment import environment
from reportgen.render.content.kind_templates import briefing, load_pack_kind, pack_kind_from_record
from reportgen.render.content.letter_text import letter_text
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.content.parts import Part
from reportgen.render.content.resources import TEMPLATES
from reportgen.render.printing.worker import printed_part

HERE = Path("nowhere")


def follow_up(answers: tuple[Answer, ...] = (), report: str = "", people_at: int = 3) -> dict[PartKind, Part]:
    """The parts of the follow-up of the first of some people at one table."""
    kind = load_pack_kind(HERE, "follow-up")
    sitting = tuple(people.person(number) for number in range(1, people_at + 1))
    setting = meeting.setting(sitting, (Table(1, "voorsteden", tuple(each.number for each in sitting)),))
    pack = compose(replace(setting, answers=answers, reports={1: report}), kind)[0]
    return {each.kind: each for each in PartFactory(pack=kind).parts(pack.sections)}


def test_a_section_says_whose_it_is_its_template_and_what_its_pages_are_counted_by() -> None:
    assert parse_sections(["personal/cover", "country/nation", "municipality/own", "table/all by answers"]) == (
        PageTemplate(PartKind.PERSONAL, "cover"),
        PageTemplate(PartKind.MUNICIPALITY, "nation", country=True),
        PageTemplate(PartKind.MUNICIPALITY, "own", country=False),
        PageTemplate(PartKind.TABLE, "all", "answers"),
    )


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ([], "the first section must be a personal one"),
        (["table/table", "personal/cover"], "the first section must be a personal one"),
        (["personal/cover", "everyone/page"], "pages are of nobody called everyone"),
        (["personal/cover", "table/../secret"], "is no section"),
        (["personal/cover", "table/page by sessions"], "table has no list sessions"),
        (["personal/cover", "event/cover"], "template cover stands in the list twice"),
    ],
)
def test_what_is_wrong_with_a_list_of_sections_is_said(sections: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_sections(sections)


def test_the_briefing_has_the_key_of_its_event_and_others_have_their_own() -> None:
    assert pack_key("2018-wonen", "briefing") == "2018-wonen"
    assert pack_key("2018-wonen", "follow-up") == "2018-wonen--follow-up"


def test_another_template_of_a_kind_is_another_design_of_that_kind_alone(tmp_path: Path) -> None:
    shipped = load_pack_kind(tmp_path, "follow-up")
    folder = tmp_path / "templates" / "follow-up"
    folder.mkdir(parents=True)
    shutil.copy(TEMPLATES / "follow-up" / "cover.html", folder)
    assert load_pack_kind(tmp_path, "follow-up") == shipped
    (folder / "cover.html").write_text("<p>anders</p>", "utf-8")
    assert design_digest(load_pack_kind(tmp_path, "follow-up")) != design_digest(shipped)
    assert design_digest(shipped) != design_digest(briefing()) == design_digest()


def test_what_an_editor_leaves_is_no_template(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "follow-up"
    folder.mkdir(parents=True)
    for name in (".cover.html.swp", "cover.html~", "~cover.html", ".DS_Store"):
        (folder / name).write_bytes(b"\x00")
    assert load_pack_kind(tmp_path, "follow-up") == load_pack_kind(HERE, "follow-up")


def test_a_list_of_sections_beside_templates_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "eigen"
    folder.mkdir(parents=True)
    (folder / "sections.toml").write_text('sections = ["table/x"]', "utf-8")
    with pytest.raises(ConfigurationError, match="first section must be a personal one") as caught:
        load_pack_kind(tmp_path, "eigen")
    assert caught.value.where == str(folder / "sections.toml")


def test_a_kind_comes_back_from_what_an_edition_keeps_of_it() -> None:
    kind = load_pack_kind(HERE, "follow-up")
    kept: Any = to_json_value(kind)
    assert pack_kind_from_record(kept) == kind
    assert pack_kind_from_record(None) == pack_kind_from_record(to_json_value(briefing())) == briefing()  # type: ignore[arg-type]


def test_a_pack_is_bound_from_the_parts_that_its_sections_are_of() -> None:
    made = follow_up(report="Wij spraken over wonen.")
    assert list(made) == [PartKind.PERSONAL, PartKind.TABLE, PartKind.MUNICIPALITY]
    total = made[PartKind.PERSONAL].total
    assert sorted(folio for part in made.values() for _, folio in part.folios) == list(range(1, total + 1))


def test_a_letter_of_another_kind_carries_no_invitation() -> None:
    letter = letter_text(tuple(follow_up().values()))
    assert letter.calendar == ""
    assert letter.subject == "Terugblik op 10 december 2018: Nieuwegein"


def test_without_report_and_answers_there_are_no_pages_about_the_table() -> None:
    assert follow_up()[PartKind.TABLE].folios == ()
    with_report = follow_up(report="Wij spraken over wonen.")[PartKind.TABLE]
    assert {sheet.template for sheet, _ in with_report.folios} == {"table", "contacts"}


def test_templates_of_version_0_1_still_find_what_they_call() -> None:
    content = follow_up()[PartKind.TABLE].content
    templates = environment(load_pack_kind(HERE, "follow-up"))
    former, present = (
        templates.from_string(text).render(content=content)
        for text in (
            "{{ points.table(content) }} {{ points.unnamed(content) }}"
            " {{ flow.report(content) }} {{ COLLEAGUES_A_PAGE }}",
            "{{ page_leads.table_lead(content) }} {{ sentences.unnamed_sentence(content) }}"
            " {{ text_pages.report_pages(content) }} {{ COLLEAGUES_PER_PAGE }}",
        )
    )
    assert former == present


WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=14), min_size=1, max_size=400).map(" ".join)


@given(texts=st.lists(WORDS, min_size=1, max_size=12))
def test_every_word_of_an_answer_stands_on_a_page_once_and_in_its_order(texts: list[str]) -> None:
    replies = [
        {"table": 1, "name": None, "function": "", "office": "", "municipality": "", "text": each} for each in texts
    ]
    content = {"theme": "voorsteden", "answers": [{"question": "Hoe divers is uw gemeente?", "replies": replies}]}
    pages = text_pages.answer_pages(content)
    assert all(pages)
    said = [
        word
        for page in pages
        for group in page
        for reply in group["replies"]
        for paragraph in reply["paragraphs"]
        for word in paragraph.split()
    ]
    assert said == " ".join(texts).split()
    assert [group["again"] for page in pages for group in page] == [False, *[True] * (len(pages) - 1)]


@given(paragraphs=st.lists(WORDS, min_size=1, max_size=20))
def test_every_word_of_a_report_stands_on_a_page_once_and_in_its_order(paragraphs: list[str]) -> None:
    pages = text_pages.report_pages({"table": 3, "theme": "voorsteden", "report": "\n\n".join(paragraphs)})
    said = [word for page in pages for block in page for word in block["text"].split()]
    assert said == " ".join(paragraphs).split()


def test_a_sign_that_our_faces_lack_holds_up_no_pack() -> None:
    assert text_pages.printable("één 🙂\u200b \x07😀 田") == "één ? ? ?"


LONG = "Wij zien in onze gemeente dat er vooral veel kleine groepen uit steeds meer landen bij zijn gekomen. "


@pytest.mark.parametrize("long", [3, 11, 60])
def test_long_texts_take_as_many_pages_as_were_counted_and_none_is_too_full(long: int) -> None:
    """Printing counts the pages, judges them, and fails where there are others than were thought."""
    answers = tuple(
        Answer(number, 1, 1 + number % 2, f"{LONG * (1 + number * long % 13)}\n{'z' * 130} {number}", number % 3 == 0)
        for number in range(1, 11)
    )
    report = "\n\n".join(["# Wat opviel", LONG * long, *(f"- {LONG * 2}" for _ in range(long)), "# Tot slot", LONG])
    table = follow_up(answers, report, 14)[PartKind.TABLE]
    assert len(table.folios) > 4
    assert printed_part(table)
