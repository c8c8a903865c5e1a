"""The wishes in a row of a list, whatever shape they have, with findings for what names no session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.programme.rounds import plain
from reportgen.domain.programme.wish import Wish
from reportgen.sources.lists.cells import NO, YES
from reportgen.sources.lists.round_labels import WISH_WORD, round_label, with_numbers
from reportgen.sources.lists.session_names import NamedSession, NameFault, SessionNames
from reportgen.sources.lists.sheets import Sheet
from reportgen.sources.lists.wish_columns import ColumnKind, WishColumn, WishColumns
from reportgen.sources.lists.wish_phrases import MAX_RANK, phrases_in

NO_WISH = frozenset(
    [
        *("geen", "n v t", "nvt", "ntb", "n t b", "nee", "none", "no preference", "later", "nog niet", "alles"),
        *("weet niet", "weet ik niet", "weet nog niet", "weet ik nog niet", "geen idee", "onbekend", "nog onbekend"),
        *("om het even", "alles is goed", "alles goed", "alle", "niet ingevuld", "nog geen voorkeur"),
        "nog niet bekend",
    ]
)
"""Plain words that say that somebody wants nothing in particular."""

_NO_PREFERENCE = re.compile(
    r"(?:ik )?(?:heb )?geen (?:specifieke |bepaalde |duidelijke |speciale )?(?:voorkeur(?:en)?|keuzes?|wens(?:en)?)"
    r"|(?:het |dat )?maakt (?:me |mij |ons )?(?:verder )?niet(?:s)? uit"
)
_SIGNS = " -–—−_?./\\*~()"
"""What a cell may consist of that says nothing."""

_RANK_FIRST = re.compile(
    r"\s*\(?(\d{1,2})(?:e|de|ste)?(?:\s*(?:keuze|voorkeur|wens))?\s*[.):=]?\)?\s*[.):=–-]?\s+(\S.*)", re.DOTALL
)
_RANK_LAST = re.compile(
    r"(.*\S)\s*[(:=]\s*(?:keuze|voorkeur|wens)?\s*(\d{1,2})(?:e|de|ste)?(?:\s*(?:keuze|voorkeur|wens))?\s*\)?\s*",
    re.DOTALL,
)
_ROUND_FIRST = re.compile(r"\s*((?:ronde|blok|round|r)[ .]*\d{1,2}|\d{1,2}e ronde)\s*[:=–-]\s*(\S.*)", re.I | re.DOTALL)
_MARK_RANK = re.compile(rf"(?:{WISH_WORD} ?)?(\d{{1,2}})(?:[.,]0+|e|de|ste)?(?: ?{WISH_WORD})?", re.I)
_NUMBER_FIRST = re.compile(r"^\W*\d{1,2}(?:e|de|ste)?[\W]+")
_NUMBERED = re.compile(r"\s+(?=\(?\d{1,2}[.)]\s*\S)")

MARKED = YES | {"checked", "selected", "aangevinkt", "gekozen", "geselecteerd", "graag", "ja graag", "on", "☑", "✅"}
NOT_MARKED = NO | {"unchecked", "not selected", "niet gekozen", "niet aangevinkt", "geen", "off", "☐", "nvt", "n.v.t"}


_NO_SESSIONS = (ColumnKind.ROUND, ColumnKind.RANK, ColumnKind.UNCLEAR)


@dataclass(frozen=True, slots=True)
class _Part:
    """One session in a cell, with the round and rank that stand beside it."""

    text: str
    named: NamedSession
    round: str = ""
    rank: int = 0


class WishReader:
    """Reads the wishes in the rows of one list."""

    def __init__(self, names: SessionNames, columns: Sequence[WishColumn], cells: Mapping[str, Sequence[str]]) -> None:
        """Takes the columns of wishes in the list.

        Args:
            cells: all cells by heading; numbers among marks are ranks where one of them is above 1.
        """
        self._names, self._columns = names, columns
        marks = [cell for each in columns if each.kind is ColumnKind.MARKS for cell in cells[each.heading]]
        self._ranked = any((_rank_of(cell) or 0) > 1 for cell in marks)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns of wishes."""
        return tuple(each.heading for each in self._columns)

    def wishes(self, row: Mapping[str, str], name: str, place: Place) -> tuple[tuple[Wish, ...], tuple[Finding, ...]]:
        """The wishes in a row, and a finding for each that cannot be read.

        Args:
            row: cells by heading.
            name: of the person, for findings.
            place: of the row.
        """
        about = self._about(row)
        wishes: list[Wish] = []
        findings: list[Finding] = []
        for column in self._columns:
            text = row.get(column.heading, "").strip()
            if column.unknown_round or not text or column.kind in _NO_SESSIONS:
                continue
            at = replace(place, column=column.heading)
            if column.kind is ColumnKind.MARKS:
                rank = self._mark(text, column)
                if rank:
                    wishes.append(Wish(rank, column.round, column.sessions))
                elif rank is None:
                    findings.append(finding("wish-mark-unclear", Severity.DOUBTFUL, at, name=name, written=text))
                continue
            if _says_no_wish(text):
                continue
            own = replace(column, round=column.round or about.round, rank=column.rank or about.rank)
            parts = self._parts(text, own.round)
            wishes += self._ranked_wishes(parts, own)
            doubtful = (each for each in parts if not _says_no_wish(_NUMBER_FIRST.sub("", each.text)))
            findings += [each for part in doubtful if (each := _finding(part, name, at, own.round))]
        return tuple(_once(wishes)), tuple(findings)

    def _about(self, row: Mapping[str, str]) -> WishColumn:
        """The round and rank that a row is about, where the list has one row for each wish."""
        label, rank = "", 0
        for column in self._columns:
            if column.kind is ColumnKind.ROUND:
                label = round_label(row.get(column.heading, ""))
            elif column.kind is ColumnKind.RANK:
                rank = _rank_of(row.get(column.heading, "")) or 0
        return WishColumn("", round=label, rank=rank)

    def _mark(self, text: str, column: WishColumn) -> int | None:
        """The rank that a mark gives; 0 for none, None where it is unclear."""
        said = text.casefold().strip(" .!")
        if self._ranked and (rank := _rank_of(text)) is not None:
            return rank
        if said in MARKED or column.sessions == self._names.named(text, column.round).keys:
            return 1
        if said in NOT_MARKED or _says_no_wish(text):
            return 0
        return _rank_of(text)

    def _parts(self, text: str, label: str) -> list[_Part]:
        """The sessions in a cell: word by word, else in pieces between signs."""
        if phrases := phrases_in(text, self._names):
            return [self._named(each.text, label, each.round, each.rank) for each in phrases]
        whole = self._part(text, label)
        if whole.named.keys and whole.named.fault is NameFault.NONE:
            return [whole]
        for split in (re.compile(r"[;\n|>]+"), _NUMBERED):
            parts = [each for each in split.split(text) if each.strip()]
            if len(parts) > 1 and (split is not _NUMBERED or re.match(r"\(?\d{1,2}[.)]", text)):
                return [found for each in parts for found in self._parts(each.strip(" ,"), label)]
        parts = [each.strip() for each in re.split(r"\s*[,+/&]\s*|\s+en\s+", text) if each.strip()]
        apart: list[_Part] = []
        for each in parts:  # a round that is named holds for what stands behind it
            before = apart[-1].round if apart else ""
            part = self._part(each, before or label)
            apart.append(part if part.round else replace(part, round=before))
        good = sum(bool(each.named.keys) for each in apart)
        enough = len(parts) if whole.named.keys else max(1, len(parts) / 2)
        return apart if len(parts) > 1 and good >= enough else [whole]

    def _named(self, text: str, label: str, own: str, rank: int) -> _Part:
        """A session that is named beside its round and rank; the round may not be another one than the column's."""
        named = self._names.named(text, own or label)
        if own and label and own != label:
            named = NamedSession((), NameFault.OTHER_ROUND, named.nearest)
        shown = self._names.shown(named.keys[0]) if named.keys else next(iter(named.nearest), text)
        return _Part(shown, named, own, rank)

    def _part(self, text: str, label: str) -> _Part:
        """A piece of a cell: a session by itself, or with its round or rank before or behind it."""
        named = self._names.named(text, label)
        if named.keys and named.fault is NameFault.NONE:
            return _Part(text, named)
        if found := _ROUND_FIRST.fullmatch(text):
            own = round_label(found[1])
            if own in self._names.labels and label in ("", own):
                return replace(self._part(found[2], own), round=own)
        for pattern, rank, rest in ((_RANK_FIRST, 1, 2), (_RANK_LAST, 2, 1)):
            if found := pattern.fullmatch(text):
                inner = self._names.named(found[rest], label)
                if inner.keys:
                    return _Part(found[rest], inner, "", int(found[rank]))
        return _Part(text, named)

    def _ranked_wishes(self, parts: Sequence[_Part], column: WishColumn) -> Iterator[Wish]:
        """The sessions of a cell as wishes: the rank that is written, else by position within their round."""
        placed: dict[str, int] = {}
        for part in parts:
            label = part.round or column.round
            at = placed[label] = placed.get(label, -1) + 1
            if part.named.keys:
                rank = part.rank or (column.rank or 1) + at
                yield Wish(1 if column.fixed else rank, label, part.named.keys, column.fixed)


