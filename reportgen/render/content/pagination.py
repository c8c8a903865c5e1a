"""Which pages a pack has, in reading order, and their page numbers; a long list takes several pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import NamedTuple

from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.kinds import PAGED_LISTS, PackKind
from reportgen.render.content.change_pages import change_pages
from reportgen.render.content.figure_pages import figure_pages
from reportgen.render.content.leading_pages import leading_pages
from reportgen.render.content.page_values import within_pages
from reportgen.render.content.programme_pages import programme_pages
from reportgen.render.content.table_pages import table_pages

SESSIONS_PER_PAGE = 11
COLLEAGUES_PER_PAGE = 11
QUESTIONS_PER_PAGE = 4

ROWS_PER_PAGE = {
    "sessions": SESSIONS_PER_PAGE,
    "colleagues": COLLEAGUES_PER_PAGE,
    "contacts": COLLEAGUES_PER_PAGE,
    "questions": QUESTIONS_PER_PAGE,
}
"""How many rows of each list go on one page; the lengths of other lists are in pages already."""

OPTIONAL_LISTS = ("leading", "within", "report", "answers", "contacts")
"""The lists without which there is no page; of others there is one page all the same, which says so."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a pack: the part it belongs to, its template, and which page of that template it is, from 0."""

    kind: PartKind
    template: str
    turn: int = 0


class PackShape(NamedTuple):
    """Everything the number and order of a pack's pages depend on.

    Attributes:
        country: whether the pack is about the country instead of a municipality.
        lengths: of each list in its content, in rows or pages.
    """

    pack: PackKind
    country: bool
    lengths: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PackLayout:
    """The page numbers of a pack.

    Attributes:
        folios: by part, its sheets with the page number of each.
        first_pages: by template, the page number on which it begins.
        total: how many pages there are.
    """

    folios: Mapping[PartKind, tuple[tuple[Sheet, int], ...]]
    first_pages: tuple[tuple[str, int], ...]
    total: int


@cache
def pack_layout(shape: PackShape) -> PackLayout:
    """The page numbers of every pack of this shape."""
    sheets = _sheets(shape)
    numbered = [(sheet, folio) for folio, sheet in enumerate(sheets, 1)]
    first_pages: dict[str, int] = {}
    for sheet, folio in numbered:
        first_pages.setdefault(sheet.template, folio)
    folios = {kind: tuple(each for each in numbered if each[0].kind is kind) for kind in PartKind}
    return PackLayout(folios, tuple(first_pages.items()), len(sheets))


def pack_shape(pack: PackKind, lengths: Mapping[PartKind, Sequence[int]]) -> PackShape:
    """The shape of a pack, from the lengths of the lists in each of its parts (see ``list_lengths``)."""
    about, *pages = lengths.get(PartKind.MUNICIPALITY, (0,))
    lists = {
        name: length
        for kind, names in PAGED_LISTS.items()
        for name, length in zip(names, pages if kind is PartKind.MUNICIPALITY else lengths.get(kind, ()), strict=False)
    }
    country = not about
    return PackShape(pack, country, tuple(lists.items()))


def list_lengths(kind: PartKind, content: JsonValue) -> tuple[int, ...]:
    """The lengths of a part's lists, in the order of ``PAGED_LISTS``.

    Of the part about a municipality, before them: 1, or 0 when it is about the country.
    """
    if not isinstance(content, dict):
        return ()
    match kind:
        case PartKind.MUNICIPALITY:
            return (
                int("peers" in content),
                within_pages(content),
                len(figure_pages(content)),
                len(change_pages(content)),
            )
        case PartKind.EVENT:
            return _length(content["day"]), len(programme_pages(content))
        case PartKind.LEADING:
            return (len(leading_pages(content)),)
        case PartKind.TABLE:
            colleagues, (report, answers) = _length(content["colleagues"]), _text_page_counts(content)
            contacts = max(1, colleagues) if report or answers else 0
            return colleagues, report, answers, contacts, len(table_pages(content))
        case PartKind.QUESTIONS:
            return (_length(content["questions"]),)
        case PartKind.PERSONAL:
            return ()


@cache
def _sheets(shape: PackShape) -> tuple[Sheet, ...]:
    """The sheets of a pack of this shape, in the order of its kind's list of sections."""
    lengths = dict(shape.lengths)
    return tuple(
        Sheet(each.kind, each.template, turn)
        for each in shape.pack.entries_for(shape.country)
        for turn in range(_page_count(each.by, lengths.get(each.by, 0)))
    )


def _page_count(name: str, length: int) -> int:
    """On how many pages a list of this length goes."""
    pages = ceil(length / ROWS_PER_PAGE.get(name, 1))
    return pages if name in OPTIONAL_LISTS else max(1, pages)


def _length(value: JsonValue) -> int:
    return len(value) if isinstance(value, list) else 0


def _text_page_counts(content: Mapping[str, JsonValue]) -> tuple[int, int]:
    """On how many pages the report of a table and the answers of its theme are; 0 of what is not there."""
    report, answers = bool(content.get("report")), bool(content.get("answers"))
    if not (report or answers):
        return 0, 0
    from reportgen.render.content.text_pages import (  # most packs have neither, and need no font metrics
        answer_pages,
        report_pages,
    )

    return report and len(report_pages(content)), answers and len(answer_pages(content))
