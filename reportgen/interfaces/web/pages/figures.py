"""The figures: which tables of CBS are in use, and fetching newer ones."""

from __future__ import annotations

from time import monotonic
from typing import Any

from reportgen.application.figures.refresh import refresh
from reportgen.application.figures.refreshed import RefreshOutcome
from reportgen.errors import ReportgenError
from reportgen.interfaces.cbs_readers import cbs_readers
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.jobs import Progress
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Page, Redirect, page, start_job
from reportgen.sources.cbs.table_source import CBS_ADDRESS, CBS_V4_ADDRESS
from reportgen.storage.ledger.ledger import Ledger


def figures(context: WebContext, request: WebRequest) -> Page:
    """The tables in use, and how old they are."""
    max_age = context.loaded_event.settings.max_age
    return page(context, request, "figures", figures=tables_in_use(context), max_age=max_age)


def fetch_figures(context: WebContext, request: WebRequest) -> Redirect:
    """Fetches tables that CBS revised."""
    from reportgen.sources.cbs.odata import CbsOpenData  # imports pandas: only when needed

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        source = CbsOpenData(context.cbs or CBS_ADDRESS, monotonic)
        readers = cbs_readers(context.cbs or CBS_ADDRESS, context.cbs_v4 or CBS_V4_ADDRESS)
        tables, findings = refresh(context.workspace(ledger), source, False, progress, readers)
        new = sum(each.outcome is RefreshOutcome.FETCHED for each in tables)
        failed = sum(each.outcome is RefreshOutcome.FAILED for each in tables)
        message = f"{new} tabellen zijn nieuw, {len(tables) - new - failed} bleven zoals ze waren."
        if failed:
            return False, f"{message} {failed} konden niet worden opgehaald; de vorige cijfers blijven in gebruik."
        return not findings, message

    return start_job(context, request, "Cijfers ophalen bij het CBS", job, "refresh", path="/cijfers")


def tables_in_use(context: WebContext) -> list[dict[str, Any]]:
    """The tables in use, with ``days`` since they were fetched from CBS; empty when they cannot be read."""
    try:
        snapshot, kept = context.figures()
    except ReportgenError:
        return []
    today = context.clock().date()
    return [
        {
            "key": key,
            "title": source.title,
            "table": source.table,
            "reference": source.reference,
            "retrieved": source.retrieved,
            "days": (today - source.retrieved).days,
            "fetched": key in kept,
        }
        for key, source in snapshot.sources.items()
    ]
