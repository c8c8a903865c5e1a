"""The figures: which are in use, and asking for newer ones."""

from __future__ import annotations

from typing import Any

from reportgen.errors import ReportgenError
from reportgen.records.ledger import Ledger
from reportgen.refreshing import Outcome, refresh
from reportgen.sources.answers import OPEN_DATA
from reportgen.web.around import begun, page
from reportgen.web.asking import Ask, Elsewhere, Page
from reportgen.web.office import Office
from reportgen.web.work import Progress


def figures(office: Office, ask: Ask) -> Page:
    """Which figures are in use, and how old they are."""
    return page(office, ask, "figures", figures=in_use(office), max_age=office.draft.settings.max_age)


def fetch_figures(office: Office, ask: Ask) -> Elsewhere:
    """Asks CBS for what it revised."""
    from reportgen.sources.odata import OpenData  # takes a while to load

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        source = OpenData(office.cbs or OPEN_DATA)
        done, findings = refresh(office.folder, office.house, source, office.clock(), False, progress)
        new = sum(each.outcome is Outcome.FETCHED for each in done)
        failed = sum(each.outcome is Outcome.FAILED for each in done)
        said = f"{new} tabellen zijn nieuw, {len(done) - new - failed} bleven zoals ze waren."
        if failed:
            return False, f"{said} {failed} konden niet worden opgehaald; de vorige cijfers blijven in gebruik."
        return not findings, said

    return begun(office, ask, "Cijfers ophalen bij het CBS", task, "refresh", back="/cijfers")


def in_use(office: Office) -> list[dict[str, Any]]:
    """Each table of figures in use: what it is, of when, and how many days ago it was fetched."""
    try:
        snapshot, kept = office.figures()
    except ReportgenError:
        return []
    today = office.clock().date()
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
