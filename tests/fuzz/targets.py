"""The readers that are fuzzed: each takes bytes, and may refuse them with an error of ours and with nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.formparsers import MultiPartException
from starlette.requests import Request

from reportgen.application.privacy.file_search import FileSearch
from reportgen.config.edit_event_toml import event_toml_for_next, event_toml_with_subject
from reportgen.config.indicator_file import indicator_in
from reportgen.config.settings import load_event_file
from reportgen.config.subject_file import subject_of
from reportgen.domain.people.mentions import DataSubject, PeopleIndex
from reportgen.domain.people.participant import Name
from reportgen.domain.places.division import division_on
from reportgen.domain.programme.event import Question
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.forms import read_form
from reportgen.interfaces.web.middleware import BodyTooLarge
from reportgen.interfaces.web.request import MalformedForm
from reportgen.mail.inbox.bounces import bounce_messages
from reportgen.mail.inbox.html_text import text_of_html
from reportgen.mail.inbox.mailboxes import mbox_messages
from reportgen.mail.inbox.replies import replies_in
from reportgen.mail.letter_addressee import addressee_of
from reportgen.render.content.svg_check import UnusableDrawing, check_svg
from reportgen.render.pdf.form_reader import form_in
from reportgen.render.pdf.identity import identity_in
from reportgen.sources.lists.programme import programme_in
from reportgen.sources.lists.registrations import ListFile, registrations_in
from reportgen.sources.lists.row_removal import csv_without, workbook_without
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.sources.names.municipalities import MunicipalityNames
from reportgen.sources.names.person_names import name_parts
from reportgen.sources.texts.own_texts import own_texts_in
from reportgen.sources.texts.reply_text import reply_text_in

Target = Callable[[bytes], None]

_FORGOTTEN = PeopleIndex([DataSubject(1, (Name("", "Zoë", "de", "Böer"),), ("zoe.deboer@stad.example",))])

_QUESTIONS = tuple(Question(each, f"Wat is uw antwoord op vraag {each}?", "Denk aan cijfers.") for each in (1, 2, 3))

_SHEET = "xl/worksheets/sheet1.xml"
_WORKBOOK = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="xl/workbook.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="worksheets/sheet1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    ),
}


def list_csv(content: bytes) -> None:
    """A registration list as text."""
    with _file("lijst.csv", content) as path:
        registrations_in([ListFile(path)])


def list_xlsx(content: bytes) -> None:
    """A file that says it is a workbook."""
    with _file("lijst.xlsx", content) as path:
        registrations_in([ListFile(path)])


def list_sheet(content: bytes) -> None:
    """The XML of a sheet in a workbook that is whole otherwise: what is random rarely is a zip."""
    list_xlsx(_workbook_with(content))


def programme(content: bytes) -> None:
    """The programme of an event."""
    with _file("programma.csv", content) as path:
        programme_in(path)


def event_toml(content: bytes) -> None:
    """The settings of an event, and the same moved to another day where they can be read."""
    with _file("event.toml", content) as path:
        load_event_file(path.parent)
        event_toml_for_next(content.decode(), date(2030, 5, 16))
        event_toml_with_subject(content.decode(), "")


def own_texts(content: bytes) -> None:
    """A text of the organiser."""
    with _file("texts/onderwerp.txt", content) as path:
        own_texts_in(path.parent.parent)


def logo(content: bytes) -> None:
    """A logo in SVG: what is looked at before it is drawn, in a process that can be ended."""
    with suppress(UnusableDrawing):
        check_svg(content)


def indicator(content: bytes) -> None:
    """The description of an indicator."""
    with _file("eigen-cijfer.toml", content) as path:
        indicator_in(path)


def subject(content: bytes) -> None:
    """A subject of an event, with an indicator beside it."""
    with _file("subjects/eigen/subject.toml", content) as path:
        subject_of("eigen", path.parents[2], ("population",))


def reply(content: bytes) -> None:
    """A message that somebody sent back, and what is answered in it."""
    for each in replies_in(content):
        reply_text_in(each.text, _QUESTIONS, author=each.author)


def bounce(content: bytes) -> None:
    """A message that may be a delivery report."""
    bounce_messages(content)


def mbox(content: bytes) -> None:
    """A mailbox in one file."""
    with _file("post.mbox", content) as path:
        for message in mbox_messages(path):
            replies_in(message)


def html(content: bytes) -> None:
    """The HTML of a message."""
    text_of_html(content.decode("utf-8", "replace"))


def form(content: bytes) -> None:
    """A pack that was filled in and sent back."""
    form_in(content)


def row_removal(content: bytes) -> None:
    """A sheet, a list in CSV and a workbook from which rows are taken when somebody is forgotten."""
    csv_without(content, [(2, 3)])
    for workbook in (_workbook_with(content), content):
        with suppress(ValueError):
            workbook_without(workbook, {"Blad1": (2, 3)})


def any_file(content: bytes) -> None:
    """A file of any kind in the folder of an event, in which a person is looked for who asked to be forgotten."""
    with _file("wat-dan-ook", content) as path:
        search = FileSearch(_FORGOTTEN)
        search.report_on(path)


def letter(content: bytes) -> None:
    """A letter of the archive, and the packs in it, of which it is asked whose they are."""
    for pack in (content, *addressee_of(content).packs):
        identity_in(pack)


def web_form(content: bytes) -> None:
    """The body of a form of the organiser's page, with and without an upload."""
    for kind in (b"multipart/form-data; boundary=b", b"application/x-www-form-urlencoded"):
        with suppress(MalformedForm, BodyTooLarge, MultiPartException):
            _LOOP.submit(asyncio.run, _read_form(kind, content)).result()


