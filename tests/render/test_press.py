"""Printing: packs that are archival and accessible, the same everywhere, and refused with a reason when not."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdf
import pytest
from example import figures

from reportgen.domain.edition import digest
from reportgen.domain.pack import PartKind
from reportgen.errors import RenderingError
from reportgen.render import press
from reportgen.render.binder import AMBIGUOUS_END
from reportgen.render.conformance import faults_in
from reportgen.render.identity import Identity, identity_in
from reportgen.render.pages import CHART
from reportgen.render.parts import Part
from reportgen.render.press import Document, Job, Misprint, pool, printed, printed_all

HOSTILE = "{{7*7}}<link rel=attachment href=file:///etc/passwd>"
UNASSIGNED = "\N{LATIN SMALL LETTER A}\u0378"
"""With a character that no font has."""

GEORGIAN = "\N{GEORGIAN LETTER AN}"
"""A letter that ours do not have, and others that happen to be installed perhaps do."""

Packs = Mapping[str, tuple[Part, ...]]


@dataclass(frozen=True)
class Printed:
    """What came off a press with two processes, by participant, and what it left in its folder."""

    results: Mapping[str, Document | Misprint]
    left: tuple[Path, ...]


@pytest.fixture(scope="session")
def opened(document: Document) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(document.pdf)) as pdf:
        yield pdf


@pytest.fixture(scope="session")
def off_press(job: Job, packs: Packs, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The same pack again, packs that need care, and packs that cannot be printed: all by other processes."""
    one_wijk = next(
        code
        for code, profile in figures.profiles().items()
        if profile.districts is None or len(profile.districts.districts) == 1
    )
    few = next(
        code
        for code, profile in figures.profiles().items()
        if profile.districts and len(profile.districts.districts) == 2
    )
    jobs = [
        job,
        *(
            Job(Identity(name, "0" * 64), parts, "VNG", "2018-12-10")
            for name, parts in {
                "without-districts": packs[one_wijk],
                "few-districts": packs[few],
                "begins-in-2018": packs[figures.code_of("Westerwolde")],
                "ends-in-2019": packs[figures.code_of("Haarlemmerliede en Spaarnwoude")],
                "hostile": with_personal(packs["GM0356"], name=name_of(HOSTILE)),
                "overfull": with_personal(packs["GM0356"], welcome="Welkom in de zaal. " * 400),
                "other-font": with_personal(packs["GM0356"], name=name_of(GEORGIAN)),
                "no-glyph": with_personal(packs["GM0356"], name=name_of(UNASSIGNED)),
            }.items()
        ),
    ]
    folder = tmp_path_factory.mktemp("passing")
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        with pool(2) as executor:
            results = {result.identity.participant: result for result in printed_all(jobs, executor)}
    finally:
        tempfile.tempdir = before
    assert len(results) == len(jobs)
    return Printed(results, tuple(folder.rglob("*")))


def name_of(last: str) -> dict[str, str]:
    return {"initials": "J.", "first": "Jan", "infix": "", "last": last}


