"""Whatever kind of file holds a name or an address, it is found; what cannot be read is told, and nothing hangs."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest
import xlsxwriter

from reportgen.application.privacy import file_search
from reportgen.application.privacy.file_search import FileReport, FileSearch
from reportgen.domain.people.mentions import DataSubject, Mention, PeopleIndex
from reportgen.domain.people.participant import Name
from reportgen.render.pdf import pdf_texts
from reportgen.render.processes.executors import InlineExecutor

KNOWN = PeopleIndex([DataSubject(1, (Name("", "Zoë", "de", "Böer"),), ("zoe.deboer@stad.example",))])
SAYS = "Gebeld met Zoë de Böer over dinsdag"


@pytest.fixture(autouse=True)
def _inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFs are read in the process of the test, except where files are hostile."""
    monkeypatch.setattr(pdf_texts, "ProcessExecutor", lambda _: InlineExecutor())


def _report(path: Path) -> FileReport:
    search = FileSearch(KNOWN)
    report = search.report_on(path)
    search.finish()
    return report


def _zip(content: bytes, name: str = "binnen.txt") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return written.getvalue()


def _tar(content: bytes) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as file:
        entry = tarfile.TarInfo("binnen.txt")
        entry.size = len(content)
        file.addfile(entry, io.BytesIO(content))
    return written.getvalue()


