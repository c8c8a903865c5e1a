"""What pages say of a changed file of a meeting: who else changed it meanwhile, and how to put back what there was."""

from __future__ import annotations

from reportgen.interfaces.web.access.login_sessions import Undo
from reportgen.interfaces.web.context import WebContext
from reportgen.render.content.web_pages import moment_text
from reportgen.storage.versions import Version, versions_of

RESTORE = "/instellingen/versies/terug"
"""Where a version is put back."""


def changed_meanwhile(what: str, newest: Version | None) -> str:
    """The sentence that somebody else changed a file since a form was opened.

    Args:
        what: what it is called, with its article.
        newest: version of the file, as far as one is kept.
    """
    who = newest.who if newest and newest.who else "Iemand"
    when = f" ({moment_text(newest.at)})" if newest else ""
    return f"{who} heeft {what} intussen ook veranderd{when}. Er is nog niets van u bewaard."


def newest_version(context: WebContext, name: str) -> Version | None:
    """The newest version of a file; None where none is kept."""
    return next(iter(versions_of(context.folder, name)), None)


def undo_of_change(context: WebContext, name: str) -> Undo | None:
    """The form that puts back what a file was before its newest version; None where that is not kept."""
    newest, before, *_ = (*versions_of(context.folder, name), None, None)
    if newest is None or before is None or before.gone:
        return None
    return Undo(f"{context.base}{RESTORE}", {"versie": str(before.number), "stand": newest.digest})
