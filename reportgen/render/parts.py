"""Which parts a pack consists of, on which pages they stand, and the fingerprint of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ctypes import CDLL, c_char_p
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from math import ceil
from pathlib import Path

from reportgen.domain.contents import PartKind
from reportgen.domain.edition import PartMark, Plain, canonical, digest, fingerprint, plain
from reportgen.domain.pack import Section
from reportgen.render.resources import FONTS, TEMPLATES
from reportgen.render.style import Style, mark_of

PRINTERS = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinycss2",
    "cssselect2",
    "tinyhtml5",
    "pyphen",
    "jinja2",
    "babel",
)
"""The libraries whose version may change the bytes of a page."""

SESSIONS_A_PAGE = 11
COLLEAGUES_A_PAGE = 11
QUESTIONS_A_PAGE = 4

HOUSE = Style()
"""The look of the house."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a pack: the part it belongs to, its template, and which page of that template it is."""

    kind: PartKind
    template: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is printed: its content in plain form, the number of each of its pages and of all of them.

    ``guide`` is the page on which each kind of sheet of the whole pack begins, for references to them; ``style`` is
    the look of the event.
    """

    kind: PartKind
    content: Plain
    content_digest: str
    folios: tuple[tuple[Sheet, int], ...]
    guide: tuple[tuple[str, int], ...]
    total: int
    style: Style

    @property
    def fingerprint(self) -> str:
        """One mark over everything that makes this part what it is."""
        return self.mark().fingerprint

    def mark(self) -> PartMark:
        """What tells this part from any other: content, pages and design."""
        content = self.content_digest
        pages = ",".join(f"{sheet.template}.{sheet.turn}={folio}" for sheet, folio in self.folios)
        guide = ",".join(f"{template}={folio}" for template, folio in self.guide)
        design = (design_digest(), mark_of(self.style))
        mark = fingerprint(self.kind, content, pages, guide, str(self.total), *design)
        return PartMark(self.kind, content, mark)


class Contents:
    """Sections in plain form with their digest; a section that many packs share is worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Section, Plain, str]] = {}

    def of(self, section: Section) -> tuple[Plain, str]:
        """The content of a section and its digest."""
        if id(section) not in self._known:
            content = plain(section.content)
            self._known[id(section)] = (section, content, digest(canonical(content)))
        _, content, mark = self._known[id(section)]
        return content, mark


def parts_of(sections: Sequence[Section], contents: Contents, style: Style = HOUSE) -> tuple[Part, ...]:
    """The parts of one pack with their page numbers."""
    known = {section.kind: contents.of(section) for section in sections}
    sheets = sheets_of({kind: content for kind, (content, _) in known.items()})
    numbered = [(sheet, folio) for folio, sheet in enumerate(sheets, 1)]
    guide: dict[str, int] = {}
    for sheet, folio in numbered:
        guide.setdefault(sheet.template, folio)
    first = tuple(guide.items())
    return tuple(
        Part(kind, content, mark, tuple(each for each in numbered if each[0].kind is kind), first, len(sheets), style)
        for kind, (content, mark) in known.items()
    )


def sheets_of(contents: Mapping[PartKind, Plain]) -> tuple[Sheet, ...]:
    """The pages of a pack in the order they are read; lists that are long take more than one."""
    return (
        Sheet(PartKind.PERSONAL, "cover"),
        *_turns(
            PartKind.EVENT,
            "programme",
            _length(contents, PartKind.EVENT, "event", "sessions"),
            SESSIONS_A_PAGE,
        ),
        *(Sheet(PartKind.MUNICIPALITY, template) for template in _profile_pages(contents)),
        *_turns(PartKind.TABLE, "table", _length(contents, PartKind.TABLE, "colleagues"), COLLEAGUES_A_PAGE),
        *_turns(
            PartKind.QUESTIONS,
            "questions",
            _length(contents, PartKind.QUESTIONS, "questions"),
            QUESTIONS_A_PAGE,
        ),
        Sheet(PartKind.MUNICIPALITY, "figures"),
    )


def has_form(parts: Sequence[Part]) -> bool:
    """Whether a pack has fields to fill in on a screen."""
    return any(isinstance(each.content, dict) and each.content.get("form") is True for each in parts)


@cache
def design_digest() -> str:
    """One digest of everything but the content that makes a page what it is."""
    designs = [TEMPLATES / "words.toml", *TEMPLATES.glob("pack/[!.]*.html"), *TEMPLATES.glob("style/[!.]*.css")]
    designs += Path(__file__).parent.glob("*.py")
    digests = [f"{path.parent.name}/{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in sorted(designs)]
    digests += [f"{name} {sha256(path.read_bytes()).hexdigest()}" for name, path in sorted(FONTS.items())]
    return fingerprint(*digests, *(f"{name} {number}" for name, number in printer_versions().items()))


@cache
def printer_versions() -> dict[str, str]:
    """The version of everything that lays out or writes a page, Pango and this program included."""
    versions = {name: version(name) for name in (*PRINTERS, "pikepdf", "reportgen")}
    return {**versions, "pango": _pango_version()}


def _pango_version() -> str:
    for library in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            said = CDLL(library).pango_version_string
        except OSError:
            continue
        said.restype = c_char_p
        return str(said().decode())
    return "unknown"


def _turns(kind: PartKind, template: str, length: int, a_page: int) -> Sequence[Sheet]:
    return [Sheet(kind, template, turn) for turn in range(max(1, ceil(length / a_page)))]


def _profile_pages(contents: Mapping[PartKind, Plain]) -> tuple[str, ...]:
    """The pages about a municipality; of the country, for guests, there is one."""
    content = contents[PartKind.MUNICIPALITY]
    return ("people", "within", "peers") if isinstance(content, dict) and "peers" in content else ("national",)


def _length(contents: Mapping[PartKind, Plain], kind: PartKind, *path: str) -> int:
    value = contents[kind]
    for step in path:
        value = value[step] if isinstance(value, dict) else None
    return len(value) if isinstance(value, list) else 0
