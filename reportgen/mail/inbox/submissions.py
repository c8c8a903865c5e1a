"""What participants send back, wherever it is: files in a folder, and messages in a Maildir, mbox or IMAP folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from os import walk
from pathlib import Path

from reportgen.domain.timer import Timer
from reportgen.errors import UsageError
from reportgen.mail.inbox.bounded_message import MAX_BYTES
from reportgen.mail.inbox.imap import imap_messages, is_imap_address
from reportgen.mail.inbox.mailboxes import BOM, MAX_KEPT, is_maildir, maildir_files, mbox_messages

HEAD_BYTES = 50_000
"""Bytes that are kept of a message which is too large, so that it can be named."""

_FILES = frozenset((".pdf", ".eml"))
_MBOXES = frozenset((".mbox", ".mbx"))


class SkipReason(StrEnum):
    """Why a submission is not read."""

    KIND = "kind"  # it is no form and no message, and holds none
    LARGE = "large"
    UNREADABLE = "unreadable"  # another time it may be read: nobody may read it now, or the disk fails


@dataclass(frozen=True, slots=True)
class Submission:
    """A message, or a file by itself.

    Attributes:
        name: of the file; empty for a message.
        content: its bytes; where it is too large its beginning, and nothing where it is of no kind that is read.
        written: when the file was last written; None for a message.
        size: in bytes, also where it is skipped.
        skipped: why it is not read; None where it is.
    """

    name: str
    content: bytes
    written: datetime | None
    size: int
    skipped: SkipReason | None = None


def submissions_in(source: str, password: Callable[[], str], timer: Timer, ca_file: str = "") -> Iterator[Submission]:
    """Every submission in a place.

    Args:
        source: a folder, a Maildir, an mbox file, one file, or ``imaps://user@host/INBOX``.
        password: called only where a server wants one.
        timer: monotonic seconds.
        ca_file: certificates to trust instead of the machine's.

    Raises:
        UsageError: there is no such place.
        MailError: the server does not let it be read.
    """
    if is_imap_address(source):
        yield from in_imap(source, password(), timer, ca_file)
        return
    path = Path(source)
    if path.is_dir() and is_maildir(path):
        yield from in_maildir(path)
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.is_file():
        yield from _in_file(path, path.name)
    else:
        raise UsageError(
            "There is nothing of that name", where=source, todo="name a folder, a Maildir, an mbox file or imaps://…"
        )


def in_imap(address: str, password: str, timer: Timer, ca_file: str = "") -> Iterator[Submission]:
    """The messages of a folder on a server; arguments and errors as of ``imap_messages``."""
    return map(_of_message, imap_messages(address, password, timer, ca_file))


def in_maildir(folder: Path) -> Iterator[Submission]:
    """The messages of a Maildir.

    Raises:
        UsageError: the folder is none.
    """
    try:
        for each in maildir_files(folder):
            yield from _in_maildir_file(each)
    except OSError:
        yield _unreadable(folder.name)


def _in_maildir_file(path: Path) -> Iterator[Submission]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_KEPT)
    except OSError as fault:
        if not isinstance(fault, FileNotFoundError) or path.is_symlink():  # else a mail program deleted it meanwhile
            yield _unreadable(path.name)
        return
    yield _of_message(content)


def in_mbox(file: Path, name: str = "") -> Iterator[Submission]:
    """The messages of an mbox file, or a message that was saved as a file; the file itself where it holds none.

    Args:
        name: what the file is called; empty for its own name.

    Raises:
        UsageError: there is no such file.
    """
    has_message = False
    try:
        for each in mbox_messages(file):
            has_message = True
            yield _of_message(each)
    except OSError:
        yield _unreadable(name or file.name)
        return
    if not has_message and (size := file.stat().st_size):
        yield Submission(name or file.name, b"", None, size, SkipReason.KIND)


def _of_message(content: bytes, name: str = "", written: datetime | None = None, size: int = 0) -> Submission:
    """A message, or a file; ``size`` is that of the whole where the content is its beginning."""
    size = max(size, len(content))
    if size > MAX_BYTES:
        return Submission(name, content[:HEAD_BYTES], written, size, SkipReason.LARGE)
    return Submission(name, content.removeprefix(BOM), written, size)


def _unreadable(name: str) -> Submission:
    return Submission(name, b"", None, 0, SkipReason.UNREADABLE)


def _in_folder(folder: Path) -> Iterator[Submission]:
    """The submissions in a folder and those below it, by name; hidden ones are none."""
    closed: list[Path] = []
    found = [
        Path(place) / each
        for place, _, files in walk(folder, onerror=lambda fault: closed.append(Path(fault.filename)))
        for each in files
    ]
    for path in sorted((*found, *closed)):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts):
            continue
        if path in closed or (path.is_symlink() and not path.exists()):
            yield _unreadable(inside.as_posix())
        elif path.is_file():
            yield from _in_file(path, inside.as_posix())


def _in_file(path: Path, name: str) -> Iterator[Submission]:
    suffix = path.suffix.casefold()
    try:
        stat = path.stat()
        with path.open("rb") as file:
            is_mbox = file.read(20).removeprefix(BOM).startswith(b"From ") or suffix in _MBOXES
            file.seek(0)
            content = file.read(MAX_BYTES + 1) if suffix in _FILES and not is_mbox else b""
    except OSError:
        yield _unreadable(name)
        return
    written = datetime.fromtimestamp(stat.st_mtime, UTC)
    if suffix in _FILES and not is_mbox:
        yield _of_message(content, name, written, stat.st_size)
    elif is_mbox:
        yield from in_mbox(path, name)
    else:
        yield Submission(name, b"", written, stat.st_size, SkipReason.KIND)
