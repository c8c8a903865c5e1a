"""Writes files so that a reader, or a crash at any moment, finds the old content or the new, never a part of it.

Adapters do not import each other, so other packages are handed ``write_atomically`` as an argument. Left on their own
are the cache of printed parts, which must not wait for the disk, and whole folders, which take one rename.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LEFT_AFTER = 3600
"""Seconds after which a content that has no file's name yet was left by a program that was killed."""


def write_atomically(path: Path, content: bytes) -> None:
    """Replaces a file, or makes it; its content is on the disk before its name is."""
    with staged(path, content) as part:
        part.replace(path)


@contextmanager
def staged(path: Path, content: bytes) -> Iterator[Path]:
    """A content on the disk beside the file that it is for, to be renamed; it goes where the disk refuses.

    What fitted of it would take the last space of a full disk.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        write_synced(part, content)
        yield part
    except OSError:
        part.unlink(missing_ok=True)
        raise


def remove_left_before(part: Path, *folders: Path) -> None:
    """Removes from folders what killed programs left of contents: those that are much older than one of now."""
    now = part.stat().st_mtime
    for left in (each for folder in folders for each in folder.glob(".*.part")):
        with suppress(OSError):
            if now - left.lstat().st_mtime > LEFT_AFTER:
                left.unlink()


def write_synced(path: Path, content: bytes) -> None:
    """Writes a file whose content is on the disk when this returns; a crash half-way leaves a part of it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder as durable as the files they name."""
    sync(folder)


def sync(path: Path) -> None:
    """Makes durable what was written to a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_unchanged(path: Path, before: bytes, after: bytes) -> bool:
    """Replaces a file that still has the content it had, and keeps its permissions; False where it was changed."""
    with staged(path, after) as part:
        return rename_unchanged(part, path, before)


def rename_unchanged(part: Path, path: Path, before: bytes) -> bool:
    """Replaces a file by a staged one in the same way; where it was changed the staged one goes."""
    shutil.copymode(path, part)
    if path.read_bytes() != before:
        part.unlink()
        return False
    part.replace(path)
    sync_folder(path.parent)
    return True
