"""Copies of an event's lists that editors and people left behind: which files are some, and cleaning them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportgen.application.lists.read_lists import vocabulary_of
from reportgen.application.privacy.data_subjects import DataSubjects
from reportgen.application.privacy.event_files import shown_path
from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.settings import Settings
from reportgen.domain.text_words import words_of
from reportgen.errors import ReportgenError
from reportgen.sources.documents.encodings import texts_of
from reportgen.sources.lists.list_rows import ListRow, ListRows, list_rows
from reportgen.sources.lists.row_removal import csv_without, workbook_without
from reportgen.sources.lists.sheets import MAX_BYTES
from reportgen.storage.atomic import replace_unchanged
from reportgen.storage.version_index import EARLIER_FOLDER

MIN_STEM = 3
"""Letters of the shortest name of a list by which copies of it are known."""

ATTEMPTS = 3
"""How often a copy is cleaned that an editor writes meanwhile."""

_DECORATIONS = frozenset(
    [
        *("kopie", "copy", "van", "of", "oud", "oude", "old", "bak", "backup", "back", "up", "reservekopie", "reserve"),
        *("nieuw", "nieuwe", "new", "def", "definitief", "concept", "versie", "version", "v", "conflict", "final"),
        *("shadow", "schaduw", "schaduwkopie", "tmp", "temp", "save", "saved", "orig", "original", "origineel"),
        *("autosave", "autoopslaan", "recovered", "hersteld", "herstelde", "autorecover", "part", "swp", "swo", "swn"),
        *("csv", "tsv", "txt", "xlsx", "xls", "xlsm", "ods", "lock", "s", "conflicted", "eerder", "laatste", "vorige"),
    ]
)
"""Words that people and programs add to the name of a copy."""

_MARKER = re.compile(r"(?:\.~lock\..*#|~\$.*|\.#.*)", re.DOTALL)
_SWAP = re.compile(r"\..*\.sw[a-p]|.*\.(?:un~|part|crdownload|asd|wbk|xar|~tmp)|~.*\.tmp", re.DOTALL | re.IGNORECASE)


class CopyKind(StrEnum):
    """What a copy of a list is, which decides what is done with it."""

    TABLE = "a copy of a list"  # its rows can be taken out
    MARKER = "an editor's mark that a list is open"  # it names whoever edits
    SWAP = "an editor's own notes of a list"  # it cannot be written by anybody else


@dataclass(frozen=True, slots=True)
class CleanedCopy:
    """A copy of a list and what was done with it; the names of the fields are keys of the JSON output."""

    path: str
    done: str


class ListCopies:
    """Knows the copies of an event's lists by their names and headings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._vocabulary = vocabulary_of(settings)
        self._lists = [path for path, _ in settings.lists]
        self._stems = {tuple(words_of(path.stem)) for path in self._lists if len(path.stem) >= MIN_STEM}
        self._headings = {heading for path in self._lists if (rows := self.rows_of(path)) for heading in rows.headings}

    def kind_of(self, path: Path) -> CopyKind | None:
        """Which kind of copy a file is; None where it is none, or a list itself."""
        if any(_is_same(path, each) for each in self._lists):
            return None
        if self._is_named_after_a_list(path.name):
            if _MARKER.fullmatch(path.name):
                return CopyKind.MARKER
            if _SWAP.fullmatch(path.name) and self.rows_of(path) is None:
                return CopyKind.SWAP
            return CopyKind.TABLE if self.rows_of(path) else None
        rows = self.rows_of(path)
        if path.parent == self._settings.folder / EARLIER_FOLDER:
            return CopyKind.TABLE if rows else None  # lists had other names and headings once
        return CopyKind.TABLE if rows and any(each in self._headings for each in rows.headings) else None

    def rows_of(self, path: Path) -> ListRows | None:
        """The people in the rows of a file; None where it is no list."""
        try:
            return list_rows(path, self._vocabulary, str(self._settings.folder / EVENT_FILE))
        except (ReportgenError, OSError):
            return None

    def _is_named_after_a_list(self, name: str) -> bool:
        words = words_of(name)
        joined = "".join(words)
        for stem in self._stems:
            at = next((at for at in range(len(words)) if tuple(words[at : at + len(stem)]) == stem), -1)
            if at >= 0:
                rest = [*words[:at], *words[at + len(stem) :]]
                if all(word in _DECORATIONS or word.isdecimal() or _is_version(word) for word in rest):
                    return True
            elif joined.removeprefix("kopievan").removeprefix("copyof").startswith("".join(stem)):
                rest_of_word = joined.removeprefix("kopievan").removeprefix("copyof").removeprefix("".join(stem))
                if rest_of_word.rstrip("0123456789").removesuffix("csv").rstrip("0123456789") in _DECORATIONS | {""}:
                    return True
        return False


def cleaned(path: Path, kind: CopyKind, copies: ListCopies, subjects: DataSubjects) -> Iterator[CleanedCopy]:
    """Cleans a copy of a list, and yields what was done; nothing where none of the people stands in it.

    Raises:
        OSError: it cannot be read or written.
        ValueError: it cannot be cleaned, or is being written by another program.
    """
    if subjects.everyone and kind is not CopyKind.MARKER:
        path.unlink()
        yield CleanedCopy(shown_path(path), f"removed: {kind}")
        return
    if kind is not CopyKind.TABLE:
        if path.stat().st_size > MAX_BYTES or any(map(subjects.index.mentions_in, texts_of(path.read_bytes()))):
            path.unlink()
            yield CleanedCopy(shown_path(path), f"removed: {kind}")
        return
    for _ in range(ATTEMPTS):
        before = path.read_bytes()
        rows = copies.rows_of(path)
        theirs = [row for row in rows.rows if subjects.has_row(row)] if rows else []
        if not theirs:
            return
        if replace_unchanged(path, before, _without(before, theirs)):
            yield CleanedCopy(
                shown_path(path),
                f"{len(theirs)} {'row' if len(theirs) == 1 else 'rows'} taken out",
            )
            return
    raise ValueError("another program writes it all the time: close it, and do this again")


def _without(content: bytes, rows: Collection[ListRow]) -> bytes:
    if not content.startswith((b"PK", b"\xd0\xcf")):
        return csv_without(content, [(row.line, row.last_line) for row in rows])
    by_sheet: dict[str, set[int]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, set()).add(row.line)
    return workbook_without(content, by_sheet)


def _is_version(word: str) -> bool:
    return re.fullmatch(r"v?\d+(?:csv|xlsx|ods)?|\d{1,2}[a-z]{3}\d{0,4}|[a-z]?", word) is not None


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path == other or (path.name.casefold() == other.name.casefold() and path.samefile(other))
    except OSError:
        return False
