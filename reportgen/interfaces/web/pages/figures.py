"""The figures: what the packs are about, from which tables, and fetching newer ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from time import monotonic
from typing import Any

from reportgen.application.figures.event_figures import EventFigures
from reportgen.application.figures.figure_ages import figure_ages
from reportgen.application.figures.refresh import refresh
from reportgen.application.figures.refreshed import RefreshOutcome
from reportgen.errors import ReportgenError
from reportgen.interfaces.cbs_readers import cbs_readers
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.background.page_timeout import figures_for_page
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest
from reportgen.interfaces.web.responses import Page, Redirect, page, start_job
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.sources.cbs.table_source import CBS_ADDRESS, CBS_V4_ADDRESS
from reportgen.sources.cbs.table_store import StoredTable
from reportgen.storage.ledger.ledger import Ledger


def figures(context: WebContext, request: WebRequest) -> Page:
    """The subject with its figures and their years, and the tables in use with how old they are."""
    loaded = context.loaded_event
    try:
        known, fetched = figures_for_page(context, request)
    except ReportgenError as fault:
        empty: dict[str, Any] = {"findings": (), "measures": (), "ages": (), "tables": (), "max_age": None}
        return page(context, request, "figures", fault=error_message(fault), **empty)
    subject, day = known.figures.subject, loaded.event.day
    return page(
        context,
        request,
        "figures",
        fault="",
        subject=subject.title if subject else "",
        division=known.figures.data.day.isoformat(),
        count=len(known.figures.data.municipalities),
        ages=figure_ages(known, day),
        measures=[
            {
                "title": measure.title,
                "year": known.figures.year(key),
                "count": len(known.figures.values(key)),
                "source": known.sources.get(known.figures.source(key)),
            }
            for key, measure in known.figures.measures.items()
        ],
        findings=known.findings,
        meeting=day.isoformat(),
        tables=tables_in_use(known, fetched, context.clock().date()),
        max_age=loaded.settings.max_age,
    )


def fetch_figures(context: WebContext, request: WebRequest) -> Redirect:
    """Fetches tables that CBS revised."""
    from reportgen.sources.cbs.odata import CbsOpenData  # imports pandas: only when needed

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        source = CbsOpenData(context.installation.cbs or CBS_ADDRESS, monotonic)
        readers = cbs_readers(context.installation.cbs or CBS_ADDRESS, context.installation.cbs_v4 or CBS_V4_ADDRESS)
        tables, findings = refresh(context.workspace(ledger), source, False, progress, readers)
        new = sum(each.outcome is RefreshOutcome.FETCHED for each in tables)
        failed = sum(each.outcome is RefreshOutcome.FAILED for each in tables)
        message = f"{new} tabellen zijn nieuw, {len(tables) - new - failed} bleven zoals ze waren."
        if failed:
            return False, f"{message} {failed} konden niet worden opgehaald; de vorige cijfers blijven in gebruik."
        return not findings, message

    return start_job(context, request, "Cijfers ophalen bij het CBS", job, "refresh", path="/cijfers")


def tables_in_use(known: EventFigures, fetched: Mapping[str, StoredTable], today: date) -> list[dict[str, Any]]:
    """The tables that figures are from, with ``days`` since they were fetched.

    Args:
        fetched: by key, those that did not come with the program.
    """
    return [
        {
            "key": key,
            "title": source.title,
            "table": source.table,
            "publisher": source.publisher,
            "reference": source.reference,
            "retrieved": source.retrieved,
            "confirmed": fetched[key].confirmed if key in fetched else None,
            "days": (today - source.retrieved).days,
            "own": not source.table,
        }
        for key, source in known.sources.items()
    ]
