"""Which parts a pack consists of, on which pages they stand, and the fingerprint of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING, cast

from reportgen.domain.canonical_json import JsonMemo, JsonValue, canonical_json_text, fingerprint, to_json_value
from reportgen.domain.pack.contents import Content, PartKind
from reportgen.domain.pack.edition import PartDigest
from reportgen.domain.pack.kinds import PAGED_LISTS, PackKind
from reportgen.domain.pack.sections import Section
from reportgen.render.content.design import design_digest
from reportgen.render.content.kind_templates import briefing
from reportgen.render.content.style import Style, style_digest

if TYPE_CHECKING:
    from hashlib import _Hash as Digest

SESSIONS_PER_PAGE = 11
COLLEAGUES_PER_PAGE = 11
QUESTIONS_PER_PAGE = 4

ROWS_PER_PAGE = {"sessions": SESSIONS_PER_PAGE, "colleagues": COLLEAGUES_PER_PAGE, "questions": QUESTIONS_PER_PAGE}
"""How much of each list goes on one page; of others the pages are counted."""

DEFAULT_STYLE = Style()
"""The look of the house."""

BRIEFING = briefing()

Shape = tuple[PackKind, bool, tuple[tuple[str, int], ...]]
"""What the pages of a pack follow from: its kind, whether it is about the country, and how long its lists are."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a pack: the part it belongs to, its template, and which page of that template it is."""

    kind: PartKind
    template: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is printed: its content in plain form, the number of each of its pages and of all of them.

    ``first_pages`` says on which page of the whole pack each template begins, for references to it; ``style`` is the
    look of the event, ``pack`` the kind of pack with its templates.
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
        """One mark over everything that makes this part what it is."""
        return self.mark().fingerprint

    def mark(self) -> PartDigest:
        """What tells this part from any other: content, pages and design."""
        layout = _Layout({self.kind: self.folios}, self.first_pages, self.total)
        return _mark(self.kind, self.content_digest, layout, self.style, self.pack)


SectionMeasure = tuple[str, tuple[int, ...]]
"""The digest of a content, and what its pages are counted by: how long its lists are, or whether it has peers."""


class PartFactory:
    """Sections in plain form with their digest; a section that many packs share is worked out once.

    Args:
        known: measures of earlier sections by what these followed from: such a section need not be made to be marked.
        pack: the kind of packs that they are the parts of.
    """

    def __init__(self, known: Mapping[str, SectionMeasure] | None = None, pack: PackKind = BRIEFING) -> None:
        self._pack = pack
        self.measured: dict[str, SectionMeasure] = {}
        self._known = known or {}
        self._measures: dict[int, tuple[Section, SectionMeasure]] = {}
        self._sections: dict[int, tuple[Section, JsonValue, str]] = {}
        self._values: JsonMemo = {}
        self._texts: dict[int, str] = {}
        self._begun: dict[tuple[str, int], Digest] = {}
        self._parts: dict[tuple[int, Shape, Style], Part] = {}
        self._layouts: dict[tuple[tuple[PartKind, tuple[int, ...]], ...], _Layout] = {}
        self._marks: dict[Style, dict[tuple[int, int], PartDigest]] = {}

    def of(self, section: Section) -> tuple[JsonValue, str]:
        """The content of a section and its digest."""
        if (known := self._sections.get(id(section))) is None:
            content = cast(dict[str, JsonValue], to_json_value(section.content, self._values))
            known = self._sections[id(section)] = (section, content, self._digest(section.content, content))
        return known[1:]

    def parts(self, sections: Sequence[Section], style: Style = DEFAULT_STYLE) -> tuple[Part, ...]:
        """The parts of one pack; a part that is the same in several packs is one object."""
        shape = _shape(self._pack, {each.kind: _lengths(each.kind, self.of(each)[0]) for each in sections})
        return tuple(self._part(section, shape, style) for section in sections)

    def marks(self, sections: Sequence[Section], style: Style = DEFAULT_STYLE) -> tuple[PartDigest, ...]:
        """The marks of the parts of one pack, which are made only where nothing is known of them."""
        measures = [self._measure(section) for section in sections]
        lengths = tuple((section.kind, long) for section, (_, long) in zip(sections, measures, strict=True))
        if (layout := self._layouts.get(lengths)) is None:
            layout = self._layouts[lengths] = _layout(_shape(self._pack, dict(lengths)))
        known, marks = self._marks.setdefault(style, {}), []
        for section, (content, _) in zip(sections, measures, strict=True):
            key = (id(section), id(layout))  # both are kept, here and where they were measured
            if key not in known:
                known[key] = _mark(section.kind, content, layout, style, self._pack)
            marks.append(known[key])
        return tuple(marks)

    def _measure(self, section: Section) -> SectionMeasure:
        """What is known of a section, or is found when it is made; noted for the next time."""
        if (noted := self._measures.get(id(section))) is not None:
            return noted[1]
        name = f"{section.kind} {section.input_digest}"
        if not section.input_digest or (measure := self._known.get(name)) is None:
            content, mark = self.of(section)
            measure = mark, _lengths(section.kind, content)
        if section.input_digest:
            self.measured[name] = measure
        self._measures[id(section)] = (section, measure)
        return measure

    def _part(self, section: Section, shape: Shape, style: Style) -> Part:
        key = (id(section), shape, style)
        if (known := self._parts.get(key)) is None:
            layout = _layout(shape)
            folios = layout.folios.get(section.kind, ())
            known = Part(section.kind, *self.of(section), folios, layout.first_pages, layout.total, style, self._pack)
            self._parts[key] = known
        return known

    def _digest(self, values: Content, content: Mapping[str, JsonValue]) -> str:
        """The digest of a content's canonical form, whose fields are written once for all that share them.

        The first is the map of the country in most of them, and long: what is behind it goes on from there.
        """
        first, *rest = sorted(content)
        start = (first, id(getattr(values, first)))
        if start not in self._begun:
            self._begun[start] = sha256(f'{{"{first}":{self._text(values, content, first)}'.encode())
        whole = self._begun[start].copy()
        whole.update("".join([*(f',"{name}":{self._text(values, content, name)}' for name in rest), "}"]).encode())
        return whole.hexdigest()

    def _text(self, values: Content, content: Mapping[str, JsonValue], name: str) -> str:
        value = content[name]
        if type(value) is int:
            return str(value)  # as JSON writes it, and quicker
        if not isinstance(value, dict | list):
            return canonical_json_text(value)
        at = id(getattr(values, name))  # kept alive with what is plain of it
        if at not in self._texts:
            self._texts[at] = canonical_json_text(value)
        return self._texts[at]


