"""Changes the programme of an event: other rows are checked by its reader, compared with letters that left, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.application.event.merge_programme import MergedRows, is_changed, merged_rows, rows_beside
from reportgen.application.sessions.programme_letters import letter_findings
from reportgen.config.event_folder import PROGRAMME_FILE, PROGRAMME_WORKBOOKS, programme_file
from reportgen.domain.finding import Finding
from reportgen.domain.programme.event import Session
from reportgen.domain.programme.round_findings import missing_findings, places_of, programme_findings
from reportgen.domain.programme.rounds import rounds_of
from reportgen.errors import ReportgenError, UsageError
from reportgen.sources.lists.csv_text import MAX_CELL
from reportgen.sources.lists.programme import ProgrammeFault, ProgrammeRow, checked_programme
from reportgen.sources.lists.programme_edit import UnwritableCell, WrittenTable, table_as_csv, table_in_file
from reportgen.sources.lists.programme_table import WORKBOOKS, ProgrammeTable, TableRow, programme_table
from reportgen.storage import versions

MAX_PARTS = 400
"""Rows of a programme that are edited; a day of ten rounds with twenty sessions each has half of it."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row.

    Attributes:
        row: its place, counted from 0.
        column: our name of it; empty for the whole row.
        code: names its words.
    """

    row: int
    column: str
    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedProgramme:
    """Rows that may become the programme.

    Attributes:
        content: the file with them; empty where they cannot be written.
        faults: as long as there are any, they cannot become it.
        findings: what else is to be said, by the place of the row.
    """

    content: bytes
    faults: tuple[RowFault, ...]
    sessions: tuple[Session, ...]
    findings: tuple[tuple[int, Finding], ...]


def check_programme(folder: Path, rows: Sequence[TableRow]) -> CheckedProgramme:
    """Checks rows as the programme of an event, and what its file would be; nothing is written.

    Args:
        rows: by the lines of the file as it is now.

    Raises:
        ReportgenError: the file as it is now cannot be read as a table, or the rows cannot be written at all.
    """
    faults = [
        RowFault(place, column, "too-long", (("most", f"{MAX_CELL}"), ("length", f"{len(cell)}")))
        for place, row in enumerate(rows)
        for column, cell in row.cells.items()
        if len(cell) > MAX_CELL
    ]
    if len(rows) > MAX_PARTS:
        faults.append(RowFault(MAX_PARTS, "", "too-many", (("most", f"{MAX_PARTS}"),)))
    if not rows:
        faults.append(RowFault(0, "", "no-rows"))
    if faults:
        return CheckedProgramme(b"", tuple(faults), (), ())
    path = programme_file(folder)
    try:
        written = _written(path, rows)
    except UnwritableCell as fault:
        return CheckedProgramme(b"", (RowFault(fault.row, fault.column, "formula"),), (), ())
    return _read_back(written, PROGRAMME_FILE)


def present_table(folder: Path) -> ProgrammeTable:
    """The programme as it is; an empty one where it cannot be read as a table, so that another can take its place.

    Raises:
        ConfigurationError: there are several.
    """
    path = programme_file(folder)
    try:
        return programme_table(path)
    except ReportgenError:
        return ProgrammeTable(workbook=path.suffix in WORKBOOKS, readable=False)


def programme_stand(folder: Path) -> str:
    """The digest of the programme's file; empty where there is none.

    Raises:
        ConfigurationError: there are several.
    """
    return versions.digest_in(folder, programme_file(folder).name)


def table_at(folder: Path, stand: str) -> ProgrammeTable | None:
    """The table of the programme as it was; None where it is not kept.

    Args:
        stand: the digest of its file then.

    Raises:
        ReportgenError: it is as it is now, and cannot be read as a table.
    """
    if stand == programme_stand(folder):
        return present_table(folder)
    return _table_of(folder, stand) if stand else ProgrammeTable()


def rows_with_both_changes(folder: Path, base: ProgrammeTable | None, mine: Sequence[TableRow]) -> MergedRows:
    """The rows that one was about to save, with what somebody else saved meanwhile.

    Args:
        base: what one began from; None where nobody knows.

    Raises:
        ReportgenError: the programme cannot be read as a table.
    """
    theirs = present_table(folder).rows
    return rows_beside(theirs, mine) if base is None else merged_rows(base.rows, theirs, mine)


def version_before(folder: Path) -> int | None:
    """The number of the version of the programme before the newest; None where there is none to put back."""
    found = versions.versions_of(folder, PROGRAMME_FILE)[:2]
    if len(found) < 2 or found[1].is_removal or found[1].gone:
        return None
    return found[1].number


def restore_programme(folder: Path, number: int, who: str, at: datetime, stand: str) -> None:
    """Puts back an earlier version of the programme.

    Args:
        number: of the version.
        stand: digest that the file must still have.

    Raises:
        ChangedMeanwhile: somebody changed it since; nothing was written.
        UsageError: there is no such version of the programme.
    """
    if number not in {each.number for each in versions.versions_of(folder, PROGRAMME_FILE)}:
        raise UsageError("This version is not kept any more", todo="choose another version")
    content = versions.read_version(folder, number)
    versions.replace_file(folder, PROGRAMME_FILE, content, who, at, "teruggezet", stand)


def newest_version(folder: Path) -> versions.Version | None:
    """The newest version of the programme, whatever its file is called; None where none is kept."""
    names = programme_names(folder)
    return next((each for each in versions.all_versions(folder) if each.name in names), None)


def change_counts(before: Sequence[TableRow], after: Sequence[TableRow]) -> tuple[int, int, int]:
    """How many rows are changed, new and gone."""
    old = {each.line: each for each in before}
    kept = [each for each in after if each.line in old]
    changed = sum(is_changed(old[each.line], each) for each in kept)
    return changed, len(after) - len(kept), len(old) - len(kept)


def save_programme(folder: Path, content: bytes, who: str, at: datetime, stand: str, about: str = "") -> str:
    """Writes the programme of an event; returns the name of its file. One that was a workbook becomes CSV.

    Args:
        content: that was checked.
        who: the organiser.
        stand: digest of the file that they began from.

    Raises:
        ChangedMeanwhile: somebody else changed it; nothing was written.
        ReportgenError, OSError: it cannot be written.
    """
    path = programme_file(folder)
    if path.name == PROGRAMME_FILE:
        versions.replace_file(folder, PROGRAMME_FILE, content, who, at, about, stand)
        return PROGRAMME_FILE
    if versions.digest_in(folder, path.name) != stand:
        raise versions.ChangedMeanwhile(
            "The file was changed meanwhile", where=path.name, todo="look at what it is now"
        )
    versions.replace_file(folder, PROGRAMME_FILE, content, who, at, about, "")
    versions.remove_file(folder, path.name, who, at, about)
    return PROGRAMME_FILE


def keep_programme(folder: Path, name: str, who: str, at: datetime) -> None:
    """Lets one of several files be the programme; the others are removed, and kept as earlier versions.

    Raises:
        UsageError: there is no such file of a programme.
        OSError: one cannot be removed.
    """
    there = programme_names(folder)
    if name in there:
        for each in there:
            if each != name:
                versions.remove_file(folder, each, who, at)


def programme_names(folder: Path) -> tuple[str, ...]:
    """The files that each would be the programme."""
    return tuple(each for each in (PROGRAMME_FILE, *PROGRAMME_WORKBOOKS) if (folder / each).is_file())


def _written(path: Path, rows: Sequence[TableRow]) -> WrittenTable:
    table = present_table(path.parent)
    if table.workbook or not (table.readable and path.exists()):
        return table_as_csv(table, rows)
    return table_in_file(path.read_bytes(), path, rows)


def _read_back(written: WrittenTable, name: str) -> CheckedProgramme:
    """What the reader of programmes says of a file."""
    with TemporaryDirectory(prefix="reportgen-") as folder:
        copy = Path(folder) / name
        copy.write_bytes(written.content)
        found, faults = checked_programme(copy)
    places = {line: place for place, line in enumerate(written.lines)}
    told = tuple(
        (places[each.place.line], _by_place(each, places))
        for each in _findings(found, name)
        if each.place.line in places
    )
    return CheckedProgramme(written.content, _placed(faults, places), tuple(each.session for each in found), told)


def _by_place(each: Finding, places: Mapping[int, int]) -> Finding:
    """A finding that names another row by its number among the rows, from 1, and not by its line."""
    facts = ((name, f"{places[int(said)] + 1}" if name == "other_line" else said) for name, said in each.facts)
    return replace(each, facts=tuple(facts))


def _placed(faults: Sequence[ProgrammeFault], places: Mapping[int, int]) -> tuple[RowFault, ...]:
    return tuple(RowFault(places.get(each.line, 0), each.column, each.code, each.facts) for each in faults)


def _findings(rows: Sequence[ProgrammeRow], file: str) -> tuple[Finding, ...]:
    by_line = [(each.line, each.session) for each in rows]
    rounds = rounds_of(session for _, session in by_line)
    return (
        *programme_findings(by_line, file),
        *letter_findings(by_line, file),
        *missing_findings(rounds, places_of(by_line, file)),
    )


def _table_of(folder: Path, digest: str) -> ProgrammeTable | None:
    """The table of an earlier version of the programme, by its digest; None where it is not kept."""
    for each in versions.all_versions(folder):
        if each.digest == digest and each.name.startswith("programma.") and not (each.gone or each.cleaned):
            with TemporaryDirectory(prefix="reportgen-") as temporary, suppress(ReportgenError):
                copy = Path(temporary) / each.name
                copy.write_bytes(versions.read_version(folder, each.number))
                return programme_table(copy)
    return None
