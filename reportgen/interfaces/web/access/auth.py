"""Login and logout: the login form, the session cookie, and the session of a request."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from math import ceil
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from reportgen.errors import ReportgenError
from reportgen.interfaces.web.access.cookies import (
    SESSION,
    VISITOR,
    begin_session,
    browser_cookie,
    cookie_name,
    delete_cookie,
    set_cookie,
)
from reportgen.interfaces.web.access.login_sessions import LoginSession
from reportgen.interfaces.web.access.login_throttle import TooManyWaiting
from reportgen.interfaces.web.access.passwords import browser_proof, password_matches
from reportgen.interfaces.web.connections import network_of
from reportgen.interfaces.web.forms import at_most, read_form, read_request
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.request import local_path, token_matches
from reportgen.render.content.web_pages import wait_text, web_page
from reportgen.render.content.words import web_words
from reportgen.storage.ledger import database

MAX_LOGIN_BYTES = 100_000
"""Bytes of a login form."""

LOGIN_UNAVAILABLE = (
    "Inloggen kan nu niet: de gegevens van deze bijeenkomst zijn op de server niet te lezen. "
    "Vraag de beheerder om het grootboek terug te zetten, en probeer het dan nog eens."
)


async def sign_in(installation: Installation, request: Request) -> Response:
    """GET: the login form. POST: checks name and password, and starts a session."""
    visitor = request.cookies.get(cookie_name(installation, VISITOR), "")
    try:
        if session_of(installation, request):
            return redirect_to("/")
        if request.method != "POST":
            asked, words = request.query_params, web_words()
            ended = words["account_fault"]["password-locked"] if "fout" in asked else ""
            ended = words["login"]["lost"] if "niets" in asked else ended
            return _login_form(installation, visitor, ended, back=asked.get("terug", "/"))
        return await _check_login(installation, request, visitor)
    except (ReportgenError, database.LedgerUnreadable):  # visitors are told no details
        return _login_form(installation, visitor, LOGIN_UNAVAILABLE, 503)


async def sign_out(installation: Installation, request: Request) -> Response:
    """Ends the session."""
    if session := session_of(installation, request):
        await read_request(request, session, "", form=True)
        installation.login_sessions.end(request.cookies[cookie_name(installation, SESSION)])
    answer = redirect_to("/inloggen")
    delete_cookie(installation, answer, SESSION)
    return answer


def session_of(installation: Installation, request: Request, touch: bool = True) -> LoginSession | None:
    """The session of a request; None without one, and when the organiser was removed or has another password.

    Args:
        touch: whether the request counts as activity of a person; those of an open page do not.
    """
    key = request.cookies.get(cookie_name(installation, SESSION))
    session = installation.login_sessions.get(key, touch) if key else None
    if key and session:
        organiser = installation.organiser(session.name)
        if organiser is None or organiser.password != session.password_hash:
            installation.login_sessions.end(key)
            return None
    return session


def login_path(request: Request) -> str:
    """The address of the login form for who has no session: it leads back to a page, or tells that nothing was done."""
    path = request.url.path
    if request.method == "POST":
        return "/inloggen?niets=gedaan"
    return f"/inloggen?terug={quote(path)}" if request.method == "GET" and path != "/" else "/inloggen"


def redirect_to(path: str) -> RedirectResponse:
    """A redirect to a path of this site, to be requested with GET."""
    return RedirectResponse(path, 303)


async def _check_login(installation: Installation, request: Request, visitor: str) -> Response:
    fields, _ = await read_form(at_most(MAX_LOGIN_BYTES, request), files=0, fields=10, size=10_000)
    values = {name: each[-1] for name, each in fields.items()}
    back = values.get("terug", "/")
    form = partial(_login_form, installation, back=back)
    if not visitor or not token_matches(values.get("bewijs", ""), installation.login_sessions.token_for(visitor)):
        return form("", "De bladzijde was verlopen. Vul nog eens in.", 403)
    name = " ".join(values.get("naam", "").split())[:100]
    organiser = await run_in_threadpool(installation.organiser, name)
    stored = organiser.password if organiser else None
    network = network_of(request.client.host if request.client else "")
    proof = _browser_proof(installation, request, name, stored)
    throttle, key = installation.login_throttle, _throttle_key(installation, name, network, proof)
    try:
        if wait := throttle.locked_for(key):
            return _locked_form(form, visitor, wait)
        async with throttle.turn(network, bool(proof)):
            if wait := throttle.locked_for(key):  # by others that had their turn first
                return _locked_form(form, visitor, wait)
            throttle.count_attempt(key)
            right = await run_in_threadpool(password_matches, stored, values.get("wachtwoord", ""))
    except TooManyWaiting:
        return form(visitor, web_words()["login"]["crowded"], 429, retry_after=5)
    if not right or stored is None:
        throttle.failed(network)
        if wait := throttle.locked_for(key):
            return _locked_form(form, visitor, wait, 403, web_words()["login"]["wrong"])
        return form(visitor, web_words()["login"]["wrong"], 403)
    throttle.succeeded(key, name.casefold(), network)
    answer = redirect_to(local_path(back))
    begin_session(installation, answer, name, stored, proof)
    return answer


def _browser_proof(installation: Installation, request: Request, name: str, stored: str | None) -> str:
    """The proof that this organiser logged in with this browser before; empty when the browser has none."""
    proof = request.cookies.get(cookie_name(installation, browser_cookie(name)), "")
    nonce = proof.partition(".")[0]
    return proof if stored and nonce and token_matches(proof, browser_proof(stored, name, nonce)) else ""


def _throttle_key(installation: Installation, name: str, network: str, proof: str) -> str:
    """What failures are counted for: the account, or apart from all others a browser or address that is known."""
    folded = name.casefold()
    if proof:
        return f"{folded}\nbrowser {proof}"
    return f"{folded}\naddress {network}" if installation.login_throttle.is_known(folded, network) else folded


def _locked_form(
    form: Callable[..., Response], visitor: str, wait: float, code: int = 429, before: str = ""
) -> Response:
    """The login form, with how long to wait.

    Args:
        wait: seconds.
        before: what is said first.
    """
    locked = web_words()["login"]["locked"].format(wait=wait_text(wait))
    return form(visitor, f"{before} {locked}".strip(), code, ceil(wait))


def _login_form(
    installation: Installation, visitor: str, error: str = "", code: int = 200, retry_after: int = 0, back: str = "/"
) -> Response:
    visitor = visitor or secrets.token_urlsafe(32)
    token = installation.login_sessions.token_for(visitor)
    is_new = installation.first is not None and code == 200 and not installation.ledger.audit().organisers()
    answer = HTMLResponse(
        web_page("login", title=installation.title, token=token, error=error, back=local_path(back), is_new=is_new),
        code,
    )
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    set_cookie(installation, answer, VISITOR, visitor)
    return answer
