"""Looks for people in all files of an event, and in the names of files and folders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from reportgen.application.privacy.data_subjects import DataSubjects
from reportgen.application.privacy.event_files import UnreadFile, files_of, shown_path
from reportgen.application.privacy.file_search import FileReport, FileSearch
from reportgen.application.workspace import Workspace
from reportgen.domain.people.mentions import Mention, PeopleIndex
from reportgen.errors import SourceError
from reportgen.sources.lists.list_rows import cell_texts

MAX_FILES = 200_000
"""Files that are looked into; an event has some thousands, sealed packs not counted."""

_WORKBOOKS = (".xlsx", ".xlsm", ".ods")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that mentions somebody; the names of the fields are keys of the JSON output.

    Attributes:
        what: ``address``, ``name``, or ``surname`` where only that was found.
        people: how many of those who were looked for.
        inside: where in the file, for what is packed in it.
    """

    path: str
    what: str
    people: int
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        found: files with a name or an address.
        perhaps: files with a surname alone, which others may have too.
        unread: files that could not be looked into.
    """

    found: tuple[FoundFile, ...]
    perhaps: tuple[FoundFile, ...]
    unread: tuple[UnreadFile, ...]


def search_event(
    workspace: Workspace, subjects: DataSubjects, sealed: bool = False, known: Collection[Path] = ()
) -> SearchResult:
    """Looks for people in all files of an event; finds nothing where no name or address of theirs is known.

    Args:
        sealed: also in what the parts of sealed packs were printed from.
        known: files that are left out.
    """
    if not subjects.index:
        return SearchResult((), (), ())
    files = [each for each in files_of(workspace, sealed) if each not in known]
    settings = workspace.settings
    lists = [path for path, _ in (*settings.lists, *settings.own_figures)]
    return search(files, subjects, (workspace.folder, workspace.paths.output), lists)


def search(
    files: Iterable[Path | UnreadFile], subjects: DataSubjects, roots: Iterable[Path] = (), quiet: Iterable[Path] = ()
) -> SearchResult:
    """Looks for people in files, and in the names of files and of folders.

    Args:
        roots: the folders that are searched, whose own names say nothing.
        quiet: lists of others, and of municipalities, in which a surname alone says nothing.
    """
    index = subjects.index
    unread = []
    reports: list[FileReport] = []
    finder = FileSearch(index)
    for each in files:
        if isinstance(each, UnreadFile):
            unread.append(each)
        elif len(reports) == MAX_FILES:
            unread.append(
                UnreadFile(shown_path(each), f"there are more than {MAX_FILES:,} files: this and what follows")
            )
            break
        else:
            report = finder.report_on(each)
            root = next((root for root in roots if each.is_relative_to(root)), each.parent)
            for name in each.relative_to(root).parts:
                report.add(index.mentions_in(name), "")
            if each.suffix.casefold() in _WORKBOOKS:
                _look_at_cells(report, index)
            reports.append(report)
    finder.finish()
    found, perhaps = [], []
    silent = {path.resolve() for path in quiet}
    for report in reports:
        unread += [UnreadFile(shown_path(report.path), why) for why in report.unread]
        certain = [mention for mention in report.mentions.values() if mention > Mention.SURNAME]
        if certain:
            what = str(max(certain).name).casefold()
            found.append(FoundFile(shown_path(report.path), what, len(certain), tuple(report.places)))
        elif report.mentions and report.path.resolve() not in silent:
            perhaps.append(FoundFile(shown_path(report.path), "surname", len(report.mentions)))
    return SearchResult(tuple(found), tuple(perhaps), tuple(dict.fromkeys(unread)))


def _look_at_cells(report: FileReport, index: PeopleIndex) -> None:
    """Looks at the rows of a workbook, in which the parts of a name stand in cells of their own."""
    try:
        for text in cell_texts(report.path):
            report.add(index.mentions_in(text), "")
    except SourceError:
        return  # its texts were looked at as they are packed; what cannot be unpacked was told