def with_personal(parts: tuple[Part, ...], **changes: Any) -> tuple[Part, ...]:
    """A pack in which some values of its cover are others."""

    def content(part: Part) -> Any:
        assert isinstance(part.content, dict)
        return {**part.content, **changes}

    return tuple(replace(part, content=content(part)) if part.kind is PartKind.PERSONAL else part for part in parts)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def objects(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each


# A pack of the event


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_a_pack_is_archival_and_accessible(document: Document, profile: str) -> None:
    report: Any = validator.validate_pdf_bytes(document.pdf, profile=profile)
    assert report.is_compliant, report.to_dict().get("failures")


def test_a_pack_has_eight_pages_and_fits_in_any_mailbox(document: Document, opened: pikepdf.Pdf) -> None:
    assert document.pages == len(opened.pages) == 8
    assert len(document.pdf) < 250_000
    assert document.digest == digest(document.pdf)


def test_every_page_is_a4(opened: pikepdf.Pdf) -> None:
    sizes = {tuple(round(float(each)) for each in page.mediabox) for page in opened.pages}
    assert sizes == {(0, 0, 595, 842)}


def test_a_pack_says_whose_it_is_and_from_what_it_was_printed(document: Document, job: Job) -> None:
    assert identity_in(document.pdf) == job.identity
    assert document.identity == job.identity
    assert job.identity.participant.encode() in document.pdf  # readable by any tool, without unpacking
    assert job.identity.fingerprint.encode() in document.pdf


def test_a_reader_shows_the_title_knows_the_language_and_the_structure(opened: pikepdf.Pdf, job: Job) -> None:
    assert str(opened.Root.Lang) == "nl"
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    cover: Any = next(part.content for part in job.parts if part.kind is PartKind.PERSONAL)
    with opened.open_metadata() as metadata:
        assert cover["municipality"] in str(metadata["dc:title"])
        assert cover["meeting"]["title"] in str(metadata["dc:title"])
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfuaid:part"] == "1"


def test_the_outline_leads_to_every_page(opened: pikepdf.Pdf) -> None:
    numbers = {page.objgen: number for number, page in enumerate(opened.pages, 1)}
    with opened.open_outline() as outline:
        assert [bool(each.title.strip()) for each in outline.root] == [True] * len(outline.root)
        named = pikepdf.NameTree(opened.Root.Names.Dests) if "/Names" in opened.Root else {}
        reached = set()
        for each in outline.root:
            place = each.destination
            if isinstance(place, pikepdf.String | str):
                place = named[str(place)]
            reached.add(numbers[place[0].objgen])
    assert reached == set(range(1, 9))


def test_all_fonts_are_our_own_and_embedded_in_part(opened: pikepdf.Pdf) -> None:
    fonts = {
        str(each.FontName): any(key in each for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        for each in objects(opened)
        if each.get("/Type") == "/FontDescriptor"
    }
    assert len(fonts) >= 3
    assert [name for name in fonts if not re.fullmatch(r"/[A-Z]{6}\+Source-(Sans|Serif)-Pro.*", name)] == []
    assert all(fonts.values())


def test_every_head_of_a_table_says_what_it_is_the_head_of(opened: pikepdf.Pdf) -> None:
    heads = [each for each in objects(opened) if each.get("/S") == "/TH"]
    assert len(heads) > 20
    scopes = [str(each.A.Scope) if "/A" in each and "/Scope" in each.A else "" for each in heads]
    assert set(scopes) == {"/Row", "/Column"}


def test_every_chart_has_words_for_who_does_not_see_it(opened: pikepdf.Pdf) -> None:
    pictures = [each for each in objects(opened) if each.get("/S") == "/Figure"]
    assert len(pictures) >= 5
    assert [len(str(each.get("/Alt", "")).split()) > 4 for each in pictures] == [True] * len(pictures)


def test_nothing_is_attached_run_or_fetched(opened: pikepdf.Pdf) -> None:
    keys = {key for each in objects(opened) for key in each.keys()}  # noqa: SIM118  # no mapping
    assert keys.isdisjoint({"/EmbeddedFiles", "/EF", "/JavaScript", "/JS", "/AA", "/OpenAction", "/Launch"})


def test_the_text_of_a_pack_can_be_copied_and_searched(document: Document, job: Job) -> None:
    text = text_of(document.pdf)
    cover: Any = next(part.content for part in job.parts if part.kind is PartKind.PERSONAL)
    assert cover["municipality"] in text
    assert cover["name"]["last"] in text
    assert "1 van 8" in text
    assert "8 van 8" in text


def test_the_only_date_in_a_pack_is_that_of_the_meeting(document: Document, opened: pikepdf.Pdf) -> None:
    dates = {str(value)[:10] for key, value in opened.docinfo.items() if "Date" in key}
    assert dates <= {"D:20181210"}
    with opened.open_metadata() as metadata:
        assert str(metadata["xmp:CreateDate"]).startswith("2018-12-10")
    assert b"/tmp" not in document.pdf


# By several processes


def test_a_pack_is_the_same_bytes_from_whichever_process(off_press: Printed, document: Document, job: Job) -> None:
    again = off_press.results[job.identity.participant]
    assert again == document


@pytest.mark.parametrize("name", ["without-districts", "few-districts", "begins-in-2018", "ends-in-2019"])
def test_municipalities_that_need_care_are_printed(off_press: Printed, name: str) -> None:
    result = off_press.results[name]
    assert isinstance(result, Document), result
    assert result.pages == 8
    assert AMBIGUOUS_END not in result.pdf


def test_a_hostile_name_is_printed_as_it_is_written_and_brings_nothing_in(off_press: Printed) -> None:
    result = off_press.results["hostile"]
    assert isinstance(result, Document), result
    assert HOSTILE.replace(" ", "") in text_of(result.pdf).replace(" ", "")
    with pikepdf.open(BytesIO(result.pdf)) as pdf:
        assert len(pdf.attachments) == 0
    assert b"root:" not in result.pdf


def test_an_overfull_page_is_refused_with_how_many_pages_it_became(off_press: Printed) -> None:
    result = off_press.results["overfull"]
    assert isinstance(result, Misprint)
    found = re.search(r"(\d+) pages instead of 8", result.reason)
    assert found
    assert int(found[1]) > 8
    assert "overfull" in result.reason


def test_a_letter_that_the_fonts_lack_is_refused_and_named(off_press: Printed) -> None:
    result = off_press.results["no-glyph"]
    assert isinstance(result, Misprint)
    assert "notdef" in result.reason or "U+0378" in result.reason


def test_a_letter_that_only_another_font_has_is_refused_so_that_every_machine_prints_the_same(
    off_press: Printed,
) -> None:
    assert isinstance(off_press.results["other-font"], Misprint)


def test_printing_leaves_no_files_behind(off_press: Printed) -> None:
    assert off_press.left == ()


class Fatal:
    """Ends the worker that unpacks it at once."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (1,)


def test_a_printing_process_that_dies_costs_packs_and_not_the_run(tmp_path: Path, job: Job) -> None:
    fatal = Job(Identity("fatal", "f"), Fatal(), "VNG", "2018-12-10")  # type: ignore[arg-type]
    others = [replace(fatal, identity=Identity(name, "f")) for name in ("second", "third")]
    with pool(1) as executor:
        results = list(printed_all([fatal, *others], executor))
        # The pool is broken now, and says so when it is given work.
        results += printed_all([replace(fatal, identity=Identity("late", "f"))], executor)
    assert sorted(each.identity.participant for each in results) == ["fatal", "late", "second", "third"]
    assert all(isinstance(each, Misprint) and each.reason for each in results)


REPLACED = """
import sys
from reportgen.render import press
from reportgen.render.identity import Identity

if __name__ == "__main__":
    press.PACKS_A_POOL = 4
    jobs = [press.Job(Identity(str(number), "f"), (), "VNG", "2018-12-10") for number in range(5)]
    print(len({each.identity.participant for each in press.press(jobs, int(sys.argv[1]))}))
"""


def test_the_press_goes_on_when_its_processes_are_replaced(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(REPLACED, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), "2"], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail("the press waits for processes that are not there any more")
    assert said.strip() == "5"


class AtOnce(Executor):
    """Does its work as soon as it is asked, in this process."""

    def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as fault:
            future.set_exception(fault)
        return future


@pytest.mark.parametrize("executor", [AtOnce(), ThreadPoolExecutor(1)], ids=["at once", "a thread"])
def test_anything_that_works_like_a_pool_can_print_and_a_broken_pack_stops_no_other(
    executor: Executor, packs: Packs
) -> None:
    incomplete = Job(Identity("incomplete", "f"), packs["GM0356"][1:], "VNG", "2018-12-10")
    empty = Job(Identity("empty", "f"), (), "VNG", "2018-12-10")
    results = {each.identity.participant: each for each in printed_all([incomplete, empty], executor)}
    executor.shutdown()
    assert results.keys() == {"incomplete", "empty"}
    assert all(isinstance(each, Misprint) and each.reason.strip(": ") for each in results.values())


def test_no_work_is_no_results() -> None:
    assert list(printed_all([], AtOnce())) == []


# What a page may not have


def page_of(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang=nl><head><title>Proef</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<link rel=attachment href=file:///etc/passwd>", ""),
        ("<link rel=stylesheet href=https://x.example/a.css>", ""),
        ("<style>@import url(file:///etc/passwd);</style>", ""),
        ("<style>body { background: url(http://x.example/a.png) }</style>", ""),
        ("<style>@font-face { font-family: x; src: url(file:///x.ttf) } p { font-family: x }</style>", "<p>x</p>"),
        ("<base href=file:///etc/>", "<img src=passwd alt=x>"),
        ("", "<img src=file:///etc/passwd alt=x>"),
        ("", "<img src=ftp://x.example/a.png alt=x>"),
        ("", "<img src=/etc/passwd alt=x>"),
        ("", "<img src='data:image/png;base64,iVBORw0KGgo=' alt=x>"),
        ("", "<img src='data:text/html,<b>x</b>' alt=x>"),
        ("", "<img src='pack:/font/../../../etc/passwd' alt=x>"),
        ("", "<img src='pack:/font/other' alt=x>"),
        ("", "<object data=file:///etc/passwd></object>"),
        ("", "<svg><title>x</title><image href='file:///etc/passwd' width=9 height=9 /></svg>"),
        ("", "<a rel=attachment href=file:///etc/passwd>x</a>"),
    ],
)
def test_a_page_brings_in_nothing_from_outside(head: str, body: str) -> None:
    with pytest.raises(RenderingError, match=r"outside|SVG"):
        press._pdf(page_of(body, head), Identity("x", "y"))


def test_a_chart_brings_in_nothing_from_outside() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
        '<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    body = f'<img alt="x" src="{CHART}{b64encode(drawing.encode()).decode()}">'
    with pytest.raises(RenderingError):
        press._pdf(page_of(body), Identity("x", "y"))


def test_a_reference_to_a_place_that_is_not_there_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderingError, match="nergens"):
        press._pdf(page_of("<h1>Kop</h1><p><a href='#nergens'>zie daar</a></p>"), Identity("x", "y"))


def test_a_style_the_printer_does_not_know_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderingError, match="colour"):
        press._pdf(page_of("<p>x</p>", "<style>p { colour: red }</style>"), Identity("x", "y"))


def test_after_a_refused_page_the_next_one_is_printed() -> None:
    with pytest.raises(RenderingError):
        press._pdf(page_of("<a href='#nergens'>x</a>"), Identity("x", "y"))
    pdf = press._pdf(page_of("<h1>Kop</h1><p>Tekst.</p>"), Identity("x", "y"))
    assert faults_in(pdf, Identity("x", "y"), 1) == ()


# Streams that end ambiguously


def test_no_stream_of_a_pack_ends_where_readers_differ(document: Document) -> None:
    assert AMBIGUOUS_END not in document.pdf


def test_a_file_that_is_written_anew_is_as_good_and_says_the_same(
    job: Job, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "AMBIGUOUS_END", document.pdf[-60:])  # so that the first try is found wanting
    anew = printed(job)
    assert anew.pdf[-60:] != document.pdf[-60:]
    assert text_of(anew.pdf) == text_of(document.pdf)
    assert faults_in(anew.pdf, job.identity, 8) == ()


def test_a_file_that_stays_ambiguous_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "AMBIGUOUS_END", b"%PDF")
    with pytest.raises(RenderingError):
        press._pdf(page_of("<h1>Kop</h1>"), Identity("x", "y"))