def _mail(cte: str = "base64", attached: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@b.example", "dinsdag"
    message.set_content("Niets" if attached else SAYS, cte=cte)
    if attached:
        message.add_attachment(attached, maintype="application", subtype="zip", filename="los.zip")
    return bytes(message)


def _mail_to() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "Zoë de Böer <x@y.example>", "Dag"
    message.set_content("Niets")
    return bytes(message)


def _database() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE persoon (voor, tussen, achter)")
    connection.execute("INSERT INTO persoon VALUES ('Zoë', 'de', 'Böer')")
    connection.commit()
    return connection.serialize()


def _workbook() -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Achternaam", "Functie", "E-mail"])
    sheet.write_row(1, 0, ["Böer", "wethouder", "zoe.deboer@stad.example"])
    book.close()
    return written.getvalue()


def _pdf(title: str, attached: bytes = b"") -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = title
    if attached:
        document.attachments["los.txt"] = pikepdf.AttachedFileSpec(document, attached)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


DOCX = "<w:p><w:r><w:t>Gebeld met Zo</w:t></w:r><w:r><w:t>ë de Böer</w:t></w:r></w:p>"

HOLDING: dict[str, bytes] = {
    "plain": SAYS.encode(),
    "Windows": SAYS.encode("cp1252"),
    "old Mac": SAYS.encode("mac_roman"),
    "DOS": SAYS.encode("cp850"),
    "UTF-16": SAYS.encode("utf-16"),
    "UTF-16 without a mark": SAYS.encode("utf-16-le"),
    "UTF-16 big-endian without a mark": SAYS.encode("utf-16-be"),
    "UTF-32": SAYS.encode("utf-32"),
    "within binary": b"\xff\0\1" * 50 + SAYS.encode("utf-16-le") + b"\0\2" * 50,
    "over two blocks": b"x" * (file_search.CHUNK - 18) + b" " + SAYS.encode(),
    "far in": b"regel\n" * 400_000 + SAYS.encode(),
    "JSON": json.dumps({"naam": "Zoë de Böer"}).encode(),
    "HTML": b"<p>Zo&euml; <b>de</b> B<i>&#246;</i>er</p>",
    "link": b"https://x.example/?aan=zoe.deboer%40stad.example",
    "RTF": rb"{\rtf1\ansi Zo\'eb {\b de} B\'f6er}",
    "quoted-printable": b"NOTE;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB de B=C3=B6=\r\ner",
    "CSV": "Achternaam;Voornaam\nBöer;Zoë\n".encode(),
    "zip": _zip(SAYS.encode()),
    "name in a zip": _zip(b"niets", "Zoë de Böer.txt"),
    "zip in zip": _zip(_zip(SAYS.encode(), "b.txt"), "a.zip"),
    "docx": _zip(f"<w:document xmlns:w='w'>{DOCX}</w:document>".encode(), "word/document.xml"),
    "tar": _tar(SAYS.encode()),
    "tar.gz": gzip.compress(_tar(SAYS.encode())),
    "gzip": gzip.compress(SAYS.encode()),
    "bzip2": bz2.compress(SAYS.encode()),
    "xz": lzma.compress(SAYS.encode()),
    "object of git": zlib.compress(b"blob 35\0" + SAYS.encode()),
    "mail in base64": _mail(),
    "mail in quoted-printable": _mail("quoted-printable"),
    "mail with a zip": _mail(attached=_zip(SAYS.encode())),
    "header of mail": _mail_to(),
    "mbox": b"From x Mon Dec  3 08:00:00 2018\n" + _mail("7bit", b"y") + b"\nFrom y Mon Dec\n" + _mail(),
    "database": _database(),
    "workbook": _workbook(),
    "title of a PDF": _pdf("Gesprek met Zoë de Böer"),
    "attached to a PDF": _pdf("x", SAYS.encode()),
    "properties of a picture": b"\x89PNG\r\n\x1a\n" + SAYS.encode(),
    "zip with a PDF": _zip(_pdf("Zoë de Böer"), "a.pdf"),
}


@pytest.mark.parametrize("kind", HOLDING)
def test_a_name_is_found_in_a_file_of_any_kind(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "los"
    path.write_bytes(HOLDING[kind])
    assert _report(path).mentions.get(1, 0) >= Mention.NAME


@pytest.mark.parametrize("kind", HOLDING)
@pytest.mark.parametrize("damage", [lambda each: each[: len(each) // 2], lambda each: each[:-9] + b"\xff" * 9])
def test_a_file_that_is_damaged_is_no_traceback(kind: str, damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = tmp_path / "los"
    path.write_bytes(damage(HOLDING[kind]))
    report = _report(path)
    assert isinstance(report.mentions, dict)


def test_the_place_within_a_package_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(HOLDING["zip in zip"])
    assert list(_report(path).places) == ["a.zip > b.txt"]


def _encrypted_zip() -> bytes:
    content = bytearray(_zip(SAYS.encode()))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _locked_pdf() -> bytes:
    with pikepdf.open(io.BytesIO(_pdf("x"))) as document:
        written = io.BytesIO()
        document.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    return written.getvalue()


def _deep_zip() -> bytes:
    content = SAYS.encode()
    for _ in range(8):
        content = _zip(content, "x.zip")
    return content


CLOSED: dict[str, tuple[bytes, str]] = {
    "encrypted zip": (_encrypted_zip(), "encrypted"),
    "damaged zip": (b"PK\x03\x04rommel", "damaged"),
    "damaged gzip": (gzip.compress(b"x" * 1000)[:20], "end"),
    "deep zip": (_deep_zip(), "too deep"),
    "locked PDF": (_locked_pdf(), "password"),
    "broken PDF": (b"%PDF-1.7 rommel", "no whole PDF"),
    "PDF without text": (_pdf("x"), "no text"),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    "PGP": (b"-----BEGIN PGP MESSAGE-----", "encrypted"),
    "locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "broken database": (b"SQLite format 3\0" + b"\xff" * 500, "database"),
    "mail of far too many lines": (b"To: x\nFrom: y\n" + b"\n" * 1_500_001, "lines"),
    "pack of git": (b"PACK\0\0\0\2", "git"),
}


@pytest.mark.parametrize("kind", CLOSED)
def test_what_cannot_be_looked_into_is_told_with_the_reason(kind: str, tmp_path: Path) -> None:
    content, why = CLOSED[kind]
    path = tmp_path / "los"
    path.write_bytes(content)
    (told,) = _report(path).unread
    assert why in told


def test_a_bomb_is_given_up_within_its_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_search, "MAX_UNPACKED", 3_000_000)
    path = tmp_path / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(50):
            file.writestr(f"{number}.txt", b"x" * 2_000_000)
    report = _report(path)
    assert len(report.unread) == 1
    assert "unpacks to more" in next(iter(report.unread))


def test_a_file_of_two_gigabytes_is_told_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "groot"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    assert list(_report(path).unread) == ["it is larger than 1,000 MB"]


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    assert list(_report(tmp_path / "pijp").unread) == ["it is no ordinary file"]


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    assert list(_report(tmp_path / "weg").unread) == ["it cannot be read (No such file or directory)"]


def test_a_hostile_pdf_is_read_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    one, other = tmp_path / "een.pdf", tmp_path / "ander.pdf"
    one.write_bytes(b"%PDF-1.7\n1 0 obj<</Length 9999999999>>stream")
    other.write_bytes(_pdf("Zoë de Böer"))
    search = FileSearch(KNOWN)
    reports = [search.report_on(one), search.report_on(other)]
    search.finish()
    assert reports[0].unread
    assert reports[1].mentions == {1: Mention.NAME}
