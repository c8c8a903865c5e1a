"""A cache of printed parts on disk by fingerprint: a part that is there is not printed again.

A file is written under a temporary name and renamed, so several programs may fill one cache at once. Files are checked
when they are read: one that is truncated, changed or foreign does not match the digest in its first line, and counts
as not there. Beyond its size the cache removes the parts that were used longest ago.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

MARK = b"reportgen part "
"""The start of every file, before the digest of the rest."""

_KEPT_SHARE = 0.9
"""Share of its size that the cache keeps when it removes parts, so that it need not do so each time."""


class PartCache:
    """The printed parts in one folder."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._folder = folder
        self._max_bytes = megabytes * 1_000_000

    def has(self, fingerprint: str) -> bool:
        """Whether a part seems to be there; whether it is good shows when it is taken."""
        return self._path(fingerprint).is_file()

    def take(self, fingerprint: str) -> bytes | None:
        """A part, unless it is not there or not what was put there; taking it makes it recent."""
        path = self._path(fingerprint)
        try:
            head, _, content = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if head != MARK + _digest(fingerprint, content):
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return content

    def put(self, fingerprint: str, content: bytes) -> None:
        """Keeps a part; a cache that cannot be written costs time later, and is no error."""
        path = self._path(fingerprint)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(MARK + _digest(fingerprint, content) + b"\n" + content)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()

    def trim(self) -> int:
        """Removes the parts that were used longest ago when the cache is beyond its size; returns how many."""
        files = []
        for each in self._files():
            with suppress(OSError):  # another program may have removed it
                about = each.stat()
                files.append((about.st_mtime_ns, about.st_size, each.path))
        size = sum(each for _, each, _ in files)
        if size <= self._max_bytes:
            return 0
        removed = 0
        for _, bytes_of, path in sorted(files):
            if size <= self._max_bytes * _KEPT_SHARE:
                break
            with suppress(OSError):
                Path(path).unlink()
            size -= bytes_of
            removed += 1
        return removed

    def _files(self) -> Iterator[os.DirEntry[str]]:
        with suppress(OSError), os.scandir(self._folder) as folders:
            for folder in folders:
                if len(folder.name) == 2:
                    with suppress(OSError), os.scandir(folder) as files:
                        yield from files

    def _path(self, fingerprint: str) -> Path:
        return self._folder / fingerprint[:2] / fingerprint


def _digest(fingerprint: str, content: bytes) -> bytes:
    """The digest of fingerprint and content, so that a renamed file is foreign as well."""
    return sha256(fingerprint.encode() + b"\n" + content).hexdigest().encode()
