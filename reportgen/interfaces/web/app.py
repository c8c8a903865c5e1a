"""The web application: routes, sessions, responses and error pages, inside the security middleware."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, nullcontext
from functools import partial

from python_multipart.exceptions import FormParserError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from reportgen.errors import ReportgenError
from reportgen.interfaces.web.auth import redirect_to, session_of, sign_in, sign_out
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.error_messages import error_message
from reportgen.interfaces.web.forms import read_request
from reportgen.interfaces.web.job_events import job_events, job_state
from reportgen.interfaces.web.middleware import BodyTooLarge, SecurityMiddleware
from reportgen.interfaces.web.request import CsrfError, MalformedForm, NotFound
from reportgen.interfaces.web.responses import File, Page, Redirect
from reportgen.interfaces.web.routes import ACTIONS, PAGES, SLOW
from reportgen.interfaces.web.static_files import favicon, static_file
from reportgen.render.content.web_pages import web_page
from reportgen.render.content.words import web_words
from reportgen.storage.ledger import database

MAX_SLOW = 3
"""Slow handlers that run at once, see ``SLOW``; others wait for their turn, and do not keep a thread from the rest."""


class FileStream(StreamingResponse):
    """A response with a file, which is closed, and with that deleted, whether the browser takes all of it or not."""

    def __init__(self, file: File) -> None:
        super().__init__(file.pieces(), media_type=file.media_type, headers=file.headers())
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._file.content.close()


def create_app(context: WebContext, hosts: Collection[str]) -> SecurityMiddleware:
    """The ASGI application of an event.

    Args:
        hosts: the host names under which it answers.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(context.close)

    slow = asyncio.Semaphore(MAX_SLOW)
    paths = dict.fromkeys((*PAGES, *ACTIONS))
    routes = [Route(path, partial(_respond, context, slow), methods=_methods(path)) for path in paths]
    routes += [
        Route("/inloggen", partial(sign_in, context), methods=["GET", "POST"]),
        Route("/uitloggen", partial(sign_out, context), methods=["POST"]),
        Route("/werk/stand", partial(job_state, context)),
        Route("/werk/stroom", partial(job_events, context)),
        Route("/vast/{name}", static_file),
        Route("/favicon.ico", favicon),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            HTTPException: partial(_error_page, 400),
            NotFound: partial(_error_page, 404),
            CsrfError: partial(_error_page, 403),
            BodyTooLarge: partial(_error_page, 413),
            **dict.fromkeys((MalformedForm, MultiPartException, FormParserError), partial(_error_page, 400)),
            ClientDisconnect: _nobody,
            **dict.fromkeys((ReportgenError, OSError, database.LedgerUnreadable), _unavailable_page),
            Exception: partial(_error_page, 500),
        },
    )
    app.router.redirect_slashes = False  # an address with another slash is not found, and redirects nowhere
    return SecurityMiddleware(app, hosts, context.tls)


def _methods(path: str) -> list[str]:
    return [*(["GET"] if path in PAGES else []), *(["POST"] if path in ACTIONS else [])]


async def _respond(context: WebContext, slow: asyncio.Semaphore, request: Request) -> Response:
    """Checks the session, calls the handler in a thread, and turns its answer into a response."""
    session = session_of(context, request)
    if session is None:
        return redirect_to("/inloggen")
    path = request.scope["route"].path
    is_action = request.method == "POST"
    handler = ACTIONS[path] if is_action else PAGES[path]
    try:
        web_request = await read_request(request, session, form=is_action)
        async with slow if path in SLOW else nullcontext():
            answer = await run_in_threadpool(handler, context, web_request)
    finally:
        await request.close()  # and with it the uploads
    match answer:
        case Page(html, code):
            return HTMLResponse(html, code)
        case Redirect(target):
            return redirect_to(target)
        case File():
            return FileStream(answer)


async def _error_page(code: int, request: Request, error: Exception) -> Response:
    headers = None
    if isinstance(error, HTTPException):
        code, headers = error.status_code, error.headers
    message = web_words()["error"].get(str(code), "")
    return HTMLResponse(web_page("error", code=code, message=message), code, headers)


async def _nobody(_: Request, error: Exception) -> Response:
    """The browser left, or was too late, while it sent a form: nobody reads the response."""
    return Response(status_code=400)


async def _unavailable_page(_: Request, error: Exception) -> Response:
    """503: the event, its ledger or its archive cannot be used as it is now."""
    return HTMLResponse(web_page("error", code=503, message=error_message(error)), 503)
