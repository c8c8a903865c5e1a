"""Registrations out of the rows of lists, with findings for columns and cells that are unclear."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.participant import Name, Registration, Status, full_name, surname
from reportgen.domain.people.unclear_cells import CellDoubt, UnclearCell, Why
from reportgen.domain.programme.rounds import Round
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.lists import cells
from reportgen.sources.lists.columns import NAME_FIELDS, ColumnMapping, missing_columns
from reportgen.sources.lists.name_cells import name_doubt
from reportgen.sources.lists.numbered_rows import joined_by_number
from reportgen.sources.lists.session_names import SessionNames
from reportgen.sources.lists.sheets import USUAL, ReadOptions, Row, Sheet, sheet_in
from reportgen.sources.lists.wish_columns import WishColumns
from reportgen.sources.lists.wishes import WishReader, wish_reader
from reportgen.sources.names import person_names

MAX_SHOWN = 2_000
"""Letters of a list's headings in a message; what is longer are no headings."""

_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
"""A question mark within a word, which stands for a letter that a program lacked: ``financi?n``."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file with a list, and the sheet of the workbook to read; the first when empty."""

    path: Path
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ListVocabulary:
    """The organiser's own words: the heading of each column, statuses that mean coming or cancelled; how to read."""

    columns: Mapping[str, Sequence[str]]
    coming: Sequence[str] = ()
    cancelled: Sequence[str] = ()
    options: ReadOptions = USUAL


def registrations_in(
    lists: Sequence[ListFile],
    vocabulary: ListVocabulary | None = None,
    where: str = "",
    rounds: Sequence[Round] = (),
) -> tuple[tuple[Registration, ...], tuple[Finding, ...]]:
    """The registrations of all lists, and findings about columns and cells.

    Lists may complete each other: one may lack the municipality, as long as it has names or addresses, or the numbers
    that another list has as well.

    Args:
        vocabulary: the organiser's own words, if there are any.
        where: the file these stand in, for messages.
        rounds: those of the programme, whose sessions people may want; without them no wishes are read.

    Raises:
        SourceError: a file is no table, or a column is missing without which nobody can be mailed.
        ConfigurationError: the organiser's words do not fit the lists.
    """
    own = vocabulary or ListVocabulary({})
    wish_columns = WishColumns(SessionNames(rounds))
    columns = ColumnMapping(own.columns, where, wish_columns if rounds else None)
    files = list(dict.fromkeys(lists))
    read = (sheet_in(each.path, columns.knows, each.sheet, columns.once, options=own.options) for each in files)
    sheets = _told_apart([*read], files)
    columns.refuse_absent(sheets)
    fields: list[dict[str, str]] = []
    findings: list[Finding] = [*_about_sheets(sheets, files)]
    for sheet in sheets:
        theirs, said = columns.fields(sheet)
        fields.append(theirs)
        findings += said
    sheets, fields, said = joined_by_number(sheets, fields)
    findings += said
    _refuse_missing(sheets, fields)
    registrations = []
    for sheet, theirs in zip(sheets, fields, strict=True):
        reader, said = wish_reader(sheet, columns.wish_headings(sheet, theirs), wish_columns)
        findings += said
        for row in sheet.rows:
            if row.beyond:
                findings.append(finding("row-shifted", Severity.REFUSED, Place(sheet.file, row.line)))
                continue
            registration, said = _RowReader(row, theirs, sheet.file, own, reader).registration()
            registrations.append(registration)
            findings += said
    return tuple(registrations), tuple(findings)


def registration_in(row: Row, fields: Mapping[str, str], file: str, vocabulary: ListVocabulary) -> Registration:
    """One row as a registration, whatever is unclear in it.

    Args:
        fields: heading of the column of each field.
        file: the name of the list.
    """
    return _RowReader(row, fields, file, vocabulary).registration()[0]


def _told_apart(sheets: Sequence[Sheet], files: Sequence[ListFile]) -> list[Sheet]:
    """The sheets, with the folder in their name where two have the same."""
    names = Counter(sheet.file for sheet in sheets)
    return [
        sheet if names[sheet.file] == 1 else replace(sheet, file=f"{each.path.parent}/{sheet.file}")
        for sheet, each in zip(sheets, files, strict=True)
    ]


def _about_sheets(sheets: Sequence[Sheet], files: Sequence[ListFile]) -> Iterator[Finding]:
    """What there is to say about sheets as a whole; not that another one is not read where it is."""
    read = {(each.path, each.sheet) for each in files}
    for sheet, file in zip(sheets, files, strict=True):
        for each in sheet.findings:
            if each.code != "sheet-not-read" or (file.path, dict(each.facts)["sheet"]) not in read:
                yield replace(each, place=replace(each.place, file=sheet.file))


def _refuse_missing(sheets: Sequence[Sheet], fields: Sequence[Mapping[str, str]]) -> None:
    together = {field: heading for theirs in fields for field, heading in theirs.items()}
    absent = list(missing_columns(together))
    for sheet, theirs in zip(sheets, fields, strict=True):
        if not absent and "email" not in theirs and not any(name in theirs for name in NAME_FIELDS):
            absent = list(missing_columns(theirs))  # nothing says about whom its rows are
        others = [dict(each.facts)["sheet"] for each in sheet.findings if each.code == "sheet-not-read"]
        if absent and others:
            raise SourceError(
                said("The first sheet is no list, and another one is: {others}", others="; ".join(others)),
                where=sheet.file,
                todo="name that sheet, with --sheet or in event.toml",
            )
        if absent:
            raise SourceError(
                said("The list has no column {absent}", absent=", ".join(absent)),
                where=said(
                    "{file}, line {line}: {heading}",
                    file=sheet.file,
                    line=sheet.line,
                    heading="; ".join(sheet.headings)[:MAX_SHOWN],
                ),
                todo="give the columns these names in the first row, or name them under [columns] in event.toml",
            )


