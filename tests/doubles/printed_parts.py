"""Parts that any test printed, for all tests of this session, in whichever process they run.

A part is known by the fingerprint of everything it is printed from, and a file of the cache is never written in place.
So parts are lent as hard links, and several processes may lend and keep at once.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PrintedParts:
    """What was printed until now, in one folder."""

    folder: Path

    def lend(self, output: Path) -> None:
        """Puts all that was printed until now in the part cache of an output folder."""
        for path in self.folder.iterdir():
            _link(path, output / "cache" / "parts" / path.name[:2] / path.name)

    def keep(self, output: Path) -> None:
        """Keeps what an output folder has in its part cache."""
        for path in output.glob("cache/parts/??/*"):
            _link(path, self.folder / path.name)


def copied_part_cache(there: Path, here: Path) -> None:
    """The part cache of one output folder for another as well."""
    for path in there.glob("cache/parts/??/*"):
        _link(path, here / "cache" / "parts" / path.parent.name / path.name)


def _link(there: Path, here: Path) -> None:
    if not here.exists():
        here.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError, FileNotFoundError):  # another process was first, or gave it up
            os.link(there, here)
