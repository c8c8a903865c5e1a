"""What lies in a folder: one walk over all of it, and the digest of every file, by a thread for each core."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MOST_THREADS = 8
"""Beyond this a disk is read no faster, and a machine has other work too."""

AT_ONCE = 1 << 18
"""Bytes that are read at once; a pack or a letter fits."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What lies in a folder and below it.

    Attributes:
        sizes: bytes of every file, by its path from the folder.
        strange: what is neither file nor folder; a link, also to a folder, has no business in a bag.
    """

    sizes: Mapping[str, int]
    strange: frozenset[str]

    def below(self, folder: str) -> tuple[int, int]:
        """How many files are below a folder, and their bytes together."""
        sizes = [size for path, size in self.sizes.items() if path.startswith(f"{folder}/")]
        return len(sizes), sum(sizes)


def inventory_of(folder: Path) -> Inventory:
    """Everything in a folder, without reading any of it.

    Raises:
        OSError: a folder cannot be read.
    """
    sizes: dict[str, int] = {}
    strange: set[str] = set()
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
                    strange.add(name)
    return Inventory(sizes, frozenset(strange))


def digests_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of files, by their path from the folder; what cannot be read is left out.

    Hashing and reading let other threads work meanwhile.
    """
    left = deque(names)
    threads = min(MOST_THREADS, os.cpu_count() or 1, len(left) or 1)
    with ThreadPoolExecutor(threads) as pool:
        try:
            some = [pool.submit(_digests, os.fspath(folder), left) for _ in range(threads)]
            return {name: digest for each in some for name, digest in each.result().items()}
        except BaseException:  # whoever stops this by hand does not wait for the rest
            left.clear()
            raise


def _digests(folder: str, left: deque[str]) -> dict[str, str]:
    """Takes one file after another until none is left."""
    found: dict[str, str] = {}
    space = memoryview(bytearray(AT_ONCE))
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
