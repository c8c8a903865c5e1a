"""Where answers come in: a folder with files, a Maildir, an mbox file, a mailbox on a server. Only ever read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from reportgen.errors import MailError
from reportgen.mail.inbox.mailboxes import in_imap, in_maildir, in_mbox

LARGEST = 60_000_000
"""Bytes of a file or message that is taken in; mail carries half of it."""

SERVERS = ("imap://", "imaps://")

_FILES = frozenset((".pdf", ".eml"))
_BOXES = frozenset((".mbox", ".mbx"))


class Left(StrEnum):
    """Why something is not taken in."""

    KIND = "kind"  # it is no form and no message
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was handed in: a message, or a file by itself.

    Attributes:
        name: what people know it by; empty for a message, which tells that itself.
        content: its bytes; none where it is left.
        written: when the file was last written.
        size: its bytes, counted.
        left: why it is not taken in; None where it is.
    """

    name: str
    content: bytes
    written: datetime | None
    size: int
    left: Left | None = None


def items_in(source: str, password: Callable[[], str], ca_file: str = "") -> Iterator[Item]:
    """Everything that lies somewhere.

    Args:
        source: a folder, a Maildir, an mbox file, one file, or ``imaps://user@host/INBOX``.
        password: asked for only where a server wants it.
        ca_file: certificates to trust instead of the machine's.

    Raises:
        MailError: there is no such place, or it cannot be read.
    """
    if source.startswith(SERVERS):
        yield from (_message(each) for each in in_imap(source, password(), ca_file))
        return
    path = Path(source)
    if path.is_dir() and ((path / "cur").is_dir() or (path / "new").is_dir()):
        yield from (_message(each) for each in in_maildir(path))
    elif path.is_dir():
        for each in sorted(path.rglob("*")):
            if each.is_file() and not any(part.startswith(".") for part in each.relative_to(path).parts):
                yield from _in_file(each, each.relative_to(path).as_posix())
    elif path.is_file():
        yield from _in_file(path, path.name)
    else:
        raise MailError(
            "There is nothing of that name", where=source, todo="name a folder, a Maildir, an mbox file or imaps://…"
        )


def _message(content: bytes) -> Item:
    is_large = len(content) > LARGEST
    return Item("", b"" if is_large else content, None, len(content), Left.LARGE if is_large else None)


def _in_file(path: Path, name: str) -> Iterator[Item]:
    if path.suffix.casefold() in _BOXES:
        yield from (_message(each) for each in in_mbox(path))
        return
    try:
        stat = path.stat()
        left = Left.KIND if path.suffix.casefold() not in _FILES else Left.LARGE if stat.st_size > LARGEST else None
        content = b"" if left else path.read_bytes()
    except OSError as fault:
        raise MailError(
            f"A file cannot be read: {fault.strerror}", where=str(path), todo="see who may read it"
        ) from None
    yield Item(name, content, datetime.fromtimestamp(stat.st_mtime, UTC), stat.st_size, left)
