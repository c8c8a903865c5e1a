"""The questions as form fields: every reader can fill them in, and what is filled in comes back letter for letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

import page
import pikepdf
import pypdf
import pytest
from example import meeting, people

from reportgen.domain.pack.compose import compose
from reportgen.domain.programme.event import Question
from reportgen.domain.programme.seating import Table
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.pdf.conformance import PROFILES
from reportgen.render.pdf.fields import field_font
from reportgen.render.pdf.identity import Identity
from reportgen.render.printing.job import Document, Job
from reportgen.render.printing.press import printed_pack

ASKED = ("Hoe divers is uw gemeente?", "Wat is uw verhaal?", "Wat kan het Rijk doen?", "En de VNG?", "Nog iets?")


def made(form: bool, asked: int = 5) -> Document:
    setting = meeting.setting((people.person(1, "GM0356"),), (Table(1, "voorsteden", (1,)),))
    questions = tuple(Question(number, text, "") for number, text in enumerate(ASKED[:asked], 1))
    (pack,) = compose(replace(setting, event=replace(setting.event, questions=questions, form=form)))
    return printed_pack(Job(Identity("x.0001", "0" * 64), PartFactory().parts(pack.sections), "VNG", "2018-12-10"))


@pytest.fixture(scope="module")
def form() -> Document:
    """A pack with five questions to fill in, which passed both profiles when it was printed."""
    return made(form=True)


def filled(document: Document, answers: Mapping[str, str]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(document.pdf))
    for each in writer.pages:
        if "/Annots" in each:
            writer.update_page_form_field_values(each, dict(answers), auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def fields_in(pdf: bytes) -> dict[str, Any]:
    return pypdf.PdfReader(BytesIO(pdf)).get_fields() or {}


def test_each_question_has_a_field_with_its_own_name_and_the_question_as_its_tooltip(form: Document) -> None:
    fields = fields_in(form.pdf)
    assert list(fields) == [*(asked := [f"vraag-{number}" for number in range(1, 6)]), "met-naam"]
    assert [fields[name]["/TU"] for name in asked] == [f"{n}. {text}" for n, text in enumerate(ASKED, 1)]
    assert "naam" in fields["met-naam"]["/TU"]
    assert all(each["/Ff"] & 1 << 12 for each in fields.values()), "room for more than one line"
    assert all(each.get("/V") == "" for each in fields.values())


def test_what_is_filled_in_comes_back_letter_for_letter_and_the_file_stays_archival(form: Document) -> None:
    answers = {
        "vraag-1": "Eén op de vier, zegt de wethouder.\nIJsselmeerbuurt: «ja», café, naïef, 12 % – of € 3.",
        "vraag-5": "(haakjes) \\ en <tekens> & 'aanhalingen'",
    }
    pdf = filled(form, answers)
    read = fields_in(pdf)
    assert {name: read[name]["/V"] for name in answers} == answers
    assert read["vraag-2"]["/V"] == ""
    for profile in PROFILES:
        report: Any = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, report.to_dict()["failures"][:3]


def test_letters_that_the_face_lacks_come_back_too(form: Document) -> None:
    answers = {"vraag-3": "Şule, Łódź, Ελλάδα, 日本"}
    assert fields_in(filled(form, answers))["vraag-3"]["/V"] == answers["vraag-3"]


def test_fields_cost_less_than_a_hundred_kilobytes_and_no_page(form: Document) -> None:
    plain = made(form=False)
    assert fields_in(plain.pdf) == {}
    assert plain.pages == form.pages
    assert 0 < len(form.pdf) - len(plain.pdf) < 100_000


def test_a_form_of_three_questions_is_one_page() -> None:
    assert made(form=True, asked=3).pages == made(form=True, asked=1).pages == made(form=False, asked=1).pages


def test_the_same_form_has_the_same_bytes(form: Document) -> None:
    assert made(form=True).pdf == form.pdf


def test_nothing_is_left_for_the_reader_to_make_up(form: Document) -> None:
    with pikepdf.open(BytesIO(form.pdf)) as document:
        acroform = document.Root.AcroForm
        assert "/NeedAppearances" not in acroform
        for field in acroform.Fields:
            assert field.AP.N.Resources.Font.Field.Encoding == "/WinAnsiEncoding"
            assert field.F == 4
    assert len(field_font()) < 40_000
