"""Binds printed parts into one PDF, under one catalogue, page tree, structure tree, outline and metadata.

Parts keep their object numbers (see ``pdf_part``), so they are copied as they are; what a pack adds is small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import PRODUCER, DocumentInfo, xmp_of
from reportgen.render.pdf.objects import AMBIGUOUS_END, Objects, packed_objects, pdf_file, references_in
from reportgen.render.pdf.pdf_part import (
    BOOKMARKS,
    CATALOG,
    DOCUMENT_ELEMENT,
    INFO,
    METADATA,
    OUTLINE,
    PAGES,
    PARENT_TREE,
    PROFILE,
    STRUCTURE,
    Bookmark,
    PdfPart,
)

PACKED = 13
"""The number of the object stream of what a pack adds to its parts."""


def bound_pack(
    parts: Sequence[tuple[PdfPart, Sequence[int]]],
    names: Mapping[str, int],
    shared: Mapping[int, Objects],
    identity: Identity,
    info: DocumentInfo,
) -> bytes:
    """A pack from its parts; the same parts give the same bytes.

    Args:
        parts: each part, and the number in the pack (from 1) of each of its pages.
        names: the name of a page → its number, for links that lead to it.
        shared: the objects that parts refer to (see ``shared_objects``): fonts by number, the colour profile under 0.

    Raises:
        RenderingError: pages are missing or double, or a reference leads nowhere.
    """
    numbered = [(number, part, place) for part, numbers in parts for place, number in enumerate(numbers)]
    order = sorted(numbered, key=lambda each: each[0])
    if [number for number, _, _ in order] != list(range(1, len(order) + 1)) or any(
        len(part.pages) != len(numbers) for part, numbers in parts
    ):
        raise RenderingError("The pages of the parts do not make one pack", where=identity.participant)
    added = _added(parts, order, names, identity, info)
    metadata = {METADATA: (b"/Type /Metadata/Subtype /XML", xmp_of(identity, info))}
    own = packed_objects(added, metadata, PACKED)
    fonts = sorted({number for part, _ in parts for number in part.fonts})
    groups = [shared[0], *(shared[number] for number in fonts), *(part.objects for part, _ in parts), own]
    present = {number for each in groups for number in (*each.placed, *each.packed)}
    if missing := {number for body in added.values() for number in references_in(body)} - present:
        raise RenderingError(
            said("The pack refers to {missing}, which is not there", missing=min(missing)), where=identity.participant
        )
    identifier = sha256(b"".join(each.content for each in groups)).hexdigest()[:32]
    pdf = pdf_file(groups, CATALOG, INFO, identifier)
    if AMBIGUOUS_END in pdf:
        raise RenderingError("A stream of the pack ends ambiguously", where=identity.participant)
    return pdf


def _added(
    parts: Sequence[tuple[PdfPart, Sequence[int]]],
    order: Sequence[tuple[int, PdfPart, int]],
    names: Mapping[str, int],
    identity: Identity,
    info: DocumentInfo,
) -> dict[int, bytes]:
    """The objects that a pack has once, by number (ISO 32000-1, 7.7 and 14.7)."""
    pages = [part.pages[place] for _, part, place in order]
    tops = [number for _, part, place in order for number in part.top_elements[place]]
    parents = sorted((part.parent_tree for part, _ in parts), key=lambda each: each[1])
    last = max(high for _, _, high in parents)
    outline = dict(_outline(order))
    fields = [number for part, _ in parts for number in part.fields]
    forms = [part.form for part, _ in parts if part.fields]
    places = {name: pages[number - 1] for name, number in sorted(names.items())}
    catalog = [
        b"/Type /Catalog/Pages %s/Lang (nl)/MarkInfo <</Marked true>>" % _to(PAGES),
        b"/ViewerPreferences <</DisplayDocTitle true>>/PageLabels <</Nums [0 <</S /D>>]>>",
        b"/StructTreeRoot %s/Metadata %s" % (_to(STRUCTURE), _to(METADATA)),
        b"/OutputIntents [<</Type /OutputIntent/S /GTS_PDFA1/OutputConditionIdentifier (sRGB)/Info (sRGB)",
        b"/DestOutputProfile %s>>]" % _to(PROFILE),
    ]
    if outline:
        catalog.append(b"/Outlines %s" % _to(OUTLINE))
    if fields:
        catalog.append(b"/AcroForm <</Fields [%s]%s>>" % (_list(fields), forms[0].encode("latin-1")))
    if places:
        named = b" ".join(b"%s [%s /Fit]" % (_text(name), _to(page)) for name, page in places.items())
        catalog.append(b"/Names <</Dests <</Names [%s]>>>>" % named)
    day = f"D:{info.day.replace('-', '')}".encode()
    return {
        CATALOG: b"<<%s>>" % b"".join(catalog),
        PAGES: b"<</Type /Pages/Count %d/Kids [%s]>>" % (len(pages), _list(pages)),
        STRUCTURE: b"<</Type /StructTreeRoot/K [%s]/ParentTree %s/ParentTreeNextKey %d>>"
        % (_to(DOCUMENT_ELEMENT), _to(PARENT_TREE), last + 1),
        DOCUMENT_ELEMENT: b"<</Type /StructElem/S /Document/K [%s]/P %s>>" % (_list(tops), _to(STRUCTURE)),
        PARENT_TREE: b"<</Kids [%s]>>" % _list(number for number, _, _ in parents),
        INFO: b"<</Title %s/Author %s/Producer %s/CreationDate (%s)/ModDate (%s)>>"
        % (_text(info.title), _text(info.author), _text(PRODUCER), day, day),
        **outline,
    }


def _outline(order: Sequence[tuple[int, PdfPart, int]]) -> Iterator[tuple[int, bytes]]:
    """The objects of the outline of a pack: that of its pages, one after the other."""
    tops = [(each, part) for _, part, place in order for each in part.bookmarks if each.page == place]
    if not tops:
        return
    count, numbers, items = _items(tops, OUTLINE, BOOKMARKS)
    yield OUTLINE, b"<</Count %d/First %s/Last %s>>" % (count, _to(numbers[0]), _to(numbers[-1]))
    yield from items


def _items(
    tops: Sequence[tuple[Bookmark, PdfPart]], parent: int, first: int
) -> tuple[int, list[int], list[tuple[int, bytes]]]:
    """Outline items below one parent: how many there are with those below, their numbers, and all objects."""
    numbers, below, free = [], [], first
    for each, part in tops:
        numbers.append(free)
        below.append(_items([(lower, part) for lower in each.below], free, free + 1))
        free += 1 + below[-1][0]
    objects: list[tuple[int, bytes]] = []
    for at, (each, part) in enumerate(tops):
        count, lower, items = below[at]
        parts = [
            b"/Title %s/Parent %s/Count %d" % (_text(each.title), _to(parent), count),
            b"/Dest [%s /XYZ %s %s 0]" % (_to(part.pages[each.page]), _decimal(each.left), _decimal(each.top)),
        ]
        if at:
            parts.append(b"/Prev %s" % _to(numbers[at - 1]))
        if at + 1 < len(tops):
            parts.append(b"/Next %s" % _to(numbers[at + 1]))
        if lower:
            parts.append(b"/First %s/Last %s" % (_to(lower[0]), _to(lower[-1])))
        objects += [(numbers[at], b"<<%s>>" % b"".join(parts)), *items]
    return free - first, numbers, objects


def _to(number: int) -> bytes:
    return b"%d 0 R" % number


def _list(numbers: Sequence[int] | Iterator[int]) -> bytes:
    return b" ".join(_to(each) for each in numbers)


def _decimal(value: float) -> bytes:
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()


def _text(text: str) -> bytes:
    """A text string (ISO 32000-1, 7.9.2.2)."""
    if text.isascii() and text.isprintable() and not set(text) & set("()\\"):
        return b"(%s)" % text.encode()
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()
