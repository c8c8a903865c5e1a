"""The report about a list as a workbook, to work through row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reportgen.render.report import (
    Report,
    differences,
    finding_row,
    person_text,
    place_of,
    salutation_text,
    summary,
    words,
)

LONGEST = 32_000
"""Characters; Excel takes 32,767 in a cell."""

Cell = str | int

_TAKEN_FOR_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MADE = datetime(2018, 1, 1)  # noqa: DTZ001 - a workbook knows no zones; the same report gives the same bytes
"""When every workbook says it was made."""


def workbook(report: Report) -> bytes:
    """An .xlsx file: the findings, who takes part and how they are addressed, what changed, the summary."""
    said = words()["workbook"]
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": MADE})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})

        def add(name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> Worksheet:
            sheet = book.add_worksheet(said[name])
            for at, (column, width) in enumerate(columns):
                sheet.set_column(at, at, width, body)
                sheet.write_string(0, at, said[column], head)
            last = 0
            for last, row in enumerate(rows, 1):
                for at, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(last, at, cell, body)
                    else:
                        sheet.write_string(last, at, harmless(cell), body)
            sheet.freeze_panes(1, 0)
            if columns:
                sheet.autofilter(0, 0, last, len(columns) - 1)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            return sheet

        finding_columns = [("gravity", 14), ("file", 20), ("line", 7), ("column", 18), ("what", 60), ("todo", 50)]
        rows = (tuple(cell or "" for cell in finding_row(each)) for each in report.findings)
        add("findings", [*finding_columns, ("done", 9)], rows)
        add("people", PEOPLE, _people(report))
        add("differences", [("difference", 12), ("number", 9), ("name", 30), ("detail", 70)], differences(report))
        sheet = book.add_worksheet(said["summary"])
        sheet.set_column(0, 0, 100, body)
        for at, sentence in enumerate(summary(report)):
            sheet.write_string(at, 0, harmless(sentence), head if at == 0 else body)
    return file.getvalue()


PEOPLE = [
    *(("number", 9), ("name", 30), ("salutation", 40), ("function", 24)),
    *(("municipality", 26), ("email", 36), ("consent", 12), ("table", 7)),
]
"""The columns of the sheet with participants, and how wide they are in characters."""


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also not after it went through CSV."""
    shown = "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)[:LONGEST]
    return f"'{shown}" if shown.lstrip(" \n").startswith(_TAKEN_FOR_FORMULA) else shown


def _people(report: Report) -> Iterable[Sequence[Cell]]:
    said = words()["workbook"]
    for each in report.participants:
        yield (
            each.number,
            person_text(each),
            salutation_text(each),
            each.function,
            place_of(each, report),
            each.email,
            said["yes"] if each.consent else said["no"],
            report.seated.get(each.number, ""),
        )
