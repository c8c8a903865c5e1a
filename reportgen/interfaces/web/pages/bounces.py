"""Letters that came back: uploading the reports about them, so that it is noted which did not arrive."""

from __future__ import annotations

from reportgen.application.delivery.bounces import BounceResult, record_bounces
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.finding import Severity, by_severity
from reportgen.domain.identifiers import pack_kind_of
from reportgen.interfaces.web.background.bounce_reading import BounceReading
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.inputs.uploaded_mail import submissions_of, suffix_of
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Redirect, start_job
from reportgen.interfaces.web.rows.participant_list import participant_rows
from reportgen.render.content.web_pages import finding_sentences
from reportgen.render.content.words import web_words
from reportgen.storage.ledger.ledger import Ledger

SUFFIXES = (".eml", ".mbox")
"""Suffixes of files that are read."""

PATH = "/vrijgeven"

MAX_NAMED = 5
"""Letters that the message names; it stands above every page, so that of several findings it has only the number."""


def upload_bounces(context: WebContext, request: WebRequest) -> Redirect:
    """Reads a report, or a mailbox file with reports, and notes which letters did not arrive."""
    upload = request.files.get("melding")
    if not upload or not upload.size or suffix_of(upload) not in SUFFIXES:
        message = f"Kies een bestand dat eindigt op {' of '.join(SUFFIXES)}, en dat niet leeg is."
        flash(request, message, "bad", "melding")
        return Redirect(PATH)
    name, suffix, content = upload.name, suffix_of(upload), upload.read()

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        result = record_bounces(context.workspace(ledger), submissions_of(name, suffix, content))
        names = {row.number: row.name for row in participant_rows(context)}
        is_done = not result.bounced and all(each.severity is Severity.NOTED for each in result.findings)
        findings = by_severity(tuple(result.findings))
        context.installation.bounce_readings[context.key] = BounceReading(context.clock(), findings)
        return is_done, _message(result, names, context.key)

    return start_job(context, request, "Teruggekomen brieven inlezen", job, "bounces", path=PATH)


def _message(result: BounceResult, names: dict[int, str], key: str) -> str:
    """Which letters did not arrive, and what a person should look at."""
    count = len(result.bounced)
    message = "1 brief kwam niet aan" if count == 1 else f"{count} brieven kwamen niet aan"
    who = [_who(each, names, key) for each, _ in result.bounced]
    message += f": {', '.join(who[:MAX_NAMED])}" if who else ""
    message += f" en nog {count - MAX_NAMED}." if count > MAX_NAMED else "."
    if result.known:
        message += " 1 melding was al bekend." if result.known == 1 else f" {result.known} meldingen waren al bekend."
    if len(result.findings) == 1:
        message += finding_sentences(result.findings, 1)
    elif result.findings:
        message += f" {len(result.findings)} meldingen staan bij ‘Vrijgeven’, onder ‘Teruggekomen brieven’."
    return message


def _who(letter: Delivery, names: dict[int, str], key: str) -> str:
    """Whose letter did not arrive, with its kind of packs where that is another than the page is about."""
    kind = pack_kind_of(letter.event)
    of_kind = "" if letter.event == key else f" ({web_words()['pack_kind'].get(kind, kind)})"
    return f"{letter.participant:04d} {names.get(letter.participant, letter.recipient)}{of_kind}"
