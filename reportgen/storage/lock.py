"""The lock that lets one process at a time change an output folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reportgen.errors import BusyError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder's lock until the block ends; the system frees it if the process dies.

    Raises:
        BusyError: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip()
            raise BusyError(
                f"Another run is at work{f' (process {holder})' if holder else ''}",
                where=str(path),
                todo="wait until it is done, and look with: reportgen status EVENT",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a lock, by its id, and since when."""

    process: str
    since: datetime


def holder_of(folder: Path) -> Holder | None:
    """The holder of a folder's lock, or None; the lock is not taken."""
    path = folder / ".lock"
    if not path.exists():
        return None
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            written = os.fstat(file.fileno()).st_mtime
            return Holder(file.read().strip(), datetime.fromtimestamp(written, UTC))
    return None
