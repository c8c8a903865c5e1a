"""Forecasts when all letters of an event will have left, and warns where the window is too short."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.application.workspace import Workspace
from reportgen.domain.delivery.projection import Projection, projection_of
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.finding import Finding, Severity, finding


def projection_for(workspace: Workspace, to_print: int = 0, letters: Sequence[Delivery] | None = None) -> Projection:
    """The projected end of delivery, at the measured pace.

    Args:
        to_print: how many packs are still to be printed.
        letters: all of them, where the caller has read them.
    """
    ledger, server = workspace.ledger, workspace.settings.server
    seconds_per_letter = 60 / server.per_minute if server and server.per_minute else 0.0
    return projection_of(
        ledger.deliveries(workspace.key) if letters is None else letters,
        to_print,
        ledger.notes(workspace.key).pace(),
        seconds_per_letter,
        workspace.settings.rules,
        workspace.moment,
    )


def window_findings(projection: Projection) -> list[Finding]:
    """A finding where letters will be left when the window closes."""
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