def parts_of(sections: Sequence[Section], contents: PartFactory, style: Style = DEFAULT_STYLE) -> tuple[Part, ...]:
    """The parts of one pack with their page numbers."""
    return contents.parts(sections, style)


def sheets_of(contents: Mapping[PartKind, JsonValue], pack: PackKind = BRIEFING) -> tuple[Sheet, ...]:
    """The pages of a pack in the order they are read; lists that are long take more than one."""
    return _sheets(_shape(pack, {kind: _lengths(kind, content) for kind, content in contents.items()}))


def has_form(parts: Sequence[Part]) -> bool:
    """Whether a pack has fields to fill in on a screen."""
    return any(isinstance(each.content, dict) and each.content.get("form") is True for each in parts)


def parts_from_archive(
    contents: Mapping[PartKind, tuple[JsonValue, str]], style: Style, pack: PackKind = BRIEFING
) -> tuple[Part, ...]:
    """The parts of a pack from what the archive kept of it: the content of each, and its digest."""
    layout = _layout(_shape(pack, {kind: _lengths(kind, content) for kind, (content, _) in contents.items()}))
    return tuple(
        Part(kind, *kept, layout.folios.get(kind, ()), layout.first_pages, layout.total, style, pack)
        for kind, kept in contents.items()
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """On which pages the sheets of a pack stand: of each kind, where each begins, and how many there are."""

    folios: Mapping[PartKind, tuple[tuple[Sheet, int], ...]]
    first_pages: tuple[tuple[str, int], ...]
    total: int


@cache
def _layout(shape: Shape) -> _Layout:
    sheets = _sheets(shape)
    numbered = [(sheet, folio) for folio, sheet in enumerate(sheets, 1)]
    first_pages: dict[str, int] = {}
    for sheet, folio in numbered:
        first_pages.setdefault(sheet.template, folio)
    folios = {kind: tuple(each for each in numbered if each[0].kind is kind) for kind in PartKind}
    return _Layout(folios, tuple(first_pages.items()), len(sheets))


@cache
def _sheets(shape: Shape) -> tuple[Sheet, ...]:
    """The sheets of a pack of this shape, as the list of its kind has them."""
    pack, country, lengths = shape
    long = dict(lengths)
    return tuple(
        Sheet(each.kind, each.template, turn)
        for each in pack.entries_for(country)
        for turn in range(max(1, ceil(long.get(each.by, 0) / ROWS_PER_PAGE.get(each.by, 1))))
    )


def _shape(pack: PackKind, lengths: Mapping[PartKind, Sequence[int]]) -> Shape:
    lists = {
        name: length
        for kind, names in PAGED_LISTS.items()
        for name, length in zip(names, lengths.get(kind, ()), strict=False)
    }
    country = not any(lengths.get(PartKind.MUNICIPALITY, ()))
    return pack, country, tuple(lists.items())


def _lengths(kind: PartKind, content: JsonValue) -> tuple[int, ...]:
    """How long the lists of a part are; of that about a municipality, that it is not about the country."""
    if not isinstance(content, dict):
        return ()
    match kind:
        case PartKind.MUNICIPALITY:
            return (int("peers" in content),)
        case PartKind.EVENT:
            event = content["event"]
            return (_length(event["sessions"] if isinstance(event, dict) else None),)
        case PartKind.TABLE:
            return _length(content["colleagues"]), *_pages_of(content)
        case PartKind.QUESTIONS:
            return (_length(content["questions"]),)
        case PartKind.PERSONAL:
            return ()


def _length(value: JsonValue) -> int:
    return len(value) if isinstance(value, list) else 0


def _pages_of(content: Mapping[str, JsonValue]) -> tuple[int, int]:
    """On how many pages the report of a table and the answers of its theme are."""
    if not (content.get("report") or content.get("answers")):
        return 0, 0
    from reportgen.render.content.text_pages import (  # most packs have neither, and need no measures of fonts
        answer_pages,
        report_pages,
    )

    return len(report_pages(content)), len(answer_pages(content))


def _mark(kind: PartKind, content: str, layout: _Layout, style: Style, pack: PackKind) -> PartDigest:
    pages = ",".join(f"{sheet.template}.{sheet.turn}={folio}" for sheet, folio in layout.folios.get(kind, ()))
    begin, total = _begins(layout.first_pages), str(layout.total)
    mark = fingerprint(kind, content, pages, begin, total, design_digest(pack), style_digest(style))
    return PartDigest(kind, content, mark)


@cache
def _begins(first_pages: tuple[tuple[str, int], ...]) -> str:
    return ",".join(f"{template}={folio}" for template, folio in first_pages)
