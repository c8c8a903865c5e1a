"""The parts of a pack as they are printed: content, page numbers, style, and the fingerprint of all that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reportgen.domain.canonical_json import JsonValue, canonical_json, digest, fingerprint
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.decisions import PartDigest
from reportgen.domain.pack.kinds import PackKind
from reportgen.render.content.design import BRIEFING, design_digest
from reportgen.render.content.pagination import PackLayout, Sheet, list_lengths, pack_layout, pack_shape
from reportgen.render.content.style import Style, style_digest

BACKGROUND_FIELDS = frozenset(("map", "strips"))
"""Fields of a content that show all municipalities around the reader's own.

They are printed as they are at the moment, but a change in them alone makes no new pack: a revised figure of one
municipality moves a mark in those of all others, who would get a letter about it.
"""

PASSED_OVER: Mapping[str, Mapping[str, JsonValue]] = {
    "facts": {"score": None},
    "headline": {"score": None},
    "day": {"beside": []},
    "sessions": {"people": [], "unnamed": 0},
}
"""Fields of a content whose items have values that decide nothing, with what stands there in deciding.

Nobody reads the scores by which page one was chosen. What runs beside the sessions of a reader is printed as it is at
the moment: a session that is cancelled concerns those who attend it. So is the list of people at a session for who
leads it, who would get a letter about everyone that comes or goes.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is printed.

    Attributes:
        content: the values its templates print.
        content_digest: the SHA-256 of its content as canonical JSON.
        deciding_digest: the same of its ``deciding_content``.
        folios: its sheets, each with its page number in the whole pack.
        first_pages: by template, the page of the whole pack on which it begins, for references to it.
        total: how many pages the whole pack has.
        style: colours and logo of the event.
        pack: the kind of pack, with its templates.
    """

    kind: PartKind
    content: JsonValue
    content_digest: str
    deciding_digest: str
    folios: tuple[tuple[Sheet, int], ...]
    first_pages: tuple[tuple[str, int], ...]
    total: int
    style: Style
    pack: PackKind = BRIEFING

    @property
    def fingerprint(self) -> str:
        """The digest of everything that decides whether this part is another: content, pages and design."""
        return self.digest().fingerprint

    @property
    def printed_key(self) -> str:
        """The digest of everything that is printed, the background too; its key in the cache of printed parts."""
        return fingerprint(self.fingerprint, self.content_digest)

    def digest(self) -> PartDigest:
        """The fingerprint together with the digest of the content alone."""
        layout = PackLayout({self.kind: self.folios}, self.first_pages, self.total)
        return part_digest(self.kind, (self.content_digest, self.deciding_digest), layout, self.style, self.pack)


def part_digest(
    kind: PartKind, digests: tuple[str, str], layout: PackLayout, style: Style, pack: PackKind
) -> PartDigest:
    """The fingerprint of a part that need not have been made.

    Args:
        digests: that of its content, and that of what decides whether it is another.
    """
    content_digest, deciding_digest = digests
    pages = ",".join(f"{sheet.template}.{sheet.turn}={folio}" for sheet, folio in layout.folios.get(kind, ()))
    first_pages, total = _first_pages_text(layout.first_pages), str(layout.total)
    whole = fingerprint(kind, deciding_digest, pages, first_pages, total, design_digest(pack), style_digest(style))
    return PartDigest(kind, content_digest, whole)


def parts_from_archive(
    contents: Mapping[PartKind, tuple[JsonValue, str]], style: Style, pack: PackKind = BRIEFING
) -> tuple[Part, ...]:
    """The parts of a pack from what the archive has of it: the content of each, and its digest."""
    layout = pack_layout(
        pack_shape(pack, {kind: list_lengths(kind, content) for kind, (content, _) in contents.items()})
    )
    return tuple(
        Part(
            kind,
            content,
            content_digest,
            deciding_digest_of(content),
            layout.folios.get(kind, ()),
            layout.first_pages,
            layout.total,
            style,
            pack,
        )
        for kind, (content, content_digest) in contents.items()
    )


def deciding_digest_of(content: JsonValue) -> str:
    """The digest of what decides whether a content is another, as canonical JSON."""
    return digest(canonical_json(deciding_content(content) if isinstance(content, dict) else content))


def deciding_content(content: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A content without what decides nothing: ``BACKGROUND_FIELDS``, and ``PASSED_OVER`` in the items of other fields.

    What nothing is taken from is the same object as in the content.
    """
    return settled_content({name: each for name, each in content.items() if name not in BACKGROUND_FIELDS})


def settled_content(content: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A content with the fixed values of ``PASSED_OVER``; its page numbers decide whether a pack is another."""
    return {name: _settled(each, PASSED_OVER[name]) if name in PASSED_OVER else each for name, each in content.items()}


def _settled(told: JsonValue, fixed: Mapping[str, JsonValue]) -> JsonValue:
    if isinstance(told, list):
        return [_settled(each, fixed) for each in told]
    return {name: fixed.get(name, each) for name, each in told.items()} if isinstance(told, dict) else told


def with_pages(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that have pages; one with nothing to tell has none in this kind of pack."""
    return tuple(each for each in parts if each.folios)


def has_form(parts: Sequence[Part]) -> bool:
    """Whether a pack has form fields."""
    return any(isinstance(each.content, dict) and each.content.get("form") is True for each in parts)


@cache
def _first_pages_text(first_pages: tuple[tuple[str, int], ...]) -> str:
    return ",".join(f"{template}={folio}" for template, folio in first_pages)
