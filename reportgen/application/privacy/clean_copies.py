"""Cleans the copies of lists in an event's folder and in its output before anything else is erased."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from reportgen.application.privacy.data_subjects import DataSubjects
from reportgen.application.privacy.event_files import UnreadFile, files_of, shown_path
from reportgen.application.privacy.list_copies import CleanedCopy, CopyKind, ListCopies, cleaned
from reportgen.application.workspace import Workspace


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
    opened = tuple(shown_path(path) for path, kind in kinds.items() if kind is CopyKind.MARKER)
    return CleanResult(subjects, tuple(done), tuple(unclean), opened)