class _RowReader:
    """Reads one row into a registration, with findings for its unclear cells."""

    def __init__(
        self,
        row: Row,
        fields: Mapping[str, str],
        file: str,
        own: ListVocabulary,
        wishes: WishReader | None = None,
    ) -> None:
        self._row, self._fields, self._file, self._own, self._wishes = row, fields, file, own, wishes

    def registration(self) -> tuple[Registration, tuple[Finding, ...]]:
        """The registration, and a finding for each cell that cannot be read as what it should be."""
        name, name_doubtful = self._name()
        email, email_fault = cells.email_of(self._raw("email"))
        consent, consent_clear = cells.consent_of(self._cell("consent"))
        salutation, salutation_clear = cells.salutation_of(self._cell("salutation"))
        function, said, table = self._cell("function"), self._cell("status"), self._cell("table")
        registration = Registration(
            place=Place(self._file, self._row.line),
            name=name,
            name_fault=cells.forbidden_characters(
                "".join(self._raw(part) for part in ("initials", "first", "infix", *NAME_FIELDS))
            ),
            function=function,
            office=cells.office_of(function),
            salutation=salutation,
            organisation=cells.organisation_of(self._cell("organisation"), self._fields.get("organisation", "")),
            email=email,
            email_fault=email_fault,
            status=cells.status_of(said, self._own.coming, self._own.cancelled),
            said=said,
            consent=consent,
            table=cells.table_number_of(table),
            registered=cells.datetime_of(self._cell("registered")),
            headings=self._fields,
            unclear=tuple(self._unclear()),
        )
        if registration.status is Status.CANCELLED:
            return registration, ()
        unread: tuple[Finding, ...] = ()
        if self._wishes is not None:
            shown = full_name(registration.name) or registration.email
            wishes, unread = self._wishes.wishes(self._row.cells, shown, registration.place)
            registration = replace(registration, wishes=wishes)
        doubts = (
            ("name", name_doubtful),
            ("consent", not consent_clear),
            ("salutation", not salutation_clear),
            ("table", bool(table) and registration.table is None),
            ("registered", bool(self._cell("registered")) and registration.registered is None),
        )
        if registration.unclear:
            return registration, unread  # what cannot be read is said of each cell
        doubtful = self._doubts(registration, [field for field, is_doubtful in doubts if is_doubtful])
        return registration, (*doubtful, *unread)

    def _doubts(self, registration: Registration, fields: Sequence[str]) -> Iterator[Finding]:
        name = full_name(registration.name) or registration.email
        for field in fields:
            if field == "name":
                column = "full" if "full" in self._fields else "last"
                facts = {"written": self._cell(column), "last": surname(registration.name)}
                yield finding("name-doubtful", Severity.DOUBTFUL, registration.at(column), **facts)
            else:
                severity = Severity.NOTED if field == "registered" else Severity.DOUBTFUL
                written = self._cell(field)
                yield finding(f"{field}-unclear", severity, registration.at(field), name=name, written=written)

    def _name(self) -> tuple[Name, bool]:
        """The name, and whether it is doubtful where the surname begins."""
        if "full" in self._fields:
            name, doubtful = person_names.name_parts(self._cell("full"))
            return name, doubtful and bool(name.last)
        initials, first, infix, last = (self._cell(part) for part in ("initials", "first", "infix", "last"))
        again = any(part and last.casefold().startswith(f"{part} ".casefold()) for part in (initials, first))
        return person_names.with_prefix_apart(Name(initials, first, infix, last)), again  # Jan | Jan Jansen

    def _unclear(self) -> Iterator[UnclearCell]:
        """The cells that decide something and cannot be read as they stand, in the order of the columns."""
        decide = {*self._fields.values(), *(self._wishes.headings if self._wishes is not None else ())}
        for heading, doubt in self._row.doubts.items():
            if heading in decide:
                written = cells.cleaned(self._row.cells[heading])
                yield UnclearCell(Place(self._file, self._row.line, heading), written, doubt)
        for field in ("function", "organisation"):
            heading = self._fields.get(field, "")
            if heading not in self._row.doubts and _LOST.search(written := self._cell(field)):
                yield UnclearCell(Place(self._file, self._row.line, heading), written, CellDoubt(Why.LETTERS))
        for field in ("initials", "first", "infix", *NAME_FIELDS):
            heading, written = self._fields.get(field, ""), self._cell(field)
            if (
                written
                and heading not in self._row.doubts
                and (why := name_doubt(written, surname=field in NAME_FIELDS))
            ):
                yield UnclearCell(Place(self._file, self._row.line, heading), written, CellDoubt(why))

    def _raw(self, field: str) -> str:
        return self._row.cells.get(self._fields.get(field, ""), "")

    def _cell(self, field: str) -> str:
        return cells.cleaned(self._raw(field))
