"""A printed part: its pages with their tags, fields and outline, as objects that any pack can hold as they are.

Every kind of part has some thousand numbers to itself, in all packs the same, so that what is printed once is bound by
laying it beside the others; most take a few hundred of them. What all parts share stands under the numbers before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any

import pydyf

from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.pdf.objects import Objects, deflated, filled, references_in, renumbered, written

if TYPE_CHECKING:
    from reportgen.render.pdf.shared_fonts import SharedFonts

CATALOG, PAGES, ROLES, BODY, PARENTS, OUTLINE, DESCRIPTION, INFO, PACKED, COLOURS, PROFILE = range(1, 12)
"""The numbers of what every pack has once."""

BOOKMARKS = 1000
"""The number of the first bookmark of a pack."""

ROOM = 4_000
"""Numbers for each kind of part; a page takes one to three hundred. Not many more: strict readers take a file for
damaged whose highest number is beyond a third of its bytes."""

PLACE = 500
"""Numbers that a part takes for every two pages, where they are enough. Where in the room of its kind follows from its
content, so that most parts of one kind can be judged in one file, as they are."""

LEAF_FORM = 1
"""Version of the form in which a part is kept on disk."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: what it says, the page of the part and where there it leads, and those below."""

    title: str
    page: int
    left: float
    top: float
    below: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class PdfPart:
    """A printed part.

    Attributes:
        objects: everything of it, under numbers of its own.
        pages: the number of each page.
        tops: for each page, the numbers of the elements of structure that stand highest.
        parents: the number of its part of the parent tree, with the first and last key in it; none without content.
        bookmarks: its lines of the outline.
        fields: the numbers of its fields, and what stands in the form beside them.
        faces: the numbers of the shared faces that it is set in.
        strange: the names of fonts that are none of ours, which a machine happened to have.
    """

    objects: Objects
    pages: tuple[int, ...]
    tops: tuple[tuple[int, ...], ...]
    parents: tuple[int, int, int]
    bookmarks: tuple[Bookmark, ...]
    fields: tuple[int, ...]
    form: str
    faces: tuple[int, ...]
    strange: tuple[str, ...]

    def as_bytes(self) -> bytes:
        """The part as it is kept: a line of JSON, and the objects."""
        about: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        about["objects"] = {
            "placed": list(self.objects.placed.items()),
            "packed": [(number, *place) for number, place in self.objects.packed.items()],
        }
        about["bookmarks"] = [asdict(each) for each in self.bookmarks]
        return json.dumps({"form": LEAF_FORM, "leaf": about}).encode() + b"\n" + self.objects.content


def pdf_part_in(kept: bytes) -> PdfPart:
    """A part as it was kept.

    Raises:
        ValueError: it is no part, or one of another version.
    """
    head, _, content = kept.partition(b"\n")
    said = json.loads(head)
    if said.get("form") != LEAF_FORM:
        raise ValueError("a part in another form")
    about = said["leaf"]
    placed, packed = about["objects"]["placed"], about["objects"]["packed"]
    return PdfPart(
        Objects(content, dict(placed), {number: (where, at) for number, where, at in packed}),
        tuple(about["pages"]),
        tuple(tuple(each) for each in about["tops"]),
        tuple(about["parents"]),
        tuple(_bookmark(each) for each in about["bookmarks"]),
        tuple(about["fields"]),
        about["form"],
        tuple(about["faces"]),
        tuple(about["strange"]),
    )


def _bookmark(about: Mapping[str, Any]) -> Bookmark:
    below = tuple(_bookmark(each) for each in about["below"])
    return Bookmark(about["title"], about["page"], about["left"], about["top"], below)


