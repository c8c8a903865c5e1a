"""The list of who must be phoned, as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportgen.domain.delivery import State
from reportgen.render.report import words


@dataclass(frozen=True, slots=True)
class Call:
    """Someone to phone: who, how their letter stands, since when, and what the server said."""

    number: int
    name: str
    function: str
    code: str
    email: str
    state: State
    since: datetime
    said: str


COLUMNS = (
    *(("number", 9), ("name", 30), ("function", 24), ("municipality", 26), ("email", 36)),
    *(("letter", 34), ("since", 17), ("said", 60), ("done", 9)),
)
"""The columns and how wide they are in characters; the last is to tick off."""


def call_list(calls: Sequence[Call], municipalities: Mapping[str, str]) -> bytes:
    """An .xlsx file with a row for everyone to phone.

    Args:
        municipalities: names by CBS code.
    """
    from xlsxwriter import Workbook  # a call is known in more places than a workbook is written

    from reportgen.render.workbook import MADE, harmless

    said = words()["calls"]
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": MADE})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(said["sheet"])
        for at, (column, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width, body)
            sheet.write_string(0, at, said[column], head)
        for row, each in enumerate(calls, 1):
            sheet.write_number(row, 0, each.number, body)
            cells = (
                *(each.name, each.function, municipalities.get(each.code, each.code), each.email),
                *(said["states"][each.state], f"{each.since:%d-%m-%Y %H:%M}", each.said, ""),
            )
            for at, cell in enumerate(cells, 1):
                sheet.write_string(row, at, harmless(cell), body)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(calls)), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return file.getvalue()
