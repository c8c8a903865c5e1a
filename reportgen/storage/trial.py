"""A copy of what the house remembers, to try things on: the real ledger and archive are only read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from reportgen.errors import ArchiveError
from reportgen.storage.ledger.ledger import Ledger


def copied(path: Path, copy: Path) -> Ledger:
    """A copy of a ledger, open; an empty one where there is none. Whoever calls holds the lock.

    The file is read as it stands. A reader of SQLite leaves files of its own beside a ledger that nobody has open; one
    that says that nobody writes does not, and the lock makes that true.

    Raises:
        ArchiveError: the file is no ledger, is damaged, or was written by a newer program.
    """
    if not path.exists():
        return Ledger.open(copy)
    has_log = path.with_name(f"{path.name}-wal").exists()
    address = f"{path.resolve().as_uri()}?mode=ro{'' if has_log else '&immutable=1'}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(address, uri=True)) as real, closing(sqlite3.connect(copy)) as ours:
            real.backup(ours)
        return Ledger.open(copy)
    except sqlite3.Error as fault:
        raise ArchiveError(
            f"The ledger cannot be read: {fault}",
            where=str(path),
            todo="put back the last good copy of this file; the archive is untouched",
        ) from None
    except ArchiveError as fault:
        raise ArchiveError(fault.what, where=str(path), todo=fault.todo) from None


def lent(folder: Path, place: Path) -> None:
    """Shows what is in a folder in another place, where more can be put beside it."""
    if not folder.is_dir():
        return
    place.mkdir(parents=True, exist_ok=True)
    for each in folder.iterdir():
        if not each.name.startswith("."):  # what is being made is nobody's yet
            (place / each.name).symlink_to(each.resolve())
