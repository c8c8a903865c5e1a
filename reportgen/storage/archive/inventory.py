"""The files below a folder, with sizes from one walk, and SHA-256 digests from a thread for each core."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MAX_THREADS = 8
"""More threads do not read a disk faster."""

BLOCK_BYTES = 1 << 18
"""Bytes that are read at once: a pack or a letter fits."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files below a folder.

    Attributes:
        sizes: bytes of every file, by its path from the folder.
        irregular: what is neither file nor folder, such as a symbolic link; a bag has none.
    """

    sizes: Mapping[str, int]
    irregular: frozenset[str]

    def count_below(self, folder: str) -> tuple[int, int]:
        """The number of files below a folder, and their bytes together."""
        sizes = [size for path, size in self.sizes.items() if path.startswith(f"{folder}/")]
        return len(sizes), sum(sizes)


def inventory_of(folder: Path) -> Inventory:
    """Every file below a folder, unread.

    Raises:
        OSError: a folder cannot be read.
    """
    sizes: dict[str, int] = {}
    irregular: set[str] = set()
    waiting = [("", os.fspath(folder))]
    while waiting:
        before, path = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                name = before + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{name}/", entry.path))
                elif entry.is_file(follow_symlinks=False):
                    sizes[name] = entry.stat(follow_symlinks=False).st_size
                else:
                    irregular.add(name)
    return Inventory(sizes, frozenset(irregular))


def digests_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of files, by their path from the folder; what cannot be read is left out.

    Threads help: Python lets others run while one reads or hashes.
    """
    left = deque(names)
    threads = min(MAX_THREADS, os.cpu_count() or 1, len(left) or 1)
    with ThreadPoolExecutor(threads) as pool:
        try:
            some = [pool.submit(_digests, os.fspath(folder), left) for _ in range(threads)]
            return {name: digest for each in some for name, digest in each.result().items()}
        except BaseException:  # an interruption does not wait for the rest
            left.clear()
            raise


def _digests(folder: str, left: deque[str]) -> dict[str, str]:
    """The digests of files taken from the queue, until it is empty."""
    found: dict[str, str] = {}
    space = memoryview(bytearray(BLOCK_BYTES))
    while True:
        try:
            name = left.popleft()
        except IndexError:
            return found
        digest = sha256()
        try:
            with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123  # no Path for each of thousands
                while count := file.readinto(space):
                    digest.update(space[:count])
        except OSError:
            continue
        found[name] = digest.hexdigest()
