"""The web application: routes, sessions, responses and error pages, inside the security middleware."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
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

from reportgen.config.timezone import ZONE
from reportgen.errors import ConfigurationError, LedgerDamaged, SourceError
from reportgen.interfaces.faults import ledger_fault
from reportgen.interfaces.web.access.auth import login_path, redirect_to, session_of, sign_in, sign_out
from reportgen.interfaces.web.access.welcome import welcome
from reportgen.interfaces.web.background.background_value import StillWorking
from reportgen.interfaces.web.background.job_events import job_events, job_state
from reportgen.interfaces.web.background.page_timeout import waiting_page
from reportgen.interfaces.web.context import EVENTS_PATH
from reportgen.interfaces.web.event_contexts import EventContexts
from reportgen.interfaces.web.forms import read_request
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.middleware import FRAMED_HEADERS, BodyTooLarge, SecurityMiddleware
from reportgen.interfaces.web.pages.event_file import fault_page
from reportgen.interfaces.web.request import CsrfError, MalformedForm, NotFound, WebRequest
from reportgen.interfaces.web.responses import Answer, File, Framed, Page, Redirect
from reportgen.interfaces.web.routes import ACTIONS, HOME_ACTIONS, HOME_PAGES, PAGES, SLOW, methods_of
from reportgen.interfaces.web.static_files import favicon, static_file
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS, error_message
from reportgen.render.content.web_pages import web_page
from reportgen.render.content.words import web_words
from reportgen.storage.ledger.copies import copies_beside

MAX_SLOW = 3
"""Slow handlers that run at once, see ``SLOW``; others wait for their turn, and do not keep a thread from the rest."""


MAX_COPIES = 5
"""Copies of a damaged ledger that are named: the newest."""


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


def create_app(contexts: EventContexts, hosts: Collection[str]) -> SecurityMiddleware:
    """The ASGI application of an installation.

    Args:
        hosts: the host names under which it answers.
    """

    installation = contexts.installation

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(contexts.close)

    slow = asyncio.Semaphore(MAX_SLOW)
    of_event, at_home = partial(_respond_event, contexts, slow), partial(_respond_home, installation, slow)
    routes = [
        *(
            Route(f"{EVENTS_PATH}/{{event:key}}{path}", of_event, methods=methods)
            for path, methods in methods_of(PAGES, ACTIONS).items()
        ),
        *(Route(path, at_home, methods=methods) for path, methods in methods_of(HOME_PAGES, HOME_ACTIONS).items()),
        Route(f"{EVENTS_PATH}/{{event:key}}", _to_overview),
        Route("/inloggen", partial(sign_in, installation), methods=["GET", "POST"]),
        Route("/welkom/{code}", partial(welcome, installation), methods=["GET", "POST"]),
        Route("/uitloggen", partial(sign_out, installation), methods=["POST"]),
        Route("/werk/stand", partial(job_state, installation)),
        Route("/werk/stroom", partial(job_events, installation)),
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
            **dict.fromkeys(STORAGE_FAULTS, partial(_unavailable_page, installation)),
            Exception: partial(_error_page, 500),
        },
    )
    app.router.redirect_slashes = False  # an address with another slash is not found, and redirects nowhere
    return SecurityMiddleware(app, hosts, installation.tls)


async def _respond_event(contexts: EventContexts, slow: asyncio.Semaphore, request: Request) -> Response:
    """A page or action of a meeting; its addresses begin with the key of the packs."""
    path, key = request.scope["route"].path, request.path_params["event"]
    path = path.removeprefix(f"{EVENTS_PATH}/{{event:key}}")

    def answer(web_request: WebRequest) -> Answer:
        context = contexts.get(key)
        if context is None:
            raise NotFound
        try:
            return (ACTIONS if request.method == "POST" else PAGES)[path](context, web_request)
        except StillWorking:
            return waiting_page(context, web_request)
        except (ConfigurationError, SourceError) as error:
            return fault_page(context, web_request, error)

    return await _respond(
        contexts.installation, request, answer, f"{EVENTS_PATH}/{key}", slow if path in SLOW else None
    )


async def _to_overview(request: Request) -> Response:
    """The address of a meeting without the slash at its end."""
    return redirect_to(f"{EVENTS_PATH}/{request.path_params['event']}/")


async def _respond_home(installation: Installation, slow: asyncio.Semaphore, request: Request) -> Response:
    """A page or action of the installation."""
    path = request.scope["route"].path
    handler = (HOME_ACTIONS if request.method == "POST" else HOME_PAGES)[path]
    return await _respond(installation, request, partial(handler, installation), "", slow if path in SLOW else None)


async def _respond(
    installation: Installation,
    request: Request,
    handler: Callable[[WebRequest], Answer],
    base: str,
    turn: asyncio.Semaphore | None,
) -> Response:
    """Checks the session, calls the handler in a thread, and turns its answer into a response.

    Args:
        base: beginning of the addresses that the handler knows without it.
        turn: what a slow handler waits for.
    """
    try:
        session = session_of(installation, request)
        if session is None:
            return redirect_to(login_path(request))
        web_request = await read_request(request, session, base, form=request.method == "POST")
        async with turn or nullcontext():
            answer = await run_in_threadpool(handler, web_request)
    except (ValueError, LookupError) as error:
        if (told := ledger_fault(error)) is not None:
            raise told from None
        raise
    finally:
        await request.close()  # and with it the uploads
    match answer:
        case Page(html, code):
            return HTMLResponse(html, code)
        case Redirect(target, of_meeting):
            return redirect_to(f"{base}{target}" if of_meeting else target)
        case Framed(html):
            return HTMLResponse(html, headers=FRAMED_HEADERS)
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


async def _unavailable_page(installation: Installation, _: Request, error: Exception) -> Response:
    """503: the event, its ledger or its archive cannot be used as it is now."""
    if isinstance(ledger_fault(error) or error, LedgerDamaged):
        copies = [each.astimezone(ZONE) for each in await run_in_threadpool(copies_beside, installation.paths.ledger)]
        job = installation.jobs.state
        work = job.title if job.running else ""
        return HTMLResponse(web_page("ledger_damaged", copies=copies[:MAX_COPIES], work=work), 503)
    return HTMLResponse(web_page("error", code=503, message=error_message(error)), 503)
