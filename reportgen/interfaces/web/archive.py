"""The sealed editions: looked at, checked, and taken along."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from reportgen.application.archive.export import record_in, zipped
from reportgen.application.archive.verify import verify
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext, reason_of
from reportgen.interfaces.web.helpers import begun, page, rows
from reportgen.interfaces.web.request import File, NotFound, Page, Redirect, WebRequest
from reportgen.interfaces.web.work import Progress
from reportgen.storage.ledger.ledger import Ledger


def archive(context: WebContext, ask: WebRequest) -> Page:
    """The sealed editions."""
    records: list[tuple[int, dict[str, Any] | None, str]] = []
    for number in sorted(context.ledger.editions(context.key), reverse=True):
        try:
            records.append((number, record_in(context.archive, number), ""))
        except ReportgenError as fault:
            records.append((number, None, reason_of(fault)))
    return page(context, ask, "archive", editions=records)


def edition(context: WebContext, ask: WebRequest) -> Page:
    """One edition, with its packs."""
    number = ask.places["edition"]
    if number not in context.ledger.editions(context.key):
        raise NotFound
    people = {row.number: row for row in rows(context)}
    return page(context, ask, "edition", number=number, record=record_in(context.archive, number), people=people)


def verify_archive(context: WebContext, ask: WebRequest) -> Redirect:
    """Looks whether the archive is whole and the ledger agrees."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        faults = verify(context.key, context.paths, ledger)
        if faults:
            return False, f"Het archief is niet in orde. De meldingen (Engels): {'; '.join(faults[:10])}"
        count = len(ledger.editions(context.key))
        there = "1 editie" if count == 1 else f"{count} edities"
        return True, f"Het archief is heel: {there}, en het grootboek klopt ermee."

    return begun(context, ask, "Archief controleren", task, "verify", back="/archief")


def bag(context: WebContext, ask: WebRequest) -> File:
    """A sealed edition as one file: the bag as it is, so that its manifests still hold."""
    edition = ask.places["edition"]
    if edition not in context.ledger.editions(context.key):
        raise NotFound
    folder = context.archive.bag(edition)
    name = f"{context.key}-{folder.name}"
    with NamedTemporaryFile(prefix="reportgen-", suffix=".zip", delete=False) as packed:
        try:
            zipped(folder, packed.file, name)
        except OSError:
            Path(packed.name).unlink()
            raise
    return File(b"", "application/zip", f"{name}.zip", passing=Path(packed.name))
