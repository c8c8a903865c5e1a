"""The sessions of a programme, and its texts, out of the rows of programma.csv."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path

from reportgen.domain.finding import Place
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.placeholders import EventText
from reportgen.errors import ConfigurationError, SourceError
from reportgen.sources.lists.sheets import Row, sheet_in

COLUMNS = ("Begin", "Einde", "Onderdeel", "Spreker", "Toelichting", "Soort")
KINDS = {
    "inloop": SessionKind.DOORS,
    "plenair": SessionKind.PLENARY,
    "tafel": SessionKind.TABLE,
    "pauze": SessionKind.BREAK,
    "borrel": SessionKind.DRINKS,
}
TEXT_COLUMNS = ("Onderdeel", "Spreker", "Toelichting")
"""Columns that participants read."""


def programme_in(path: Path) -> tuple[Session, ...]:
    """The programme in the order of its rows.

    Raises:
        ConfigurationError: a column is missing, a time or kind cannot be read, or times run backwards;
            all faults of the file at once.
    """
    try:
        sheet = sheet_in(path, COLUMNS.__contains__)
    except SourceError as fault:
        raise ConfigurationError(f"The programme: {fault.what}", where=fault.where, todo=fault.todo) from None
    missing = [column for column in COLUMNS if column not in sheet.headings]
    if missing:
        raise ConfigurationError(
            f"The programme has no column {', '.join(missing)}",
            where=path.name,
            todo=f"the first row reads {';'.join(COLUMNS)}",
        )
    sessions, faults = [], []
    previous = time.min
    for row in sheet.rows:
        try:
            session = _session(row)
        except ValueError as fault:
            faults.append(f"line {row.line}: {fault}")
            continue
        if session.end <= session.start or session.start < previous:
            faults.append(f"line {row.line}: {session.start} to {session.end} runs backwards")
        previous = session.start
        sessions.append(session)
    if not sheet.rows:
        faults.append("there are no parts in it")
    if faults:
        raise ConfigurationError("; ".join(faults), where=path.name, todo="mend these lines")
    return tuple(sessions)


def programme_texts(path: Path) -> Iterator[EventText]:
    """The texts of a programme that participants read, with line and column.

    Raises:
        SourceError: the file cannot be read.
    """
    for row in sheet_in(path, COLUMNS.__contains__).rows:
        for column in TEXT_COLUMNS:
            if text := row.cells.get(column, ""):
                yield EventText(Place(path.name, row.line, column), text, f"programme.{column}")


def _session(row: Row) -> Session:
    kind = row.cells["Soort"].casefold()
    if kind not in KINDS:
        raise ValueError(f"kind '{row.cells['Soort']}' is none of {', '.join(KINDS)}")
    if not row.cells["Onderdeel"]:
        raise ValueError("the part has no title")
    return Session(
        _time(row.cells["Begin"]),
        _time(row.cells["Einde"]),
        row.cells["Onderdeel"],
        row.cells["Spreker"],
        row.cells["Toelichting"],
        KINDS[kind],
    )


def _time(text: str) -> time:
    """A time as the invitation writes it, 12.30, or with a colon; also 9.05."""
    hours, _, minutes = text.replace(":", ".").partition(".")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2):
        raise ValueError(f"'{text}' is no time like 12.30")
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        raise ValueError(f"'{text}' is no time like 12.30") from None
