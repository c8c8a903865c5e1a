"""The lock that lets one process at a time change an output folder."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from reportgen.errors import ArchiveError, BusyError
from reportgen.i18n.message import said

NAME = ".lock"
"""The file that names the process which holds the lock."""

ATTEMPTS, PAUSE = 5, 0.02
"""How often a lock is tried, and with how many seconds between: whoever asks who holds it has it for a moment."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder's lock until the block ends; the system frees it if the process dies.

    The folder itself is locked, and the file in it. The file can be taken away or replaced while a run is at work; and
    where a folder cannot be locked, as on some network drives, the file is.

    Raises:
        BusyError: another process holds it.
        ArchiveError: the file is not one that can be locked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    with _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as directory:
        if not _lock(directory):
            raise _busy(path)
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o666)
        except OSError as fault:
            raise _unusable(path, fault.strerror or str(fault)) from None
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise _unusable(path, "it is no ordinary file")
            if not _lock(file):
                raise _busy(path)
            os.ftruncate(file, 0)
            os.write(file, str(os.getpid()).encode())
            yield
        finally:
            os.close(file)


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that holds a lock, by its id, and since when."""

    process: str
    since: datetime


def holder_of(folder: Path) -> Holder | None:
    """The holder of a folder's lock, or None; the lock is not kept."""
    path = folder / NAME
    try:
        with _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as directory:
            free = _lock(directory, fcntl.LOCK_SH)
        if free and path.is_file() and not path.is_symlink():
            with _opened(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK) as file:
                free = _lock(file, fcntl.LOCK_SH)
        written = (path if path.exists() else folder).stat().st_mtime
    except FileNotFoundError:
        return None
    return None if free else Holder(_written_in(path), datetime.fromtimestamp(written, UTC))


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags)
    try:
        yield file
    finally:
        os.close(file)


def _lock(file: int, kind: int = fcntl.LOCK_EX) -> bool:
    """Whether a file or folder is locked now, or cannot be locked here at all; False where another process has it."""
    for attempt in range(ATTEMPTS):
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt < ATTEMPTS - 1:
                sleep(PAUSE)
        except OSError:
            return True
        else:
            return True
    return False


def _busy(path: Path) -> BusyError:
    holder = _written_in(path)
    what = said("Another run is at work")
    if holder:
        what = said("Another run is at work (process {holder})", holder=holder)
    return BusyError(
        what if path.exists() else said("{what}; its lock file was taken away, and it goes on", what=what),
        where=str(path),
        todo="wait until it is done, and look with: reportgen status EVENT",
    )


def _unusable(path: Path, why: str) -> ArchiveError:
    return ArchiveError(
        said("The lock file cannot be used: {why}", why=why),
        where=str(path),
        todo="see that no run is at work, remove this file, and run the same command again",
    )


def _written_in(path: Path) -> str:
    """What the lock file says; empty where it cannot be read."""
    try:
        with _opened(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK) as file:
            return os.read(file, 20).decode("ascii", "replace").strip()
    except OSError:
        return ""