_LOOP = ThreadPoolExecutor(1)
"""A thread of its own for loops of asyncio: tests in a browser leave one in theirs."""


async def _read_form(kind: bytes, content: bytes) -> None:
    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind)]}
    _, uploads = await read_form(Request(scope, _Body(content).receive), files=2, fields=100, size=10_000)
    for each in uploads.values():
        each.file.close()


def names(content: bytes) -> None:
    """A cell with a municipality, and one with a person's name."""
    text = content.decode("utf-8", "replace")
    _municipality_names().resolve(text)
    name_parts(text)


TARGETS: dict[str, Target] = {
    each.__name__.replace("_", "-"): each
    for each in (
        *(list_csv, list_xlsx, list_sheet, programme, event_toml, own_texts),
        *(indicator, subject, logo, reply, bounce, mbox, html, form, names),
        *(row_removal, any_file, letter, web_form),
    )
}


def run(target: Target, content: bytes) -> None:
    """Reads the bytes; an error of ours is an answer like any other."""
    with suppress(ReportgenError):
        target(content)


class _Body:
    """The body of a request, which comes in two pieces."""

    def __init__(self, content: bytes) -> None:
        self._pieces = [content[: len(content) // 2], content[len(content) // 2 :]]

    async def receive(self) -> dict[str, object]:
        """The next piece."""
        return {"type": "http.request", "body": self._pieces.pop(0), "more_body": bool(self._pieces)}


def _workbook_with(sheet: bytes) -> bytes:
    """A workbook with such a sheet."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as workbook:
        for name, text in _WORKBOOK.items():
            workbook.writestr(name, text)
        workbook.writestr(_SHEET, sheet)
    return packed.getvalue()


@contextmanager
def _file(name: str, content: bytes) -> Iterator[Path]:
    """A file of this name in a folder that has the name of an event, for as long as the block runs."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "2030-05-16-wonen" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        yield path


@cache
def _municipality_names() -> MunicipalityNames:
    divisions, day = embedded_divisions(), date(2018, 12, 10)
    return MunicipalityNames(division_on(day, divisions), divisions.changes, day)
