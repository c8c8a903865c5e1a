"""The home page: all meetings of the installation; and putting away what the last job said."""

from __future__ import annotations

from reportgen.application.organisers.accounts import INSTALLATION
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.request import WebRequest, local_path
from reportgen.interfaces.web.responses import Page, Redirect, home_page
from reportgen.interfaces.web.rows.audit_lines import MAX_ENTRIES, audit_lines
from reportgen.interfaces.web.rows.meeting_rows import meeting_row


def home(installation: Installation, request: WebRequest) -> Page:
    """All meetings with what waits in each, those to come first."""
    ledger, today = installation.ledger, installation.clock().date()
    rows = [meeting_row(each, today, installation.list_checks) for each in installation.listed_meetings()]
    return home_page(
        installation,
        request,
        "home",
        coming=[row for row in rows if not row.is_past],
        past=[row for row in rows if row.is_past],
        alone=len(ledger.audit().organisers()) == 1,
        audit=audit_lines(ledger.audit().entries(INSTALLATION, most=MAX_ENTRIES), 5),
    )


def dismiss_job(installation: Installation, request: WebRequest) -> Redirect:
    """Puts away what the last job said, for this organiser; the focus, which was on it, goes on at the content."""
    request.session.dismissed = installation.jobs.state.version
    path = local_path(request.fields.get("terug", ["/"])[0])
    return Redirect(f"{path.partition('#')[0]}#inhoud")
