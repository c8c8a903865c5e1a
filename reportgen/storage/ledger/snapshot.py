"""Looks at the memory of the house from outside: nothing of it is touched, not even by looking."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from reportgen.errors import ArchiveError
from reportgen.storage.ledger.database import LOG, connection_to
from reportgen.storage.ledger.ledger import Ledger

TRIES = 50
"""Copies to make of a ledger that another process writes meanwhile, before giving up."""


def ledger_snapshot(path: Path) -> Ledger:
    """The ledger of a file, read into memory; an empty one where there is none.

    Opening the file itself would move its log into it, and make one of an older format new.

    Raises:
        ArchiveError: the file is no ledger, is damaged, or was written by a newer program.
    """
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with TemporaryDirectory(prefix="reportgen-") as folder:
        copy = Path(folder) / path.name
        is_there = path.exists()
        if is_there:
            _copy(path, copy)
        try:
            kept = connection_to(copy if is_there else None)
        except ArchiveError as fault:
            raise ArchiveError(fault.what, where=str(path), todo=fault.todo) from None
        kept.backup(memory)
        kept.close()
    return Ledger(memory)


def _copy(path: Path, copy: Path) -> None:
    """Copies a ledger with its log, both of one moment."""
    for _ in range(TRIES):
        before = _marks(path)
        for behind in ("", LOG):
            target = copy.with_name(copy.name + behind)
            target.unlink(missing_ok=True)
            if (source := path.with_name(path.name + behind)).exists():
                copyfile(source, target)
        if _marks(path) == before:
            return
    raise ArchiveError(
        "The ledger is being written all the time", where=str(path), todo="look again when the other run is done"
    )


def _marks(path: Path) -> list[tuple[int, int]]:
    """What changes in a file and its log when something is written."""
    files = [path.with_name(path.name + behind) for behind in ("", LOG)]
    return [(stat.st_mtime_ns, stat.st_size) for stat in (file.stat() for file in files if file.exists())]
