"""Cleans the copies of lists in an event's folder and in its output before anything else is erased."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.application.privacy.data_subjects import DataSubjects
from reportgen.application.privacy.event_files import UnreadFile, files_of, shown_path
from reportgen.application.privacy.folder_search import search
from reportgen.application.privacy.list_copies import CleanedCopy, CopyKind, ListCopies, cleaned
from reportgen.application.workspace import Workspace
from reportgen.storage.version_index import EARLIER_FOLDER
from reportgen.storage.versions import blank_abouts, kept_files


@dataclass(frozen=True, slots=True)
class CleanResult:
    """What cleaning did.

    Attributes:
        subjects: the people, with other addresses that stood in rows of theirs.
        unclean: copies that could not be cleaned.
        opened: marks of editors that a list is open, which may be old.
    """

    subjects: DataSubjects
    cleaned: tuple[CleanedCopy, ...]
    unclean: tuple[UnreadFile, ...]
    opened: tuple[str, ...]


def clean_copies(workspace: Workspace, subjects: DataSubjects) -> CleanResult:
    """Takes people out of all copies of the event's lists."""
    copies = ListCopies(workspace.settings)
    files = files_of(workspace, sealed=False)
    kinds = {path: kind for path in files if isinstance(path, Path) and (kind := copies.kind_of(path))}
    tables = [path for path in (*kinds, *(path for path, _ in workspace.settings.lists)) if path.is_file()]
    for path in tables:
        rows = copies.rows_of(path)
        subjects = subjects.with_addresses(rows.rows) if rows else subjects
    done: list[CleanedCopy] = []
    unclean: list[UnreadFile] = []
    linked: dict[tuple[int, int], list[tuple[Path, int]]] = {}
    for path, kind in kinds.items():
        try:
            before = path.stat()
            said = list(cleaned(path, kind, copies, subjects))
        except (OSError, ValueError) as fault:
            why = os.strerror(fault.errno) if isinstance(fault, OSError) and fault.errno else str(fault)
            if path.parent != workspace.folder / EARLIER_FOLDER:  # versions that name them are removed below
                unclean.append(UnreadFile(shown_path(path), f"{kind}, which could not be cleaned: {why}"))
            continue
        done += said
        if said:
            linked.setdefault((before.st_dev, before.st_ino), []).append((path, before.st_nlink))
    for names in linked.values():
        path, count = names[0]
        if count > len(names):
            unclean.append(
                UnreadFile(shown_path(path), "it had another name elsewhere (a hard link), which has all rows")
            )
    done += _removed_versions(workspace.folder, subjects)
    opened = tuple(shown_path(path) for path, kind in kinds.items() if kind is CopyKind.MARKER)
    return CleanResult(subjects, tuple(done), tuple(unclean), opened)


def _removed_versions(folder: Path, subjects: DataSubjects) -> Iterator[CleanedCopy]:
    """Removes the earlier versions of files that still name the people, or cannot be looked into; yields them."""
    if subjects.everyone or not subjects.index:
        return
    versions = {shown_path(path): path for path in kept_files(folder)}
    left = search(versions.values(), subjects)
    for shown in dict.fromkeys((*(each.path for each in left.found), *(each.path for each in left.unread))):
        versions[shown].unlink(missing_ok=True)
        yield CleanedCopy(shown, "removed: an earlier version of a file")
    blank_abouts(folder, lambda about: bool(subjects.index.mentions_in(about)))
