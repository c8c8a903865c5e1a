"""A small SMTP server that keeps what it accepts, with faults by recipient."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


@dataclass
class MailServer:
    """What the server accepted, and its faults.

    ``faults`` is recipient → what happens to one letter after another, and then ``ok``: a reply such as ``451 later``
    to RCPT, ``data:...`` to DATA, ``dot:...`` to the final dot, ``cut-data`` (hangs up in the
    middle of a letter), ``cut-dot`` (hangs up after the dot, the letter is kept) and ``lose-dot`` (it is not),
    ``stall`` (keeps it, and answers after a second), ``slow`` (answers after a tenth) and ``hold`` (answers when the
    test says that it is ``free``).
    """

    faults: dict[str, list[str]] = field(default_factory=dict)
    taken: list[tuple[str, str, bytes]] = field(default_factory=list)
    sessions: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    free: Event = field(default_factory=Event)

    def fault(self, recipient: str) -> str:
        """The fault of the next letter to this recipient."""
        waiting = self.faults.get(recipient, [])
        return waiting[0] if waiting else "ok"

    def done(self, recipient: str) -> None:
        """Removes the fault that has happened."""
        if self.faults.get(recipient):
            self.faults[recipient].pop(0)

    def letters_to(self, recipient: str) -> list[bytes]:
        """The letters that were accepted for a recipient."""
        return [content for _, to, content in self.taken if to == recipient]

    def message_ids(self) -> Counter[str]:
        """How often each letter was accepted, by Message-ID."""
        return Counter(
            str(message_from_bytes(content, policy=policy.default)["Message-ID"]) for _, _, content in self.taken
        )


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self._server.asked["MAIL"] += 1
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self._server.asked["RCPT"] += 1
        fault = self._server.fault(address)
        if fault[0].isdigit():
            self._server.done(address)
            if fault.startswith("421"):
                await server.push(fault)
                server.transport.close()
                return fault
            return fault
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        (recipient,) = envelope.rcpt_tos
        fault = self._server.fault(recipient)
        if fault != "lose-dot" and not fault.startswith("dot:"):
            self._server.taken.append((envelope.mail_from, recipient, envelope.content))
        if fault in ("stall", "slow"):
            self._server.done(recipient)
            await asyncio.sleep(1.0 if fault == "stall" else 0.1)
        if fault == "hold":
            self._server.done(recipient)
            await asyncio.to_thread(self._server.free.wait, 120)
        if fault in ("cut-dot", "lose-dot"):
            self._server.done(recipient)
            server.transport.abort()
        if fault.startswith("dot:"):
            self._server.done(recipient)
            return fault.removeprefix("dot:")
        return "250 taken"


class _Session(SMTP):
    """The server side of a session, which can hang up in the middle of a letter."""

    state: MailServer

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        recipient = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        fault = self.state.fault(recipient)
        if fault == "cut-data":
            self.state.done(recipient)
            await self.push("354 go on")
            await self._reader.read(1000)
            self.transport.abort()
            return
        if fault.startswith("data:"):
            self.state.done(recipient)
            await self.push(fault.removeprefix("data:"))
            return
        await super().smtp_DATA(arg)


class Running(Controller):
    """The server on a port of loopback."""

    def __init__(
        self,
        state: MailServer,
        tls: ssl.SSLContext | None = None,
        users: Mapping[str, str] | None = None,
        port: int = 0,
        size: int = 10_000_000,
    ) -> None:
        self._state, self._tls, self._users, self._size = state, tls, users, size
        super().__init__(_Handler(state), hostname="127.0.0.1", port=port, ready_timeout=60)

    def start(self) -> None:
        """Starts it; the connection that checks whether it answers is not counted."""
        super().start()
        self._state.sessions = 0

    def factory(self) -> SMTP:
        """The server side of one connection."""
        self._state.sessions += 1
        session = _Session(
            self.handler,
            tls_context=self._tls,
            require_starttls=self._tls is not None,
            data_size_limit=self._size,
            auth_required=self._users is not None,
            authenticator=self._authenticate,
            hostname="mail.example",
        )
        session.state = self._state
        return session

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        users = self._users or {}
        right = isinstance(data, LoginPassword) and users.get(data.login.decode()) == data.password.decode()
        return AuthResult(success=right, handled=right)

    def _trigger_server(self) -> None:
        """Takes over the port, which is known once the server listens."""
        self.port = self.server.sockets[0].getsockname()[1] if self.server else self.port
        super()._trigger_server()
