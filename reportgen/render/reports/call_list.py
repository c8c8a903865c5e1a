"""The call list: participants whom no letter reached, as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from reportgen.domain.delivery.states import LetterKind, State
from reportgen.render.content.catalogue import DUTCH
from reportgen.render.content.words import list_report_words


@dataclass(frozen=True, slots=True)
class CallListEntry:
    """Someone to phone: who, which letter and how it stands, since when, and what the server said."""

    number: int
    name: str
    function: str
    code: str
    email: str
    kind: LetterKind
    state: State
    since: datetime
    said: str


COLUMNS = (
    *(("number", 9), ("name", 30), ("function", 24), ("municipality", 26), ("email", 36)),
    *(("letter", 34), ("since", 17), ("said", 60), ("done", 9)),
)
"""The columns and how wide they are in characters; the last is to tick off."""


def call_list_workbook(
    calls: Sequence[CallListEntry], municipalities: Mapping[str, str], language: str = DUTCH
) -> bytes:
    """An .xlsx file with a row for everyone to phone.

    Args:
        municipalities: names by CBS code.
    """
    from reportgen.render.reports.spreadsheet import (
        workbook_writer,  # a call is known in more places than a workbook is written
    )

    said, file = list_report_words(language)["calls"], BytesIO()
    rows = [
        (
            *(each.number, each.name, each.function, municipalities.get(each.code, each.code), each.email),
            said["kinds"][each.kind].format(state=said["states"][each.state]),
            *(f"{each.since:%d-%m-%Y %H:%M}", each.said, ""),
        )
        for each in calls
    ]
    with workbook_writer(file) as book:
        book.table(said["sheet"], [(said[column], width) for column, width in COLUMNS], rows, least=1)
    return file.getvalue()
