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


class _Server(uvicorn.Server):
    """Stops the job runner first: event streams end only then, and would keep the server open."""

    def __init__(self, config: uvicorn.Config, context: WebContext) -> None:
        super().__init__(config)
        self._context = context

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._context.jobs.request_stop()
        super().handle_exit(sig, frame)


def serve(context: WebContext, host: str, port: int, names: Collection[str]) -> None:
    """Serves the page of an event until the process is told to stop.

    Args:
        host: the address to listen on; 127.0.0.1 is reachable from this machine only.
        names: host names that browsers may use, beside those of this machine.
    """
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
    _Server(config, context).run()
    context.jobs.close()
