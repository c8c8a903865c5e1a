"""The page behind a one-time link: a new organiser chooses a password, and the first one name and address too."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reportgen.application.organisers.accounts import (
    AccountRefused,
    accept_invitation,
    checked_address,
    checked_name,
    invitation_with,
)
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.access.auth import LOGIN_UNAVAILABLE, MAX_LOGIN_BYTES, redirect_to
from reportgen.interfaces.web.access.cookies import VISITOR, begin_session, cookie_name, set_cookie
from reportgen.interfaces.web.access.login_throttle import TooManyWaiting
from reportgen.interfaces.web.access.passwords import MAX_LENGTH, MIN_LENGTH, password_hash
from reportgen.interfaces.web.connections import network_of
from reportgen.interfaces.web.forms import at_most, read_form
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.request import token_matches
from reportgen.render.content.web_pages import web_page
from reportgen.render.content.words import web_words
from reportgen.storage.ledger import database

MAX_CODE = 100
"""Characters of a code; ours have 43."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What the page shows.

    Attributes:
        code: of the link; empty for one that lets nobody in.
        is_first: whether it is that of the first organiser, who fills in name and address too.
        faults: what is wrong, by field; of none in particular under an empty name.
    """

    code: str
    is_first: bool = False
    name: str = ""
    email: str = ""
    faults: dict[str, str] = field(default_factory=dict)


async def welcome(installation: Installation, request: Request) -> Response:
    """GET: the form of a link. POST: uses the link up, and starts the session of its person."""
    visitor = request.cookies.get(cookie_name(installation, VISITOR), "")
    code = request.path_params["code"]
    network = network_of(request.client.host if request.client else "")
    try:
        form = await run_in_threadpool(_form_of, installation, code)
        if not form.code:
            installation.login_throttle.failed(network)
            return _page(installation, form, visitor, 404)
        if request.method != "POST":
            return _page(installation, form, visitor)
        return await _accept(installation, request, form, visitor, network)
    except (ReportgenError, database.LedgerUnreadable):  # visitors are told no details
        return _page(installation, _Form(code, faults={"": LOGIN_UNAVAILABLE}), visitor, 503)


async def _accept(installation: Installation, request: Request, form: _Form, visitor: str, network: str) -> Response:
    fields, _ = await read_form(at_most(MAX_LOGIN_BYTES, request), files=0, fields=10, size=10_000)
    values = {name: each[-1] for name, each in fields.items()}
    if form.is_first:
        form = replace(form, name=values.get("naam", "")[:200], email=values.get("email", "")[:200])
    words = web_words()
    if not visitor or not token_matches(values.get("bewijs", ""), installation.login_sessions.token_for(visitor)):
        return _page(installation, replace(form, faults={"": words["welcome"]["stale"]}), "", 403)
    password = values.get("wachtwoord", "")
    if faults := _faults(form, password, values.get("herhaling", "")):
        return _page(installation, replace(form, faults=faults), visitor, 422)
    try:
        async with installation.login_throttle.turn(network, known_browser=False):
            name, stored = await run_in_threadpool(_use_link, installation, form, password)
    except TooManyWaiting:
        return _page(installation, replace(form, faults={"": words["login"]["crowded"]}), visitor, 429)
    except AccountRefused as refused:
        installation.login_throttle.failed(network)
        form = _Form("", faults={"": words["account_fault"][refused.code]})
        return _page(installation, form, visitor, 409)
    answer = redirect_to("/")
    begin_session(installation, answer, name, stored)
    return answer


def _form_of(installation: Installation, code: str) -> _Form:
    """The form of a code; without one where it lets nobody in."""
    if len(code) > MAX_CODE:
        return _Form("")
    audit = installation.ledger.audit()
    if installation.first and installation.first.is_open(audit, code):
        return _Form(code, is_first=True)
    found = invitation_with(audit, code, installation.clock())
    return _Form(code, False, found.name, found.email) if found else _Form("")


def _faults(form: _Form, password: str, again: str) -> dict[str, str]:
    """What is wrong with what was filled in, by field."""
    words, faults = web_words()["account_fault"], {}
    if form.is_first:
        for name, text, check in (("naam", form.name, checked_name), ("email", form.email, checked_address)):
            try:
                check(text)
            except AccountRefused as refused:
                faults[name] = words[refused.code]
    return faults | password_faults(password, again)


def password_faults(password: str, again: str) -> dict[str, str]:
    """What is wrong with a new password and its repetition, by field."""
    words = web_words()["account_fault"]
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return {"wachtwoord": words["password-length"].format(least=MIN_LENGTH, most=MAX_LENGTH)}
    return {} if password == again else {"herhaling": words["password-twice"]}


def _use_link(installation: Installation, form: _Form, password: str) -> tuple[str, str]:
    """Lets the person of a link in; their name, and the hash of their password.

    Raises:
        AccountRefused: the link was used, withdrawn or has expired in the meantime.
    """
    stored, now = password_hash(password), installation.clock()
    with installation.accounts() as audit:
        if form.is_first:
            assert installation.first is not None  # its code was asked for
            return installation.first.add(audit, form.name, form.email, stored, now).name, stored
        return accept_invitation(audit, form.code, stored, now), stored


def _page(installation: Installation, form: _Form, visitor: str, code: int = 200) -> Response:
    visitor = visitor or secrets.token_urlsafe(32)
    token = installation.login_sessions.token_for(visitor)
    answer = HTMLResponse(web_page("welcome", form=form, token=token, least=MIN_LENGTH), code)
    set_cookie(installation, answer, VISITOR, visitor)
    return answer
