"""Reports the answers of participants as a PDF and a workbook, with names only of those who consented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.application.build.load_event import style_of
from reportgen.application.feedback.meeting_letters import MeetingLetters
from reportgen.application.workspace import Workspace
from reportgen.domain.answers.overview import Overview, overview_of
from reportgen.domain.delivery.states import POSSIBLY_SENT
from reportgen.domain.programme.event import Event
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.sources.names.divisions import known_names
from reportgen.storage.atomic import write_atomically
from reportgen.storage.ledger.ledger import Ledger

PDF, WORKBOOK = "antwoorden.pdf", "antwoorden.xlsx"
"""Names of the files."""


@dataclass(frozen=True, slots=True)
class ReportResult:
    """A written report: its content, and its files."""

    overview: Overview
    files: tuple[Path, ...]


def write_report(workspace: Workspace, into: Path | None = None) -> ReportResult:
    """Writes the collected answers of an event as a PDF and as a workbook.

    Args:
        into: the folder to write to; None for that of the answers in the output folder.

    Raises:
        UsageError: there are no answers yet.
        RenderingError: the PDF cannot be printed.
    """
    from reportgen.render.reports.answers_report import answers_pdf, answers_workbook  # few runs report

    answers = overview(workspace.event, known_names(), workspace.ledger)
    if not answers.people:
        raise UsageError(
            "There are no answers yet",
            where=str(workspace.folder),
            todo=said("collect them first, with: reportgen answers collect {folder} FOLDER", folder=workspace.folder),
        )
    folder = into or workspace.paths.answers(workspace.key)
    folder.mkdir(parents=True, exist_ok=True)
    style = style_of(workspace.settings)
    for name, content in ((PDF, answers_pdf(answers, style)), (WORKBOOK, answers_workbook(answers))):
        write_atomically(folder / name, content)
    return ReportResult(answers, (folder / PDF, folder / WORKBOOK))


def overview(event: Event, municipalities: Mapping[str, str], ledger: Ledger) -> Overview:
    """The collected answers of an event, by question.

    Args:
        municipalities: code → name.
    """
    key = event.key
    letters = MeetingLetters(ledger, key)
    asked = {each.participant for each in letters.all if each.state in POSSIBLY_SENT and letters.asks(each)}
    names = {}
    for person in ledger.enrolled(key):
        place = municipalities.get(person.code) or dict(person.details).get("organisation", "")
        names[person.number] = ", ".join(each for each in (person.name, place) if each)
    return overview_of(event, ledger.answers(key).all(), ledger.seats(key), names, len(asked))
