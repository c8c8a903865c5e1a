"""Printed parts kept on disk by fingerprint: what is there is not printed again, in this run or any later one.

A file is written whole under a passing name and renamed, so several programs may fill one stock at once. Nothing is
trusted when it is used: a file that is cut short, changed or foreign does not match the digest in its first line, and
counts as not there. Beyond its size the stock gives up what was used longest ago.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

MARK = b"reportgen part "
"""What a file of the stock begins with, before the digest of the rest."""

_ROOM = 0.9
"""Share of its size that a stock keeps when it gives things up, so that it need not do so each time."""


class PartCache:
    """The printed parts in one folder."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._folder = folder
        self._most = megabytes * 1_000_000

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
        """Keeps a part; a stock that cannot be written costs time later, and nothing now."""
        path = self._path(fingerprint)
        passing = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            passing.write_bytes(MARK + _digest(fingerprint, content) + b"\n" + content)
            passing.replace(path)
        except OSError:
            with suppress(OSError):
                passing.unlink()

    def trim(self) -> int:
        """Gives up what was used longest ago when the stock is beyond its size; how many parts."""
        files = []
        for each in self._files():
            with suppress(OSError):  # another program may have given it up
                about = each.stat()
                files.append((about.st_mtime_ns, about.st_size, each.path))
        size = sum(each for _, each, _ in files)
        if size <= self._most:
            return 0
        gone = 0
        for _, bytes_of, path in sorted(files):
            if size <= self._most * _ROOM:
                break
            with suppress(OSError):
                Path(path).unlink()
            size -= bytes_of
            gone += 1
        return gone

    def _files(self) -> Iterator[os.DirEntry[str]]:
        with suppress(OSError), os.scandir(self._folder) as folders:
            for folder in folders:
                if len(folder.name) == 2:
                    with suppress(OSError), os.scandir(folder) as files:
                        yield from files

    def _path(self, fingerprint: str) -> Path:
        return self._folder / fingerprint[:2] / fingerprint


def _digest(fingerprint: str, content: bytes) -> bytes:
    """Of the content under its name, so that a file under another's name is foreign as well."""
    return sha256(fingerprint.encode() + b"\n" + content).hexdigest().encode()
