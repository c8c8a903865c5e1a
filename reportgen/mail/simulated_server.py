"""A simulated mail server with faults, on loopback, and the only sender that connects to it.

Letters in a simulation have real addresses. So its sender never knows the address of the event's own mail server: it
is given the simulated one, which runs in this process, keeps no letter and passes none on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from reportgen.domain.delivery.mail_server import SmtpServer, Tls
from reportgen.domain.delivery.simulation import GREYLISTING_TIME, MAILBOX_FULL_TIME, Faults
from reportgen.domain.delivery.states import Outcome
from reportgen.domain.identifiers import domain_of
from reportgen.errors import MailError
from reportgen.i18n.message import said
from reportgen.mail.sender import OnStage
from reportgen.mail.smtp import Smtp

LOOPBACK = "127.0.0.1"
NAME = "mail.example"

TIMEOUT = 30.0
"""Seconds of real time; nothing on loopback takes longer."""

SHUTDOWN_REPLY = "421 4.3.2 the server is down for a while"


@dataclass(frozen=True, slots=True)
class SimulatedAttempt:
    """One attempt to send one letter, and its outcome."""

    at: datetime
    key: str
    outcome: Outcome


class SimulatedServer(Controller):
    """A mail server on a port of loopback, with the faults that are given, by the clock of the simulation."""

    def __init__(self, faults: Faults, clock: Callable[[], datetime], max_bytes: int) -> None:
        self._faults, self._clock, self._max_bytes = faults, clock, max_bytes
        super().__init__(_FaultyHandler(faults, clock), hostname=LOOPBACK, port=0, ready_timeout=TIMEOUT)

    def factory(self) -> asyncio.Protocol:
        """The server side of one connection."""
        if self._faults.is_down(self._clock()):
            return _ServerDown()
        return SMTP(self.handler, hostname=NAME, data_size_limit=self._max_bytes, enable_SMTPUTF8=False)

    def _trigger_server(self) -> None:
        """Takes over the port, which is known once the server listens."""
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types


class SimulatedSender(Smtp):
    """The SMTP sender, bound to a simulated server; every letter takes its real time on the made-up clock.

    It may work with a made-up clock, because it connects to loopback only, whatever the event says.
    """

    sends_real_mail = False

    def __init__(
        self,
        server: SimulatedServer,
        like: SmtpServer,
        clock: Callable[[], datetime],
        pause: Callable[[float], None],
        seconds: float,
    ) -> None:
        """
        Args:
            like: the event's mail server; its pace and limits are used, its address and login are not.
            pause: advances the made-up clock by so many seconds.
            seconds: that a letter takes.
        """
        bound = replace(
            like,
            host=LOOPBACK,
            port=server.port,
            tls=Tls.NONE,
            user="",
            ca_file="",
            timeout=TIMEOUT,
            timeout_after_data=TIMEOUT,
        )
        super().__init__(bound, "", lambda: clock().timestamp(), pause)
        self._clock = clock
        self._seconds = seconds
        self.attempts: list[SimulatedAttempt] = []

    def send(self, key: str, recipient: str, letter: bytes, on_stage: OnStage) -> Outcome:
        """Sends a letter, and keeps its outcome."""
        outcome = super().send(key, recipient, letter, on_stage)
        self._pause(self._seconds)
        self.attempts.append(SimulatedAttempt(self._clock(), key, outcome))
        return outcome


@contextmanager
def simulated_sender(
    like: SmtpServer, faults: Faults, clock: Callable[[], datetime], pause: Callable[[float], None], seconds: float
) -> Iterator[SimulatedSender]:
    """A sender with a server of its own until the block ends; arguments as for ``SimulatedSender``.

    Raises:
        MailError: the server does not start in time.
    """
    server = SimulatedServer(faults, clock, like.max_bytes)
    try:
        try:
            server.start()
        except TimeoutError:
            raise MailError(
                said("The simulated mail server does not answer within {TIMEOUT:.0f} seconds", TIMEOUT=TIMEOUT),
                where=f"{LOOPBACK}:{server.port}",
                todo="wait until this machine has less to do, and run the same command again",
            ) from None
        sender = SimulatedSender(server, like, clock, pause, seconds)
        yield sender
        sender.close()
    finally:
        server.stop(no_assert=True)


def random_faults(recipients: Sequence[str], opening: datetime, chance: Random) -> Faults:
    """A random but plausible mix of faults, for some of the recipients.

    Args:
        opening: the first run at which letters may be sent; the server is down in that hour or one of the next two.
    """
    hit = chance.sample(recipients, min(3, len(recipients)))
    lost, unknown, full = (*hit, "", "", "")[:3]
    domains = sorted({domain_of(each) for each in recipients if each not in hit})
    greylisted = chance.sample(domains, ceil(len(domains) / 4))
    hour = opening.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return Faults(frozenset(greylisted), full, unknown, lost, hour + timedelta(hours=chance.randrange(3)))


class _FaultyHandler:
    """Replies to every letter as the faults say, and keeps none."""

    def __init__(self, faults: Faults, clock: Callable[[], datetime]) -> None:
        self._faults, self._clock = faults, clock
        self._seen: dict[str, datetime] = {}
        self._lost = faults.lost

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._faults.is_down(self._clock()):
            await server.push(SHUTDOWN_REPLY)
            if server.transport is not None:
                server.transport.close()
            return SHUTDOWN_REPLY
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        since = self._clock() - self._seen.setdefault(address, self._clock())
        if address == self._faults.unknown:
            return "550 5.1.1 no such user here"
        if address == self._faults.full and since < MAILBOX_FULL_TIME:
            return "452 4.2.2 the mailbox is full"
        if domain_of(address) in self._faults.greylisted and since < GREYLISTING_TIME:
            return "451 4.7.1 greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self._lost in envelope.rcpt_tos:
            self._lost = ""
            if isinstance(server.transport, asyncio.WriteTransport):
                server.transport.abort()
        return "250 2.0.0 OK"


class _ServerDown(asyncio.Protocol):
    """The connection of a server that is down: it replies so, and hangs up."""

    def connection_made(self, transport: Any) -> None:
        transport.write(f"{SHUTDOWN_REPLY}\r\n".encode())
        transport.close()
