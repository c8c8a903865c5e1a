"""Kinds of packs: which pages each has, in reading order, and which part of the pack each page belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.domain.pack.contents import PartKind
from reportgen.i18n.message import said

KIND_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What the name of a kind must match; it goes into keys, file names and Message-IDs."""

_COUNTRY = "country"
"""Stands in a list of sections for the part about the municipality, in packs that are about the country instead."""

PAGED_LISTS = {
    PartKind.MUNICIPALITY: ("within", "figures", "changes"),
    PartKind.EVENT: ("sessions", "programme"),
    PartKind.LEADING: ("leading",),
    PartKind.TABLE: ("colleagues", "report", "answers", "contacts", "table"),
    PartKind.QUESTIONS: ("questions",),
}
"""The lists of a part that may take several pages."""

_SECTION = re.compile(r"([a-z]+)/([a-z0-9][a-z0-9_-]*)(?: by ([a-z]+))?")


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """The pages of a pack that come from one template.

    Attributes:
        kind: the part they belong to, and so who shares them.
        by: the list of that part that is divided over as many pages as it needs; empty for one page.
        country: True in packs about the country only, False in packs about a municipality only, None in both.
    """

    kind: PartKind
    template: str
    by: str = ""
    country: bool | None = None


@dataclass(frozen=True, slots=True)
class PackKind:
    """A kind of pack.

    Attributes:
        title: what it is called in Dutch, in the title of a pack and in the name of its file.
        templates: file → text of the templates that are its own; none of the briefing, whose templates are the
            program's.
    """

    name: str
    title: str
    entries: tuple[PageTemplate, ...]
    templates: tuple[tuple[str, str], ...] = ()

    def __hash__(self) -> int:
        """The hash of its name alone: kinds are looked up once for each part of each pack."""
        return hash(self.name)

    def entries_for(self, country: bool) -> tuple[PageTemplate, ...]:
        """The pages of a pack about the country, or about a municipality."""
        return tuple(each for each in self.entries if each.country in (None, country))

    def without_figures(self) -> PackKind:
        """The same kind for a meeting without figures: it has no pages about a municipality or the country.

        Who is at the table is then told whether or not there is anything else to tell of it.
        """
        entries = (each for each in self.entries if each.kind is not PartKind.MUNICIPALITY)
        return replace(
            self, entries=tuple(replace(each, by="colleagues") if each.by == "contacts" else each for each in entries)
        )

    def part_kinds(self, country: bool) -> tuple[PartKind, ...]:
        """The parts that a pack about the country, or about a municipality, is bound from."""
        return tuple(dict.fromkeys(each.kind for each in self.entries_for(country)))

    def has_pages_for(self, name: str) -> bool:
        """Whether it has pages for a list."""
        return any(each.by == name for each in self.entries)


def parse_sections(sections: Sequence[str]) -> tuple[PageTemplate, ...]:
    """The pages that the ``sections`` of event.toml name, as ``personal/cover`` or ``table/answers by answers``.

    Raises:
        ValueError: a section is not well formed or stands twice, or the first one is not personal.
    """
    entries = tuple(_entry(each) for each in sections)
    if not entries or entries[0].kind is not PartKind.PERSONAL or entries[0].by:
        raise ValueError("the first section must be a personal one, such as personal/cover: it says whose pack it is")
    for country in (False, True):
        names = [each.template for each in entries if each.country in (None, country)]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ValueError(said("template {twice} stands in the list twice", twice=twice[0]))
    return entries


def _entry(section: str) -> PageTemplate:
    match = _SECTION.fullmatch(section.strip())
    if match is None:
        raise ValueError(
            said(
                "'{section}' is no section; write whose it is and its template, such as table/answers", section=section
            )
        )
    whose, template, by = match[1], match[2], match[3] or ""
    if whose != _COUNTRY and whose not in list(PartKind):
        there = ", ".join((*PartKind, _COUNTRY))
        raise ValueError(
            said(
                "'{section}': pages are of nobody called {whose}; there are {there}",
                section=section,
                whose=whose,
                there=there,
            )
        )
    kind = PartKind.MUNICIPALITY if whose == _COUNTRY else PartKind(whose)
    if by and by not in PAGED_LISTS.get(kind, ()):
        there = ", ".join(PAGED_LISTS.get(kind, ())) or "none"
        raise ValueError(
            said(
                "'{section}': {whose} has no list {by}; its lists are: {there}",
                section=section,
                whose=whose,
                by=by,
                there=there,
            )
        )
    about = {_COUNTRY: True, PartKind.MUNICIPALITY: False}
    return PageTemplate(kind, template, by, about.get(whose))