def place_of(kind: PartKind, pages: int, content: str) -> range:
    """The numbers for a part of so many pages; those of parts of different kinds never meet.

    Args:
        content: the digest of what it is printed from, in hexadecimal.
    """
    room, size = _room_of(kind), PLACE * ceil(pages / 2)
    at = size * (int(content[:8], 16) % max(1, ROOM // size))
    return room[at : at + size]


def _room_of(kind: PartKind) -> range:
    first = (list(PartKind).index(kind) + 1) * ROOM
    return range(first, first + ROOM)


def pdf_part_of(pdf: Any, fonts: SharedFonts, bookmarks: Sequence[Any], kind: PartKind, content: str) -> PdfPart:
    """A part from what the printer is about to write.

    Args:
        pdf: the printer's objects, settled (see ``finishing``).
        fonts: the fonts that were drawn with.
        bookmarks: the printer's tree of bookmarks.
        content: the digest of what it was printed from, in hexadecimal.

    Raises:
        RenderingError: it has more objects than a part has room for.
    """
    objects = pdf.objects
    place = place_of(kind, len(pdf.pages["Kids"][::3]), content)
    if len(objects) >= len(place):
        place = _room_of(kind)
    first = place.start
    root = objects[_number(pdf.catalog["StructTreeRoot"])]
    body = objects[_number(root["K"][0])]
    parents = objects[_number(root["ParentTree"])]
    pages = [objects[number] for number in pdf.pages["Kids"][::3]]
    resources = objects[_number(pages[0]["Resources"])]
    _share_fonts(objects[_number(resources["Font"])], fonts)
    numbers = {
        pdf.pages.number: PAGES,
        body.number: BODY,
        _number(resources["ColorSpace"]): COLOURS,
    }
    _key_apart(objects, parents, pages, first)
    _pad_fonts(objects)
    form = pdf.catalog.get("AcroForm", {})
    fields = [_number(each) for each in form.get("Fields", ())]
    about = b" ".join(b"/%s %s" % (key.encode(), _data(form[key])) for key in ("DR", "DA") if key in form)
    tops = [[_number(each) for each in body["K"] if _page_of(objects, each) == page.number] for page in pages]
    roots = [*(page.number for page in pages), *chain(*tops), parents.number, *fields, *references_in(about)]
    kept = _reached(objects, roots, numbers)
    if len(kept) >= len(place) - 1:
        raise RenderingError(f"A part has {len(kept)} objects, and there is room for {ROOM}", where=str(kind))
    numbers |= {number: first + at for at, number in enumerate(kept)}

    def number_of(number: int, generation: int) -> int:
        return number if generation else numbers[number]

    plain, streams = {}, {}
    for number, data in kept.items():
        data = renumbered(data, number_of)
        if isinstance(objects[number], pydyf.Stream):
            streams[numbers[number]] = _stored(objects[number], data)
        else:
            plain[numbers[number]] = data
    keys = parents["Nums"][::2]
    return PdfPart(
        written(plain, streams, place.stop - 1),
        tuple(numbers[page.number] for page in pages),
        tuple(tuple(numbers[each] for each in some) for some in tops),
        (numbers[parents.number], keys[0], keys[-1]),
        _bookmarks(bookmarks),
        tuple(numbers[each] for each in fields),
        renumbered(about, number_of).decode("latin-1"),
        tuple(sorted(face.number for face in fonts.shared.values())),
        fonts.strange(),
    )


def shared_objects_of(pdf: Any, faces: Mapping[int, Mapping[int, Any]]) -> dict[int, Objects]:
    """What parts share, from a specimen the printer is about to write: each face under its number, colours under 0.

    Args:
        faces: number → the objects of a shared face by number, which refer to each other under these.
    """
    resources = pdf.objects[_number(pdf.objects[pdf.pages["Kids"][0]]["Resources"])]
    colours = pdf.objects[_number(resources["ColorSpace"])]
    profile = pdf.objects[_number(colours["srgb"][1])]
    groups = {0: {COLOURS: colours, PROFILE: profile}, **faces}
    return {number: _written_apart(group, number + PACKED if number else PACKED) for number, group in groups.items()}


def _written_apart(all: Mapping[int, Any], packing: int) -> Objects:
    _pad_fonts(all.values())

    def number_of(number: int, generation: int) -> int:
        return number if generation else PROFILE

    streams = {
        number: _stored(each, renumbered(_data(each), number_of))
        for number, each in all.items()
        if isinstance(each, pydyf.Stream)
    }
    plain = {number: renumbered(_data(each), number_of) for number, each in all.items() if number not in streams}
    return written(plain, streams, packing)


def _share_fonts(named: Any, fonts: SharedFonts) -> None:
    for name, face in fonts.shared.items():
        named[name] = f"{face.number} 1 R"  # generation 1: a number that is the same in all packs


def _key_apart(objects: Sequence[Any], parents: Any, pages: Sequence[Any], first: int) -> None:
    """Gives keys of the parent tree, and names of heads of tables, that no other part has."""
    parents["Nums"][::2] = keys = [first + each for each in parents["Nums"][::2]]
    parents["Limits"] = pydyf.Array((keys[0], keys[-1]))
    for page in pages:
        page["StructParents"] += first
    for each in objects:
        if isinstance(each, dict):
            if "StructParent" in each:
                each["StructParent"] += first
            if isinstance(each.get("ID"), pydyf.String) and each.get("Type") == "/StructElem":
                each["ID"].string = f"{first}-{each['ID'].string}"  # those who refer to it hold the same string


def _reached(objects: Sequence[Any], roots: Iterable[int], elsewhere: Mapping[int, int]) -> dict[int, bytes]:
    """The objects that can be reached, as they are written; but for those that stand elsewhere."""
    found: dict[int, bytes] = {}
    waiting = list(roots)
    while waiting:
        number = waiting.pop()
        if number in found or number in elsewhere:
            continue
        found[number] = data = _data(objects[number])
        waiting += (each for each in references_in(data) if each < len(objects))
    return dict(sorted(found.items()))


def _data(each: Any) -> bytes:
    """An object as the printer writes it; of a stream only what stands about it."""
    if isinstance(each, pydyf.Stream):
        return bytes(pydyf.Dictionary(each.extra).data[2:-2])
    return bytes(each.data if isinstance(each, pydyf.Object) else pydyf.Array([each]).data[1:-1])


def _stored(each: Any, about: bytes) -> tuple[bytes, bytes]:
    """A stream's own dictionary and its data, compressed where the printer would."""
    data = _inside(each)
    return (about + b"/Filter /FlateDecode", deflated(data)) if each.compress else (about, data)


def _inside(each: Any) -> bytes:
    """The data of a stream, not compressed."""
    return bytes(pydyf.Stream(each.stream).data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream"))


def _pad_fonts(objects: Iterable[Any]) -> None:
    """Lengthens fonts by ones (zeros would not change a checksum) until they end well; no reader looks there."""
    for each in objects:
        if isinstance(each, pydyf.Stream) and "Length1" in each.extra:
            data = _inside(each)
            padded = filled(data, b"\1")
            each.stream, each.extra["Length1"] = [padded], len(padded)


def _page_of(objects: Sequence[Any], top: Any) -> int:
    return _number(objects[_number(top)]["Pg"])


def _number(reference: Any) -> int:
    return int(reference.split()[0])


def _bookmarks(tree: Sequence[Any]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(title, page, round(left, 6), round(top, 6), _bookmarks(below))
        for title, (page, left, top), below, _ in tree
    )
