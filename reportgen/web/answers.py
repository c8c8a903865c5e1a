"""What participants send back: brought, counted, and reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.collecting import Collected, collect
from reportgen.domain.finding import Gravity, by_gravity
from reportgen.mail.handed_in import items_in
from reportgen.records.ledger import Ledger
from reportgen.render.screen import finding_line
from reportgen.reporting import PDF, WORKBOOK, overview, report
from reportgen.web.around import begun, page, rows
from reportgen.web.asking import Ask, Elsewhere, File, NotThere, Page, tell
from reportgen.web.office import Office
from reportgen.web.work import Progress
from reportgen.zone import ZONE

KINDS = (".pdf", ".eml", ".mbox")
"""How the name of a file may end that is brought."""

HERE = "/antwoorden"

MOST_TOLD = 5
"""Findings that are told at once; all of them stay in the table."""


def answers(office: Office, ask: Ask) -> Page:
    """How many answered what, what does not count, and the report."""
    made = _folder(office) / PDF
    people = {row.number: row for row in rows(office)}
    return page(
        office,
        ask,
        "answers",
        overview=overview(office.draft.event, office.municipalities(), office.ledger),
        untaken=office.ledger.answers(office.key).untaken(),
        people=people,
        made=datetime.fromtimestamp(made.stat().st_mtime, ZONE) if made.exists() else None,
    )


def bring_answers(office: Office, ask: Ask) -> Elsewhere:
    """Takes in a pack that was filled in, a message, or a box of messages."""
    upload = ask.files.get("bestand")
    suffix = Path(upload.name).suffix.casefold() if upload else ""
    if not upload or not upload.content or suffix not in KINDS:
        tell(ask, f"Kies een bestand dat eindigt op {', '.join(KINDS)}, en dat niet leeg is.", "bad", "bestand")
        return Elsewhere(HERE)
    name, content = upload.name, upload.content

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        with TemporaryDirectory(prefix="reportgen-") as folder:
            file = Path(folder, f"terug{suffix}")
            file.write_bytes(content)
            items = (replace(each, name=name if each.name else "") for each in items_in(str(file), str))
            done = collect(office.draft.event, items, office.house, ledger, office.clock())
        return not any(each.gravity is not Gravity.NOTED for each in done.findings), _told(done)

    return begun(office, ask, "Antwoorden inlezen", task, "collect", back=HERE)


def report_answers(office: Office, ask: Ask) -> Elsewhere:
    """Makes the report anew."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        done = report(office.folder, office.house, ledger)
        return True, f"Het verslag is gemaakt, met de antwoorden van {_people(done.overview.people)}."

    if not office.ledger.answers(office.key).all():
        tell(ask, "Er zijn nog geen antwoorden.", "bad")
        return Elsewhere(HERE)
    return begun(office, ask, "Verslag van de antwoorden maken", task, "report", back=HERE)


def report_pdf(office: Office, ask: Ask) -> File:
    """The report to read."""
    return _file(office, PDF, "application/pdf")


def report_workbook(office: Office, ask: Ask) -> File:
    """The report to go on with."""
    return _file(office, WORKBOOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _file(office: Office, name: str, kind: str) -> File:
    try:
        return File((_folder(office) / name).read_bytes(), kind, f"{office.key}-{name}")
    except FileNotFoundError:
        raise NotThere from None


def _folder(office: Office) -> Path:
    return office.house.answers(office.key)


def _told(done: Collected) -> str:
    count = "1 antwoord" if done.answers == 1 else f"{done.answers} antwoorden"
    said = f"{count} van {_people(len(done.people))} ingelezen."
    if done.known:
        said += f" {done.known} was al bekend." if done.known == 1 else f" {done.known} waren al bekend."
    lines = [finding_line(each) for each in by_gravity(tuple(done.findings))]
    said += "".join(f" {place}: {what}. {todo}" for _, place, what, todo in lines[:MOST_TOLD])
    return said + (f" En nog {len(lines) - MOST_TOLD} meldingen; zie hieronder." if len(lines) > MOST_TOLD else "")


def _people(count: int) -> str:
    return "1 deelnemer" if count == 1 else f"{count} deelnemers"