def wish_reader(
    sheet: Sheet, headings: Sequence[str], columns: WishColumns
) -> tuple[WishReader | None, tuple[Finding, ...]]:
    """What reads the wishes of a list; None where it has none. And findings about columns that cannot be read.

    Args:
        headings: of columns that may hold wishes.
    """
    if not headings:
        return None, ()
    cells = {heading: [row.cells.get(heading, "") for row in sheet.rows] for heading in headings}
    found = columns.columns(headings, cells)
    return WishReader(columns.names, found, cells), tuple(_about_columns(found, sheet))


def _about_columns(columns: Sequence[WishColumn], sheet: Sheet) -> Iterator[Finding]:
    """Findings about columns that cannot be read, or that say the same."""
    first: dict[tuple[str, int, bool], str] = {}
    for each in columns:
        place, heading = Place(sheet.file, sheet.line, each.heading), each.heading
        if each.kind is ColumnKind.UNCLEAR:
            yield finding("column-wish-unclear", Severity.DOUBTFUL, place, heading=heading)
        elif each.unknown_round:
            yield finding("column-wish-round", Severity.DOUBTFUL, place, heading=heading, round=each.unknown_round)
        elif each.kind is ColumnKind.SESSIONS:
            other = first.setdefault((each.round, each.rank or 1, each.fixed), heading)
            if other != heading:
                yield finding("column-wish-twice", Severity.DOUBTFUL, place, heading=heading, other=other)


