"""A printed part: its pages with their tags, fields and outline, as PDF objects that any pack can hold as they are.

Each kind of part has a range of object numbers of its own, the same in all packs, so that parts are bound without
changing them. Objects that every pack has, and shared fonts, have the numbers before these ranges.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from math import ceil
from typing import Any

from reportgen.domain.pack.contents import PartKind
from reportgen.render.pdf.objects import Objects

CATALOG, PAGES, STRUCTURE, DOCUMENT_ELEMENT, PARENT_TREE, OUTLINE, METADATA, INFO, PACKED, COLOURS, PROFILE = range(
    1, 12
)
"""The numbers of the objects that every pack has once."""

BOOKMARKS = 1000
"""The number of the first bookmark of a pack."""

NUMBERS_PER_KIND = 4_000
"""Object numbers for each kind of part; a page takes one to three hundred. Not many more: strict readers take a file
for damaged whose highest number is beyond a third of its bytes."""

NUMBERS_PER_SHEET = 500
"""Object numbers that a part takes for every two pages, where they are enough. Which of its kind follows from its
content, so that most parts of one kind can be validated in one file, as they are."""

FORMAT_VERSION = 2
"""Version of the format in which a part is kept on disk."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An item of the outline: its title, the page of the part (from 0) and the point it leads to, and those below."""

    title: str
    page: int
    left: float
    top: float
    below: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class PdfPart:
    """A printed part.

    Attributes:
        objects: all objects of it, under numbers of its own.
        pages: the number of each page.
        top_elements: for each page, the numbers of its structure elements that have no parent in the part.
        parent_tree: the number of its node of the parent tree, with the first and last key in it.
        bookmarks: its items of the outline.
        fields: the numbers of its form fields.
        form: the entries of the form dictionary beside its fields.
        fonts: the numbers of the shared fonts that it refers to.
        foreign_fonts: the names of fonts of this machine that it was drawn with.
    """

    objects: Objects
    pages: tuple[int, ...]
    top_elements: tuple[tuple[int, ...], ...]
    parent_tree: tuple[int, int, int]
    bookmarks: tuple[Bookmark, ...]
    fields: tuple[int, ...]
    form: str
    fonts: tuple[int, ...]
    foreign_fonts: tuple[str, ...]

    def as_bytes(self) -> bytes:
        """The part as the cache keeps it: a line of JSON, and the objects."""
        about: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        about["objects"] = {
            "placed": list(self.objects.placed.items()),
            "packed": [(number, *place) for number, place in self.objects.packed.items()],
        }
        about["bookmarks"] = [asdict(each) for each in self.bookmarks]
        return json.dumps({"format": FORMAT_VERSION, "part": about}).encode() + b"\n" + self.objects.content


def pdf_part_in(cached: bytes) -> PdfPart:
    """A part from what ``as_bytes`` wrote.

    Raises:
        ValueError: it is no part, or one of another version.
    """
    head, _, content = cached.partition(b"\n")
    header = json.loads(head)
    if header.get("format") != FORMAT_VERSION:
        raise ValueError("a part in another format")
    about = header["part"]
    placed, packed = about["objects"]["placed"], about["objects"]["packed"]
    return PdfPart(
        Objects(content, dict(placed), {number: (where, at) for number, where, at in packed}),
        tuple(about["pages"]),
        tuple(tuple(each) for each in about["top_elements"]),
        tuple(about["parent_tree"]),
        tuple(_bookmark(each) for each in about["bookmarks"]),
        tuple(about["fields"]),
        about["form"],
        tuple(about["fonts"]),
        tuple(about["foreign_fonts"]),
    )


def _bookmark(about: Mapping[str, Any]) -> Bookmark:
    below = tuple(_bookmark(each) for each in about["below"])
    return Bookmark(about["title"], about["page"], about["left"], about["top"], below)


def numbers_for(kind: PartKind, pages: int, content: str) -> range:
    """The object numbers of a part of so many pages; parts of different kinds have none in common.

    Args:
        content: the digest of what it is printed from, in hexadecimal.
    """
    numbers, size = numbers_of_kind(kind), NUMBERS_PER_SHEET * ceil(pages / 2)
    at = size * (int(content[:8], 16) % max(1, NUMBERS_PER_KIND // size))
    return numbers[at : at + size]


def numbers_of_kind(kind: PartKind) -> range:
    """All object numbers of a kind of part."""
    first = (list(PartKind).index(kind) + 1) * NUMBERS_PER_KIND
    return range(first, first + NUMBERS_PER_KIND)
