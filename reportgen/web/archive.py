"""The sealed editions: looked at, checked, and taken along."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from reportgen.archiving import record_in, zipped
from reportgen.errors import ReportgenError
from reportgen.records.ledger import Ledger
from reportgen.verifying import verify
from reportgen.web.around import begun, page, rows
from reportgen.web.asking import Ask, Elsewhere, File, NotThere, Page
from reportgen.web.office import Office, reason_of
from reportgen.web.work import Progress


def archive(office: Office, ask: Ask) -> Page:
    """The sealed editions."""
    records: list[tuple[int, dict[str, Any] | None, str]] = []
    for number in sorted(office.ledger.editions(office.key), reverse=True):
        try:
            records.append((number, record_in(office.archive, number), ""))
        except ReportgenError as fault:
            records.append((number, None, reason_of(fault)))
    return page(office, ask, "archive", editions=records)


def edition(office: Office, ask: Ask) -> Page:
    """One edition, with its packs."""
    number = ask.places["edition"]
    if number not in office.ledger.editions(office.key):
        raise NotThere
    people = {row.number: row for row in rows(office)}
    return page(office, ask, "edition", number=number, record=record_in(office.archive, number), people=people)


def verify_archive(office: Office, ask: Ask) -> Elsewhere:
    """Looks whether the archive is whole and the ledger agrees."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        faults = verify(office.key, office.house, ledger)
        if faults:
            return False, f"Het archief is niet in orde. De meldingen (Engels): {'; '.join(faults[:10])}"
        count = len(ledger.editions(office.key))
        there = "1 editie" if count == 1 else f"{count} edities"
        return True, f"Het archief is heel: {there}, en het grootboek klopt ermee."

    return begun(office, ask, "Archief controleren", task, "verify", back="/archief")


def bag(office: Office, ask: Ask) -> File:
    """A sealed edition as one file: the bag as it is, so that its manifests still hold."""
    edition = ask.places["edition"]
    if edition not in office.ledger.editions(office.key):
        raise NotThere
    folder = office.archive.bag(edition)
    name = f"{office.key}-{folder.name}"
    with NamedTemporaryFile(prefix="reportgen-", suffix=".zip", delete=False) as packed:
        try:
            zipped(folder, packed.file, name)
        except OSError:
            Path(packed.name).unlink()
            raise
    return File(b"", "application/zip", f"{name}.zip", passing=Path(packed.name))
