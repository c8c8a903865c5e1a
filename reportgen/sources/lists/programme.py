"""The sessions of a programme, and its texts, out of the rows of programma.csv or a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from reportgen.domain.finding import Place
from reportgen.domain.people.unclear_cells import CellDoubt, Why
from reportgen.domain.programme.event import Session, SessionKind
from reportgen.domain.programme.placeholders import EventText
from reportgen.errors import ConfigurationError, SourceError
from reportgen.i18n.message import Message, joined, message_of, said
from reportgen.sources.lists.programme_columns import is_programme_heading, programme_columns
from reportgen.sources.lists.round_labels import round_label
from reportgen.sources.lists.sheets import Row, Sheet, sheet_in

KINDS = {
    "inloop": SessionKind.DOORS,
    "plenair": SessionKind.PLENARY,
    "tafel": SessionKind.TABLE,
    "pauze": SessionKind.BREAK,
    "borrel": SessionKind.DRINKS,
    "workshop": SessionKind.WORKSHOP,
}
OTHER_KINDS = dict.fromkeys(("sessie", "deelsessie", "parallel", "parallelsessie", "themasessie"), SessionKind.WORKSHOP)
"""Other words for a session of a round."""

GUEST_NOTE = "Toelichting voor gasten"
"""The column with what guests read instead of ``Toelichting``."""

TEXT_COLUMNS = ("Onderdeel", "Spreker", "Toelichting", GUEST_NOTE, "Gespreksleider")
"""Columns that participants read."""

MAX_PEOPLE = 100_000
"""More than this is no number of people in a room."""

_NO_LIMIT = frozenset(["", "-", "–", "geen", "onbeperkt", "nvt", "n.v.t."])
_COUNT = re.compile(r"(\d{1,6})(?:[.,]0+)?(?: (?:personen|deelnemers|plaatsen|pers\.?))?")


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A session with the line that it stands in, counted from 1."""

    line: int
    session: Session


@dataclass(frozen=True, slots=True)
class ProgrammeFault:
    """What is wrong in a row of a programme.

    Attributes:
        line: that the row begins in, counted from 1.
        column: our name of the column; empty for the whole row.
        code: names its words.
        said: what is wrong, for a log.
        facts: what the words tell.
    """

    line: int
    column: str
    code: str
    said: Message
    facts: tuple[tuple[str, str], ...] = ()


def programme_in(path: Path) -> tuple[Session, ...]:
    """The programme in the order of its rows. Raises as ``programme_rows``."""
    return tuple(each.session for each in programme_rows(path))


def programme_rows(path: Path) -> tuple[ProgrammeRow, ...]:
    """The programme in the order of its rows, with their lines.

    Raises:
        ConfigurationError: a column is missing, a time, kind or number cannot be read, or times run backwards;
            all faults of the file at once.
    """
    found, faults = checked_programme(path)
    if not (found or faults):
        raise ConfigurationError("there are no parts in it", where=path.name, todo="mend these lines")
    if faults:
        told = joined(said("line {line}: {reason}", line=each.line, reason=each.said) for each in faults)
        raise ConfigurationError(told, where=path.name, todo="mend these lines")
    return found


def checked_programme(path: Path) -> tuple[tuple[ProgrammeRow, ...], tuple[ProgrammeFault, ...]]:
    """The rows of a programme that can be read, and what is wrong with the others.

    Raises:
        ConfigurationError: it cannot be read as a table, or a column is missing.
    """
    sheet = programme_sheet(path)
    columns = programme_columns(sheet.headings, path.name)
    found: list[ProgrammeRow] = []
    faults: list[ProgrammeFault] = []
    previous = time.min
    for row in sheet.rows:
        wrong = list(_row_faults(row, columns))
        faults += wrong
        if wrong:
            continue
        session = _session({column: row.cells.get(heading, "") for column, heading in columns.items()})
        what = said("{start} to {end} runs backwards", start=session.start, end=session.end)
        if session.end <= session.start:
            faults.append(ProgrammeFault(row.line, "Einde", "ends-before", what))
        elif session.start < previous:
            faults.append(ProgrammeFault(row.line, "Begin", "out-of-order", what, (("earlier", f"{previous:%H.%M}"),)))
        previous = session.start
        found.append(ProgrammeRow(row.line, session))
    return tuple(found), tuple(faults)


