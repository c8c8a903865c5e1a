"""The columns of a sheet with figures of the organiser's own: municipality, year, district, and one for each figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.indicator import own_variable
from reportgen.errors import SourceError
from reportgen.i18n.message import said
from reportgen.sources.lists.numbers import number_in
from reportgen.sources.lists.sheets import Sheet

HEADINGS = {
    "name": ("gemeente", "gemeentenaam", "naamgemeente", "gemeenten", "municipality", "regio", "regionaam", "naam"),
    "code": (
        *("gemeentecode", "codegemeente", "gemcode", "gmcode", "code", "cbscode", "regiocode", "regios"),
        "municipalitycode",
    ),
    "year": ("jaar", "jaartal", "peiljaar", "year", "periode", "perioden"),
    "district": ("wijk", "district"),
    "district_code": ("wijkcode", "codewijk", "districtcode"),
    "district_name": ("wijknaam", "naamwijk", "districtname"),
    "residents": ("inwoners", "aantalinwoners", "residents"),
}
"""What people call the columns that are no figures, without capitals, blanks and signs; the surest first."""

_ROLES = {own_variable(each): role for role, headings in HEADINGS.items() for each in headings}


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that an indicator takes its figures from.

    Attributes:
        variable: name of the variable.
        heading: as the file of the indicator names it.
        indicator: key of the indicator.
        unit, decimals: of the numbers in it.
        times: what they are multiplied by; None where the file of the indicator does not say.
        last: the last year that may be used.
    """

    variable: str
    heading: str
    indicator: str
    unit: Unit
    decimals: int
    times: float | None
    last: int


def is_known(heading: str, wanted: Mapping[str, OwnColumn]) -> bool:
    """Whether a heading is that of a column that is read."""
    return own_variable(heading) in wanted or own_variable(heading) in _ROLES


def roles_in(sheet: Sheet, wanted: Mapping[str, OwnColumn]) -> dict[str, str]:
    """The heading of each column that is no figure, by its role; a wanted figure goes before a role.

    Raises:
        SourceError: no column says of which municipality a row is, or two columns are the same one.
    """
    by_variable: dict[str, list[str]] = {}
    for heading in sheet.headings:
        if own_variable(heading) in _ROLES:
            by_variable.setdefault(own_variable(heading), []).append(heading)
    _refuse_doubles(sheet, list(by_variable.values()))
    found: dict[str, str] = {}
    for role, headings in HEADINGS.items():
        there = [by_variable[own_variable(each)][0] for each in headings if own_variable(each) in by_variable]
        free = [each for each in there if own_variable(each) not in wanted or role == "residents"]
        if free:
            found[role] = free[0]
    if "name" not in found and "code" not in found:
        raise SourceError(
            "The file has no column that says of which municipality a row is",
            where=said(
                "{file}, line {line}: {heading}",
                file=sheet.file,
                line=sheet.line,
                heading="; ".join(sheet.headings)[:500],
            ),
            todo="call that column Gemeente or Gemeentecode",
        )
    return found


def figures_in(sheet: Sheet, wanted: Mapping[str, OwnColumn]) -> tuple[dict[str, OwnColumn], tuple[str, ...]]:
    """The columns with figures by heading, and the headings of columns with numbers that no indicator takes.

    Raises:
        SourceError: two columns have the same figure.
    """
    found: dict[str, list[str]] = {}
    for heading in sheet.headings:
        found.setdefault(own_variable(heading), []).append(heading)
    _refuse_doubles(sheet, [headings for variable, headings in found.items() if variable in wanted])
    figures = {headings[0]: wanted[variable] for variable, headings in found.items() if variable in wanted}
    unknown = [heading for heading in sheet.headings if not is_known(heading, wanted)]
    spare = [each for each in unknown if any(_is_number(row.cells.get(each, "")) for row in sheet.rows)]
    return figures, tuple(spare)


def _is_number(text: str) -> bool:
    return bool(text) and isinstance(number_in(text, Unit.COUNT, 1, ","), Decimal)


def _refuse_doubles(sheet: Sheet, groups: Sequence[Sequence[str]]) -> None:
    if doubles := [each for group in groups if len(group) > 1 for each in group]:
        raise SourceError(
            said("Columns are the same one: {doubles}", doubles=", ".join(doubles)),
            where=said("{file}, line {line}", file=sheet.file, line=sheet.line),
            todo="rename or remove one of them",
        )
