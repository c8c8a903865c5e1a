"""Printing: packs that are archival and accessible, the same everywhere, and refused with a reason when not."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import page as validator
import pikepdf
import pypdf
import pytest
from example import figures

from reportgen.domain.canonical_json import canonical_json, digest
from reportgen.domain.figures.profile import MeasureFigures
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.content.pages import CHART, Pages
from reportgen.render.content.parts import Part, deciding_digest_of
from reportgen.render.pdf.conformance import faults_in
from reportgen.render.pdf.identity import Identity, identity_in
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.pdf.objects import AMBIGUOUS_END
from reportgen.render.printing import press, worker
from reportgen.render.printing.context import Judge, PrintContext
from reportgen.render.printing.job import Document, Job, PrintFailure
from reportgen.render.printing.part_cache import PartCache
from reportgen.render.printing.whole_document import document_pdf
from reportgen.render.processes import executors
from reportgen.render.processes.executors import InlineExecutor, ProcessExecutor

HOSTILE = "{{7*7}}<link rel=attachment href=file:///etc/passwd>"
UNASSIGNED = "\N{LATIN SMALL LETTER A}\u0378"
"""With a character that no font has."""

GEORGIAN = "\N{GEORGIAN LETTER AN}"
"""A letter that ours do not have, and others that happen to be installed perhaps do."""

DAY = "2018-12-10"

Packs = Mapping[str, tuple[Part, ...]]


@dataclass(frozen=True)
class Printed:
    """What came off a press with two processes, by participant, and what it left in its folder."""

    results: Mapping[str, Document | PrintFailure]
    left: tuple[Path, ...]


@pytest.fixture(scope="session")
def opened(document: Document) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(document.pdf)) as pdf:
        yield pdf


@pytest.fixture(scope="session")
def off_press(job: Job, packs: Packs, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The same pack again, packs that need care, and packs that cannot be printed: all by other processes."""
    one_wijk = next(
        code for code, profile in figures.profiles().items() if max(map(districts_of, profile.measures)) <= 1
    )
    few = next(code for code, profile in figures.profiles().items() if max(map(districts_of, profile.measures)) == 2)
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
                "overfull": with_personal(packs["GM0356"], erratum="Er stond een ander cijfer. " * 400),
                "other-font": with_personal(packs["GM0356"], name=name_of(GEORGIAN)),
                "no-glyph": with_personal(packs["GM0356"], name=name_of(UNASSIGNED)),
            }.items()
        ),
    ]
    folder = tmp_path_factory.mktemp("passing")
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        results = {
            result.identity.participant: result
            for result in press.printed_packs(jobs, PrintContext(ProcessExecutor(2)))
        }
    finally:
        tempfile.tempdir = before
    assert len(results) == len(jobs)
    return Printed(results, tuple(folder.rglob("*")))


def districts_of(figures: MeasureFigures) -> int:
    return len(figures.districts.districts) if figures.districts else 0


def name_of(last: str) -> dict[str, str]:
    return {"initials": "J.", "first": "Jan", "infix": "", "last": last}


def with_personal(parts: tuple[Part, ...], **changes: Any) -> tuple[Part, ...]:
    """A pack in which some values of its cover are others."""

    def content(part: Part) -> Any:
        assert isinstance(part.content, dict)
        return {**part.content, **changes}

    return tuple(with_content(part, content(part)) if part.kind is PartKind.PERSONAL else part for part in parts)


def with_content(part: Part, content: Any) -> Part:
    return replace(
        part,
        content=content,
        content_digest=digest(canonical_json(content)),
        deciding_digest=deciding_digest_of(content),
    )


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
    assert document.pages == len(opened.pages) >= 8
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
    assert reached == set(range(1, len(opened.pages) + 1))


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


