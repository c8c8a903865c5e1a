"""Serves the web page with uvicorn; on shutdown the running job finishes its current step."""

from __future__ import annotations

import logging
import resource
import signal
from collections.abc import Collection
from dataclasses import replace
from types import FrameType

import uvicorn

from reportgen.domain.delivery.mail_server import LOOPBACK
from reportgen.interfaces.web.app import create_app
from reportgen.interfaces.web.connections import DEFAULT_LIMITS, BoundedConnection, ConnectionLimits, connections_with
from reportgen.interfaces.web.event_contexts import EventContexts
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.middleware import MAX_HEAD_BYTES

SHUTDOWN_SECONDS = 20
"""Time that open requests get on shutdown; a step of a running job takes as long as it needs."""

KEEP_ALIVE_SECONDS = 5
"""Time that a connection without a request stays open."""


class WebServer(uvicorn.Server):
    """The server of an installation. On shutdown it stops the job runner first: event streams end only then.

    Args:
        host: the address to listen on; 127.0.0.1 is reachable from this machine only.
        names: host names that browsers may use, beside those of this machine.
        limits: limits on connections; behind a proxy all come from one address, and that limit is the proxy's.
    """

    def __init__(
        self,
        installation: Installation,
        host: str,
        port: int,
        names: Collection[str] = (),
        limits: ConnectionLimits = DEFAULT_LIMITS,
    ) -> None:
        self.contexts = EventContexts(installation)
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        total = limits.total if soft == resource.RLIM_INFINITY else min(limits.total, soft // 4)
        limits = replace(limits, total=total, per_address=0 if installation.tls else limits.per_address)
        config = uvicorn.Config(
            create_app(self.contexts, {*LOOPBACK, host, *names}),
            host=host,
            port=port,
            http=connections_with(limits),
            ws="none",
            log_level="error",  # anyone can have uvicorn warn of requests that are none
            server_header=False,
            access_log=False,
            proxy_headers=installation.tls,
            forwarded_allow_ips=["127.0.0.1", "::1"],
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            h11_max_incomplete_event_size=MAX_HEAD_BYTES,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        logging.getLogger("python_multipart").setLevel(logging.ERROR)  # anyone can have it warn of forms that are none
        super().__init__(config)

    async def on_tick(self, counter: int) -> bool:
        """Ends connections that are too late; uvicorn calls it ten times a second."""
        for each in list(self.server_state.connections):
            if isinstance(each, BoundedConnection):
                each.end_if_late()
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins the shutdown; called on SIGINT and SIGTERM."""
        self.contexts.installation.jobs.request_stop()
        super().handle_exit(sig, frame)


def serve(installation: Installation, host: str, port: int, names: Collection[str]) -> None:
    """Serves the pages of an installation until the process is told to stop; arguments as for WebServer."""
    server = WebServer(installation, host, port, names)

    def hang_up(sig: int, frame: FrameType | None) -> None:
        server.handle_exit(signal.SIGTERM, frame)

    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # uvicorn handles the other signals itself
        signal.signal(signal.SIGHUP, hang_up)
    try:
        server.run()
    finally:
        server.contexts.close()
