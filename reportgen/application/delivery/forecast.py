"""Whether everything will have left in time, told while something can still be done about it."""

from __future__ import annotations

from datetime import datetime

from reportgen.config.settings import LoadedEvent
from reportgen.domain.delivery.projection import Projection, projection_of
from reportgen.domain.finding import Finding, Severity, finding
from reportgen.storage.ledger.ledger import Ledger


def projected_for(draft: LoadedEvent, ledger: Ledger, now: datetime, to_print: int = 0) -> Projection:
    """When the letters of an event will have left, at the pace that was measured."""
    key, server = draft.event.key, draft.settings.server
    least = 60 / server.per_minute if server and server.per_minute else 0.0
    return projection_of(ledger.deliveries(key), to_print, ledger.notes(key).pace(), least, draft.settings.rules, now)


def short(projection: Projection) -> list[Finding]:
    """A finding where the window is too short, or past with letters left."""
    if projection.in_time:
        return []
    return [
        finding(
            "window-short",
            Severity.DOUBTFUL,
            left=projection.letters_left,
            finish=f"{projection.finish:%d-%m-%Y %H:%M}",
            deadline=f"{projection.window.not_after:%d-%m-%Y %H:%M}",
        )
    ]
