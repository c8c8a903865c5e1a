"""The routes: which page and which act has which address, and what surrounds each of them."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from reportgen.errors import ReportgenError
from reportgen.render.screen import duration, screen, screen_words
from reportgen.web import archive, figures, files, lists, overview, people, release, tables
from reportgen.web.asking import Ask, Elsewhere, File, Handler, NotLike, NotThere, Page, Upload, fits, query_in
from reportgen.web.office import Office, reason_of
from reportgen.web.passwords import is_right
from reportgen.web.safety import Guard, TooLarge
from reportgen.web.sessions import Session
from reportgen.web.work import State

SHOWN: dict[str, Handler] = {
    "/": overview.overview,
    "/deelnemers": people.participants,
    "/deelnemers/{number:int}": people.participant,
    "/deelnemers/{number:int}/brief/{edition:int}": people.letter,
    "/deelnemers/{number:int}/pakket/{edition:int}.pdf": people.pack,
    "/deelnemers/{number:int}/pakket/{edition:int}/{sheet:int}.png": people.picture,
    "/lijst": lists.new_list,
    "/tafels": tables.tables,
    "/tafels/verplaatsen": tables.look_at_move,
    "/cijfers": figures.figures,
    "/vrijgeven": release.release,
    "/archief": archive.archive,
    "/archief/{edition:int}": archive.edition,
    "/archief/{edition:int}.zip": archive.bag,
    "/werk": overview.work,
}
"""What is looked at, by address."""

DONE: dict[str, Handler] = {
    "/maken": overview.build,
    "/opnieuw": people.make_again,
    "/kiezen": release.choose,
    "/versturen": release.send_due,
    "/vrijgeven": release.let_go,
    "/deelnemers/{number:int}/proef": people.trial,
    "/deelnemers/{number:int}/intrekken": people.withdraw,
    "/deelnemers/{number:int}/opgelost": people.resolve,
    "/lijst": lists.bring_list,
    "/lijst/aannemen": lists.accept_list,
    "/lijst/weg": lists.leave_list,
    "/cijfers": figures.fetch_figures,
    "/tafels/verplaatsen": tables.move,
    "/archief/controleren": archive.verify_archive,
}
"""What is done, by address; each asks for the token of the session."""

BEAT = 15.0
"""Seconds without news after which a stream says that it is still there."""

LOOK = 0.4
"""Seconds between two looks at the work; a pack takes about as long."""

VISITOR, SESSION = "bezoek", "sessie"
"""Cookies: of a visitor who is nobody yet, and of someone who signed in."""


def app_for(office: Office, hosts: Collection[str]) -> Guard:
    """The whole page of an event.

    Args:
        hosts: the names under which it is called; any other is turned away.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(office.work.close)

    paths = dict.fromkeys((*SHOWN, *DONE))
    routes = [Route(path, partial(_answer, office), methods=_methods(path)) for path in paths]
    routes += [
        Route("/inloggen", partial(_signing_in, office), methods=["GET", "POST"]),
        Route("/uitloggen", partial(_signing_out, office), methods=["POST"]),
        Route("/werk/stand", partial(_standing, office)),
        Route("/werk/stroom", partial(_stream, office)),
        Route("/vast/{name}", files.fixed),
        Route("/favicon.ico", files.nothing),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            404: partial(_refused, 404),
            405: partial(_refused, 405),
            NotThere: partial(_refused, 404),
            NotLike: partial(_refused, 403),
            TooLarge: partial(_refused, 413),
            MultiPartException: partial(_refused, 400),
            ReportgenError: _stopped,
            Exception: partial(_refused, 500),
        },
    )
    return Guard(app, hosts, office.tls)


def _methods(path: str) -> list[str]:
    return [*(["GET"] if path in SHOWN else []), *(["POST"] if path in DONE else [])]


async def _answer(office: Office, request: Request) -> Response:
    """Who asks, what they ask, and the answer of the page or the act."""
    session = _session(office, request)
    if session is None:
        return _redirect("/inloggen")
    path = request.scope["route"].path
    done = request.method == "POST"
    ask = await _read(request, session, done)
    handler = DONE[path] if done else SHOWN[path]
    answer = await run_in_threadpool(handler, office, ask)
    match answer:
        case Page(html, code):
            return HTMLResponse(html, code)
        case Elsewhere(to):
            return _redirect(to)
        case File(passing=Path() as path):
            away = BackgroundTask(path.unlink, missing_ok=True)
            return FileResponse(path, media_type=answer.kind, headers=answer.headers(), background=away)
        case File():
            return Response(answer.content, media_type=answer.kind, headers=answer.headers())


async def _read(request: Request, session: Session, form: bool) -> Ask:
    """A request in plain values.

    Raises:
        NotLike: a form does not come from a page of this session.
    """
    try:
        query = query_in(request.scope["query_string"])
    except ValueError:
        raise NotThere from None
    places = {name: value for name, value in request.path_params.items() if value < 2**31}
    if len(places) < len(request.path_params):
        raise NotThere
    fields: dict[str, list[str]] = {}
    uploads: dict[str, Upload] = {}
    if form:
        _from_here(request)
        async with request.form(max_files=2, max_fields=20_000, max_part_size=100_000) as said:
            for name, value in said.multi_items():
                if isinstance(value, str):
                    fields.setdefault(name, []).append(value)
                else:
                    uploads[name] = Upload(value.filename or "", await value.read())
        if not fits(fields.get("bewijs", [""])[0], session.token):
            raise NotLike
    return Ask(session, request.url.path, places, query, fields, uploads)


