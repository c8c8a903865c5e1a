"""Brings a file with own figures into a meeting."""

from __future__ import annotations

from reportgen.application.settings.own_figures_file import bring_own_figures
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Redirect
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.web_pages import finding_sentences

PATH = "/instellingen/cijfers"

SHOWN = 3
"""Findings that the message tells; the page with figures tells all."""


def upload_own_figures(context: WebContext, request: WebRequest) -> Redirect:
    """Tries an uploaded file with own figures, and keeps it where it can be read."""
    upload = request.files.get("bestand")
    if upload is None or not upload.name or not upload.size:
        flash(request, "Kies een bestand met eigen cijfers.", "bad", about="bestand")
        return Redirect(PATH)
    instead = request.field("instead")
    try:
        with context.writable_ledger() as ledger:
            brought = bring_own_figures(
                context.folder,
                upload.name,
                upload.read(),
                instead,
                context.paths,
                request.organiser,
                context.clock(),
            )
            context.record(ledger, request, "settings", "Eigen cijfers")
    except (ReportgenError, OSError) as error:
        flash(request, f"Er is niets bewaard. {error_message(error)}", "bad", about="bestand")
        return Redirect(PATH)
    said = finding_sentences(brought.findings, SHOWN)
    flash(request, f"Bewaard als {brought.name}.{said}")
    return Redirect(PATH)
