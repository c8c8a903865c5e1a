"""The home page: all meetings of the installation; and putting away what the last job said."""

from __future__ import annotations

from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.request import WebRequest, local_path
from reportgen.interfaces.web.responses import Page, Redirect, home_page


def home(installation: Installation, request: WebRequest) -> Page:
    """All meetings."""
    keys = [folder.name for folder in installation.event_folders()]
    return home_page(installation, request, "home", keys=keys)


def dismiss_job(installation: Installation, request: WebRequest) -> Redirect:
    """Puts away what the last job said, for this organiser."""
    request.session.dismissed = installation.jobs.state.version
    path = request.fields.get("terug", ["/"])[0]
    return Redirect(local_path(path))
