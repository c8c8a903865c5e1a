"""The server of the organiser's page: it ends by letting what is in hand be finished."""

from __future__ import annotations

from collections.abc import Collection
from types import FrameType

import uvicorn

from reportgen.interfaces.web.app import app_for
from reportgen.interfaces.web.context import WebContext

PATIENCE = 20
"""Seconds that requests get to end when the server closes; work in hand gets as long as it takes."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Server(uvicorn.Server):
    """Tells the work first: pages that follow it would keep the server open."""

    def __init__(self, config: uvicorn.Config, context: WebContext) -> None:
        super().__init__(config)
        self._office = context

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._office.work.leave()
        super().handle_exit(sig, frame)


def serve(context: WebContext, host: str, port: int, names: Collection[str]) -> None:
    """Serves an event until it is told to stop.

    Args:
        host: the address to listen on; only this machine hears 127.0.0.1.
        names: under which browsers call it, beside that of this machine itself.
    """
    config = uvicorn.Config(
        app_for(context, {*LOOPBACK, host, *names}),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        access_log=False,
        proxy_headers=context.tls,
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=PATIENCE,
    )
    _Server(config, context).run()
    context.work.close()
