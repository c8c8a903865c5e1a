"""The report about a list as a workbook, to work through row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from reportgen.domain.people.participant import where_from
from reportgen.render.content.catalogue import DUTCH
from reportgen.render.content.words import list_report_words
from reportgen.render.reports.list_report import (
    ListReport,
    difference_rows,
    finding_table_row,
    person_text,
    salutation_text,
    summary_lines,
)
from reportgen.render.reports.spreadsheet import Cell, workbook_writer


def list_workbook(report: ListReport, language: str = DUTCH) -> bytes:
    """An .xlsx file: the findings, who takes part and how they are addressed, what changed, the summary."""
    said, file = list_report_words(language)["workbook"], BytesIO()
    finding_columns = [("gravity", 14), ("file", 20), ("line", 7), ("column", 18), ("what", 60), ("todo", 50)]
    rows = (tuple(cell or "" for cell in finding_table_row(each, language)) for each in report.findings)
    tables: tuple[tuple[str, Sequence[tuple[str, int]], Iterable[Sequence[Cell]]], ...] = (
        ("findings", [*finding_columns, ("done", 9)], rows),
        ("people", PEOPLE, _people(report, said)),
        (
            "differences",
            [("difference", 12), ("number", 9), ("name", 30), ("detail", 70)],
            difference_rows(report, language),
        ),
    )
    with workbook_writer(file) as book:
        for name, columns, cells in tables:
            book.table(said[name], [(said[column], width) for column, width in columns], cells)
        book.lines(said["summary"], summary_lines(report, language=language), 100)
    return file.getvalue()


PEOPLE = [
    *(("number", 9), ("name", 30), ("salutation", 40), ("function", 24)),
    *(("municipality", 26), ("email", 36), ("consent", 12), ("table", 7)),
]
"""The columns of the sheet with participants, and how wide they are in characters."""


def _people(report: ListReport, said: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for each in report.participants:
        yield (
            each.number,
            person_text(each),
            salutation_text(each),
            each.function,
            where_from(each, report.municipalities),
            each.email,
            said["yes"] if each.consent else said["no"],
            report.seated.get(each.number, ""),
        )
