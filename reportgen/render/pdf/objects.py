"""PDF objects as they are written: packed into object streams, and listed in the cross-reference table of a file.

Objects that keep their number wherever they end up can be written once, compressed, and put into any number of files
as they are; only the table of a file differs. ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any

LEVEL = 6
"""Of deflate; 9 takes twice the time for one byte in a hundred."""

AMBIGUOUS_END = b"\r\nendstream"
"""Where a stream's last byte is a carriage return, strict readers cannot tell it from the line end after it."""

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"

_ROW = Struct(">BIH")
"""A row of the table: type, offset or object stream, generation or index; ``_WIDTHS`` says so in the file."""

_WIDTHS = b"[1 4 2]"

_IN_FILE, _PACKED = 1, 2

_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|\b(\d+) (\d+) R\b", re.DOTALL)
"""A reference, or a string, in which what looks like one is none."""


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects as they stand in any file that holds them.

    Attributes:
        content: their bytes, line ends included.
        placed: number → where it begins in ``content``, of those that stand by themselves.
        packed: number → the number of the object stream it is in, and its place there.
    """

    content: bytes
    placed: Mapping[int, int]
    packed: Mapping[int, tuple[int, int]]


def packed_objects(plain: Mapping[int, bytes], streams: Mapping[int, tuple[bytes, bytes]], packing: int) -> Objects:
    """Objects as they stand in any file.

    Args:
        plain: number → an object that is no stream; these go into one object stream.
        streams: number → the inside of the dictionary of a stream without its length, and its data as it is stored.
        packing: the number of that object stream.
    """
    content, placed = bytearray(), {}
    for number, (about, data) in streams.items():
        placed[number] = len(content)
        content += stream_object(number, about, data)
    packed = {}
    if plain:
        index, bodies, at = [], [], 0
        for place, (number, body) in enumerate(plain.items()):
            index.append(f"{number} {at}")
            bodies.append(body)
            at += len(body) + 1
            packed[number] = (packing, place)
        head = " ".join(index).encode() + b"\n"
        placed[packing] = len(content)
        about = b"/Type /ObjStm/N %d/First %d/Filter /FlateDecode" % (len(plain), len(head))
        content += stream_object(packing, about, deflated(head + b"\n".join(bodies)))
    return Objects(bytes(content), placed, packed)


def stream_object(number: int, about: bytes, data: bytes) -> bytes:
    """A stream as it stands in a file."""
    return b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, about, len(data), data)


def deflated(data: bytes) -> bytes:
    """Compressed, and not ending in a carriage return: where it would, line ends that no reader minds come behind."""
    return zlib.compress(padded(data, b"\n"), LEVEL)


def padded(data: bytes, padding: bytes) -> bytes:
    """Data with so much padding that it does not end in a carriage return once it is compressed."""
    while zlib.adler32(data) & 0xFF == 0x0D:  # the last byte of what is compressed (RFC 1950)
        data += padding
    return data


def renumbered(body: bytes, number_of: Callable[[int, int], int]) -> bytes:
    """An object with other numbers in its references; ``number_of`` is given number and generation."""

    def changed(found: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % number_of(int(found[1]), int(found[2])) if found[1] else found[0]

    return _REFERENCE.sub(changed, body)


def object_number(reference: Any) -> int:
    """The number of the object that a reference of WeasyPrint's leads to, such as ``b"12 0 R"``."""
    return int(reference.split()[0])


def references_in(body: bytes) -> list[int]:
    """The numbers of the objects of its own document (generation 0) that an object refers to."""
    return [int(found[1]) for found in _REFERENCE.finditer(body) if found[1] and found[2] == b"0"]


MIN_BYTES_PER_NUMBER = 3
"""Bytes for each number that a file may have: strict readers take one with fewer for damaged."""

_PADDING = b"%" + b" " * 78 + b"\n"
"""A comment, which no reader looks at."""


def pdf_file(groups: Sequence[Objects], root: int, info: int, identifier: str) -> bytes:
    """A whole PDF file.

    Args:
        groups: all objects of the file.
        root, info: the numbers of the catalogue and of the information dictionary.
        identifier: of the file, in hexadecimal.
    """
    parts, rows, at = [_HEADER], {0: _ROW.pack(0, 0, 0xFFFF)}, len(_HEADER)
    for each in groups:
        parts.append(each.content)
        rows.update((number, _ROW.pack(_IN_FILE, at + offset, 0)) for number, offset in each.placed.items())
        rows.update((number, _ROW.pack(_PACKED, *place)) for number, place in each.packed.items())
        at += len(each.content)
    numbers = sorted(rows)
    table = numbers[-1] + 1
    if (room := MIN_BYTES_PER_NUMBER * (table + 2) - at) > 0:  # more than a row of the table may still come
        parts.append(_PADDING * (room // len(_PADDING) + 1))
        at += len(parts[-1])
    rows[table] = _ROW.pack(_IN_FILE, at, 0)
    last = table
    while (packed := zlib.compress(b"".join(rows[each] for each in sorted(rows)), LEVEL)).endswith(b"\r"):
        last += 1  # a row of an object that is not there
        rows[last] = _ROW.pack(0, 0, 1)
    runs = " ".join(f"{first} {count}" for first, count in _runs(sorted(rows)))
    about = b"/Type /XRef/Index [%s]/W %s/Size %d/Root %d 0 R/Info %d 0 R/ID [<%s> <%s>]/Filter /FlateDecode" % (
        *(runs.encode(), _WIDTHS, last + 1, root, info),
        *(identifier.encode(), identifier.encode()),
    )
    parts += [stream_object(table, about, packed), b"startxref\n%d\n%%%%EOF\n" % at]
    return b"".join(parts)


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other, as their first and how many."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs
