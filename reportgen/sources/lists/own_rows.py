"""What the rows of a sheet with figures of the organiser's own are about: municipality, year and district."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.unclear_cells import Why
from reportgen.domain.places.municipality import COUNTRY, NameMatch, NameMatchKind
from reportgen.sources.lists.cells import cleaned, datetime_of, organisation_of
from reportgen.sources.lists.sheets import Row, Sheet

COUNTRY_NAMES = frozenset(["nederland", "nl", "nl01", "the netherlands", "heel nederland"])
"""What a row about the whole country is called."""

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:JJ00|[.,]0+)?")
_DISTRICT = re.compile(r"WK[0-9]{6}")

Naming = Callable[[str, int], NameMatch]
"""Which municipality a text means in a year."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row with what it is about: a municipality or the country, a year, and a district or nothing."""

    row: Row
    code: str
    year: int
    district: str
    name: str


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names as one text; of more than these the number."""
    more = f" en nog {len(names) - most}" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


class OwnRows:
    """Reads what rows are about.

    Attributes:
        findings: about rows that cannot be used, so far.
    """

    def __init__(
        self, sheet: Sheet, roles: Mapping[str, str], headings: Collection[str], naming: Naming, year: int
    ) -> None:
        """
        Args:
            roles: heading of each column that is no figure.
            headings: of the columns with figures.
            year: of rows in a sheet without years.
        """
        self._sheet, self._roles, self._headings = sheet, roles, headings
        self._naming, self._year = naming, year
        self.findings: list[Finding] = []

    def read(self) -> tuple[OwnRow, ...]:
        """The rows that have figures and say what they are about, each with another municipality, year or district."""
        return tuple(self._once([each for row in self._sheet.rows if (each := self._record(row)) is not None]))

    def _record(self, row: Row) -> OwnRow | None:
        """What a row is about; None where it has no figure, or does not say what it is about."""
        if not any(row.cells.get(heading) for heading in self._headings):
            return None
        if row.beyond:
            self.findings.append(finding("own-row-shifted", Severity.REFUSED, self._at(row.line)))
            return None
        unclear = [each for each in row.doubts if each in self._roles.values()]
        if unclear:
            self.findings += [self._unclear(row, each) for each in unclear]
            return None
        year = self._year_of(row)
        code = self._code_of(row, year) if year else ""
        if not code:
            return None
        given, number, name = (self._cell(row, each) for each in ("district", "district_code", "district_name"))
        if _DISTRICT.fullmatch(given):
            number, given = number or given, ""
        name = name or given
        return OwnRow(row, code, year, number or (f"{code} {name}" if name else ""), name)

    def _unclear(self, row: Row, heading: str) -> Finding:
        doubt = row.doubts[heading]
        letters = "own-cell-letters-meant" if doubt.likely else "own-cell-letters"
        damaged = "own-cell-struck" if doubt.why is Why.STRUCK else "own-cell-error"
        code = letters if doubt.why in (Why.LETTERS, Why.EITHER) else damaged
        facts = {"written": cleaned(row.cells[heading]), "likely": doubt.likely}
        return finding(code, Severity.REFUSED, Place(self._sheet.file, row.line, heading), **facts)

    def _year_of(self, row: Row) -> int:
        if "year" not in self._roles:
            return self._year
        text = self._cell(row, "year")
        day = datetime_of(text)
        if found := _YEAR.fullmatch(text):
            return int(found[1])
        if day and (day.month, day.day) == (1, 1):
            return day.year
        self.findings.append(finding("own-year-unclear", Severity.REFUSED, self._at(row.line, "year"), written=text))
        return 0

    def _code_of(self, row: Row, year: int) -> str:
        """The code of the municipality a row is about, empty where it is not known."""
        named = {}
        for role in ("code", "name"):
            text = self._cell(row, role)
            if text and role in self._roles:
                named[role] = text, self._meant(organisation_of(text, "code") if role == "code" else text, year)
        if not named:
            self.findings.append(finding("own-municipality-missing", Severity.REFUSED, self._at(row.line)))
            return ""
        codes = {role: match.code for role, (_, match) in named.items() if match.code}
        if len(set(codes.values())) > 1:
            (one, _), (other, _) = named.values()
            self.findings.append(
                finding("own-municipality-two", Severity.REFUSED, self._at(row.line, "code"), written=one, other=other)
            )
            return ""
        role, (text, match) = next(iter(named.items()))
        facts = {"written": text, "candidates": "; ".join(match.candidates)}
        if match.code is None:
            suggested = "own-municipality-unclear" if match.candidates else "own-municipality-unknown"
            self.findings.append(finding(suggested, Severity.REFUSED, self._at(row.line, role), **facts))
            return ""
        if match.kind is NameMatchKind.SUCCESSOR:
            self.findings.append(
                finding("own-municipality-successor", Severity.DOUBTFUL, self._at(row.line, role), **facts)
            )
        return match.code

    def _meant(self, text: str, year: int) -> NameMatch:
        if text.casefold() in COUNTRY_NAMES:
            return NameMatch(NameMatchKind.EXACT, COUNTRY)
        return self._naming(text, year)

    def _once(self, records: Sequence[OwnRow]) -> Iterator[OwnRow]:
        """The records whose municipality, year and district no other has; of the others none counts."""
        same: dict[tuple[str, int, str], list[OwnRow]] = defaultdict(list)
        for each in records:
            same[each.code, each.year, each.district].append(each)
        role = "name" if "name" in self._roles else "code"
        for first, *others in same.values():
            if not others:
                yield first
                continue
            lines = listed([str(each.row.line) for each in others])
            facts = {"written": self._cell(first.row, role), "year": first.year, "others": lines}
            place = self._at(first.row.line, role)
            self.findings.append(finding("own-row-twice", Severity.REFUSED, place, **facts))

    def _cell(self, row: Row, role: str) -> str:
        return cleaned(row.cells.get(self._roles.get(role, ""), ""))

    def _at(self, line: int, role: str = "") -> Place:
        return Place(self._sheet.file, line, self._roles.get(role, ""))