def _says_no_wish(text: str) -> bool:
    """Whether a cell says that somebody wants nothing in particular."""
    said = plain(text)
    return not text.strip(_SIGNS) or (said != "" and said in NO_WISH) or bool(_NO_PREFERENCE.fullmatch(said))


def _rank_of(text: str) -> int | None:
    """The rank that a text is; None where it is none."""
    found = _MARK_RANK.fullmatch(with_numbers(" ".join(text.casefold().split())))
    return int(found[1]) if found and int(found[1]) <= MAX_RANK else None


def _once(wishes: Sequence[Wish]) -> list[Wish]:
    """The wishes in order of rank; of those for the same session in the same round the first."""
    found: dict[tuple[str, tuple[str, ...], bool], Wish] = {}
    for each in sorted(wishes):
        found.setdefault((each.round, each.sessions, each.fixed), each)
    return sorted(found.values())


def _finding(part: _Part, name: str, place: Place, label: str) -> Finding | None:
    """What there is to say about a session that a cell names."""
    nearest = "; ".join(part.named.nearest)
    facts = {"name": name, "written": part.text}
    match part.named.fault:
        case NameFault.UNKNOWN if nearest:
            return finding("wish-unknown-suggested", Severity.DOUBTFUL, place, **facts, candidates=nearest)
        case NameFault.UNKNOWN:
            return finding("wish-unknown", Severity.DOUBTFUL, place, **facts)
        case NameFault.OTHER_ROUND:
            return finding("wish-other-round", Severity.DOUBTFUL, place, **facts, round=part.round or label)
        case NameFault.TITLE_DIFFERS:
            return finding("wish-title-differs", Severity.DOUBTFUL, place, **facts, session=nearest)
        case NameFault.TITLE_CUT:
            return finding("wish-title-cut", Severity.NOTED, place, **facts, session=nearest)
    return None
