"""Reads the messages of a folder on an IMAP server, by imap-tools, and changes nothing there.

Whatever the server says is bounded, in time and in bytes: one answer, one message and the whole mailbox.
"""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailboxFolderSelectError,
    MailMessage,
    UnexpectedCommandStatusError,
)

from reportgen.domain.delivery.mail_server import LOOPBACK
from reportgen.domain.response_limit import ResponseLimit
from reportgen.domain.timer import Timer
from reportgen.errors import MailError, UsageError
from reportgen.i18n.message import said
from reportgen.mail.connection import ResponseReader, connection_to, send_within
from reportgen.mail.inbox.bounded_message import MAX_BYTES

TIMEOUT = 60.0
"""Seconds to wait for the whole answer to a command; one that brings more than ``LEAST_RATE`` may take longer."""

LEAST_RATE = 50_000
"""Bytes a second of the slowest line over which large messages still come."""

WHOLE_MAILBOX = 3_600.0
"""Seconds for a whole mailbox: some ten thousands of messages come in less."""

GOODBYE = 5.0
"""Seconds to wait for the answer to LOGOUT, on which nothing depends."""

MAX_LINES = 8_000_000
"""Bytes of all lines of an answer: a folder of a million messages is listed in as many."""

MAX_MESSAGE = 1_000_000_000
"""Bytes of a message that the server may send; mail servers take some 25 to 50 million."""

MAX_KEPT = MAX_BYTES + 1
"""Bytes of a message that are kept: one that is larger than any mail is known as such, and the next one is read."""

_PIECE = 1_000_000

SCHEMES = ("imap", "imaps")


def is_imap_address(source: str) -> bool:
    """Whether this is the address of a mailbox on a server, rather than a path."""
    return source.startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def mailbox_place(address: str) -> tuple[str, str, int]:
    """The user, the host and the port of the address of a mailbox.

    Raises:
        UsageError: the address is none, or is not safe.
    """
    place = _parsed(address)
    return place.user, place.host, place.port or _usual_port(place.tls)


def imap_messages(address: str, password: str, timer: Timer, ca_file: str = "") -> Iterator[bytes]:
    """The messages of a folder, byte for byte; they stay as unread as they were.

    Args:
        address: ``imaps://user@host:993/INBOX``; ``imap://`` for a server on this machine only.
        timer: monotonic seconds.
        ca_file: certificates to trust instead of the machine's.

    Raises:
        UsageError: the address is none, or is not safe.
        MailError: the server does not answer, let us in or know the folder, or what it says has
            no end.
    """
    place = _parsed(address)
    try:
        with _session(place, password, timer, ca_file) as mailbox:
            mailbox.folder.set(place.folder, readonly=True)  # EXAMINE; below, mark_seen=False asks for BODY.PEEK
            for message in mailbox.fetch("ALL", charset=None, mark_seen=False):
                assert isinstance(message, _RawMessage)
                yield message.content
    except (OSError, ImapToolsError, imaplib.IMAP4.error, ValueError, MemoryError) as fault:
        # ValueError: bytes where text should be; MemoryError: a message of an impossible size
        raise MailError(
            said("The mailbox cannot be read: {reason}", reason=_reason(fault, place.folder)),
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


class _Client(imaplib.IMAP4):
    """A client whose answers are bounded; it overrides the five methods of imaplib that reach the network."""

    def __init__(self, place: _Address, trust: ssl.SSLContext | None, timer: Timer) -> None:
        self._trust = trust
        self._timer = timer
        self._whole = ResponseLimit(timer, WHOLE_MAILBOX, 0)
        self._lines = 0
        self.answer_seconds = TIMEOUT
        super().__init__(place.host, place.port or _usual_port(place.tls), TIMEOUT)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connects."""
        self.host, self.port = host, port
        self.sock = connection_to(host, port, TIMEOUT, self._trust)
        self._reader = ResponseReader(self.sock, self._limit())

    def read(self, size: int) -> bytes:
        """So many bytes, a message; of one that is too large the beginning."""
        if size > MAX_MESSAGE:
            raise self.error(f"a message of {size:,} bytes, where at most {MAX_MESSAGE:,} are read")
        kept = self._reader.read(min(size, MAX_KEPT))
        for left in range(size - len(kept), 0, -_PIECE) if len(kept) == MAX_KEPT else ():
            self._reader.read(min(left, _PIECE))
        return kept

    def readline(self) -> bytes:
        """The next line."""
        line = self._reader.readline(MAX_LINES + 1)
        self._lines += len(line)
        if self._lines > MAX_LINES:
            raise self.error(f"the answer has no end: more than {MAX_LINES:,} bytes")
        return line

    def send(self, data: bytes) -> None:  # type: ignore[override]  # imaplib sends nothing else
        """Sends a command, whose answer begins here, or a part of one."""
        if data.startswith(self.tagpre):  # type: ignore[arg-type]  # it is bytes, and typeshed has it as text
            self._lines = 0
            self._reader.begin(self._limit())
        send_within(self.sock, data, self._limit())

    def shutdown(self) -> None:
        """Closes the connection."""
        self._reader.close()
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def _limit(self) -> ResponseLimit:
        left = self._whole.seconds_left()
        return ResponseLimit(self._timer, self.answer_seconds, MAX_LINES + MAX_MESSAGE, LEAST_RATE, longest=left)


class _Mailbox(BaseMailBox):
    """A mailbox of imap-tools with a bounded client."""

    email_message_class: type[MailMessage]

    def __init__(self, client: _Client) -> None:
        self._bounded = client
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._bounded


class _RawMessage(MailMessage):
    """A message as the server sent it; the library's own class would parse it, and lose its exact bytes."""

    def __init__(self, fetch_data: list[object]) -> None:
        self.content = next((bytes(each[1]) for each in fetch_data if isinstance(each, tuple)), b"")


def _usual_port(tls: bool) -> int:
    return 993 if tls else 143


def _parsed(address: str) -> _Address:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as fault:
        raise UsageError(
            said("This is no address of a mailbox: {reason}", reason=fault), todo="write it as imaps://user@host/INBOX"
        ) from None
    if parts.scheme not in SCHEMES or not parts.hostname or not parts.username or parts.password:
        raise UsageError(
            "This is no address of a mailbox, or it holds a password",
            where=address if not parts.password else f"{parts.scheme}://…@{parts.hostname}",
            todo="write it as imaps://user@host/INBOX; the password comes from the environment",
        )
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        raise UsageError("Mail is never read in plain text", where=address, todo="use imaps://")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    return _Address(parts.hostname, port, parts.scheme == "imaps", unquote(parts.username), folder)


@contextmanager
def _session(place: _Address, password: str, timer: Timer, ca_file: str) -> Iterator[BaseMailBox]:
    """A session that is logged in, and is logged out at the end of the block."""
    trust = ssl.create_default_context(cafile=ca_file or None) if place.tls else None
    client = _Client(place, trust, timer)
    mailbox = _Mailbox(client)
    mailbox.email_message_class = _RawMessage
    try:
        if (place.user + password).isascii():
            mailbox.login(place.user, password, initial_folder=None)
        else:
            mailbox.login_utf8(place.user, password, initial_folder=None)
        yield mailbox
    finally:
        client.answer_seconds = GOODBYE
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
