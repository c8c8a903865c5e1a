"""What participants send back: brought, counted, and reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.application.feedback.collect import CollectResult, collect
from reportgen.application.feedback.report import PDF, WORKBOOK, overview, write_report
from reportgen.config.timezone import ZONE
from reportgen.domain.finding import Severity, by_severity
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.helpers import begun, page, rows
from reportgen.interfaces.web.request import File, NotFound, Page, Redirect, WebRequest, message_cookie
from reportgen.interfaces.web.work import Progress
from reportgen.mail.inbox.submissions import submissions_in
from reportgen.render.content.web_pages import finding_cells
from reportgen.storage.ledger.ledger import Ledger

KINDS = (".pdf", ".eml", ".mbox")
"""How the name of a file may end that is brought."""

HERE = "/antwoorden"

MOST_TOLD = 5
"""Findings that are told at once; all of them stay in the table."""


def answers(context: WebContext, ask: WebRequest) -> Page:
    """How many answered what, what does not count, and the report."""
    made = _folder(context) / PDF
    people = {row.number: row for row in rows(context)}
    return page(
        context,
        ask,
        "answers",
        overview=overview(context.draft.event, context.municipalities(), context.ledger),
        untaken=context.ledger.answers(context.key).not_counted(),
        people=people,
        made=datetime.fromtimestamp(made.stat().st_mtime, ZONE) if made.exists() else None,
    )


def bring_answers(context: WebContext, ask: WebRequest) -> Redirect:
    """Takes in a pack that was filled in, a message, or a box of messages."""
    upload = ask.files.get("bestand")
    suffix = Path(upload.name).suffix.casefold() if upload else ""
    if not upload or not upload.content or suffix not in KINDS:
        message_cookie(
            ask, f"Kies een bestand dat eindigt op {', '.join(KINDS)}, en dat niet leeg is.", "bad", "bestand"
        )
        return Redirect(HERE)
    name, content = upload.name, upload.content

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        with TemporaryDirectory(prefix="reportgen-") as folder:
            file = Path(folder, f"terug{suffix}")
            file.write_bytes(content)
            items = (replace(each, name=name if each.name else "") for each in submissions_in(str(file), str))
            done = collect(context.draft.event, items, context.paths, ledger, context.clock())
        return not any(each.severity is not Severity.NOTED for each in done.findings), _told(done)

    return begun(context, ask, "Antwoorden inlezen", task, "collect", back=HERE)


def report_answers(context: WebContext, ask: WebRequest) -> Redirect:
    """Makes the report anew."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        done = write_report(context.folder, context.paths, ledger)
        return True, f"Het verslag is gemaakt, met de antwoorden van {_people(done.overview.people)}."

    if not context.ledger.answers(context.key).all():
        message_cookie(ask, "Er zijn nog geen antwoorden.", "bad")
        return Redirect(HERE)
    return begun(context, ask, "Verslag van de antwoorden maken", task, "report", back=HERE)


def report_pdf(context: WebContext, ask: WebRequest) -> File:
    """The report to read."""
    return _file(context, PDF, "application/pdf")


def report_workbook(context: WebContext, ask: WebRequest) -> File:
    """The report to go on with."""
    return _file(context, WORKBOOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _file(context: WebContext, name: str, kind: str) -> File:
    try:
        return File((_folder(context) / name).read_bytes(), kind, f"{context.key}-{name}")
    except FileNotFoundError:
        raise NotFound from None


def _folder(context: WebContext) -> Path:
    return context.paths.answers(context.key)


def _told(done: CollectResult) -> str:
    count = "1 antwoord" if done.answers == 1 else f"{done.answers} antwoorden"
    said = f"{count} van {_people(len(done.people))} ingelezen."
    if done.known:
        said += f" {done.known} was al bekend." if done.known == 1 else f" {done.known} waren al bekend."
    lines = [finding_cells(each) for each in by_severity(tuple(done.findings))]
    said += "".join(f" {place}: {what}. {todo}" for _, place, what, todo in lines[:MOST_TOLD])
    return said + (f" En nog {len(lines) - MOST_TOLD} meldingen; zie hieronder." if len(lines) > MOST_TOLD else "")


def _people(count: int) -> str:
    return "1 deelnemer" if count == 1 else f"{count} deelnemers"
