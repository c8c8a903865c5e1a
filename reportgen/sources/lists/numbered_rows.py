"""Rows that say about whom they are by a number alone: joined with the list that has the same column of numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.unclear_cells import CellDoubt
from reportgen.sources.lists.columns import NAME_FIELDS, normalized_heading
from reportgen.sources.lists.sheets import Row, Sheet

NUMBERS = frozenset(
    [
        *("aanmeldnummer", "aanmeldingsnummer", "deelnemernummer", "deelnemersnummer", "inschrijfnummer", "nummer"),
        *("registratienummer", "inschrijvingsnummer", "nr", "id", "deelnemerid", "registrationid", "deelnemernr"),
    ]
)
"""Headings of columns by which an event tool numbers people."""

JOINED = ("initials", "first", "infix", "last", "full", "organisation", "email")
"""The fields that say about whom a row is."""

Fields = Mapping[str, str]
"""Heading of the column of each field."""


def joined_by_number(
    sheets: Sequence[Sheet], fields: Sequence[Fields]
) -> tuple[list[Sheet], list[dict[str, str]], tuple[Finding, ...]]:
    """The lists, in which rows with a number alone have name, address and municipality of who has that number.

    Args:
        fields: of each list.

    Returns:
        The lists, their fields, and a finding for each row whose number nobody has, or several people; it is left out.
    """
    known = [*zip(sheets, fields, strict=True)]
    joined: list[Sheet] = []
    new_fields: list[dict[str, str]] = []
    findings: list[Finding] = []
    for sheet, theirs in known:
        found = None if _says_who(theirs) else _list_of_people(sheet, known)
        if found is None:
            joined.append(sheet)
            new_fields.append(dict(theirs))
            continue
        heading, people, their_heading, their_fields = found
        said = {field: their_fields[field] for field in JOINED if field in their_fields}
        by_number = _by_number(people, their_heading, tuple(said.values()))
        doubts = {_number(each.cells.get(their_heading, "")): each.doubts for each in people.rows}
        rows, unknown = _rows(sheet, heading, by_number, doubts)
        joined.append(replace(sheet, rows=tuple(rows)))
        new_fields.append({**theirs, **said})
        findings += unknown
    return joined, new_fields, tuple(findings)


def _says_who(fields: Fields) -> bool:
    return "email" in fields or any(name in fields for name in NAME_FIELDS)


def _list_of_people(sheet: Sheet, lists: Sequence[tuple[Sheet, Fields]]) -> tuple[str, Sheet, str, Fields] | None:
    """The heading of the numbers of a list, with the list of people that has the same, its heading and its fields."""
    for heading in sheet.headings:
        if (normal := normalized_heading(heading)) in NUMBERS:
            for other, fields in lists:
                same = next((each for each in other.headings if normalized_heading(each) == normal), None)
                if same is not None and _says_who(fields):
                    return heading, other, same, fields
    return None


def _by_number(people: Sheet, heading: str, about: Sequence[str]) -> dict[str, set[tuple[tuple[str, str], ...]]]:
    """The cells that say who has each number; several where people share one."""
    found: dict[str, set[tuple[tuple[str, str], ...]]] = defaultdict(set)
    for row in people.rows:
        if (number := _number(row.cells.get(heading, ""))) and heading not in row.doubts:
            found[number].add(tuple((each, row.cells.get(each, "")) for each in about))
    return found


def _rows(
    sheet: Sheet,
    heading: str,
    by_number: Mapping[str, set[tuple[tuple[str, str], ...]]],
    doubts: Mapping[str, Mapping[str, CellDoubt]],
) -> tuple[list[Row], list[Finding]]:
    """The rows with who they are about, and a finding for each that is about nobody or about several people."""
    rows: list[Row] = []
    findings: list[Finding] = []
    for row in sheet.rows:
        number = _number(row.cells.get(heading, ""))
        people = by_number.get(number, set())
        if len(people) == 1 or row.beyond:
            told = dict(cell for each in people for cell in each)
            unclear = {each: doubt for each, doubt in doubts.get(number, {}).items() if each in told}
            rows.append(replace(row, cells={**row.cells, **told}, doubts={**row.doubts, **unclear}))
        else:
            findings += _unclear(row, Place(sheet.file, row.line, heading), len(people))
    return rows, findings


def _unclear(row: Row, place: Place, count: int) -> Iterator[Finding]:
    written = row.cells.get(place.column, "")
    code = "number-ambiguous" if count else "number-unknown"
    yield finding(code, Severity.REFUSED, place, written=written, count=count)


def _number(text: str) -> str:
    """A number as it is compared: without blanks, leading zeros, and the decimals of a workbook."""
    return re.sub(r"^0+(?=.)|[.,]0+$", "", text.strip().casefold())
