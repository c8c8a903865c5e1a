"""Figures of the organiser's own out of CSV files and sheets, with a finding for every cell that cannot be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from reportgen.domain.figures.figure import Unit
from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.unclear_cells import Why
from reportgen.sources.lists.cells import cleaned
from reportgen.sources.lists.numbers import NumberFault, decimal_sign, number_in
from reportgen.sources.lists.own_columns import OwnColumn, figures_in, is_known, roles_in
from reportgen.sources.lists.own_rows import Naming, OwnRow, OwnRows, listed
from reportgen.sources.lists.registrations import ListFile
from reportgen.sources.lists.sheets import Row, sheet_in


@dataclass(frozen=True, slots=True)
class OwnDistrict:
    """The numbers of a district of a municipality, by variable; residents are None where they are not given."""

    code: str
    district: str
    name: str
    residents: int | None
    year: int
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Figures of the organiser's own.

    Attributes:
        values: variable → (code of a municipality or the country, year) → value.
        districts: those that rows are about.
        files: variable → name and SHA-256 of the file.
    """

    values: Mapping[str, Mapping[tuple[str, int], float]]
    districts: tuple[OwnDistrict, ...]
    files: Mapping[str, tuple[str, str]]


@dataclass
class _Read:
    """What is read so far, of all files."""

    values: dict[str, dict[tuple[str, int], float]] = field(default_factory=lambda: defaultdict(dict))
    districts: list[OwnDistrict] = field(default_factory=list)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    twice: set[tuple[str, str, int]] = field(default_factory=set)

    def add_file(self, variable: str, name: str, digest: str) -> None:
        """Notes that a file has figures of a variable."""
        before, known = self.files.get(variable, ("", ""))
        both = f"{before}, {name}", sha256(f"{known}{digest}".encode()).hexdigest()
        self.files[variable] = both if before else (name, digest)


def own_figures(
    files: Sequence[ListFile], wanted: Mapping[str, OwnColumn], naming: Naming, year: int
) -> tuple[OwnFigures, tuple[Finding, ...]]:
    """The figures in all files, and findings about what cannot be used.

    Args:
        wanted: the columns that indicators take figures from, by variable.
        naming: which municipality a text means in a year.
        year: that of figures in a file without a column of years.

    Raises:
        SourceError: a file cannot be read as a table, or has no column of municipalities.
    """
    read = _Read()
    for each in dict.fromkeys(files):
        _FileReader(each, wanted, naming, year, read).read()
    absent = [each for variable, each in wanted.items() if variable not in read.files]
    for column in absent:
        facts = {"column": column.heading, "indicator": column.indicator}
        read.findings.append(finding("own-column-absent", Severity.DOUBTFUL, Place(), **facts))
    return OwnFigures(dict(read.values), tuple(read.districts), read.files), tuple(read.findings)