def test_running_heads_are_no_content_and_all_that_is_marked_is_in_the_structure(opened: pikepdf.Pdf) -> None:
    parents = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(opened.pages, 1):
        begun = [each.operands for each in pikepdf.parse_content_stream(page) if str(each.operator) == "BDC"]
        heads = [kind for kind, properties in begun if properties.get("/Type") == "/Pagination"]
        marks = [int(properties.MCID) for _, properties in begun if "/MCID" in properties]
        assert (len(heads) >= (2 if number == 1 else 4), set(map(str, heads))) == (True, {"/Artifact"})
        elements = parents[page.StructParents]
        assert sorted(marks) == [mark for mark, each in enumerate(elements) if each is not None]


def test_pages_are_painted_in_the_order_in_which_they_are_read(opened: pikepdf.Pdf) -> None:
    read = [(page.objgen, mark) for page, mark in marks_in(opened.Root.StructTreeRoot)]
    for page in opened.pages:
        begun = [each.operands for each in pikepdf.parse_content_stream(page) if str(each.operator) == "BDC"]
        painted = [int(properties.MCID) for _, properties in begun if "/MCID" in properties]
        assert painted == [mark for where, mark in read if where == page.objgen]


def marks_in(element: Any, page: Any = None) -> Iterator[tuple[Any, int]]:
    """The marked content of a structure element in the order of reading, with its page."""
    page, inside = element.get("/Pg", page), element.get("/K", [])
    for each in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if not isinstance(each, pikepdf.Dictionary):
            yield page, int(each)
        elif "/MCID" in each:
            yield each.get("/Pg", page), int(each.MCID)
        elif "/S" in each:
            yield from marks_in(each, page)


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
    total = job.parts[0].total
    assert f"1 van {total}" in text
    assert f"{total} van {total}" in text


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
    assert result.pages >= 8
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
    assert isinstance(result, PrintFailure)
    found = re.search(r"(\d+) pages instead of 1", result.reason)
    assert found
    assert int(found[1]) > 1
    assert "personal" in result.reason


def test_a_letter_that_the_fonts_lack_is_refused_and_named(off_press: Printed) -> None:
    result = off_press.results["no-glyph"]
    assert isinstance(result, PrintFailure)
    assert "notdef" in result.reason or "U+0378" in result.reason


def test_a_letter_that_only_another_font_has_is_refused_so_that_every_machine_prints_the_same(
    off_press: Printed,
) -> None:
    assert isinstance(off_press.results["other-font"], PrintFailure)


def test_printing_leaves_no_files_behind(off_press: Printed) -> None:
    assert off_press.left == ()


def test_the_parts_most_packs_wait_for_are_printed_first_and_each_once(packs: Packs) -> None:
    jobs = [
        Job(Identity(str(number), "f"), with_personal(packs["GM0356"], name=name_of(f"Naam{number}")), "VNG", DAY)
        for number in range(executors.FEW)
    ]
    seen: list[Part] = []

    class Clerk:
        def done(self, work: Any, tasks: Any, seconds: float = 60) -> Iterator[tuple[Any, Exception]]:
            seen.extend(tasks)
            yield from ((task, RenderingError("not today")) for task in tasks)

    results = list(press.printed_packs(jobs, PrintContext(Clerk())))
    assert {type(each) for each in results} == {PrintFailure}
    assert len(results) == executors.FEW
    assert [part.kind for part in seen[:4]] == [part.kind for part in packs["GM0356"][1:]]
    assert [part.kind for part in seen[4:]] == [PartKind.PERSONAL] * executors.FEW