def _from_here(request: Request) -> None:
    """A form of another site says so itself, if its browser does.

    Raises:
        NotLike: it comes from elsewhere.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].casefold() != request.headers.get("host", "").casefold():
        raise NotLike
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise NotLike


async def _signing_in(office: Office, request: Request) -> Response:
    if _session(office, request):
        return _redirect("/")
    visitor = request.cookies.get(_cookie(office, VISITOR), "")
    if request.method == "GET":
        return _form_to_sign_in(office, visitor)
    _from_here(request)
    async with request.form(max_files=0, max_fields=10, max_part_size=10_000) as form:
        said = {name: value for name, value in form.items() if isinstance(value, str)}
    if not visitor or not fits(said.get("bewijs", ""), office.sessions.token_for(visitor)):
        return _form_to_sign_in(office, "", "De bladzijde was verlopen. Vul nog eens in.", 403)
    name, address = " ".join(said.get("naam", "").split())[:100], request.client.host if request.client else ""
    marks = (f"naam {name.casefold()}", f"van {address}")
    if office.guesses.too_many(*marks):
        return _form_to_sign_in(
            office, visitor, "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier.", 429
        )
    organiser = await run_in_threadpool(office.organiser, name)
    right = await run_in_threadpool(is_right, organiser.password if organiser else None, said.get("wachtwoord", ""))
    if not right:
        office.guesses.wrong(*marks)
        return _form_to_sign_in(office, visitor, "Naam en wachtwoord horen niet bij elkaar.", 403)
    office.guesses.right(*marks)
    answer = _redirect("/")
    answer.delete_cookie(_cookie(office, VISITOR))
    _set_cookie(office, answer, SESSION, office.sessions.begin(name))
    return answer


def _form_to_sign_in(office: Office, visitor: str, fault: str = "", code: int = 200) -> Response:
    visitor = visitor or secrets.token_urlsafe(32)
    html = screen("signing_in", event=office.draft.event, token=office.sessions.token_for(visitor), fault=fault)
    answer = HTMLResponse(html, code)
    _set_cookie(office, answer, VISITOR, visitor)
    return answer


async def _signing_out(office: Office, request: Request) -> Response:
    if session := _session(office, request):
        await _read(request, session, form=True)
        office.sessions.end(request.cookies[_cookie(office, SESSION)])
    answer = _redirect("/inloggen")
    answer.delete_cookie(_cookie(office, SESSION))
    return answer


async def _standing(office: Office, request: Request) -> Response:
    if _session(office, request) is None:
        return JSONResponse({}, 403)
    return JSONResponse(_told(office.work.state))


async def _stream(office: Office, request: Request) -> Response:
    """The work as it goes on, as server-sent events."""
    if _session(office, request) is None:
        return JSONResponse({}, 403)

    async def news() -> AsyncIterator[str]:
        turn, quiet = -1, 0.0
        while not office.work.closing and not await request.is_disconnected():
            state = office.work.state
            if state.turn != turn:
                turn, quiet = state.turn, 0.0
                yield f"data: {json.dumps(_told(state))}\n\n"
            elif quiet >= BEAT:
                quiet = 0.0
                yield ": nog hier\n\n"
            await asyncio.sleep(LOOK)
            quiet += LOOK

    return StreamingResponse(news(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


def _told(state: State) -> dict[str, Any]:
    """How the work stands, with the words for it."""
    stage = screen_words()["stage"].get(state.stage, state.stage)
    return {**asdict(state), "stage": stage, "left": duration(state.left) if state.left else ""}


def _session(office: Office, request: Request) -> Session | None:
    key = request.cookies.get(_cookie(office, SESSION))
    session = office.sessions.of(key) if key else None
    if key and session and office.organiser(session.name) is None:
        office.sessions.end(key)
        return None
    return session


def _cookie(office: Office, name: str) -> str:
    """By TLS the browser itself sees to it that no other host set it."""
    return f"__Host-{name}" if office.tls else name


def _set_cookie(office: Office, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(_cookie(office, name), value, httponly=True, samesite="strict", secure=office.tls, path="/")


def _redirect(to: str) -> RedirectResponse:
    return RedirectResponse(to, 303)


async def _refused(code: int, request: Request, fault: Exception) -> Response:
    if isinstance(fault, ClientDisconnect):
        return Response(status_code=400)
    if isinstance(fault, HTTPException):
        code = fault.status_code
    return HTMLResponse(screen("refused", code=code, said=screen_words()["refused"].get(str(code), "")), code)


async def _stopped(request: Request, fault: Exception) -> Response:
    return HTMLResponse(screen("refused", code=500, said=reason_of(fault)), 500)
