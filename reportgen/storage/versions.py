"""Versions of the files in an event's folder: each content that a file ever had, with who wrote it, when and why.

They stand in the folder ``eerder/`` beside the files, with an index. First the contents are written, then the index,
then the file itself takes its name, so that a kill between two steps loses nothing, and a full disk changes
nothing. Files that stand there without being in the index, as those of earlier programs, are versions as well.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from reportgen.errors import BusyError, UsageError
from reportgen.storage.atomic import remove_left_before, rename_unchanged, staged, sync_folder, write_atomically
from reportgen.storage.ordinary_files import file_bytes
from reportgen.storage.version_index import EARLIER_FOLDER, MAX_NAME, Entry, entries_in, is_file_name, write_index

MAX_ABOUT = 1000
"""Characters that are kept of why a file was changed."""

ATTEMPTS = 5
"""How often a file is written that another program writes meanwhile."""

_PLAIN_NAME = 100


class ChangedMeanwhile(UsageError):
    """A file is not as it was when somebody began to change it, so nothing was written."""


@dataclass(frozen=True, slots=True)
class Version:
    """A content that a file had.

    Attributes:
        name: of the file, from the event's folder, with ``/`` between folders.
        number: of the version, from 1 for the first one of any file of the event.
        who: the organiser who wrote it; empty where that is not known, as it was written outside the program.
        at: when it was written, or was first seen.
        about: what was done, in the words of the program; may be empty.
        digest: SHA-256 of the content as it was written; empty where the file was removed.
        cleaned: whether people were taken out of it since.
        gone: whether its content is no longer kept.
    """

    name: str
    number: int
    who: str
    at: datetime
    about: str
    digest: str
    cleaned: bool = False
    gone: bool = False

    @property
    def is_removal(self) -> bool:
        """Whether the file was removed, so that there is no content."""
        return not self.digest


def digest_in(folder: Path, name: str) -> str:
    """SHA-256 of a file as it is now; empty where there is none. Forms carry it along as ``stand``.

    Raises:
        UsageError: the name leads outside the folder.
        OSError: it cannot be read.
    """
    content = _present(_path_in(folder, name))
    return "" if content is None else sha256(content).hexdigest()


def replace_file(
    folder: Path, name: str, content: bytes, who: str, at: datetime, about: str = "", stand: str | None = None
) -> Version:
    """Writes a file of an event, and keeps both what was there and what is there now.

    Args:
        folder: of the event.
        name: of the file, from the folder, with ``/`` between folders; the folders are made.
        who: the organiser who changes it; empty for the program itself.
        at: the moment, with its time zone.
        about: what was changed, in words, without names of participants.
        stand: SHA-256 that the file must still have, empty for no file; None writes it whatever it is.

    Raises:
        ChangedMeanwhile: it is not as ``stand`` says; nothing was written.
        UsageError: the name leads outside the folder, or is too long.
        BusyError: another program writes the file all the time.
        OSError: it cannot be written.
    """
    return _change(folder, name, content, who, at, about, stand)


def remove_file(folder: Path, name: str, who: str, at: datetime, about: str = "", stand: str | None = None) -> Version:
    """Removes a file of an event, and keeps what was there. Arguments and errors are those of ``replace_file``."""
    return _change(folder, name, None, who, at, about, stand)


def versions_of(folder: Path, name: str) -> tuple[Version, ...]:
    """The versions of a file, the newest first; what is there now is one of them only once the program wrote it."""
    return _versions(folder, (each for each in entries_in(folder / EARLIER_FOLDER) if each.name == name))


def all_versions(folder: Path) -> tuple[Version, ...]:
    """The versions of all files of an event, the newest first."""
    return _versions(folder, entries_in(folder / EARLIER_FOLDER))


def read_version(folder: Path, number: int) -> bytes:
    """The content of a version.

    Raises:
        UsageError: there is no such version, or its content is no longer kept.
    """
    for each in entries_in(folder / EARLIER_FOLDER):
        if each.number == number and each.file:
            with suppress(OSError):
                return file_bytes(folder / EARLIER_FOLDER / each.file)
    raise UsageError("This version is not kept any more", todo="choose another version")


def kept_files(folder: Path) -> tuple[Path, ...]:
    """The files in which contents are kept."""
    earlier = folder / EARLIER_FOLDER
    return tuple(sorted({earlier / each.file for each in entries_in(earlier) if each.file}))


def blank_abouts(folder: Path, names_them: Callable[[str], bool]) -> bool:
    """Empties what was said about versions where it names somebody; returns whether anything was."""
    earlier = folder / EARLIER_FOLDER
    if not earlier.is_dir():
        return False
    with _locked(earlier):
        entries = entries_in(earlier)
        blanked = [each.with_about("") if each.about and names_them(each.about) else each for each in entries]
        if blanked != entries:
            write_index(earlier, blanked)
        return blanked != entries


def _change(
    folder: Path, name: str, content: bytes | None, who: str, at: datetime, about: str, stand: str | None
) -> Version:
    path, earlier = _path_in(folder, name), folder / EARLIER_FOLDER
    earlier.mkdir(exist_ok=True)
    with _locked(earlier):
        for _ in range(ATTEMPTS):
            before = _present(path)
            digest = "" if before is None else sha256(before).hexdigest()
            if stand is not None and stand != digest:
                raise ChangedMeanwhile("The file was changed meanwhile", where=name, todo="look at what it is now")
            with _staged(path, content) as part:  # first: where there is no room for it nothing tells of it
                if part:
                    remove_left_before(part, folder, earlier)
                with _only_with_index(earlier):
                    entries = entries_in(earlier)
                    last = next((each for each in reversed(entries) if each.name == name), None)
                    if before is not None and (last is None or last.digest != digest):
                        written = datetime.fromtimestamp(path.stat().st_mtime, at.tzinfo)
                        entries.append(_kept(earlier, entries, name, before, "", min(written, at), ""))
                    entry = _kept(earlier, entries, name, content, who, at, about[:MAX_ABOUT])
                    write_index(earlier, [*entries, entry])
                if _put(path, part, before):
                    return _version(folder, entry)
    raise BusyError("Another program writes the file all the time", where=name, todo="close it, and try again")


@contextmanager
def _staged(path: Path, content: bytes | None) -> Iterator[Path | None]:
    """A content beside the file that it is for, which it becomes at the end; None for a file that goes."""
    if content is None:
        yield None
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with staged(path, content) as part:
        yield part


@contextmanager
def _only_with_index(earlier: Path) -> Iterator[None]:
    """Takes away what was kept where the block fails: outside the index it would be a version that nobody made."""
    there = set(earlier.iterdir())
    try:
        yield
    except OSError:
        for each in set(earlier.iterdir()) - there:
            each.unlink(missing_ok=True)
        raise


def _put(path: Path, part: Path | None, before: bytes | None) -> bool:
    """Gives a file its staged content, or removes it; False where it is not what it was before."""
    if part is None:
        if _present(path) != before:
            return False
        path.unlink(missing_ok=True)
    elif before is not None:
        return rename_unchanged(part, path, before)
    else:
        part.replace(path)
    sync_folder(path.parent)
    return True


def _kept(
    earlier: Path, entries: list[Entry], name: str, content: bytes | None, who: str, at: datetime, about: str
) -> Entry:
    """The entry of a content, which is written unless the same one of this file is kept already."""
    number = max((each.number for each in entries), default=0) + 1
    if content is None:
        return Entry(number, name, "", who, at, about, "", 0, 0)
    digest = sha256(content).hexdigest()
    for each in entries:
        if each.name == name and each.digest == digest and each.is_whole(earlier):
            return Entry(number, name, each.file, who, at, about, digest, each.size, each.written)
    plain = re.sub(r"[^A-Za-z0-9._~-]+", "-", name.replace("/", "~"))[-_PLAIN_NAME:]
    file, again = f"{at:%Y-%m-%dT%H%M%S}-{plain}", 1
    while (earlier / file).exists():
        again += 1
        file = f"{at:%Y-%m-%dT%H%M%S}-{again}-{plain}"
    write_atomically(earlier / file, content)
    sync_folder(earlier)
    return Entry(number, name, file, who, at, about, digest, len(content), (earlier / file).stat().st_mtime_ns)


def _versions(folder: Path, entries: Iterable[Entry]) -> tuple[Version, ...]:
    return tuple(sorted((_version(folder, each) for each in entries), key=lambda each: each.number, reverse=True))


def _version(folder: Path, entry: Entry) -> Version:
    earlier = folder / EARLIER_FOLDER
    gone = bool(entry.file) and not (earlier / entry.file).is_file()
    cleaned = bool(entry.file) and not gone and not entry.is_whole(earlier)
    return Version(entry.name, entry.number, entry.who, entry.at, entry.about, entry.digest, cleaned, gone)


def _present(path: Path) -> bytes | None:
    try:
        return file_bytes(path)
    except FileNotFoundError:
        return None


def _path_in(folder: Path, name: str) -> Path:
    if not is_file_name(name):
        raise UsageError("This is no name of a file of an event", where=name[:MAX_NAME], todo="choose another name")
    path = folder.joinpath(*name.split("/"))
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise UsageError("The file is outside the event's folder", where=name, todo="put it in that folder")
    return path


@contextmanager
def _locked(earlier: Path) -> Iterator[None]:
    """Lets one thread or process at a time change files and index; where folders cannot be locked, any."""
    handle = os.open(earlier, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
