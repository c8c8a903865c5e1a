"""Where reports of failure come in: a Maildir, an mbox file, or a folder on an IMAP server. Only ever read."""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reportgen.errors import MailError

PATIENCE = 60.0
"""Seconds to wait for an IMAP server."""

LOCAL = ("localhost", "127.0.0.1", "::1")


def in_maildir(folder: Path) -> Iterator[bytes]:
    """The messages of a Maildir.

    Raises:
        MailError: the folder is none.
    """
    if not (folder / "cur").is_dir() and not (folder / "new").is_dir():
        raise MailError("This is no Maildir: it has no folder cur or new", where=str(folder), todo="name its folder")
    for place in ("cur", "new"):
        for path in sorted((folder / place).glob("*")):
            yield path.read_bytes()


def in_mbox(file: Path) -> Iterator[bytes]:
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


def in_imap(address: str, password: str, ca_file: str = "") -> Iterator[bytes]:
    """The messages of a folder on a server, left as unread as they were.

    Args:
        address: ``imaps://user@host:993/INBOX``; ``imap://`` for a server on this machine only.
        ca_file: certificates to trust instead of the machine's.

    Raises:
        MailError: the address is none, or the server does not answer, let us in or know the folder.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("imaps", "imap") or not parts.hostname or not parts.username or parts.password:
        raise MailError(
            "This is no address of a mailbox, or a password stands in it",
            where=address if not parts.password else f"{parts.scheme}://…@{parts.hostname}",
            todo="write it as imaps://user@host/INBOX; the password comes from the environment",
        )
    if parts.scheme == "imap" and parts.hostname not in LOCAL:
        raise MailError("Mail is never read in plain text", where=address, todo="use imaps://")
    try:
        yield from _fetched(
            parts.hostname,
            parts.port,
            parts.scheme == "imaps",
            (unquote(parts.username), password),
            unquote(parts.path.lstrip("/")) or "INBOX",
            ca_file,
        )
    except (OSError, imaplib.IMAP4.error) as fault:
        said = " ".join(str(fault).split())[:300]
        raise MailError(
            f"The mailbox cannot be read: {said}", where=address, todo="check the address and the password"
        ) from None


def _fetched(
    host: str, port: int | None, tls: bool, login: tuple[str, str], folder: str, ca_file: str
) -> Iterator[bytes]:
    context = ssl.create_default_context(cafile=ca_file or None)
    server = (
        imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=PATIENCE)
        if tls
        else imaplib.IMAP4(host, port or 143, timeout=PATIENCE)
    )
    with server:
        _let_in(server, *login)
        answer, said = server.select(_as_imap_writes(folder), readonly=True)
        if answer != "OK":
            raise imaplib.IMAP4.error(f"no folder {folder}: {said!r}")
        _, found = server.search(None, "ALL")
        for number in found[0].split():
            _, content = server.fetch(number, "(BODY.PEEK[])")
            yield from (each[1] for each in content if isinstance(each, tuple))


def _let_in(server: imaplib.IMAP4, user: str, password: str) -> None:
    """Logs in; what is not ASCII goes as UTF-8 (RFC 4616), where the library would stumble over an é."""
    if (user + password).isascii():
        server.login(user, password)
    else:
        server.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())


def _as_imap_writes(folder: str) -> str:
    """The name of a folder between quotes, in the UTF-7 of IMAP (RFC 3501, 5.1.3): ``"Ge&AOs-rd"``."""
    plain = re.sub(
        r"[^ -~]+",
        lambda found: f"&{b64encode(found[0].encode('utf-16-be')).decode().rstrip('=').replace('/', ',')}-",
        folder.replace("&", "&-"),
    )
    quoted = re.sub(r'(["\\])', r"\\\1", plain)
    return f'"{quoted}"'
