"""Printed parts become one pack: laid beside each other under one catalogue, outline, tree of roles and description.

Parts keep their numbers (see ``leaves``), so nothing of them is read or changed here; what a pack adds is small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from reportgen.errors import RenderingError
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import PRODUCER, Imprint, described
from reportgen.render.pdf.objects import AMBIGUOUS_END, Objects, file_of, references_in, written
from reportgen.render.pdf.pdf_part import (
    BODY,
    BOOKMARKS,
    CATALOG,
    DESCRIPTION,
    INFO,
    OUTLINE,
    PAGES,
    PARENTS,
    PROFILE,
    ROLES,
    Bookmark,
    PdfPart,
)

PACKED = 13
"""The number of the object stream of what a pack adds to its parts."""


def bound(
    leaves: Sequence[tuple[PdfPart, Sequence[int]]],
    names: Mapping[str, int],
    shared: Mapping[int, Objects],
    identity: Identity,
    imprint: Imprint,
) -> bytes:
    """A pack from its parts; the same parts give the same bytes.

    Args:
        leaves: each part, and the number in the pack (from 1) of each of its pages.
        names: the name of a page → its number, for links that lead to it.
        shared: what parts refer to: faces by their numbers, and under 0 what all do.

    Raises:
        RenderingError: pages are missing or double, or a reference leads nowhere.
    """
    numbered = [(folio, leaf, place) for leaf, folios in leaves for place, folio in enumerate(folios)]
    order = sorted(numbered, key=lambda each: each[0])
    if [folio for folio, _, _ in order] != list(range(1, len(order) + 1)) or any(
        len(leaf.pages) != len(folios) for leaf, folios in leaves
    ):
        raise RenderingError("The pages of the parts do not make one pack", where=identity.participant)
    added = _added(leaves, order, names, identity, imprint)
    description = {DESCRIPTION: (b"/Type /Metadata/Subtype /XML", described(identity, imprint))}
    own = written(added, description, PACKED)
    faces = sorted({number for leaf, _ in leaves for number in leaf.faces})
    all = [shared[0], *(shared[number] for number in faces), *(leaf.objects for leaf, _ in leaves), own]
    there = {number for each in all for number in (*each.placed, *each.packed)}
    if astray := {number for body in added.values() for number in references_in(body)} - there:
        raise RenderingError(f"The pack refers to {min(astray)}, which is not there", where=identity.participant)
    mark = sha256(b"".join(each.content for each in all)).hexdigest()[:32]
    pdf = file_of(all, CATALOG, INFO, mark)
    if AMBIGUOUS_END in pdf:
        raise RenderingError("A stream of the pack ends ambiguously", where=identity.participant)
    return pdf


def _added(
    leaves: Sequence[tuple[PdfPart, Sequence[int]]],
    order: Sequence[tuple[int, PdfPart, int]],
    names: Mapping[str, int],
    identity: Identity,
    imprint: Imprint,
) -> dict[int, bytes]:
    """What a pack has once: number → object (ISO 32000-1, 7.7 and 14.7)."""
    pages = [leaf.pages[place] for _, leaf, place in order]
    tops = [number for _, leaf, place in order for number in leaf.tops[place]]
    parents = sorted((leaf.parents for leaf, _ in leaves), key=lambda each: each[1])
    last = max(high for _, _, high in parents)
    outline = dict(_outline(order))
    fields = [number for leaf, _ in leaves for number in leaf.fields]
    forms = [leaf.form for leaf, _ in leaves if leaf.fields]
    places = {name: pages[folio - 1] for name, folio in sorted(names.items())}
    catalog = [
        b"/Type /Catalog/Pages %s/Lang (nl)/MarkInfo <</Marked true>>" % _to(PAGES),
        b"/ViewerPreferences <</DisplayDocTitle true>>/PageLabels <</Nums [0 <</S /D>>]>>",
        b"/StructTreeRoot %s/Metadata %s" % (_to(ROLES), _to(DESCRIPTION)),
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
    day = f"D:{imprint.day.replace('-', '')}".encode()
    return {
        CATALOG: b"<<%s>>" % b"".join(catalog),
        PAGES: b"<</Type /Pages/Count %d/Kids [%s]>>" % (len(pages), _list(pages)),
        ROLES: b"<</Type /StructTreeRoot/K [%s]/ParentTree %s/ParentTreeNextKey %d>>"
        % (_to(BODY), _to(PARENTS), last + 1),
        BODY: b"<</Type /StructElem/S /Document/K [%s]/P %s>>" % (_list(tops), _to(ROLES)),
        PARENTS: b"<</Kids [%s]>>" % _list(number for number, _, _ in parents),
        INFO: b"<</Title %s/Author %s/Producer %s/CreationDate (%s)/ModDate (%s)>>"
        % (_text(imprint.title), _text(imprint.author), _text(PRODUCER), day, day),
        **outline,
    }


def _outline(order: Sequence[tuple[int, PdfPart, int]]) -> Iterator[tuple[int, bytes]]:
    """The outline of a pack: that of its pages, one after the other."""
    tops = [(each, leaf) for _, leaf, place in order for each in leaf.bookmarks if each.page == place]
    if not tops:
        return
    count, numbers, lines = _lines(tops, OUTLINE, BOOKMARKS)
    yield OUTLINE, b"<</Count %d/First %s/Last %s>>" % (count, _to(numbers[0]), _to(numbers[-1]))
    yield from lines


def _lines(
    tops: Sequence[tuple[Bookmark, PdfPart]], parent: int, first: int
) -> tuple[int, list[int], list[tuple[int, bytes]]]:
    """Lines of the outline below one parent: how many there are with those below, their numbers, and all objects."""
    numbers, below, free = [], [], first
    for each, leaf in tops:
        numbers.append(free)
        below.append(_lines([(lower, leaf) for lower in each.below], free, free + 1))
        free += 1 + below[-1][0]
    objects: list[tuple[int, bytes]] = []
    for at, (each, leaf) in enumerate(tops):
        count, lower, lines = below[at]
        parts = [
            b"/Title %s/Parent %s/Count %d" % (_text(each.title), _to(parent), count),
            b"/Dest [%s /XYZ %s %s 0]" % (_to(leaf.pages[each.page]), _decimal(each.left), _decimal(each.top)),
        ]
        if at:
            parts.append(b"/Prev %s" % _to(numbers[at - 1]))
        if at + 1 < len(tops):
            parts.append(b"/Next %s" % _to(numbers[at + 1]))
        if lower:
            parts.append(b"/First %s/Last %s" % (_to(lower[0]), _to(lower[-1])))
        objects += [(numbers[at], b"<<%s>>" % b"".join(parts)), *lines]
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
