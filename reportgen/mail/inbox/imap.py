"""Reads the messages of a folder on an IMAP server, by imap-tools, and changes nothing there."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailboxFolderSelectError,
    MailBoxUnencrypted,
    MailMessage,
    UnexpectedCommandStatusError,
)

from reportgen.errors import MailError

TIMEOUT = 60.0
"""Seconds to wait for an answer of the server."""

SCHEMES = ("imap", "imaps")

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The hosts to which mail may go without TLS."""


def is_imap_address(source: str) -> bool:
    """Whether this is the address of a mailbox on a server, rather than a path."""
    return source.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def imap_messages(address: str, password: str, ca_file: str = "") -> Iterator[bytes]:
    """The messages of a folder, byte for byte; they stay as unread as they were.

    Args:
        address: ``imaps://user@host:993/INBOX``; ``imap://`` for a server on this machine only.
        ca_file: certificates to trust instead of the machine's.

    Raises:
        MailError: the address is none, or the server does not answer, let us in or know the folder.
    """
    place = _parsed(address)
    try:
        with _session(place, password, ca_file) as mailbox:
            mailbox.folder.set(place.folder, readonly=True)  # EXAMINE; below, mark_seen=False asks for BODY.PEEK
            for message in mailbox.fetch("ALL", charset=None, mark_seen=False):
                assert isinstance(message, _RawMessage)
                yield message.content
    except (OSError, ImapToolsError, imaplib.IMAP4.error, ValueError, MemoryError) as fault:
        # ValueError: bytes where text should be; MemoryError: a message of an impossible size
        raise MailError(
            f"The mailbox cannot be read: {_reason(fault, place.folder)}",
            where=address,
            todo="check the address and the password",
        ) from None


@dataclass(frozen=True, slots=True)
class _Address:
    """Where a mailbox is; no port is the usual one."""

    host: str
    port: int | None
    tls: bool
    user: str
    folder: str


class _RawMessage(MailMessage):
    """A message as the server sent it; the library's own class would parse it, and lose its exact bytes."""

    def __init__(self, fetch_data: list[object]) -> None:
        self.content = next((bytes(each[1]) for each in fetch_data if isinstance(each, tuple)), b"")


def _parsed(address: str) -> _Address:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as fault:
        raise MailError(
            f"This is no address of a mailbox: {fault}", todo="write it as imaps://user@host/INBOX"
        ) from None
    if parts.scheme not in SCHEMES or not parts.hostname or not parts.username or parts.password:
        raise MailError(
            "This is no address of a mailbox, or it holds a password",
            where=address if not parts.password else f"{parts.scheme}://…@{parts.hostname}",
            todo="write it as imaps://user@host/INBOX; the password comes from the environment",
        )
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        raise MailError("Mail is never read in plain text", where=address, todo="use imaps://")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    return _Address(parts.hostname, port, parts.scheme == "imaps", unquote(parts.username), folder)


@contextmanager
def _session(place: _Address, password: str, ca_file: str) -> Iterator[BaseMailBox]:
    """A session that is logged in, and is logged out at the end of the block."""
    mailbox: BaseMailBox
    if place.tls:
        trust = ssl.create_default_context(cafile=ca_file or None)
        mailbox = MailBox(place.host, place.port or 993, TIMEOUT, ssl_context=trust)
    else:
        mailbox = MailBoxUnencrypted(place.host, place.port or 143, TIMEOUT)
    mailbox.email_message_class = _RawMessage
    try:
        if (place.user + password).isascii():
            mailbox.login(place.user, password, initial_folder=None)
        else:
            mailbox.login_utf8(place.user, password, initial_folder=None)
        yield mailbox
    finally:
        with suppress(
            OSError, ImapToolsError, imaplib.IMAP4.error, ValueError, MemoryError
        ):  # what went wrong before is what matters
            mailbox.logout()
        with suppress(OSError):  # a logout that failed leaves the connection open
            mailbox.client.shutdown()


def _reason(fault: Exception, folder: str) -> str:
    """What went wrong, in one line."""
    text = str(fault) or type(fault).__name__
    if isinstance(fault, UnexpectedCommandStatusError):
        text = " ".join(each.decode("utf-8", "replace") for each in fault.command_result[1] if isinstance(each, bytes))
    if isinstance(fault, MailboxFolderSelectError):
        text = f"no folder {folder}: {text}"
    return " ".join(text.split())[:300]
