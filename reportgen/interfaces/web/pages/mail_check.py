"""Tries the mail server of a meeting: whether it can be reached, is to be trusted and lets us in; nothing is sent."""

from __future__ import annotations

from time import monotonic

from reportgen.application.passwords import SMTP_HOST, has_smtp_password, servers_text
from reportgen.application.settings.try_mail import try_mail_server
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Redirect
from reportgen.render.content.web_pages import file_size_text
from reportgen.render.content.words import web_words


def mail_server_facts() -> dict[str, object]:
    """Whether the server has a password for the mail server, and for which ones it is."""
    return {"password": has_smtp_password(), "allowed": servers_text(SMTP_HOST)}


def try_mail(context: WebContext, request: WebRequest) -> Redirect:
    """Tries the connection to the mail server as it was saved."""
    trial = try_mail_server(context.folder, monotonic)
    words = web_words()["mail_trial"]
    facts = {"host": trial.host, "port": trial.port, "user": trial.user, "said": trial.said, "allowed": trial.allowed}
    text = words[trial.outcome].format(**facts)
    is_good = trial.outcome in ("good", "plain")
    if is_good and trial.max_bytes:
        text += f" Brieven tot {file_size_text(trial.max_bytes)} neemt hij aan."
    flash(request, text, "good" if is_good else "bad")
    return Redirect("/instellingen/mailserver")
