"""The answers of participants on paper, in the style of the house, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from reportgen.domain.edition import canonical, digest, plain
from reportgen.domain.overview import Overview, Voice
from reportgen.errors import RenderingError
from reportgen.render import dutch
from reportgen.render.conformance import judgements_of
from reportgen.render.description import Imprint
from reportgen.render.flow import UNPRINTABLE, printable
from reportgen.render.identity import Identity
from reportgen.render.pages import Pages, environment
from reportgen.render.patience import at_most
from reportgen.render.style import Style
from reportgen.render.words import toml_in
from reportgen.render.workbook import LONGEST, harmless
from reportgen.render.workforce import Processes

PATIENCE = 900
"""Seconds the report may take; a page takes a tenth of one."""

Row = tuple[str | int, ...]


@cache
def answers_words() -> dict[str, Any]:
    """The words of the report and the workbook."""
    return toml_in("answers.toml")


def answers_pdf(overview: Overview, style: Style) -> bytes:
    """The answers as a PDF, which archives and screen readers can read; printed in a process of its own.

    Raises:
        RenderingError: it cannot be printed, takes too long, or fails a check.
    """
    ((_, printed),) = Processes(1).done(_printed, [(overview, style)])
    if isinstance(printed, Exception):
        raise printed
    return printed


def _printed(task: tuple[Overview, Style]) -> bytes:
    from reportgen.render.printing import whole  # by that process only: it takes half a second to load

    overview, style = task
    lost = sum(_lost(voice.text) + _lost(voice.name) for voice in _voices(overview))
    html = (
        environment()
        .get_template("answers/report.html")
        .render(overview=overview, say=answers_words(), lost=lost, on_paper=on_paper, day=dutch.day)
    )
    mark = digest(canonical(plain(overview)))
    title = answers_words()["title"].format(title=overview.title)
    imprint = Imprint(title, overview.organiser, overview.day)
    with at_most(PATIENCE):
        pdf = whole(Pages(html, {}), Identity("answers", mark), imprint, style=style)
    if faults := list(judgements_of(pdf)):
        raise RenderingError(f"The report on the answers fails its checks: {'; '.join(faults)}")
    return pdf


def on_paper(text: str) -> list[str]:
    """A text as paragraphs of lines that can be printed."""
    shown = "\n".join(printable(line).rstrip() for line in text.split("\n"))
    return [each.strip("\n") for each in shown.split("\n\n") if each.strip()]


def _lost(text: str) -> int:
    """How many signs cannot be printed."""
    return printable(text).count(UNPRINTABLE) - text.count(UNPRINTABLE)


def answers_workbook(overview: Overview) -> bytes:
    """An .xlsx file: every answer on a row of its own, and how many there are."""
    from xlsxwriter import Workbook  # only who asks for it waits for it

    say = answers_words()["workbook"]
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.fromisoformat(overview.day).replace(tzinfo=UTC)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for name, widths, rows in (
            ("answers", (8, 44, 24, 7, 80, 40), list(_rows(overview))),
            ("counts", (8, 60, 12), list(_counts(overview))),
        ):
            sheet = book.add_worksheet(say[name])
            for at, (heading, width) in enumerate(zip(say[f"{name}_columns"], widths, strict=True)):
                sheet.set_column(at, at, width, body)
                sheet.write_string(0, at, heading, head)
            for line, row in enumerate(rows, 1):
                for at, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(line, at, cell, body)
                    else:
                        sheet.write_string(line, at, harmless(cell), body)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(rows)), len(widths) - 1)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
    return file.getvalue()


def _rows(overview: Overview) -> Iterator[Row]:
    """A row for each answer; one that is longer than a cell goes on in the next."""
    for question in overview.questions:
        for theme in question.themes:
            for table in theme.tables:
                for voice in table.voices:
                    for begin in range(0, len(voice.text), LONGEST):
                        text = voice.text[begin : begin + LONGEST]
                        number: str | int = question.number or ""
                        yield number, question.text, theme.theme, table.table or "", text, voice.name


def _counts(overview: Overview) -> Iterator[Row]:
    say = answers_words()["workbook"]
    yield "", say["asked"], overview.asked
    yield "", say["people"], overview.people
    for each in overview.questions:
        yield each.number or "", each.text or say["no_question"], each.count


def _voices(overview: Overview) -> Iterator[Voice]:
    for question in overview.questions:
        for theme in question.themes:
            for table in theme.tables:
                yield from table.voices