def test_few_parts_are_printed_by_one_worker_that_is_kept(
    job: Job, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    executors.close_kept_worker()
    assert list(press.printed_packs([job], PrintContext(ProcessExecutor(2)))) == [document]
    monkeypatch.setattr(executors, "WorkerProcess", lambda: pytest.fail("another worker is started"))
    assert list(press.printed_packs([job], PrintContext(ProcessExecutor(2)))) == [document]


@pytest.mark.parametrize("kind", [PartKind.PERSONAL, PartKind.TABLE])
def test_a_part_that_fails_fails_its_packs_once_and_no_others(packs: Packs, kind: PartKind) -> None:
    good, other = packs["GM0356"], packs["GM0184"]
    bad = tuple(
        with_content(part, {**part.content, "theme": UNASSIGNED})  # type: ignore[dict-item]
        if part.kind is kind
        else part
        for part in other
    )
    jobs = [Job(Identity("good", "f"), good, "VNG", DAY), Job(Identity("bad", "f"), bad, "VNG", DAY)]
    told = list(press.printed_packs(jobs, PrintContext(InlineExecutor())))
    results = {each.identity.participant: each for each in told}
    assert len(told) == len(jobs)
    assert isinstance(results["good"], Document)
    assert isinstance(results["bad"], PrintFailure)


def test_incomplete_packs_are_failures_with_a_reason(packs: Packs) -> None:
    incomplete = Job(Identity("incomplete", "f"), packs["GM0356"][1:2], "VNG", DAY)
    empty = Job(Identity("empty", "f"), (), "VNG", DAY)
    results = {
        each.identity.participant: each
        for each in press.printed_packs([incomplete, empty], PrintContext(InlineExecutor()))
    }
    assert results.keys() == {"incomplete", "empty"}
    assert all(isinstance(each, PrintFailure) and each.reason.strip(": ") for each in results.values())


def test_no_work_is_no_results() -> None:
    assert list(press.printed_packs([], PrintContext(InlineExecutor()))) == []


def test_what_is_in_the_cache_is_not_printed_again_and_gives_the_same_bytes(
    job: Job, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = PartCache(tmp_path, 100)
    (first,) = press.printed_packs([job], PrintContext(InlineExecutor(), cache))
    monkeypatch.setattr(worker, "printed_part", lambda part: pytest.fail(f"{part.kind} is printed again"))
    (again,) = press.printed_packs([job], PrintContext(InlineExecutor(), cache, judge=Judge.ALL))
    assert first == again == document


def test_what_is_compared_afterwards_is_not_validated_and_comes_out_the_same(
    job: Job, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validator, "validate_pdf_bytes", lambda *_, **__: pytest.fail("it is validated"))
    assert list(press.printed_packs([job], PrintContext(InlineExecutor(), judge=None))) == [document]
    with pytest.raises(ValueError, match="not kept in the cache"):
        PrintContext(InlineExecutor(), PartCache(tmp_path, 100), judge=None)


def test_a_part_that_is_damaged_in_the_cache_is_printed_again(job: Job, document: Document, tmp_path: Path) -> None:
    cache = PartCache(tmp_path, 100)
    list(press.printed_packs([job], PrintContext(InlineExecutor(), cache)))
    for path in tmp_path.glob("??/*"):
        path.write_bytes(path.read_bytes()[:-40] + bytes(40))
    assert list(press.printed_packs([job], PrintContext(InlineExecutor(), cache))) == [document]
    assert all(cache.take(part.printed_key) for part in job.parts)


# What a page may not have


def print_alone(pages: Pages) -> bytes:
    return document_pdf(pages, Identity("x", "y"), DocumentInfo("Proef", "VNG", DAY))


def page_of(body: str, head: str = "", **charts: str) -> Pages:
    html = f'<!DOCTYPE html><html lang="nl"><head><title>Proef</title>{head}</head><body>{body}</body></html>'
    return Pages(html, {f"{CHART}{name}": drawn for name, drawn in charts.items()})


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<link rel='attachment' href='file:///etc/passwd'/>", ""),
        ("<link rel='stylesheet' href='https://x.example/a.css'/>", ""),
        ("<style>@import url(file:///etc/passwd);</style>", ""),
        ("<style>body { background: url(http://x.example/a.png) }</style>", ""),
        ("<style>@font-face { font-family: x; src: url(file:///x.ttf) } p { font-family: x }</style>", "<p>x</p>"),
        ("<base href='file:///etc/'/>", "<img src='passwd' alt='x'/>"),
        ("", "<img src='file:///etc/passwd' alt='x'/>"),
        ("", "<img src='ftp://x.example/a.png' alt='x'/>"),
        ("", "<img src='/etc/passwd' alt='x'/>"),
        ("", "<img src='data:image/png;base64,iVBORw0KGgo=' alt='x'/>"),
        ("", "<img src='data:text/html,&lt;b>x&lt;/b>' alt='x'/>"),
        ("", "<img src='pack:/font/../../../etc/passwd' alt='x'/>"),
        ("", "<img src='pack:/font/other' alt='x'/>"),
        ("", "<object data='file:///etc/passwd'></object>"),
        ("", "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd' width='9' height='9'/></svg>"),
        ("", "<a rel='attachment' href='file:///etc/passwd'>x</a>"),
    ],
)
def test_a_page_brings_in_nothing_from_outside(head: str, body: str) -> None:
    with pytest.raises(RenderingError, match=r"outside|SVG"):
        print_alone(page_of(body, head))


