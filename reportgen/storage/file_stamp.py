"""Stamps of files: whether a file was written again, without reading it."""

from __future__ import annotations

from pathlib import Path

FileStamp = tuple[str, int, int, int, int]
"""Path of a file, when it was written and changed in nanoseconds, its size and its inode; zeros where there is none."""


def stamp_of(path: Path) -> FileStamp:
    """The stamp of a file, which differs once the file was written again, replaced or removed."""
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, 0, 0, 0)
    return (str(path), found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