def programme_texts(path: Path, guest: bool = False) -> Iterator[EventText]:
    """The texts of a programme that participants read, with line and column.

    Args:
        guest: those that a guest reads; else those of all.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    sheet = programme_sheet(path)
    columns = programme_columns(sheet.headings, path.name)
    for row in sheet.rows:
        instead = guest and row.cells.get(columns.get(GUEST_NOTE, ""))
        for column in TEXT_COLUMNS:
            if column == "Toelichting" and instead:
                continue
            if text := row.cells.get(columns.get(column, ""), ""):
                yield EventText(Place(path.name, row.line, columns[column]), text, f"programme.{column}")


def programme_sheet(path: Path) -> Sheet:
    """The cells of a programme, below the row with its headings.

    Raises:
        ConfigurationError: the file cannot be read as a table.
    """
    try:
        return sheet_in(path, is_programme_heading)
    except SourceError as fault:
        raise ConfigurationError(
            said("The programme: {reason}", reason=fault.what), where=fault.where, todo=fault.todo
        ) from None


def audience_in(cell: str) -> tuple[str, ...]:
    """What stands under ``Voor``, one after the other."""
    return tuple(each.strip() for each in re.split(r"[;,\n]", cell) if each.strip())


def _session(cells: Mapping[str, str]) -> Session:
    """The session of a row without faults."""
    label = round_label(cells.get("Ronde", ""))
    return Session(
        _time(cells["Begin"]),
        _time(cells["Einde"]),
        cells["Onderdeel"],
        cells["Spreker"],
        cells["Toelichting"],
        _kind(cells["Soort"], bool(label)),
        re.sub(r"[.,]0+$", "", cells.get("Code", "")),
        label,
        cells.get("Zaal", ""),
        _count(cells.get("Capaciteit", ""), said("capacity")),
        _count(cells.get("Minimum", ""), said("minimum")) or 0,
        audience_in(cells.get("Voor", "")),
        cells.get("Gespreksleider", ""),
        cells.get("Notitie", ""),
        cells.get(GUEST_NOTE, ""),
    )


def _row_faults(row: Row, columns: Mapping[str, str]) -> Iterator[ProgrammeFault]:
    """What is wrong in the cells of a row; where its columns cannot be told apart, that alone."""
    if row.beyond:
        what = said("there are more cells than columns: a text with the separator in it stands between quotes")
        yield ProgrammeFault(row.line, "", "beyond", what)
        return
    cells = {column: row.cells.get(heading, "") for column, heading in columns.items()}
    doubted = {column: row.doubts[heading] for column, heading in columns.items() if heading in row.doubts}
    for column, doubt in doubted.items():
        facts = (("written", cells[column]), ("likely", doubt.likely or ""))
        what = _said_of(columns[column], cells[column], doubt)
        yield ProgrammeFault(row.line, column, f"doubt-{doubt.why}", what, facts)
    in_round = bool(round_label(cells.get("Ronde", "")))
    checks: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("Begin", "no-time", _time),
        ("Einde", "no-time", _time),
        ("Soort", "no-kind", lambda text: _kind(text, in_round)),
        ("Onderdeel", "no-title", _title),
        ("Capaciteit", "no-count", lambda text: _count(text, said("capacity"))),
        ("Minimum", "no-count", lambda text: _count(text, said("minimum"))),
    )
    for column, code, check in checks:
        written = cells.get(column, "")
        try:
            if column not in doubted:
                check(written)
        except ValueError as fault:
            yield ProgrammeFault(row.line, column, code, message_of(str(fault)), (("written", written),))


def clock_minutes(text: str) -> int | None:
    """The minutes since midnight of a time as programmes write it; None where it is none."""
    try:
        found = _time(text)
    except ValueError:
        return None
    return 60 * found.hour + found.minute


def _said_of(heading: str, written: str, doubt: CellDoubt) -> Message:
    """Why a cell cannot be read as it stands."""
    if doubt.why is Why.STRUCK:
        return said("the cell '{heading}' is struck through: remove the row, or the line through it", heading=heading)
    if doubt.why is Why.ERROR:
        return said(
            "the cell '{heading}' shows an error ({written}): give it a value", heading=heading, written=written
        )
    if doubt.likely:
        return said(
            "the cell '{heading}' has letters that were saved wrongly: '{written}', which is probably '{likely}'; "
            "save the file as UTF-8",
            heading=heading,
            written=written,
            likely=doubt.likely,
        )
    return said(
        "the cell '{heading}' has letters that were saved wrongly: '{written}'; save the file as UTF-8",
        heading=heading,
        written=written,
    )


def _title(text: str) -> str:
    if not text:
        raise ValueError("the part has no title")
    return text


def _kind(text: str, in_round: bool) -> SessionKind:
    """The kind of a part; one of a round that says none is a workshop."""
    word = text.casefold()
    if not word and in_round:
        return SessionKind.WORKSHOP
    if kind := KINDS.get(word) or OTHER_KINDS.get(word):
        return kind
    raise ValueError(said("kind '{text}' is none of {kinds}", text=text, kinds=", ".join(KINDS)))


def _count(text: str, what: str) -> int | None:
    """A number of people; None for no limit."""
    if text.casefold() in _NO_LIMIT:
        return None
    found = _COUNT.fullmatch(text.casefold())
    if not found or int(found[1]) > MAX_PEOPLE:
        raise ValueError(said("{column} '{text}' is no number of people", column=what, text=text))
    return int(found[1])


def _time(text: str) -> time:
    """A time as the invitation writes it, 12.30, or with a colon; also 9.05, and 12:30:00 as workbooks have it."""
    short = text.removesuffix(":00") if text.count(":") == 2 else text
    hours, _, minutes = short.replace(":", ".").partition(".")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2):
        raise ValueError(said("'{text}' is no time like 12.30", text=text))
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        raise ValueError(said("'{text}' is no time like 12.30", text=text)) from None
