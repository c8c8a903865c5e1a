"""The routes: which page and which act has which address, and what surrounds each of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from python_multipart.exceptions import FormParserError
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from reportgen.errors import ReportgenError
from reportgen.interfaces.web import answers, archive, figures, files, lists, overview, people, release, tables
from reportgen.interfaces.web.auth import session_of, sign_in, sign_out, to
from reportgen.interfaces.web.context import WebContext, reason_of
from reportgen.interfaces.web.forms import asked
from reportgen.interfaces.web.middleware import SecurityMiddleware, TooLarge
from reportgen.interfaces.web.request import CsrfError, File, Handler, NotFound, Page, Redirect, Unreadable
from reportgen.interfaces.web.work import State
from reportgen.render.content.web_pages import duration_text, web_page
from reportgen.render.content.words import web_words
from reportgen.storage.ledger import database

SHOWN: dict[str, Handler] = {
    "/": overview.overview,
    "/deelnemers": people.participants,
    "/deelnemers/{number:count}": people.participant,
    "/deelnemers/{number:count}/brief/{edition:count}": people.letter,
    "/deelnemers/{number:count}/pakket/{edition:count}.pdf": people.pack,
    "/deelnemers/{number:count}/pakket/{edition:count}/{sheet:count}.png": people.picture,
    "/lijst": lists.new_list,
    "/tafels": tables.tables,
    "/tafels/verplaatsen": tables.look_at_move,
    "/cijfers": figures.figures,
    "/vrijgeven": release.release,
    "/antwoorden": answers.answers,
    "/antwoorden/verslag.pdf": answers.report_pdf,
    "/antwoorden/werkblad.xlsx": answers.report_workbook,
    "/archief": archive.archive,
    "/archief/{edition:count}": archive.edition,
    "/archief/{edition:count}.zip": archive.bag,
    "/werk": overview.work,
}
"""What is looked at, by address."""

DONE: dict[str, Handler] = {
    "/maken": overview.build,
    "/opnieuw": people.make_again,
    "/kiezen": release.choose,
    "/versturen": release.send_due,
    "/vrijgeven": release.let_go,
    "/deelnemers/{number:count}/proef": people.trial,
    "/deelnemers/{number:count}/intrekken": people.withdraw,
    "/deelnemers/{number:count}/opgelost": people.resolve,
    "/lijst": lists.bring_list,
    "/lijst/aannemen": lists.accept_list,
    "/lijst/weg": lists.leave_list,
    "/cijfers": figures.fetch_figures,
    "/tafels/verplaatsen": tables.move,
    "/antwoorden": answers.bring_answers,
    "/antwoorden/verslag": answers.report_answers,
    "/archief/controleren": archive.verify_archive,
}
"""What is done, by address; each asks for the token of the session."""

STREAM = "text/event-stream"

BEAT = 15.0
"""Seconds without news after which a stream says that it is still there."""

LOOK = 0.4
"""Seconds between two looks at the work; a pack takes about as long."""


class _Count(Convertor[int]):
    """A number of a participant, an edition or a page; longer ones are nobody's."""

    regex = "0{0,3}[1-9][0-9]{0,8}"

    def convert(self, value: str) -> int:
        """What an address says, as a number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """A number as an address says it."""
        return str(value)


register_url_convertor("count", _Count())


def app_for(context: WebContext, hosts: Collection[str]) -> SecurityMiddleware:
    """The whole page of an event.

    Args:
        hosts: the names under which it is called; any other is turned away.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(context.work.close)

    paths = dict.fromkeys((*SHOWN, *DONE))
    routes = [Route(path, partial(_answer, context), methods=_methods(path)) for path in paths]
    routes += [
        Route("/inloggen", partial(sign_in, context), methods=["GET", "POST"]),
        Route("/uitloggen", partial(sign_out, context), methods=["POST"]),
        Route("/werk/stand", partial(_standing, context)),
        Route("/werk/stroom", partial(_stream, context)),
        Route("/vast/{name}", files.fixed),
        Route("/favicon.ico", files.nothing),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            404: partial(_refused, 404),
            405: partial(_refused, 405),
            NotFound: partial(_refused, 404),
            CsrfError: partial(_refused, 403),
            TooLarge: partial(_refused, 413),
            **dict.fromkeys((Unreadable, MultiPartException, FormParserError), partial(_refused, 400)),
            **dict.fromkeys((ReportgenError, OSError, database.Unreadable), _stopped),
            Exception: partial(_refused, 500),
        },
    )
    app.router.redirect_slashes = False  # an address is what it is, and none of another's making
    return SecurityMiddleware(app, hosts, context.tls)


def _methods(path: str) -> list[str]:
    return [*(["GET"] if path in SHOWN else []), *(["POST"] if path in DONE else [])]


async def _answer(context: WebContext, request: Request) -> Response:
    """Who asks, what they ask, and the answer of the page or the act."""
    session = session_of(context, request)
    if session is None:
        return to("/inloggen")
    path = request.scope["route"].path
    done = request.method == "POST"
    ask = await asked(request, session, done)
    handler = DONE[path] if done else SHOWN[path]
    answer = await run_in_threadpool(handler, context, ask)
    match answer:
        case Page(html, code):
            return HTMLResponse(html, code)
        case Redirect(elsewhere):
            return to(elsewhere)
        case File(passing=Path() as path):
            away = BackgroundTask(path.unlink, missing_ok=True)
            return FileResponse(path, media_type=answer.kind, headers=answer.headers(), background=away)
        case File():
            return Response(answer.content, media_type=answer.kind, headers=answer.headers())


async def _standing(context: WebContext, request: Request) -> Response:
    if session_of(context, request, click=False) is None:
        return JSONResponse({}, 403)
    return JSONResponse(_told(context.work.state))


async def _stream(context: WebContext, request: Request) -> Response:
    """The work as it goes on, as server-sent events."""
    if session_of(context, request, click=False) is None:
        return JSONResponse({}, 403)
    if request.method != "GET":
        return Response(media_type=STREAM)

    async def news() -> AsyncIterator[str]:
        turn, quiet = -1, 0.0
        while not context.work.closing and not await request.is_disconnected():
            state = context.work.state
            if state.turn != turn:
                turn, quiet = state.turn, 0.0
                yield f"data: {json.dumps(_told(state))}\n\n"
            elif quiet >= BEAT:
                if session_of(context, request, click=False) is None:
                    return
                quiet = 0.0
                yield ": nog hier\n\n"
            await asyncio.sleep(LOOK)
            quiet += LOOK

    return StreamingResponse(news(), media_type=STREAM, headers={"X-Accel-Buffering": "no"})


def _told(state: State) -> dict[str, Any]:
    """How the work stands, with the words for it."""
    stage = web_words()["stage"].get(state.stage, state.stage)
    return {**asdict(state), "stage": stage, "left": duration_text(state.left) if state.left else ""}


async def _refused(code: int, request: Request, fault: Exception) -> Response:
    if isinstance(fault, ClientDisconnect):
        return Response(status_code=400)
    headers = None
    if isinstance(fault, HTTPException):
        code, headers = fault.status_code, fault.headers
    return HTMLResponse(web_page("refused", code=code, said=web_words()["refused"].get(str(code), "")), code, headers)


async def _stopped(_: Request, fault: Exception) -> Response:
    """The event, its ledger or its archive cannot be used as it is now."""
    return HTMLResponse(web_page("refused", code=503, said=reason_of(fault)), 503)
