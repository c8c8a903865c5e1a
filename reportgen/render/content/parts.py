"""The parts of a pack as they are printed: content, page numbers, style, and the fingerprint of all that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reportgen.domain.canonical_json import JsonValue, fingerprint
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.decisions import PartDigest
from reportgen.domain.pack.kinds import PackKind
from reportgen.render.content.design import BRIEFING, design_digest
from reportgen.render.content.pagination import PackLayout, Sheet, list_lengths, pack_layout, pack_shape
from reportgen.render.content.style import Style, style_digest


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is printed.

    Attributes:
        content: the values its templates print.
        content_digest: the SHA-256 of its content as canonical JSON.
        folios: its sheets, each with its page number in the whole pack.
        first_pages: by template, the page of the whole pack on which it begins, for references to it.
        total: how many pages the whole pack has.
        style: colours and logo of the event.
        pack: the kind of pack, with its templates.
    """

    kind: PartKind
    content: JsonValue
    content_digest: str
    folios: tuple[tuple[Sheet, int], ...]
    first_pages: tuple[tuple[str, int], ...]
    total: int
    style: Style
    pack: PackKind = BRIEFING

    @property
    def fingerprint(self) -> str:
        """The digest of everything that makes this part what it is: content, pages and design."""
        return self.digest().fingerprint

    def digest(self) -> PartDigest:
        """The fingerprint together with the digest of the content alone."""
        layout = PackLayout({self.kind: self.folios}, self.first_pages, self.total)
        return part_digest(self.kind, self.content_digest, layout, self.style, self.pack)


def part_digest(kind: PartKind, content_digest: str, layout: PackLayout, style: Style, pack: PackKind) -> PartDigest:
    """The fingerprint of a part that need not have been made."""
    pages = ",".join(f"{sheet.template}.{sheet.turn}={folio}" for sheet, folio in layout.folios.get(kind, ()))
    first_pages, total = _first_pages_text(layout.first_pages), str(layout.total)
    whole = fingerprint(kind, content_digest, pages, first_pages, total, design_digest(pack), style_digest(style))
    return PartDigest(kind, content_digest, whole)


def parts_from_archive(
    contents: Mapping[PartKind, tuple[JsonValue, str]], style: Style, pack: PackKind = BRIEFING
) -> tuple[Part, ...]:
    """The parts of a pack from what the archive has of it: the content of each, and its digest."""
    layout = pack_layout(
        pack_shape(pack, {kind: list_lengths(kind, content) for kind, (content, _) in contents.items()})
    )
    return tuple(
        Part(kind, *content, layout.folios.get(kind, ()), layout.first_pages, layout.total, style, pack)
        for kind, content in contents.items()
    )


def with_pages(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that have pages; one with nothing to tell has none in this kind of pack."""
    return tuple(each for each in parts if each.folios)


def has_form(parts: Sequence[Part]) -> bool:
    """Whether a pack has form fields."""
    return any(isinstance(each.content, dict) and each.content.get("form") is True for each in parts)


@cache
def _first_pages_text(first_pages: tuple[tuple[str, int], ...]) -> str:
    return ",".join(f"{template}={folio}" for template, folio in first_pages)
