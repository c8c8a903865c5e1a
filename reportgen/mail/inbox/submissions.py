"""What participants send back, wherever it is: files in a folder, and messages in a Maildir, mbox or IMAP folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from reportgen.domain.timer import Timer
from reportgen.errors import MailError
from reportgen.mail.inbox.imap import imap_messages, is_imap_address
from reportgen.mail.inbox.mailboxes import is_maildir, maildir_messages, mbox_messages

MAX_BYTES = 60_000_000
"""The largest file or message that is read; mail carries half of it."""

_FILES = frozenset((".pdf", ".eml"))
_MBOXES = frozenset((".mbox", ".mbx"))


class SkipReason(StrEnum):
    """Why a submission is not read."""

    KIND = "kind"  # it is no form and no message
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Submission:
    """A message, or a file by itself.

    Attributes:
        name: of the file; empty for a message.
        content: its bytes; none where it is skipped.
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
        MailError: there is no such place, or it cannot be read.
    """
    if is_imap_address(source):
        yield from map(_of_message, imap_messages(source, password(), timer, ca_file))
        return
    path = Path(source)
    if path.is_dir() and is_maildir(path):
        yield from map(_of_message, maildir_messages(path))
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


def _of_message(content: bytes) -> Submission:
    is_large = len(content) > MAX_BYTES
    return Submission("", b"" if is_large else content, None, len(content), SkipReason.LARGE if is_large else None)


def _in_file(path: Path, name: str) -> Iterator[Submission]:
    suffix = path.suffix.casefold()
    if suffix in _MBOXES:
        yield from map(_of_message, mbox_messages(path))
        return
    try:
        stat = path.stat()
        skipped = SkipReason.KIND if suffix not in _FILES else SkipReason.LARGE if stat.st_size > MAX_BYTES else None
        content = b"" if skipped else path.read_bytes()
    except OSError as fault:
        raise MailError(
            f"A file cannot be read: {fault.strerror}", where=str(path), todo="see who may read it"
        ) from None
    yield Submission(name, content, datetime.fromtimestamp(stat.st_mtime, UTC), stat.st_size, skipped)
