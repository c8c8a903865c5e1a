"""The figures: which are in use, and asking for newer ones."""

from __future__ import annotations

from typing import Any

from reportgen.application.figures.refresh import TableOutcome, refresh
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.helpers import begun, page
from reportgen.interfaces.web.request import Page, Redirect, WebRequest
from reportgen.interfaces.web.work import Progress
from reportgen.sources.cbs.figure_source import CBS_ADDRESS
from reportgen.storage.ledger.ledger import Ledger


def figures(context: WebContext, ask: WebRequest) -> Page:
    """Which figures are in use, and how old they are."""
    return page(context, ask, "figures", figures=in_use(context), max_age=context.draft.settings.max_age)


def fetch_figures(context: WebContext, ask: WebRequest) -> Redirect:
    """Asks CBS for what it revised."""
    from reportgen.sources.cbs.odata import CbsOpenData  # takes a while to load

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        source = CbsOpenData(context.cbs or CBS_ADDRESS)
        done, findings = refresh(context.folder, context.paths, source, context.clock(), False, progress)
        new = sum(each.outcome is TableOutcome.FETCHED for each in done)
        failed = sum(each.outcome is TableOutcome.FAILED for each in done)
        said = f"{new} tabellen zijn nieuw, {len(done) - new - failed} bleven zoals ze waren."
        if failed:
            return False, f"{said} {failed} konden niet worden opgehaald; de vorige cijfers blijven in gebruik."
        return not findings, said

    return begun(context, ask, "Cijfers ophalen bij het CBS", task, "refresh", back="/cijfers")


def in_use(context: WebContext) -> list[dict[str, Any]]:
    """Each table of figures in use: what it is, of when, and how many days ago it was fetched."""
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