def test_a_chart_brings_in_nothing_from_outside() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" fill="#000000"><title>x</title>'
        '<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    with pytest.raises(RenderingError, match="no stroke of ours"):
        print_alone(page_of(f'<img alt="x" src="{CHART}0"/>', **{"0": drawing}))


def test_a_chart_that_is_not_beside_its_page_is_looked_for_nowhere() -> None:
    with pytest.raises(RenderingError, match="outside"):
        print_alone(page_of(f'<img alt="x" src="{CHART}0"/>'))


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "\ud800", "<p>", "&nbsp;", "a & b"])
def test_a_page_that_is_not_well_formed_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(RenderingError, match="not well-formed") as refused:
        print_alone(page_of(f"<h1>Kop</h1>\n<p>Tekst {text} tot hier</p>"))
    assert "Tekst" in str(refused.value)


def test_a_reference_to_a_place_that_is_not_there_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderingError, match="nergens"):
        print_alone(page_of("<h1>Kop</h1><p><a href='#nergens'>zie daar</a></p>"))


def test_a_style_the_printer_does_not_know_is_an_error_that_names_it() -> None:
    with pytest.raises(RenderingError, match="colour"):
        print_alone(page_of("<p>x</p>", "<style>p { colour: red }</style>"))


def test_after_a_refused_page_the_next_one_is_printed() -> None:
    with pytest.raises(RenderingError):
        print_alone(page_of("<a href='#nergens'>x</a>"))
    pdf = print_alone(page_of("<h1>Kop</h1><p>Tekst.</p>"))
    assert faults_in(pdf, Identity("x", "y"), 1) == ()


# Streams that end ambiguously


def test_no_stream_of_a_pack_ends_where_readers_differ(document: Document) -> None:
    assert AMBIGUOUS_END not in document.pdf


def test_a_file_that_stays_ambiguous_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.render.printing.whole_document.AMBIGUOUS_END", b"%PDF")
    with pytest.raises(RenderingError):
        print_alone(page_of("<h1>Kop</h1>"))


def test_few_parts_are_printed_by_workers_where_nothing_bounds_how_long_they_take(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread gets no signals: a page that is never laid out would hold a job of the web page for ever."""
    asked: list[int] = []

    def done(
        self: ProcessExecutor, work: object, tasks: Sequence[object], seconds: float
    ) -> Iterator[tuple[object, Exception]]:
        asked.append(len(tasks))
        return iter([(task, RenderingError("not printed here")) for task in tasks])

    monkeypatch.setattr(ProcessExecutor, "done", done)
    with ThreadPoolExecutor(1) as thread:
        (failure,) = thread.submit(lambda: list(press.printed_packs([job], PrintContext(ProcessExecutor(1))))).result()
    assert isinstance(failure, PrintFailure)
    assert "not printed here" in failure.reason
    assert sum(asked) == len(job.parts)
