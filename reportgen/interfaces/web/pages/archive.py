"""The archive: editions to look at, to verify, and to download."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from reportgen.application.archive.export import record_in, zipped
from reportgen.application.archive.verify import verify
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest
from reportgen.interfaces.web.responses import File, Page, Redirect, page, start_job
from reportgen.interfaces.web.rows.list_page import ListPage
from reportgen.interfaces.web.texts.error_messages import error_message, page_text
from reportgen.render.content.difference_groups import grouped_differences
from reportgen.storage.ledger.ledger import Ledger

PAGE_SIZE = 25
"""Packs and letters of an edition, on one page."""

MAX_FAULTS = 10
"""Faults of the archive in the message."""


def archive(context: WebContext, request: WebRequest) -> Page:
    """The editions, newest first: number, record, and the error where the record cannot be read."""
    editions: list[tuple[int, dict[str, Any] | None, str]] = []
    for number in sorted(context.ledger.editions(context.key), reverse=True):
        try:
            editions.append((number, record_in(context.archive, number), ""))
        except ReportgenError as error:
            editions.append((number, None, error_message(error)))
    return page(context, request, "archive", editions=editions)


def edition(context: WebContext, request: WebRequest) -> Page:
    """One edition, with a page of its packs and letters.

    Raises:
        NotFound: there is no such edition.
    """
    number = _edition_in(context, request)
    record = record_in(context.archive, number)
    letters = [(kind, each) for kind in ("packs", "cancellations", "messages") for each in record.get(kind, ())]
    pages = ListPage.of(request, len(letters), PAGE_SIZE, f"/archief/{number}")
    shown = pages.part(letters)
    people = [context.ledger.person(context.people_key, each["number"]) for _, each in shown]
    return page(
        context,
        request,
        "edition",
        number=number,
        record=record,
        letters=shown,
        pages=pages,
        names={each.number: each.name for each in people if each},
        changes=grouped_differences({each["number"]: each.get("reasons", ()) for each in record["packs"]}),
    )


def verify_archive(context: WebContext, request: WebRequest) -> Redirect:
    """Verifies the archive against its manifests and the ledger."""

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        faults = verify(context.key, context.paths, ledger)
        if faults:
            told = [text for each in faults[:MAX_FAULTS] if (text := page_text(each))]
            listed = f" Gevonden: {'; '.join(told)}." if told else ""
            count = "1 melding" if len(faults) == 1 else f"{len(faults)} meldingen"
            return False, f"Het archief is niet in orde ({count}).{listed} Vraag de beheerder om het na te kijken."
        made = len(ledger.editions(context.key))
        editions = "1 editie" if made == 1 else f"{made} edities"
        opened = "Pakketten en brieven zijn er niet voor geopend; dat kan de beheerder doen."
        return True, f"Het archief is heel: {editions}, en het grootboek klopt ermee. {opened}"

    return start_job(context, request, "Archief controleren", job, "verify", path="/archief")


def bag(context: WebContext, request: WebRequest) -> File:
    """An edition as one zip file, so that its manifests still hold when unpacked.

    Raises:
        NotFound: there is no such edition.
    """
    folder = context.archive.bag(_edition_in(context, request))
    name = f"{context.key}-{folder.name}"
    file = TemporaryFile(prefix="reportgen-")  # noqa: SIM115 (the response closes it; without a name nothing is left)
    zipped(folder, file, name)
    return File(file, "application/zip", f"{name}.zip")


def _edition_in(context: WebContext, request: WebRequest) -> int:
    number = request.path_params["edition"]
    if number not in context.ledger.editions(context.key):
        raise NotFound
    return number
