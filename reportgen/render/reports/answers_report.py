"""The report of participants' answers, as a PDF and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from reportgen.domain.answers.overview import Overview, QuotedAnswer
from reportgen.domain.canonical_json import canonical_json, digest, to_json_value
from reportgen.errors import RenderingError
from reportgen.i18n.message import said
from reportgen.render.content import dutch
from reportgen.render.content.environment import environment
from reportgen.render.content.style import Style
from reportgen.render.content.text_pages import UNPRINTABLE, printable
from reportgen.render.content.typography import set_text
from reportgen.render.content.words import answers_words
from reportgen.render.pdf.identity import Identity
from reportgen.render.pdf.metadata import DocumentInfo
from reportgen.render.printing.documents import PagesJob, printed_documents
from reportgen.render.printing.job import PrintFailure
from reportgen.render.processes.executors import ProcessExecutor
from reportgen.render.reports.spreadsheet import MAX_CELL_CHARACTERS, Cell, workbook_writer


def answers_pdf(overview: Overview, style: Style) -> bytes:
    """The answers as a PDF, which archives and screen readers can read; printed in a process of its own.

    Raises:
        RenderingError: it cannot be printed, takes too long, or fails a check.
    """
    lost = sum(_lost(answer.text) + _lost(answer.name) for answer in _all_answers(overview))
    html = (
        environment()
        .get_template("answers/report.html")
        .render(overview=overview, say=answers_words(), lost=lost, on_paper=on_paper, day=dutch.day)
    )
    mark = digest(canonical_json(to_json_value(overview)))
    title = answers_words()["title"].format(title=overview.title)
    info = DocumentInfo(title, overview.organiser, overview.day)
    job = PagesJob(Identity("answers", mark), set_text(html), info, style)
    (printed,) = printed_documents([job], ProcessExecutor(1))
    if isinstance(printed, PrintFailure):
        raise RenderingError(said("The report on the answers cannot be printed: {reason}", reason=printed.reason))
    return printed.pdf


def on_paper(text: str) -> list[str]:
    """A text as paragraphs of lines that can be printed."""
    shown = "\n".join(printable(line).rstrip() for line in text.split("\n"))
    return [each.strip("\n") for each in shown.split("\n\n") if each.strip()]


def _lost(text: str) -> int:
    """How many signs cannot be printed."""
    return printable(text).count(UNPRINTABLE) - text.count(UNPRINTABLE)


def answers_workbook(overview: Overview) -> bytes:
    """An .xlsx file: every answer on a row of its own, and how many there are."""
    say, file = answers_words()["workbook"], BytesIO()
    with workbook_writer(file, datetime.fromisoformat(overview.day).replace(tzinfo=UTC)) as book:
        for name, widths, rows in (
            ("answers", (8, 44, 24, 7, 80, 40), _rows(overview)),
            ("counts", (8, 60, 12), _counts(overview)),
        ):
            book.table(say[name], list(zip(say[f"{name}_columns"], widths, strict=True)), rows, least=1)
    return file.getvalue()


def _rows(overview: Overview) -> Iterator[tuple[Cell, ...]]:
    """A row for each answer; one that is longer than a cell goes on in the next."""
    for question in overview.questions:
        for theme in question.themes:
            for table in theme.tables:
                for answer in table.answers:
                    for begin in range(0, len(answer.text), MAX_CELL_CHARACTERS):
                        text = answer.text[begin : begin + MAX_CELL_CHARACTERS]
                        number: Cell = question.number or ""
                        yield number, question.text, theme.theme, table.table or "", text, answer.name


def _counts(overview: Overview) -> Iterator[tuple[Cell, ...]]:
    say = answers_words()["workbook"]
    yield "", say["asked"], overview.asked
    yield "", say["people"], overview.people
    for each in overview.questions:
        yield each.number or "", each.text or say["no_question"], each.count


def _all_answers(overview: Overview) -> Iterator[QuotedAnswer]:
    for question in overview.questions:
        for theme in question.themes:
            for table in theme.tables:
                yield from table.answers
