"""Passwords of the environment, each for the servers that it was put there for, and for no other.

Who is the mail server of an event is said in its settings, which organisers change; a password is put on the machine by
who runs it. So the environment says for which servers it is, and what a form says cannot send it elsewhere.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from reportgen.domain.delivery.mail_server import LOOPBACK, SmtpServer
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import said

SMTP_PASSWORD = "REPORTGEN_SMTP_PASSWORD"
"""The environment variable with the password of the mail server; with _FILE behind it, the file that holds it."""

SMTP_HOST = "REPORTGEN_SMTP_HOST"
"""The environment variable with the mail servers that letters may go over, which the password is for."""

IMAP_PASSWORD = "REPORTGEN_IMAP_PASSWORD"
"""The environment variable with the password of a mailbox; with _FILE behind it, the file that holds it."""

IMAP_HOST = "REPORTGEN_IMAP_HOST"
"""The environment variable with the servers that the password of a mailbox is for."""

_ENTRY = re.compile(
    r"(?:(?P<user>\S+)@)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s@:\[\]/]+|[0-9A-Fa-f:]*::[0-9A-Fa-f:]*)(?::(?P<port>\d{1,5}))?"
)


class ServerNotAllowed(ConfigurationError):
    """A password is not for the server that an event or a command names.

    Attributes:
        allowed: the servers that it is for, as the environment names them; empty where it names none.
    """

    allowed = ""


@dataclass(frozen=True, slots=True)
class NamedServer:
    """A server that a password is for.

    Attributes:
        port: 0 for any.
        user: empty for any.
    """

    host: str
    port: int = 0
    user: str = ""

    def includes(self, user: str, host: str, port: int) -> bool:
        """Whether this is the server, port and user."""
        return (
            _plain(self.host) == _plain(host)
            and self.port in (0, port)
            and (not self.user or self.user.casefold() == user.casefold())
        )


def named_servers(variable: str) -> tuple[NamedServer, ...]:
    """The servers that a variable of the environment names: ``[user@]host[:port]``, with commas or spaces between.

    Raises:
        ConfigurationError: it is written otherwise.
    """
    found = []
    for each in os.environ.get(variable, "").replace(",", " ").split():
        match = _ENTRY.fullmatch(each)
        if match is None:
            raise ConfigurationError(
                said("This is no name of a server: {entry}", entry=each),
                where=variable,
                todo="write host, host:port or user@host:port, with commas between",
            )
        found.append(NamedServer(match["host"], int(match["port"] or 0), match["user"] or ""))
    return tuple(found)


def servers_text(variable: str) -> str:
    """The servers that a variable names, as organisers read them; empty where it names none."""
    return ", ".join(os.environ.get(variable, "").replace(",", " ").split())


def smtp_password(server: SmtpServer) -> str:
    """The password of the mail server: from the environment, or from a file that only this program may read.

    Raises:
        ServerNotAllowed: letters may not go over this server, or nothing says that the password is for it.
        ConfigurationError: the server wants a user and there is no password for it.
    """
    names = named_servers(SMTP_HOST)
    if names:
        _refuse_other(names, SMTP_HOST, server.user, server.host, server.port)
    if not server.user:
        return ""
    password = _smtp_secret()
    if password is None:
        raise ConfigurationError(
            said("There is no password for {user} on {host}", user=server.user, host=server.host),
            where=SMTP_PASSWORD,
            todo=said(
                "set {variable}, or {variable}_FILE to the file that holds it; it never stands in event.toml",
                variable=SMTP_PASSWORD,
            ),
        )
    if not names and server.host not in LOOPBACK:
        raise ServerNotAllowed(
            said(
                "Nothing on this machine says that the password is for {host}, so it is not sent there",
                host=server.host,
            ),
            where=SMTP_HOST,
            todo=said("ask who runs this machine to name {host} there, if the password is for it", host=server.host),
        )
    return password


def has_smtp_password() -> bool:
    """Whether the environment gives a password for a mail server."""
    try:
        return bool(_smtp_secret())
    except (OSError, UnicodeDecodeError):
        return False


def imap_password(address: str) -> str:
    """The password of the mailbox that receives answers and delivery reports.

    Args:
        address: of the mailbox, as ``imaps://user@host/INBOX``.

    Raises:
        UsageError: the address is none.
        ServerNotAllowed: the environment names other servers for it.
        ConfigurationError: the environment gives none.
    """
    from reportgen.mail.inbox.imap import mailbox_place  # few commands read mail

    user, host, port = mailbox_place(address)
    if names := named_servers(IMAP_HOST):
        _refuse_other(names, IMAP_HOST, user, host, port)
    if (password := _secret(IMAP_PASSWORD)) is not None:
        return password
    raise ConfigurationError(
        "There is no password for the mailbox",
        where=IMAP_PASSWORD,
        todo=said("set {variable}, or {variable}_FILE to the file that holds it", variable=IMAP_PASSWORD),
    )


def _refuse_other(names: tuple[NamedServer, ...], variable: str, user: str, host: str, port: int) -> None:
    if any(each.includes(user, host, port) for each in names):
        return
    place = f"{user}@{host}:{port}" if user else f"{host}:{port}"
    allowed = servers_text(variable)
    refused = ServerNotAllowed(
        said(
            "The mail server {place} may not be used here: who runs this machine allows {allowed}",
            place=place,
            allowed=allowed,
        ),
        where=variable,
        todo="choose a server that is allowed, or ask who runs this machine to allow this one",
    )
    refused.allowed = allowed
    raise refused


def _plain(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def _smtp_secret() -> str | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")  # of systemd
    return _secret(SMTP_PASSWORD, f"{folder}/smtp-password" if folder else "")


def _secret(name: str, file: str = "") -> str | None:
    """The value of an environment variable, or of the file in NAME_FILE or ``file``; None where there is neither."""
    if value := os.environ.get(name):
        return value
    path = os.environ.get(f"{name}_FILE", file)
    return Path(path).read_text("utf-8").strip("\r\n") if path else None
