"""The page with who may sign in: colleagues are added by a one-time link, and everyone changes their own password."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from reportgen.application.organisers import accounts
from reportgen.application.organisers.accounts import INSTALLATION, AccountRefused
from reportgen.interfaces.web.access.passwords import MIN_LENGTH, password_hash, password_matches
from reportgen.interfaces.web.access.welcome import password_faults
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.request import NotFound, WebRequest, flash
from reportgen.interfaces.web.responses import Answer, Page, Redirect, home_page
from reportgen.interfaces.web.rows.audit_lines import MAX_ENTRIES, audit_lines
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS, error_message
from reportgen.render.content.web_pages import moment_text
from reportgen.render.content.words import web_words
from reportgen.storage.ledger.audit import AuditLog
from reportgen.storage.ledger.invitations import Invitation

MAX_WRONG = 5
"""Wrong passwords of now in one session, after which it ends: logging in again has its own limits."""

FIELDS = {"name": "naam", "email": "email"}
"""Names of the fields of the form, by what they are of an account."""

NOTHING: Mapping[str, str] = {}


def organisers(installation: Installation, request: WebRequest) -> Page:
    """Who may sign in, who was invited, and what happened to that."""
    return _page(installation, request)


def invite(installation: Installation, request: WebRequest) -> Answer:
    """Makes a link for a colleague and shows it, once; with faults the form again, as it was filled in."""
    values = {name: request.field(name) for name in ("naam", "email")}
    try:
        with installation.accounts() as audit:
            links = {each.name.casefold(): each for each in audit.invitations().all()}
            made = accounts.invite_colleague(
                audit, values["naam"], values["email"], request.organiser, installation.clock()
            )
    except AccountRefused as refused:
        faults = {FIELDS[refused.field]: web_words()["account_fault"][refused.code]}
        return _page(installation, request, values, faults)
    except STORAGE_FAULTS as error:
        _tell(request, error)
        return _page(installation, request, values)
    if earlier := links.get(made[0].name.casefold()):
        flash(request, f"De link die {earlier.inviter} eerder voor {earlier.email} maakte, werkt niet meer.")
    return _link_page(installation, request, *made)


def renew_link(installation: Installation, request: WebRequest) -> Answer:
    """Makes another link for somebody who may sign in, or was invited, and shows it, once."""
    try:
        with installation.accounts() as audit:
            made = accounts.renew_password(audit, request.field("naam"), request.organiser, installation.clock())
    except (AccountRefused, *STORAGE_FAULTS) as error:
        _tell(request, error)
        return Redirect("/organisatoren")
    return _link_page(installation, request, *made)


def withdraw_link(installation: Installation, request: WebRequest) -> Redirect:
    """Withdraws a link that was not used."""
    name = request.field("naam")
    return _done(
        installation,
        request,
        lambda audit: accounts.withdraw_invitation(audit, name, request.organiser, installation.clock()),
        f"De link voor {name} werkt niet meer.",
    )


def confirm_removal(installation: Installation, request: WebRequest) -> Answer:
    """Asks whether somebody is really not to sign in any more; ``?naam=NAME`` says who."""
    if not (name := request.query.get("naam", "")):
        return Redirect("/organisatoren")
    organiser = installation.organiser(name)
    if organiser is None:
        raise NotFound
    is_last = len(installation.ledger.audit().organisers()) == 1
    return home_page(installation, request, "remove_organiser", who=organiser, is_last=is_last)


def remove(installation: Installation, request: WebRequest) -> Redirect:
    """Lets somebody not sign in any more."""
    name = request.field("naam")
    return _done(
        installation,
        request,
        lambda audit: accounts.remove_organiser(audit, name, request.organiser, installation.clock()),
        f"{name} kan niet meer inloggen.",
    )


def change_own_password(installation: Installation, request: WebRequest) -> Answer:
    """Gives the organiser another password; other browsers in which they are signed in have to sign in again."""
    old, new, again = (request.fields.get(each, [""])[0] for each in ("nu", "wachtwoord", "herhaling"))
    organiser = installation.organiser(request.organiser)
    if organiser is None:
        raise NotFound
    words = web_words()["account_fault"]
    faults = password_faults(new, again)
    if not password_matches(organiser.password, old):
        request.session.wrong_passwords += 1
        if request.session.wrong_passwords >= MAX_WRONG:
            request.session.password_hash = ""  # which ends it
            return Redirect("/inloggen?fout=wachtwoord")
        faults = {"nu": words["password-wrong"]}
    if faults:
        return _page(installation, request, faults=faults)
    stored = password_hash(new)
    try:
        with installation.accounts() as audit:
            accounts.change_password(audit, organiser, stored, installation.clock())
    except AccountRefused:
        flash(request, "Uw wachtwoord was net al veranderd.", "bad")
        return Redirect("/organisatoren")
    except STORAGE_FAULTS as error:
        _tell(request, error)
        return Redirect("/organisatoren")
    request.session.password_hash, request.session.wrong_passwords = stored, 0
    flash(request, "Uw wachtwoord is veranderd.")
    return Redirect("/organisatoren")


def _done(installation: Installation, request: WebRequest, do: Callable[[AuditLog], None], said: str) -> Redirect:
    """Changes who may sign in, and tells that it was done or why not."""
    try:
        with installation.accounts() as audit:
            do(audit)
    except (AccountRefused, *STORAGE_FAULTS) as error:
        _tell(request, error)
    else:
        flash(request, said)
    return Redirect("/organisatoren")


def _tell(request: WebRequest, error: Exception) -> None:
    """Says why nothing was changed."""
    words = web_words()["account_fault"]
    flash(request, words[error.code] if isinstance(error, AccountRefused) else error_message(error), "bad")


def _page(
    installation: Installation,
    request: WebRequest,
    values: Mapping[str, str] = NOTHING,
    faults: Mapping[str, str] = NOTHING,
) -> Page:
    """The page.

    Args:
        values: what was filled in for a colleague, by field.
        faults: what is wrong with what was filled in, by field.
    """
    audit = installation.ledger.audit()
    everyone = audit.organisers()
    names = {each.name for each in everyone}
    links = audit.invitations().all()
    made = home_page(
        installation,
        request,
        "organisers",
        values=values,
        faults=faults,
        everyone=sorted(everyone, key=lambda each: each.name.casefold()),
        invited=[each for each in links if each.name not in names],
        renewed={each.name: each for each in links if each.name in names},
        now=installation.clock(),
        least=MIN_LENGTH,
        audit=audit_lines(audit.entries(INSTALLATION, most=MAX_ENTRIES), 10),
    )
    return Page(made.html, 422 if faults else 200)


def _link_page(installation: Installation, request: WebRequest, invitation: Invitation, code: str) -> Page:
    """The page that shows a link, which nobody can look up afterwards."""
    link = f"{'https' if installation.tls else 'http'}://{request.host}/welkom/{code}"
    until = moment_text(invitation.expires)
    mail = web_words()["invitation_mail"]
    text = mail["text"].format(name=invitation.name, link=link, until=until, by=request.organiser)
    address = f"mailto:{invitation.email}?subject={quote(mail['subject'])}&body={quote(text)}"
    is_known = installation.organiser(invitation.name) is not None
    return home_page(
        installation,
        request,
        "organiser_link",
        invitation=invitation,
        link=link,
        mail_address=address,
        is_known=is_known,
    )
