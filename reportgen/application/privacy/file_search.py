"""Looks for people in one file of any kind: what it holds is unpacked and read within bounds, and nothing is run."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

from reportgen.domain.people.mentions import Mention, PeopleIndex
from reportgen.i18n.message import said
from reportgen.mail.message_parts import is_message, message_parts
from reportgen.render.pdf.pdf_texts import pdf_texts
from reportgen.sources.documents.encodings import mark_of, texts_of
from reportgen.sources.documents.packages import PackedEntry, entries_of, package_kind_of, read_from
from reportgen.storage.sqlite_texts import MARK as SQLITE
from reportgen.storage.sqlite_texts import row_texts

MAX_FILE = 1_000_000_000
"""Bytes of the largest file that is looked into."""

MAX_UNPACKED = 500_000_000
"""Bytes that may come out of one file, everything in it unpacked."""

MAX_WHOLE = 100_000_000
"""Bytes of a document that must be in memory as a whole to be read."""

MAX_DEPTH = 5
"""Packages within packages."""

CHUNK, OVERLAP = 1 << 20, 1 << 12
"""Bytes that are read at once, and how many of them are read again with the next: a name may stand on the border."""

PDFS_AT_ONCE = 50_000_000
"""Bytes of PDFs that are kept to be read together by one process."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEDIA = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"OggS",
    b"ID3",
    b"wOFF",
    b"wOF2",
    b"\0\1\0\0",
    b"OTTO",
    b"\x1aE\xdf\xa3",
)
"""Pictures, sounds, films and fonts: only their beginning is looked into, where their properties stand."""

