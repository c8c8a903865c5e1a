"""Copies of a ledger, for looking at it and for trying things out: its file and its log are read and left untouched."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from reportgen.errors import ArchiveError
from reportgen.i18n.message import said
from reportgen.storage.ledger.database import (
    APPLICATION_ID,
    HEADER_BYTES,
    LOG,
    MAGIC,
    SHARED_MEMORY,
    connection_to,
    looks_cut_off,
    require_file,
)
from reportgen.storage.ledger.ledger import Ledger

ATTEMPTS = 50
"""Copies to make of a ledger that another process writes meanwhile, before giving up."""


OWNER = slice(68, 72)
"""Where the application_id stands in the head of SQLite's file."""


def ledger_snapshot(path: Path) -> Ledger:
    """A copy of a ledger in memory; an empty one where there is no file.

    Opening the file itself would move its log into it, and upgrade one of an older format.

    Raises:
        ArchiveError: the file is no ledger, is damaged, or was written by a newer program.
    """
    require_file(path)
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with TemporaryDirectory(prefix="reportgen-") as folder:
        copied = _copied(path, Path(folder) / path.name) if path.exists() else connection_to(None)
        copied.backup(memory)
        copied.close()
    return Ledger(memory)


def ledger_copy(path: Path, copy: Path) -> Ledger:
    """A copy of a ledger in another file, to write in; an empty one where there is no file. Raises as above."""
    require_file(path)
    return Ledger(_copied(path, copy) if path.exists() else connection_to(copy))


def copies_beside(path: Path) -> tuple[datetime, ...]:
    """When the copies were made that lie beside a ledger, such as before an upgrade; the newest first, in UTC."""
    names = (f"{path.name}{LOG}", f"{path.name}{SHARED_MEMORY}", path.name)
    found, there = [], list[Path]()
    with suppress(OSError):
        there += path.parent.iterdir()
    for each in there:
        with suppress(OSError):  # one that cannot be read hides no other
            is_named_so = each.name.startswith(path.stem) and each.name not in names
            if is_named_so and not _is_same_file(each, path) and _is_ledger(each):
                found.append(datetime.fromtimestamp(each.stat().st_mtime, UTC))
    return tuple(sorted(found, reverse=True))


def _is_same_file(copy: Path, path: Path) -> bool:
    """Whether a copy is another name of the ledger's own file, which may not be there."""
    return path.exists() and copy.samefile(path)


def _is_ledger(path: Path) -> bool:
    """Whether the head of a file says that it is a ledger, of which nothing is cut off."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    return head.startswith(MAGIC) and head[OWNER] == APPLICATION_ID.to_bytes(4) and not looks_cut_off(path)


def _copied(path: Path, copy: Path) -> sqlite3.Connection:
    """A connection to a fresh copy; what is wrong with the copy is said of the file itself."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(path, copy)
        return connection_to(copy)
    except OSError as fault:
        raise ArchiveError(
            said("The ledger cannot be copied: {reason}", reason=fault),
            where=str(path),
            todo="see who may read it, and the disk",
        ) from None
    except ArchiveError as fault:
        raise ArchiveError(fault.what, where=str(path), todo=fault.todo) from None


def _copy(path: Path, copy: Path) -> None:
    """Copies a ledger with its log, both of one moment."""
    for _ in range(ATTEMPTS):
        before = _stamps(path)
        for suffix in ("", LOG):
            target = copy.with_name(copy.name + suffix)
            target.unlink(missing_ok=True)
            if (source := path.with_name(path.name + suffix)).exists():
                copyfile(source, target)
        if _stamps(path) == before:
            return
    raise ArchiveError(
        "The ledger is being written all the time", where=str(path), todo="try again when the other run is done"
    )


def _stamps(path: Path) -> list[tuple[int, int]]:
    """Time and size of a ledger and its log, by which a write in between is seen."""
    files = [path.with_name(path.name + suffix) for suffix in ("", LOG)]
    return [(stat.st_mtime_ns, stat.st_size) for stat in (file.stat() for file in files if file.exists())]
