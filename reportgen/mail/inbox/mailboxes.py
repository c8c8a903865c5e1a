"""Reads the messages of a Maildir or an mbox file one by one, and changes nothing in them.

A message that is larger than any mail is cut just beyond what is read, so that it is known as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

from reportgen.errors import UsageError
from reportgen.mail.inbox.bounded_message import MAX_BYTES

BOM = b"\xef\xbb\xbf"
"""What some editors put before the text of a file in UTF-8."""

MAX_KEPT = MAX_BYTES + 1
"""Bytes of a message that are kept."""

_PIECE = 65_536
_POSTMARK = re.compile(rb"From .*\b\d{1,2}:\d\d(:\d\d)?\b.*\b\d{4}\b")
_HEADER = re.compile(rb">?From |[!-9;-~]{1,80}:([ \t\r\n]|$)")
_USUAL = re.compile(
    rb"(?i)(return-path|received|from|to|cc|subject|date|message-id|mime-version|delivered-to|content-type|status|"
    rb"x-[\w-]+|envelope-to|reply-to|sender|auto-submitted|dkim-signature|authentication-results)[ \t]?:"
)
_ESCAPED = re.compile(rb">+From ")
_CONTENT_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,12})[ \t]*\r?$")


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir."""
    return (folder / "cur").is_dir() or (folder / "new").is_dir()


def maildir_files(folder: Path) -> Iterator[Path]:
    """The files of the messages of a Maildir; Python's own reader fails where one of its folders is missing.

    Raises:
        UsageError: the folder is none.
        OSError: nobody may list it.
    """
    if not folder.exists():
        raise UsageError("There is no such Maildir", where=str(folder), todo="check the name of the folder")
    if not is_maildir(folder):
        raise UsageError(
            "This is no Maildir: it has no folder cur or new", where=str(folder), todo="name the folder that has them"
        )
    for place in ("new", "cur"):  # a mail program moves messages in this direction
        for listed in sorted((folder / place).iterdir()) if (folder / place).is_dir() else ():
            path = _where_it_is(listed, folder / "cur")
            is_gone = path.is_symlink() and not path.exists()
            if not path.name.startswith(".") and (is_gone or path.is_file()):
                yield path


def mbox_messages(file: Path) -> Iterator[bytes]:
    """The messages of an mbox file of any kind, or the one of a message that was saved as a file.

    A line of a text that begins with ``From `` begins no message, escaped or not: a message begins with the moment at
    which it came in, or after an empty line, and headers follow. Nothing comes from a file without any message.

    Raises:
        UsageError: there is no such file.
        OSError: it cannot be read.
    """
    if file.is_dir():
        raise UsageError("This is a folder, and no mbox file", where=str(file), todo="name the file in it")
    if not file.is_file():
        raise UsageError("There is no such mbox file", where=str(file), todo="check the name of the file")
    with file.open("rb") as opened:
        yield from _Mbox(opened).messages()


class _Mbox:
    """An mbox file that is being read line by line, with the line after it; a very long line comes in pieces."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._line = self._following = b""
        self._is_start = True
        self._fill()
        self._line = self._line.removeprefix(BOM)

    def messages(self) -> Iterator[bytes]:
        """Every message."""
        while self._line and not self._line.strip():
            self._step()
        has_postmark = self._line.startswith(b"From ")
        if not has_postmark and not _HEADER.match(self._line):
            return
        while self._line:
            if has_postmark:
                self._step()
            yield self._message(has_postmark)
            has_postmark = True  # only a postmark ends a message

    def _message(self, has_postmark: bool) -> bytes:
        """The next message.

        Args:
            has_postmark: whether it began with one: only then are lines escaped, and is the last empty line none of it.
        """
        kept, last_empty, in_head = bytearray(), b"", True
        while self._line and not self._begins_message(bool(last_empty)):
            line, is_start = self._line, self._is_start
            if is_start and has_postmark and _ESCAPED.match(line):
                line = line[1:]
            _keep(kept, line)
            last_empty = line if is_start and not line.strip(b"\r\n") else b""
            self._step()
            if in_head and last_empty:
                in_head = False
                if has_postmark and self._take_body(kept):
                    last_empty = b""
        if has_postmark and last_empty and not in_head and len(kept) < MAX_KEPT:
            del kept[-len(last_empty) :]
        return bytes(kept)

    def _begins_message(self, is_after_empty: bool) -> bool:
        """Whether this line is a postmark: it has a moment or an empty line before it, and headers follow."""
        if not self._is_start or not self._line.startswith(b"From "):
            return False
        if _POSTMARK.match(self._line):
            return not self._following.strip() or bool(_HEADER.match(self._following))
        return is_after_empty and bool(_USUAL.match(self._following))

    def _take_body(self, kept: bytearray) -> bool:
        """Takes the body of a message whose head tells its length, where the box agrees; whether it did."""
        found = _CONTENT_LENGTH.search(kept)
        if not found:
            return False
        begin, length = self._file.tell() - len(self._line) - len(self._following), int(found[1])
        self._file.seek(0, SEEK_END)
        is_within = begin + length <= self._file.tell()
        self._file.seek(begin + length)
        if not is_within or self._file.read(200).lstrip(b"\r\n")[:5] not in (b"", b"From "):
            self._file.seek(begin)
            self._fill()
            return False
        self._file.seek(begin)
        while length and (piece := self._file.read(min(length, _PIECE))):
            _keep(kept, piece)
            length -= len(piece)
        self._fill()
        while self._line and not self._line.strip(b"\r\n"):
            self._step()
        return True

    def _fill(self) -> None:
        self._line, self._is_start = self._file.readline(_PIECE), True
        self._following = self._file.readline(_PIECE)

    def _step(self) -> None:
        self._is_start = self._line.endswith(b"\n")
        self._line, self._following = self._following, self._file.readline(_PIECE)


def _keep(kept: bytearray, piece: bytes) -> None:
    """Adds a piece to a message, as far as it is kept."""
    kept += piece[: MAX_KEPT - len(kept)]


def _where_it_is(path: Path, current: Path) -> Path:
    """The path of a message now: a mail program may have marked it as seen, which renames it."""
    if path.exists() or path.is_symlink():
        return path
    unique = path.name.partition(":")[0]
    return next((each for each in current.glob("*") if each.name.partition(":")[0] == unique), path)
