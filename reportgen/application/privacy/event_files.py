"""All files of an event: in its folder, and in what the output folder holds of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import is_event_key
from reportgen.config.paths import Paths
from reportgen.domain.identifiers import KIND_SEPARATOR
from reportgen.storage.archive.bagit import PAYLOAD, parse_manifest
from reportgen.storage.ordinary_files import file_text

_SEALED = re.compile(r"data/(?:packs|letters)/")
_CONTENTS = re.compile(r"data/")
_LETTER = re.compile(r"(.+)\.\d{4,9}\.\d{4}\.eml")
_OUR_FOLDERS = frozenset(("archive", "outbox", "test", "answers", "concept", "preview", "lists"))
"""Folders in the output folder in which each event has its own."""


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file, or something in it, that could not be looked into; names of the fields are keys of the JSON output."""

    path: str
    why: str


def files_of(workspace: Workspace, sealed: bool) -> Iterator[Path | UnreadFile]:
    """Every file of an event, however deep, and what cannot be looked into.

    Args:
        sealed: also what the parts of sealed packs were printed from.
    """
    yield from _walk(workspace.folder, {_place(workspace.paths.output)})  # the output folder may be in the event's
    yield from _output_files(workspace.paths, workspace.folder, workspace.people_key, sealed)


def shown_path(path: Path) -> str:
    """A path as text, whatever bytes are in its name."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _output_files(paths: Paths, folder: Path, event: str, sealed: bool) -> Iterator[Path | UnreadFile]:
    """Every file of an event in the output folder, except the ledger, sealed packs and letters, and caches.

    Args:
        folder: of the event; where the output folder is around it, only our own folders in that are looked into.
        event: the key of the event.
        sealed: also what the parts of sealed packs were printed from.
    """
    if not paths.output.is_dir():
        return
    ledger, is_around = paths.ledger.name, folder.resolve().is_relative_to(paths.output.resolve())
    for entry in sorted(paths.output.iterdir()):
        if entry.name in (".lock", ledger, f"{ledger}-wal", f"{ledger}-shm") or entry == paths.fetched_tables:
            continue
        if entry.name == "cache" or entry in paths.former_caches:
            continue  # printed parts, which are removed as a whole
        if is_around and entry.name not in _OUR_FOLDERS and not entry.name.startswith(ledger):
            continue
        if entry.is_symlink() or not entry.is_dir():
            if not entry.name.startswith(f"{ledger}.format-"):
                yield from _one(entry)
        elif entry.name in _OUR_FOLDERS:
            for inside in sorted(entry.iterdir()):
                if _is_of(inside.name, event):
                    yield from _without_sealed(inside, event, sealed)
        else:
            yield from _walk(entry, set())


def _is_of(name: str, event: str) -> bool:
    """Whether a file or folder beside those of events belongs to an event: its own, or no event's at all."""
    key = name.partition(KIND_SEPARATOR)[0]
    return key == event or not is_event_key(key)


def _without_sealed(place: Path, event: str, sealed: bool) -> Iterator[Path | UnreadFile]:
    """The files below a folder, except those that a manifest names, and letters in the outbox."""
    skipped = _CONTENTS if not sealed else _SEALED
    listed: dict[Path, frozenset[str]] = {}
    for each in _walk(place, set()) if place.is_dir() and not place.is_symlink() else _one(place):
        if isinstance(each, Path):
            bag = next((folder for folder in each.parents if folder.name.startswith("edition-")), None)
            if bag is not None:
                names = listed.setdefault(bag, _listed_in(bag))
                name = each.relative_to(bag).as_posix()
                if name in names and skipped.match(name):
                    continue
            elif (letter := _LETTER.fullmatch(each.name)) and letter[1].partition(KIND_SEPARATOR)[0] == event:
                continue  # those of the people who are erased are removed, by their numbers
        yield each


def _listed_in(bag: Path) -> frozenset[str]:
    try:
        return frozenset(parse_manifest(file_text(bag / PAYLOAD)).digests)
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _walk(folder: Path, leave: set[tuple[int, int]]) -> Iterator[Path | UnreadFile]:
    """The files below a folder; a link is not followed, and what is no file is never opened."""
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as entries:
                names = sorted(entries, key=lambda entry: entry.name)
        except OSError as fault:
            yield UnreadFile(shown_path(place), f"the folder cannot be read ({fault.strerror})")
            continue
        inside = []
        for entry in names:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if _place(path) not in leave:
                    inside.append(path)
            else:
                yield from _one(path, folder)
        waiting += reversed(inside)


def _one(path: Path, folder: Path | None = None) -> Iterator[Path | UnreadFile]:
    """One file, or why it is not looked into; a link to a file in the same folder is seen there."""
    if path.is_symlink():
        target = path.resolve(strict=False)
        if folder is not None and target.is_relative_to(folder.resolve()) and target.exists():
            return
        why = "it is a link to something outside" if target.exists() else "it is a link to nothing"
        yield UnreadFile(shown_path(path), f"{why}: {shown_path(path.readlink())}")
    elif not path.is_file():
        yield UnreadFile(shown_path(path), "it is no ordinary file")
    else:
        yield path


def _place(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (-1, -1)
    return status.st_dev, status.st_ino
