"""Who comes in, who goes out, and who asks: the cookies, and the forms around them."""

from __future__ import annotations

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.forms import asked, sent
from reportgen.interfaces.web.passwords import is_right
from reportgen.interfaces.web.request import fits
from reportgen.interfaces.web.sessions import LoginSession
from reportgen.render.content.web_pages import web_page
from reportgen.storage.ledger import database

VISITOR, SESSION = "bezoek", "sessie"
"""Cookies: of a visitor who is nobody yet, and of someone who signed in."""

CLOSED = (
    "Inloggen kan nu niet: de gegevens van deze bijeenkomst zijn op de server niet te lezen. "
    "Vraag de beheerder om het grootboek terug te zetten, en probeer het dan nog eens."
)


async def sign_in(context: WebContext, request: Request) -> Response:
    """The form to sign in, and what becomes of it."""
    visitor = request.cookies.get(_cookie(context, VISITOR), "")
    try:
        if session_of(context, request):
            return to("/")
        if request.method != "POST":
            return _form(context, visitor)
        return await _judged(context, request, visitor)
    except (ReportgenError, database.Unreadable):  # who is nobody yet is told no more
        return _form(context, visitor, CLOSED, 503)


async def sign_out(context: WebContext, request: Request) -> Response:
    """The end of a session."""
    if session := session_of(context, request):
        await asked(request, session, form=True)
        context.sessions.end(request.cookies[_cookie(context, SESSION)])
    answer = to("/inloggen")
    _forget_cookie(context, answer, SESSION)
    return answer


def session_of(context: WebContext, request: Request, click: bool = True) -> LoginSession | None:
    """The session of who asks; None for nobody, and for who may not sign in any more.

    Args:
        click: a person asks, and not a page that is only open.
    """
    key = request.cookies.get(_cookie(context, SESSION))
    session = context.sessions.of(key, click) if key else None
    if key and session:
        organiser = context.organiser(session.name)
        if organiser is None or organiser.password != session.kept:
            context.sessions.end(key)
            return None
    return session


def to(path: str) -> RedirectResponse:
    """Go there."""
    return RedirectResponse(path, 303)


async def _judged(context: WebContext, request: Request, visitor: str) -> Response:
    fields, _ = await sent(request, files=0, fields=10, size=10_000)
    said = {name: values[-1] for name, values in fields.items()}
    if not visitor or not fits(said.get("bewijs", ""), context.sessions.token_for(visitor)):
        return _form(context, "", "De bladzijde was verlopen. Vul nog eens in.", 403)
    name, address = " ".join(said.get("naam", "").split())[:100], request.client.host if request.client else ""
    marks = (f"naam {name.casefold()}", f"van {address}")
    if not context.guesses.may_guess(*marks):
        return _form(context, visitor, "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier.", 429)
    organiser = await run_in_threadpool(context.organiser, name)
    kept = organiser.password if organiser else None
    if not await run_in_threadpool(is_right, kept, said.get("wachtwoord", "")) or kept is None:
        return _form(context, visitor, "Naam en wachtwoord horen niet bij elkaar.", 403)
    context.guesses.right(*marks)
    answer = to("/")
    _forget_cookie(context, answer, VISITOR)
    _set_cookie(context, answer, SESSION, context.sessions.begin(name, kept))
    return answer


def _form(context: WebContext, visitor: str, fault: str = "", code: int = 200) -> Response:
    visitor = visitor or secrets.token_urlsafe(32)
    token = context.sessions.token_for(visitor)
    answer = HTMLResponse(web_page("signing_in", title=context.title, token=token, fault=fault), code)
    _set_cookie(context, answer, VISITOR, visitor)
    return answer


def _cookie(context: WebContext, name: str) -> str:
    """By TLS the browser itself sees to it that no other host set it."""
    return f"__Host-{name}" if context.tls else name


def _set_cookie(context: WebContext, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(_cookie(context, name), value, httponly=True, samesite="strict", secure=context.tls, path="/")


def _forget_cookie(context: WebContext, answer: Response, name: str) -> None:
    """As it was set: a browser takes a ``__Host-`` cookie from nothing less, not even to forget it."""
    answer.delete_cookie(_cookie(context, name), httponly=True, samesite="strict", secure=context.tls, path="/")