_CLOSED = (
    (b"7z\xbc\xaf\x27\x1c", "it is a 7-Zip archive"),
    (b"Rar!\x1a\x07", "it is a RAR archive"),
    (b"MSCF", "it is a cabinet archive"),
    (b"\x28\xb5\x2f\xfd", "it is compressed with zstd"),
    (b"-----BEGIN PGP MESSAGE", "it is encrypted"),
    (b"age-encryption.org", "it is encrypted"),
    (b"Salted__", "it is encrypted"),
    (b"\x03\xd9\xa2\x9a", "it is encrypted"),
    (b"LUKS\xba\xbe", "it is encrypted"),
    (b"!BDN", "it is a mailbox of Outlook"),
    (b"PACK\0\0\0", "it holds earlier versions of files (git)"),
)
_CLOSED_NAMES = (".gpg", ".pgp", ".asc", ".p7m", ".pst", ".ost")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(slots=True)
class FileReport:
    """What was found in one file.

    Attributes:
        mentions: of whom it holds what, by number.
        places: where in it, for what is packed in it; in order of discovery.
        unread: what in it could not be looked into, and why.
        left: bytes that may still be unpacked from it.
    """

    path: Path
    mentions: dict[int, Mention] = field(default_factory=dict)
    places: dict[str, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    left: int = field(default_factory=lambda: MAX_UNPACKED)

    def add(self, found: dict[int, Mention], where: str) -> None:
        """Adds mentions that were found somewhere in the file."""
        for number, mention in found.items():
            self.mentions[number] = max(mention, self.mentions.get(number, mention))
        if where and any(mention > Mention.SURNAME for mention in found.values()):
            self.places[where] = None

    def could_not_read(self, where: str, why: str) -> None:
        """Adds something that could not be looked into."""
        self.unread[f"{where}: {why}" if where else why] = None

    def unpack(self, size: int) -> None:
        """Counts bytes that came out of the file.

        Raises:
            ValueError: it holds more than is looked into.
        """
        self.left -= size
        if self.left < 0:
            raise ValueError(said("it unpacks to more than {MAX_UNPACKED:,} MB", MAX_UNPACKED=MAX_UNPACKED // 1000000))


class FileSearch:
    """Looks for people in files, one after the other; PDFs are read together, by a process of their own."""

    def __init__(self, index: PeopleIndex) -> None:
        self._index = index
        self._pdfs: list[tuple[FileReport, str, int, bytes]] = []

    def report_on(self, path: Path) -> FileReport:
        """What a file holds; that of PDFs is added when ``finish`` is called, or earlier."""
        report = FileReport(path)
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    report.could_not_read("", "it is no ordinary file")
                elif os.fstat(handle).st_size > MAX_FILE:
                    report.could_not_read("", f"it is larger than {MAX_FILE // 1_000_000:,} MB")
                else:
                    self._read(report, file, path.name, "", 0)
        except OSError as fault:
            report.could_not_read("", f"it cannot be read ({fault.strerror})")
        if sum(len(content) for *_, content in self._pdfs) > PDFS_AT_ONCE:
            self.finish()
        return report

    def finish(self) -> None:
        """Reads the PDFs that were found, and what is attached to them."""
        while self._pdfs:
            waiting, self._pdfs = self._pdfs, []
            results = pdf_texts([content for *_, content in waiting])
            for (report, where, depth, _), result in zip(waiting, results, strict=True):
                for text in result.texts:
                    self._look(report, text, where)
                for content in result.attached:
                    self._read(report, BytesIO(content), "", where, depth + 1)
                if result.fault:
                    report.could_not_read(where, result.fault)

    def _look(self, report: FileReport, text: str, where: str) -> None:
        if found := self._index.mentions_in(text):
            report.add(found, where)

    def _read(self, report: FileReport, file: IO[bytes], name: str, where: str, depth: int) -> None:
        """Looks into a file, or into something that was in one.

        Args:
            name: of the file, to know its kind.
            where: its place in the file that the report is about; empty for that file itself.
        """
        try:
            head = read_from(file, CHUNK)
            report.unpack(len(head) if depth else 0)
            closed = next((why for mark, why in _CLOSED if head.startswith(mark)), "")
            if closed or name.casefold().endswith(_CLOSED_NAMES):
                report.could_not_read(where, closed or "it is of a kind that cannot be opened")
            elif depth > MAX_DEPTH:
                report.could_not_read(where, "it is packed too deep")
            elif head.startswith(_MEDIA):
                self._look_at_bytes(report, head, "", where)
            elif kind := package_kind_of(head):
                package = file if file.seekable() and not depth else BytesIO(self._whole(report, head, file))
                package.seek(0)
                for entry in entries_of(kind, package):
                    if report.left < 0:
                        break
                    self._read_entry(report, entry, where, depth)
            elif b"%PDF-" in head[:1024]:
                content = self._whole(report, head, file)
                self._pdfs.append((report, where, depth, content))
            elif head.startswith(SQLITE):
                self._read_database(report, self._whole(report, head, file), where)
            elif is_message(head):
                self._read_message(report, self._whole(report, head, file), where, depth)
            else:
                if head.startswith(_OLE) and _LOCKED in head:
                    report.could_not_read(where, "it is protected with a password")
                self._stream(report, head, file, where, depth)
        except ValueError as fault:
            report.could_not_read(where, str(fault))
        except (MemoryError, RecursionError):
            report.could_not_read(where, "it takes too much memory")

    def _read_entry(self, report: FileReport, entry: PackedEntry, where: str, depth: int) -> None:
        inside = " > ".join(part for part in (where, entry.name) if part)
        self._look(report, entry.name, inside)
        if entry.content is None:
            report.could_not_read(inside, entry.fault)
        else:
            self._read(report, entry.content, entry.name, inside, depth + 1)

    def _read_database(self, report: FileReport, content: bytes, where: str) -> None:
        self._look_at_bytes(report, content, "", where)  # deleted rows too
        for text in row_texts(content):
            self._look(report, text, where)

    def _read_message(self, report: FileReport, content: bytes, where: str, depth: int) -> None:
        self._look_at_bytes(report, content, "", where)
        for part in message_parts(content):
            inside = " > ".join(each for each in (where, part.name) if each)
            self._look(report, part.text, inside)
            if part.content:
                self._read(report, BytesIO(part.content), part.name, inside, depth + 1)

    def _stream(self, report: FileReport, head: bytes, file: IO[bytes], where: str, depth: int) -> None:
        encoding, chunk, kept = mark_of(head), head, b""
        while chunk:
            self._look_at_bytes(report, kept + chunk, encoding, where)
            kept = chunk[-OVERLAP:]
            chunk = read_from(file, CHUNK)
            report.unpack(len(chunk) if depth else 0)

    def _look_at_bytes(self, report: FileReport, content: bytes, encoding: str, where: str) -> None:
        for begin in range(0, len(content), CHUNK):
            for text in texts_of(content[max(begin - OVERLAP, 0) : begin + CHUNK], encoding):
                self._look(report, text, where)

    def _whole(self, report: FileReport, head: bytes, file: IO[bytes]) -> bytes:
        """The whole of a file of which the beginning was read.

        Raises:
            ValueError: it is too large, or damaged.
        """
        content = head + b"".join(_rest(file, MAX_WHOLE - len(head)))
        report.unpack(len(content) - len(head))
        if len(content) >= MAX_WHOLE:
            raise ValueError(said("it is larger than {MAX_WHOLE:,} MB", MAX_WHOLE=MAX_WHOLE // 1000000))
        return content


def _rest(file: IO[bytes], most: int) -> Iterator[bytes]:
    while most > 0 and (chunk := read_from(file, min(CHUNK, most))):
        most -= len(chunk)
        yield chunk
