"""Reads the messages of a Maildir or an mbox file, and changes nothing in them."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from pathlib import Path

from reportgen.errors import MailError


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir."""
    return (folder / "cur").is_dir() or (folder / "new").is_dir()


def maildir_messages(folder: Path) -> Iterator[bytes]:
    """The messages of a Maildir; Python's own reader fails where one of its folders is missing.

    Raises:
        MailError: the folder is none.
    """
    if not is_maildir(folder):
        raise MailError("This is no Maildir: it has no folder cur or new", where=str(folder), todo="name its folder")
    for place in ("cur", "new"):
        for path in sorted((folder / place).glob("*")):
            yield path.read_bytes()


def mbox_messages(file: Path) -> Iterator[bytes]:
    """The messages of an mbox file.

    Raises:
        MailError: there is no such file.
    """
    if not file.is_file():
        raise MailError("There is no such mbox file", where=str(file), todo="name the file")
    box = mailbox.mbox(file, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - a mailbox is no dict, and gives messages when it is walked
            yield box.get_bytes(key)
    finally:
        box.close()
