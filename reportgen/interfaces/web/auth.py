"""Login and logout: the login form, the session cookie, and the session of a request."""

from __future__ import annotations

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.forms import read_form, read_request
from reportgen.interfaces.web.passwords import password_matches
from reportgen.interfaces.web.request import token_matches
from reportgen.interfaces.web.sessions import LoginSession
from reportgen.render.content.web_pages import web_page
from reportgen.storage.ledger import database

VISITOR, SESSION = "bezoek", "sessie"
"""Names of the cookies: of a visitor before login (for the form's CSRF token), and of a session."""

LOGIN_UNAVAILABLE = (
    "Inloggen kan nu niet: de gegevens van deze bijeenkomst zijn op de server niet te lezen. "
    "Vraag de beheerder om het grootboek terug te zetten, en probeer het dan nog eens."
)


async def sign_in(context: WebContext, request: Request) -> Response:
    """GET: the login form. POST: checks name and password, and starts a session."""
    visitor = request.cookies.get(_cookie_name(context, VISITOR), "")
    try:
        if session_of(context, request):
            return redirect_to("/")
        if request.method != "POST":
            return _login_form(context, visitor)
        return await _check_login(context, request, visitor)
    except (ReportgenError, database.LedgerUnreadable):  # visitors are told no details
        return _login_form(context, visitor, LOGIN_UNAVAILABLE, 503)


async def sign_out(context: WebContext, request: Request) -> Response:
    """Ends the session."""
    if session := session_of(context, request):
        await read_request(request, session, form=True)
        context.sessions.end(request.cookies[_cookie_name(context, SESSION)])
    answer = redirect_to("/inloggen")
    _delete_cookie(context, answer, SESSION)
    return answer


def session_of(context: WebContext, request: Request, touch: bool = True) -> LoginSession | None:
    """The session of a request; None without one, and when the organiser was removed or has another password.

    Args:
        touch: whether the request counts as activity of a person; those of an open page do not.
    """
    key = request.cookies.get(_cookie_name(context, SESSION))
    session = context.sessions.get(key, touch) if key else None
    if key and session:
        organiser = context.organiser(session.name)
        if organiser is None or organiser.password != session.password_hash:
            context.sessions.end(key)
            return None
    return session


def redirect_to(path: str) -> RedirectResponse:
    """A redirect to a path of this site, to be requested with GET."""
    return RedirectResponse(path, 303)


async def _check_login(context: WebContext, request: Request, visitor: str) -> Response:
    fields, _ = await read_form(request, files=0, fields=10, size=10_000)
    values = {name: each[-1] for name, each in fields.items()}
    if not visitor or not token_matches(values.get("bewijs", ""), context.sessions.token_for(visitor)):
        return _login_form(context, "", "De bladzijde was verlopen. Vul nog eens in.", 403)
    name, address = " ".join(values.get("naam", "").split())[:100], request.client.host if request.client else ""
    keys = (f"naam {name.casefold()}", f"van {address}")
    if not context.login_throttle.allow(*keys):
        return _login_form(context, visitor, "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht een kwartier.", 429)
    organiser = await run_in_threadpool(context.organiser, name)
    stored = organiser.password if organiser else None
    if not await run_in_threadpool(password_matches, stored, values.get("wachtwoord", "")) or stored is None:
        return _login_form(context, visitor, "Naam en wachtwoord horen niet bij elkaar.", 403)
    context.login_throttle.reset(*keys)
    answer = redirect_to("/")
    _delete_cookie(context, answer, VISITOR)
    _set_cookie(context, answer, SESSION, context.sessions.start(name, stored))
    return answer


def _login_form(context: WebContext, visitor: str, error: str = "", code: int = 200) -> Response:
    visitor = visitor or secrets.token_urlsafe(32)
    token = context.sessions.token_for(visitor)
    answer = HTMLResponse(web_page("login", title=context.title, token=token, error=error), code)
    _set_cookie(context, answer, VISITOR, visitor)
    return answer


def _cookie_name(context: WebContext, name: str) -> str:
    """With TLS the ``__Host-`` prefix: browsers then accept the cookie from this host alone (RFC 6265bis)."""
    return f"__Host-{name}" if context.tls else name


def _set_cookie(context: WebContext, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(
        _cookie_name(context, name), value, httponly=True, samesite="strict", secure=context.tls, path="/"
    )


def _delete_cookie(context: WebContext, answer: Response, name: str) -> None:
    """With the attributes it was set with: browsers refuse to delete a ``__Host-`` cookie without them."""
    answer.delete_cookie(_cookie_name(context, name), httponly=True, samesite="strict", secure=context.tls, path="/")
