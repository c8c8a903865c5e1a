"""Serves the web page with uvicorn; on shutdown the running job finishes its current step."""

from __future__ import annotations

from collections.abc import Collection
from types import FrameType

import uvicorn

from reportgen.interfaces.web.app import create_app
from reportgen.interfaces.web.context import WebContext

SHUTDOWN_SECONDS = 20
"""Time that open requests get on shutdown; a step of a running job takes as long as it needs."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class WebServer(uvicorn.Server):
    """The server of an event. On shutdown it stops the job runner first: event streams end only then.

    Args:
        host: the address to listen on; 127.0.0.1 is reachable from this machine only.
        names: host names that browsers may use, beside those of this machine.
    """

    def __init__(self, context: WebContext, host: str, port: int, names: Collection[str] = ()) -> None:
        self._context = context
        config = uvicorn.Config(
            create_app(context, {*LOOPBACK, host, *names}),
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            access_log=False,
            proxy_headers=context.tls,
            forwarded_allow_ips="127.0.0.1",
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        super().__init__(config)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins the shutdown; called on SIGINT and SIGTERM."""
        self._context.jobs.request_stop()
        super().handle_exit(sig, frame)


def serve(context: WebContext, host: str, port: int, names: Collection[str]) -> None:
    """Serves the page of an event until the process is told to stop; arguments as for WebServer."""
    WebServer(context, host, port, names).run()
    context.jobs.close()
