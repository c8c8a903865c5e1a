"""Extracts a printed part, and the objects that parts share, from the PDF that WeasyPrint is about to write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import pydyf

from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.pdf.objects import (
    Objects,
    deflated,
    object_number,
    packed_objects,
    padded,
    references_in,
    renumbered,
)
from reportgen.render.pdf.pdf_part import (
    COLOURS,
    DOCUMENT_ELEMENT,
    PACKED,
    PAGES,
    PROFILE,
    Bookmark,
    PdfPart,
    numbers_for,
    numbers_of_kind,
)

if TYPE_CHECKING:
    from reportgen.render.printing.weasyprint import DocumentFonts


def pdf_part_of(pdf: Any, fonts: DocumentFonts, bookmarks: Sequence[Any], kind: PartKind, content: str) -> PdfPart:
    """A part from a PDF of WeasyPrint.

    Args:
        pdf: the PDF, completed (see ``accessibility``).
        fonts: the fonts it was drawn with.
        bookmarks: WeasyPrint's tree of bookmarks.
        content: the digest of what it was printed from, in hexadecimal.

    Raises:
        RenderingError: it has more objects than there are numbers for its kind.
    """
    objects = pdf.objects
    own = numbers_for(kind, len(pdf.pages["Kids"][::3]), content)
    if len(objects) >= len(own):
        own = numbers_of_kind(kind)
    first = own.start
    root = objects[object_number(pdf.catalog["StructTreeRoot"])]
    body = objects[object_number(root["K"][0])]
    parents = objects[object_number(root["ParentTree"])]
    pages = [objects[number] for number in pdf.pages["Kids"][::3]]
    resources = objects[object_number(pages[0]["Resources"])]
    _refer_to_shared_fonts(objects[object_number(resources["Font"])], fonts)
    numbers = {
        pdf.pages.number: PAGES,
        body.number: DOCUMENT_ELEMENT,
        object_number(resources["ColorSpace"]): COLOURS,
    }
    _move_keys(objects, parents, pages, first)
    _pad_fonts(objects)
    form = pdf.catalog.get("AcroForm", {})
    fields = [object_number(each) for each in form.get("Fields", ())]
    about = b" ".join(b"/%s %s" % (key.encode(), _data(form[key])) for key in ("DR", "DA") if key in form)
    tops = [[object_number(each) for each in body["K"] if _page_of(objects, each) == page.number] for page in pages]
    roots = [*(page.number for page in pages), *chain(*tops), parents.number, *fields, *references_in(about)]
    reached = _reached(objects, roots, numbers)
    if len(reached) >= len(own) - 1:
        raise RenderingError(
            said("A part has {count} objects, and there is room for {total}", count=len(reached), total=len(own)),
            where=str(kind),
        )
    numbers |= {number: first + at for at, number in enumerate(reached)}

    def number_of(number: int, generation: int) -> int:
        return number if generation else numbers[number]

    plain, streams = {}, {}
    for number, data in reached.items():
        data = renumbered(data, number_of)
        if isinstance(objects[number], pydyf.Stream):
            streams[numbers[number]] = _stored(objects[number], data)
        else:
            plain[numbers[number]] = data
    keys = parents["Nums"][::2]
    return PdfPart(
        packed_objects(plain, streams, own.stop - 1),
        tuple(numbers[page.number] for page in pages),
        tuple(tuple(numbers[each] for each in some) for some in tops),
        (numbers[parents.number], keys[0], keys[-1]),
        _bookmarks(bookmarks),
        tuple(numbers[each] for each in fields),
        renumbered(about, number_of).decode("latin-1"),
        tuple(sorted(font.number for font in fonts.shared.values())),
        fonts.foreign(),
    )


def shared_objects_of(pdf: Any, fonts: Mapping[int, Mapping[int, Any]]) -> dict[int, Objects]:
    """The objects that parts share: those of each font under its number, the colour profile under 0.

    Args:
        pdf: any PDF of WeasyPrint, for its colour profile.
        fonts: number of a shared font → its objects by number; they refer to each other by these.
    """
    resources = pdf.objects[object_number(pdf.objects[pdf.pages["Kids"][0]]["Resources"])]
    colours = pdf.objects[object_number(resources["ColorSpace"])]
    profile = pdf.objects[object_number(colours["srgb"][1])]
    groups = {0: {COLOURS: colours, PROFILE: profile}, **fonts}
    return {number: _objects_of(group, number + PACKED if number else PACKED) for number, group in groups.items()}


def _objects_of(group: Mapping[int, Any], packing: int) -> Objects:
    _pad_fonts(group.values())

    def number_of(number: int, generation: int) -> int:
        return number if generation else PROFILE

    streams = {
        number: _stored(each, renumbered(_data(each), number_of))
        for number, each in group.items()
        if isinstance(each, pydyf.Stream)
    }
    plain = {number: renumbered(_data(each), number_of) for number, each in group.items() if number not in streams}
    return packed_objects(plain, streams, packing)


def _refer_to_shared_fonts(named: Any, fonts: DocumentFonts) -> None:
    for name, font in fonts.shared.items():
        named[name] = f"{font.number} 1 R"  # generation 1: a number that is the same in all packs


def _move_keys(objects: Sequence[Any], parents: Any, pages: Sequence[Any], first: int) -> None:
    """Moves the keys of the parent tree to those of the part, and so the identifiers of table headers."""
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
    """The objects that can be reached from the roots, as they are written, without those that the pack has once."""
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
    """An object as WeasyPrint writes it; of a stream only the inside of its dictionary."""
    if isinstance(each, pydyf.Stream):
        return bytes(pydyf.Dictionary(each.extra).data[2:-2])
    return bytes(each.data if isinstance(each, pydyf.Object) else pydyf.Array([each]).data[1:-1])


def _stored(each: Any, about: bytes) -> tuple[bytes, bytes]:
    """The dictionary and the data of a stream, compressed where WeasyPrint would."""
    data = _stream_data(each)
    return (about + b"/Filter /FlateDecode", deflated(data)) if each.compress else (about, data)


def _stream_data(each: Any) -> bytes:
    """The data of a stream before compression."""
    return bytes(pydyf.Stream(each.stream).data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream"))


def _pad_fonts(objects: Iterable[Any]) -> None:
    """Lengthens fonts by ones (zeros would not change a checksum) until they end well; no reader looks there."""
    for each in objects:
        if isinstance(each, pydyf.Stream) and "Length1" in each.extra:
            data = _stream_data(each)
            content = padded(data, b"\1")
            each.stream, each.extra["Length1"] = [content], len(content)


def _page_of(objects: Sequence[Any], top: Any) -> int:
    return object_number(objects[object_number(top)]["Pg"])


def _bookmarks(tree: Sequence[Any]) -> tuple[Bookmark, ...]:
    return tuple(
        Bookmark(title, page, round(left, 6), round(top, 6), _bookmarks(below))
        for title, (page, left, top), below, _ in tree
    )
