"""Writes in the audit log what an organiser did, which is done already: where that fails, the next page says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reportgen.errors import ReportgenError
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.storage.ledger import database
from reportgen.storage.ledger.audit import AuditLog

NOT_IN_LOG = (
    "Dit is gedaan, maar het staat niet in het logboek: daarin kon op de server net niet worden geschreven. Doe het "
    "niet nog eens; zeg de beheerder wat u deed, en vraag die om de schijf na te zien."
)


def record_done(
    audit: AuditLog,
    request: WebRequest,
    event: str,
    action: str,
    about: str,
    now: datetime,
    numbers: Sequence[int] = (),
) -> None:
    """Adds what an organiser did to the audit log, or tells them that it is done and does not stand there.

    Args:
        event: the key of the people, or that of the installation.
        about: as in the audit log.
        numbers: the participants it was about.
    """
    try:
        audit.append(event, request.organiser, action, about, now, numbers)
    except (ReportgenError, database.LedgerUnreadable):
        if all(each.text != NOT_IN_LOG for each in request.session.messages):
            flash(request, NOT_IN_LOG, "bad")
