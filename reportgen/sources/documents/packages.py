"""What is packed in a file: entries of zip and tar archives, and the content of compressed files, one by one."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

MAX_ENTRIES = 20_000
"""Entries of a package that are looked at."""

_DAMAGED = (
    *(BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, gzip.BadGzipFile),
    *(EOFError, OSError, RuntimeError, NotImplementedError, ValueError, LookupError, OverflowError),
)


class PackageKind(StrEnum):
    """The kinds of packages that can be opened."""

    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZLIB = "zlib"


@dataclass(frozen=True, slots=True)
class PackedEntry:
    """One entry of a package; ``content`` can be read once, and is None where ``fault`` says why it cannot be."""

    name: str
    content: IO[bytes] | None
    fault: str = ""


def package_kind_of(head: bytes) -> PackageKind | None:
    """The kind of package that a file is by its first 512 bytes; None where it is none that can be opened."""
    for mark, kind in (
        (b"PK\x03\x04", PackageKind.ZIP),
        (b"PK\x05\x06", PackageKind.ZIP),
        (b"\x1f\x8b", PackageKind.GZIP),
        (b"BZh", PackageKind.BZIP2),
        (b"\xfd7zXZ\0", PackageKind.XZ),
        (b"x\x01", PackageKind.ZLIB),
        (b"x\x9c", PackageKind.ZLIB),
    ):
        if head.startswith(mark):
            return kind
    return PackageKind.TAR if head[257:262] == b"ustar" else None


def entries_of(kind: PackageKind, package: IO[bytes]) -> Iterator[PackedEntry]:
    """The entries of a package, in order; of a compressed file one without a name.

    A package that is damaged ends with an entry without content that says so.
    """
    try:
        match kind:
            case PackageKind.ZIP:
                yield from _zip_entries(package)
            case PackageKind.TAR:
                yield from _tar_entries(package)
            case PackageKind.GZIP:
                with gzip.open(package) as unzipped:
                    yield PackedEntry("", cast("IO[bytes]", unzipped))
            case PackageKind.BZIP2:
                with bz2.open(package) as content:
                    yield PackedEntry("", content)
            case PackageKind.XZ:
                with lzma.open(package) as content:
                    yield PackedEntry("", content)
            case PackageKind.ZLIB:
                yield PackedEntry("", _Inflated(package))
    except _DAMAGED as fault:
        yield PackedEntry("", None, f"the {kind} file is damaged ({fault})")


def read_from(content: IO[bytes], size: int) -> bytes:
    """The next bytes of an entry.

    Raises:
        ValueError: the entry is damaged.
    """
    try:
        return content.read(size)
    except _DAMAGED as fault:
        raise ValueError(str(fault) or type(fault).__name__) from None


def _zip_entries(package: IO[bytes]) -> Iterator[PackedEntry]:
    with ZipFile(package) as file:
        for place, entry in enumerate(file.infolist()):
            if place == MAX_ENTRIES:
                yield PackedEntry("", None, f"it has more than {MAX_ENTRIES:,} entries")
                return
            if entry.is_dir():
                yield PackedEntry(entry.filename, BytesIO())
            elif entry.flag_bits & 1:
                yield PackedEntry(entry.filename, None, "it is encrypted")
            else:
                try:
                    with file.open(entry) as content:
                        yield PackedEntry(entry.filename, content)
                except _DAMAGED as fault:
                    yield PackedEntry(entry.filename, None, f"it cannot be unpacked ({fault})")


def _tar_entries(package: IO[bytes]) -> Iterator[PackedEntry]:
    with tarfile.open(fileobj=package, mode="r:") as file:
        for place, entry in enumerate(file):
            if place == MAX_ENTRIES:
                yield PackedEntry("", None, f"it has more than {MAX_ENTRIES:,} entries")
                return
            content = file.extractfile(entry) if entry.isreg() else None
            yield PackedEntry(entry.name, content or BytesIO(entry.linkname.encode("utf-8", "surrogateescape")))


class _Inflated(BytesIO):
    """The content of a zlib stream, such as an object of git, unpacked as it is read."""

    def __init__(self, package: IO[bytes]) -> None:
        super().__init__()
        self._package, self._unpacker = package, zlib.decompressobj()

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, as many as asked for unless it ends."""
        found = b""
        while (size is None or size < 0 or len(found) < size) and not self._unpacker.eof:
            packed = self._unpacker.unconsumed_tail or self._package.read(65_536)
            if not packed:
                break
            found += self._unpacker.decompress(packed, (size or 65_536) - len(found) if size and size > 0 else 65_536)
        return found