class _FileReader:
    """Reads one file."""

    def __init__(self, file: ListFile, wanted: Mapping[str, OwnColumn], naming: Naming, year: int, read: _Read) -> None:
        self._sheet = sheet_in(file.path, lambda heading: is_known(heading, wanted), file.sheet, numbers=True)
        self._roles = roles_in(self._sheet, wanted)
        self._figures, self._spare = figures_in(self._sheet, wanted)
        self._digest = sha256(file.path.read_bytes()).hexdigest()
        self._sign = _sign(self._sheet.rows, self._figures)
        self._naming, self._year, self._all = naming, year, read

    def read(self) -> None:
        """Adds the figures and findings of the file."""
        if self._spare:
            self._all.findings.append(
                finding("own-column-spare", Severity.DOUBTFUL, self._at_headings(), columns=listed(self._spare))
            )
        if "year" not in self._roles and self._figures:
            year = ", ".join(map(str, sorted({each.last for each in self._figures.values()})))
            self._all.findings.append(finding("own-year-absent", Severity.NOTED, self._at_headings(), year=year))
        self._all.findings += self._sheet.findings
        # Where no column is used yet, it is told at once which rows could not be used.
        rows = OwnRows(self._sheet, self._roles, self._figures or self._spare, self._naming, self._year)
        records = rows.read()
        self._all.findings += rows.findings
        numbers = {heading: self._numbers(heading, column, records) for heading, column in self._figures.items()}
        for heading, column in self._figures.items():
            self._all.add_file(column.variable, self._sheet.file, self._digest)
            for place, value in numbers[heading].items():
                if not records[place].district:
                    self._take(records[place], heading, column, value)
        for place, record in enumerate(records):
            if record.district and self._figures:
                own = {self._figures[each].variable: found[place] for each, found in numbers.items() if place in found}
                self._all.districts.append(
                    OwnDistrict(record.code, record.district, record.name, self._residents(record), record.year, own)
                )

    def _numbers(self, heading: str, column: OwnColumn, records: Sequence[OwnRow]) -> dict[int, float]:
        """The values in a column, by the place of their record; those of a year that is too late are left out."""
        found: dict[int, Decimal] = {}
        late: set[int] = set()
        for place, record in enumerate(records):
            text = record.row.cells.get(heading, "")
            if not text:
                continue
            if (doubt := record.row.doubts.get(heading)) and doubt.why is Why.STRUCK:
                at = Place(self._sheet.file, record.row.line, heading)
                self._all.findings.append(finding("own-cell-struck", Severity.REFUSED, at, written=text, likely=""))
                continue
            if self._year_in(record, column) > column.last:
                late.add(record.year)
                continue
            number = number_in(text, column.unit, column.decimals, self._sign)
            if isinstance(number, Decimal):
                found[place] = number
            else:
                self._unread(number, record.row.line, heading, text)
        if late:
            years = ", ".join(map(str, sorted(late)))
            self._all.findings.append(
                finding(
                    "own-year-later",
                    Severity.DOUBTFUL,
                    self._at_headings(),
                    column=heading,
                    years=years,
                    last=column.last,
                )
            )
        marked = any("%" in record.row.cells.get(heading, "") for record in records)
        doubtful = column.times is None and column.unit is Unit.PERCENT and not marked
        if doubtful and _are_fractions(tuple(found.values())):
            self._all.findings.append(finding("own-fractions", Severity.REFUSED, self._at_headings(), column=heading))
            return {}
        times = Decimal(str(column.times or 1))
        return {place: float(number * times) for place, number in found.items()}

    def _unread(self, fault: NumberFault, line: int, heading: str, text: str) -> None:
        place = Place(self._sheet.file, line, heading)
        facts = {"written": cleaned(text)[:80]}
        self._all.findings.append(finding(f"own-number-{fault}", Severity.REFUSED, place, **facts))

    def _year_in(self, record: OwnRow, column: OwnColumn) -> int:
        """The year of a value; without a column of years the last one that may be used."""
        return record.year if "year" in self._roles else column.last

    def _take(self, record: OwnRow, heading: str, column: OwnColumn, value: float) -> None:
        """Adds a value, unless another file has one of the same: then neither counts."""
        variable, at = column.variable, (record.code, self._year_in(record, column))
        known = self._all.values[variable]
        if at in known or (variable, *at) in self._all.twice:
            known.pop(at, None)
            self._all.twice.add((variable, *at))
            place = Place(self._sheet.file, record.row.line, heading)
            facts = {"files": self._all.files[variable][0]}
            self._all.findings.append(finding("own-file-twice", Severity.REFUSED, place, **facts))
        else:
            known[at] = value

    def _residents(self, record: OwnRow) -> int | None:
        text = record.row.cells.get(self._roles.get("residents", ""), "")
        number = number_in(text, Unit.COUNT, 0, self._sign) if text else None
        if isinstance(number, NumberFault):
            self._unread(number, record.row.line, self._roles["residents"], text)
        return int(number) if isinstance(number, Decimal) else None

    def _at_headings(self) -> Place:
        return Place(self._sheet.file, self._sheet.line)


def _sign(rows: Sequence[Row], headings: Iterable[str]) -> str:
    """The sign before decimals that the numbers of a file prove; empty where they prove none, or both."""
    columns = tuple(headings)
    signs = {decimal_sign(row.cells.get(each, "")) for row in rows for each in columns} - {""}
    return signs.pop() if len(signs) == 1 else ""


def _are_fractions(numbers: Sequence[Decimal]) -> bool:
    """Whether percentages look like parts of one: all are at most 1, and some are broken."""
    broken = any(each != each.to_integral_value() for each in numbers)
    return len(numbers) > 1 and broken and all(abs(each) <= 1 for each in numbers)
