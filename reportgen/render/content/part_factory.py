"""Makes the parts of packs from their sections; what packs share is serialised and hashed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from reportgen.domain.canonical_json import JsonMemo, JsonValue, canonical_json_text, to_json_value
from reportgen.domain.pack.contents import Content, PartKind
from reportgen.domain.pack.decisions import PartDigest
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.pack.sections import Section
from reportgen.render.content.design import BRIEFING
from reportgen.render.content.pagination import PackLayout, PackShape, list_lengths, pack_layout, pack_shape
from reportgen.render.content.parts import (
    BACKGROUND_FIELDS,
    PASSED_OVER,
    Part,
    deciding_content,
    part_digest,
    settled_content,
)
from reportgen.render.content.style import DEFAULT_STYLE, Style

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

SectionMeasure = tuple[str, str, tuple[int, ...]]
"""The digests of a section's content, whole and as far as it decides, and the lengths of its lists as far as they do.

It is what the fingerprint of the section needs.
"""

_NOT_DECIDING = BACKGROUND_FIELDS | PASSED_OVER.keys()


class PartFactory:
    """Parts and part digests of packs of one kind; a section that many packs share is serialised once.

    Args:
        known: measures from an earlier run, by what the section follows from; such a section is not serialised.
        pack: the kind of the packs.

    Attributes:
        measures: those of this run, to be given to the next as ``known``.
    """

    def __init__(self, known: Mapping[str, SectionMeasure] | None = None, pack: PackKind = BRIEFING) -> None:
        self._pack = pack
        self.measures: dict[str, SectionMeasure] = {}
        self._known = known or {}
        # By id of a section, which is kept beside the value so that its id stays its own.
        self._measures: dict[int, tuple[Section, SectionMeasure]] = {}
        self._contents: dict[int, tuple[Section, JsonValue, str, str]] = {}
        self._lengths: dict[int, tuple[int, ...]] = {}
        self._json_values: JsonMemo = {}
        self._json_texts: dict[int, str] = {}
        self._first_field_hashes: dict[tuple[str, int], Hash] = {}
        self._parts: dict[tuple[int, PackShape, Style], Part] = {}
        self._layouts: dict[tuple[tuple[PartKind, tuple[int, ...]], ...], PackLayout] = {}
        self._digests: dict[Style, dict[tuple[int, int], PartDigest]] = {}

    def parts(self, sections: Sequence[Section], style: Style = DEFAULT_STYLE) -> tuple[Part, ...]:
        """The parts of one pack; a part that is the same in several packs is one object."""
        shape = pack_shape(self._pack, {each.kind: self._list_lengths(each) for each in sections})
        return tuple(self._part(section, shape, style) for section in sections)

    def part_digests(self, sections: Sequence[Section], style: Style = DEFAULT_STYLE) -> tuple[PartDigest, ...]:
        """The digests of the parts of one pack; only sections of which no measure is known are serialised.

        Page numbers in them are those of ``settled_content``: a list that decides nothing moves none, however long.
        """
        measures = [self._measure(section) for section in sections]
        lengths = tuple((section.kind, length) for section, (*_, length) in zip(sections, measures, strict=True))
        if (layout := self._layouts.get(lengths)) is None:
            layout = self._layouts[lengths] = pack_layout(pack_shape(self._pack, dict(lengths)))
        known, digests = self._digests.setdefault(style, {}), []
        for section, (*content_digests, _) in zip(sections, measures, strict=True):
            key = (id(section), id(layout))
            if key not in known:
                whole, deciding = content_digests
                known[key] = part_digest(section.kind, (whole, deciding), layout, style, self._pack)
            digests.append(known[key])
        return tuple(digests)

    def content(self, section: Section) -> tuple[JsonValue, str, str]:
        """The content of a section as JSON values, its digest, and that of what decides whether it is another."""
        if (known := self._contents.get(id(section))) is None:
            content = cast(dict[str, JsonValue], to_json_value(section.content, self._json_values))
            whole = self._content_digest(section.content, content)
            deciding = self._deciding_digest(section.content, content) if _NOT_DECIDING & content.keys() else whole
            known = self._contents[id(section)] = (section, content, whole, deciding)
        return known[1:]

    def _list_lengths(self, section: Section) -> tuple[int, ...]:
        content, at = self.content(section)[0], id(section)  # whose id stays its own, beside its content
        if at not in self._lengths:
            self._lengths[at] = list_lengths(section.kind, content)
        return self._lengths[at]

    def _measure(self, section: Section) -> SectionMeasure:
        if (noted := self._measures.get(id(section))) is not None:
            return noted[1]
        name = f"{section.kind} {section.input_digest}"
        if not section.input_digest or (measure := self._known.get(name)) is None:
            content, whole, deciding = self.content(section)
            settled = settled_content(cast(dict[str, JsonValue], content))
            measure = whole, deciding, list_lengths(section.kind, settled)
        if section.input_digest:
            self.measures[name] = measure
        self._measures[id(section)] = (section, measure)
        return measure

    def _part(self, section: Section, shape: PackShape, style: Style) -> Part:
        key = (id(section), shape, style)
        if (part := self._parts.get(key)) is None:
            layout = pack_layout(shape)
            folios = layout.folios.get(section.kind, ())
            part = Part(
                section.kind, *self.content(section), folios, layout.first_pages, layout.total, style, self._pack
            )
            self._parts[key] = part
        return part

    def _content_digest(self, values: Content, content: Mapping[str, JsonValue]) -> str:
        """The digest of a content's canonical JSON, of which each shared field is written once.

        The first field is the map of the country in most sections, and long: its hash is copied and continued.
        """
        first, *rest = sorted(content)
        start = (first, id(getattr(values, first)))
        if start not in self._first_field_hashes:
            text = f'{{"{first}":{self._json_text(values, content, first)}'
            self._first_field_hashes[start] = sha256(text.encode())
        whole = self._first_field_hashes[start].copy()
        whole.update("".join([*(f',"{name}":{self._json_text(values, content, name)}' for name in rest), "}"]).encode())
        return whole.hexdigest()

    def _deciding_digest(self, values: Content, content: Mapping[str, JsonValue]) -> str:
        """The digest of the canonical JSON of what decides, of which each shared field is written once."""
        fields = (
            f'"{name}":{self._json_text(values, content, name) if each is content[name] else canonical_json_text(each)}'
            for name, each in sorted(deciding_content(content).items())
        )
        return sha256(f"{{{','.join(fields)}}}".encode()).hexdigest()

    def _json_text(self, values: Content, content: Mapping[str, JsonValue], name: str) -> str:
        value = content[name]
        if type(value) is int:
            return str(value)  # as JSON writes it, and quicker
        if not isinstance(value, dict | list):
            return canonical_json_text(value)
        at = id(getattr(values, name))  # kept alive by the memo of JSON values
        if at not in self._json_texts:
            self._json_texts[at] = canonical_json_text(value)
        return self._json_texts[at]
