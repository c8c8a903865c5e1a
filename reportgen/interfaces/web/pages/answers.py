"""Answers of participants: uploading filled-in packs and messages, the counts, and the report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reportgen.application.feedback.collect import CollectResult, collect
from reportgen.application.feedback.report import PDF, WORKBOOK, overview, write_report
from reportgen.config.timezone import ZONE
from reportgen.domain.answers.answer import AnswerOutcome
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import EVENTS_PATH, WebContext
from reportgen.interfaces.web.inputs.uploaded_mail import submissions_of, suffix_of
from reportgen.interfaces.web.request import NotFound, WebRequest, flash
from reportgen.interfaces.web.responses import File, Page, Redirect, page, start_job
from reportgen.interfaces.web.rows.list_page import ListPage
from reportgen.interfaces.web.rows.participant_list import participant_rows
from reportgen.render.content.web_pages import finding_sentences, participant_count
from reportgen.storage.ledger.ledger import Ledger

SUFFIXES = (".pdf", ".eml", ".mbox")
"""Suffixes of files that are read."""

OUTLOOK = (
    " Outlook bewaarde dit bericht op een eigen manier (.msg). Bewaar het als eml, of vraag de beheerder om de postbus "
    "zelf in te lezen."
)

PATH = "/antwoorden"

PAGE_SIZE = 50
"""Forms and messages that wait, on one page."""

MAX_SHOWN = 200
"""Messages of machines, and decisions, that the page lists: the newest."""


def answers(context: WebContext, request: WebRequest) -> Page | Redirect:
    """How many answered which question, what does not count, and the report.

    They are those of the meeting, whatever the kind of packs that is looked at.
    """
    if context.key != context.people_key:
        return Redirect(f"{EVENTS_PATH}/{context.people_key}{PATH}", of_meeting=False)
    report = _folder(context) / PDF
    ledger = context.ledger
    came = ledger.answers(context.people_key)
    waiting_count = came.reviews.count_waiting()
    pages = ListPage.of(request, waiting_count, PAGE_SIZE, "/antwoorden")
    return page(
        context,
        request,
        "answers",
        overview=overview(context.loaded_event.event, context.municipality_names(), ledger),
        waiting=came.reviews.waiting(pages.start, pages.size),
        waiting_count=waiting_count,
        pages=pages,
        has_unread=bool(came.unread()),
        decided=came.reviews.decided(),
        automatic=came.reviews.automatic(),
        shown=MAX_SHOWN,
        rows={row.number: row for row in participant_rows(context)},
        reported=datetime.fromtimestamp(report.stat().st_mtime, ZONE) if report.exists() else None,
    )


def upload_answers(context: WebContext, request: WebRequest) -> Redirect:
    """Reads a filled-in pack, a message or a mailbox file."""
    if context.key != context.people_key:  # a page that was open already
        flash(request, "Er is niets ingelezen. Lees het hier nog eens in.", "bad", "bestand")
        return Redirect(PATH)
    upload = request.files.get("bestand")
    suffix = suffix_of(upload) if upload else ""
    if not upload or not upload.size or suffix not in SUFFIXES:
        message = f"Kies een bestand dat eindigt op {', '.join(SUFFIXES)}, en dat niet leeg is."
        message += OUTLOOK if suffix == ".msg" else ""
        flash(request, message, "bad", "bestand")
        return Redirect(PATH)
    name, content = upload.name, upload.read()

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        result = collect(context.workspace(ledger), submissions_of(name, suffix, content))
        return result.is_done, _message(result)

    return start_job(context, request, "Antwoorden inlezen", job, "collect", path=PATH)


def read_again(context: WebContext, request: WebRequest) -> Redirect:
    """Reads again what was not read whole before."""

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        result = collect(context.workspace(ledger), ())
        return result.is_done, _message(result)

    return start_job(context, request, "Antwoorden opnieuw lezen", job, "collect", path=PATH)


def report_answers(context: WebContext, request: WebRequest) -> Redirect:
    """Writes the report anew."""

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        report = write_report(context.workspace(ledger))
        return True, f"Het verslag is gemaakt, met de antwoorden van {participant_count(report.overview.people)}."

    if not context.ledger.answers(context.people_key).all():
        flash(request, "Er zijn nog geen antwoorden.", "bad")
        return Redirect(PATH)
    return start_job(context, request, "Verslag van de antwoorden maken", job, "report", path=PATH)


def report_pdf(context: WebContext, request: WebRequest) -> File:
    """The report as PDF."""
    return _file(context, PDF, "application/pdf")


def report_workbook(context: WebContext, request: WebRequest) -> File:
    """The report as a workbook."""
    return _file(context, WORKBOOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _file(context: WebContext, name: str, media_type: str) -> File:
    try:
        return File.of((_folder(context) / name).read_bytes(), media_type, f"{context.key}-{name}")
    except FileNotFoundError:
        raise NotFound from None


def _folder(context: WebContext) -> Path:
    return context.paths.answers(context.people_key)


def _message(result: CollectResult) -> str:
    """What was read, and how much waits; it stands above every page, so that of several findings only the number."""
    count = "1 antwoord" if result.answers == 1 else f"{result.answers} antwoorden"
    message = f"{count} van {participant_count(len(result.people))} ingelezen."
    if result.known:
        message += f" {result.known} was al bekend." if result.known == 1 else f" {result.known} waren al bekend."
    if automatic := result.outcomes.get(AnswerOutcome.AUTOMATIC, 0):
        subject = "1 automatisch bericht telt" if automatic == 1 else f"{automatic} automatische berichten tellen"
        message += f" {subject} niet mee."
    if len(result.findings) == 1:
        message += finding_sentences(result.findings, 1)
    elif result.findings:
        message += f" {len(result.findings)} meldingen staan bij ‘Antwoorden’."
    if result.waiting:
        message += " 1 bericht wacht op u." if result.waiting == 1 else f" {result.waiting} berichten wachten op u."
    return message
