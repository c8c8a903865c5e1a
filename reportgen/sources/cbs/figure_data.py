"""What the figures of a subject are made from, for the municipalities of a day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reportgen.domain.figures.districts import District, Districts
from reportgen.domain.figures.indicator import POPULATION, DistrictVariables, IndicatorKind
from reportgen.domain.figures.measure import TOTAL
from reportgen.domain.figures.subject import Subject
from reportgen.domain.figures.subject_figures import FigureData
from reportgen.domain.places.division import DivisionData, division_on
from reportgen.domain.places.municipality import COUNTRY, BoundaryChange, Municipality
from reportgen.sources.cbs.indicator_values import DistrictRow, IndicatorValues
from reportgen.sources.cbs.snapshot_values import snapshot_municipalities
from reportgen.sources.cbs.snapshots import Snapshot

NUMBERED = re.compile(r"^Wijke?\s*\d+\s*:?\s*")
"""What CBS writes before the name of many districts, or instead of one: their number."""


def figure_data(
    day: date, divisions: DivisionData, snapshot: Snapshot, values: IndicatorValues, subject: Subject | None
) -> FigureData:
    """The municipalities of a day with all values.

    Args:
        day: a day from the first list on.
        snapshot: describes the municipalities of its own 1 January more fully than the lists do.
        values: all values there are.
        subject: says which figures of districts are wanted.

    Raises:
        SourceError: the municipalities of the snapshot cannot be read.
        UnknownDivision: the day is before the first list.
    """
    listed = {
        each.code: Municipality(
            each.code, each.name, each.title, each.name, each.province, each.longitude, each.latitude
        )
        for each in division_on(day, divisions)
    }
    year, described = snapshot_municipalities(snapshot)
    residents = values.values.get(POPULATION, {})
    counted = max((of for code, of in residents if of <= day.year and code in listed), default=0)
    if year == day.year and described.keys() == listed.keys():
        municipalities, described_by = described, (year, "municipalities")
    else:
        municipalities = {
            code: replace(each, residents=int(residents.get((code, counted), 0))) for code, each in listed.items()
        }
        described_by = (counted, values.variables.get(POPULATION, ""))
    return FigureData(
        day,
        municipalities,
        divisions.changes,
        values.values,
        values.variables,
        values.country,
        _districts_by_measure(subject, values.districts, divisions.changes, day),
        described_by,
        int(residents.get((COUNTRY, described_by[0]), 0)),
        values.other,
        _other_tables(values),
    )


def _other_tables(values: IndicatorValues) -> dict[str, dict[tuple[str, int], str]]:
    """The tables of single values that are not of the table of their variable: two fetches of one table are one."""

    def table(source: str) -> str:
        return values.sources[source].table or source if source in values.sources else source

    found: dict[str, dict[tuple[str, int], str]] = {}
    for variable, of in values.other.items():
        for at, source in of.items():
            usual = values.country if at[0] == COUNTRY and variable in values.country else values.variables
            if table(source) != table(usual.get(variable, "")):
                found.setdefault(variable, {})[at] = table(source)
    return found


def _districts_by_measure(
    subject: Subject | None, rows: Iterable[DistrictRow], changes: tuple[BoundaryChange, ...], day: date
) -> dict[str, dict[str, Districts]]:
    rows = [row for row in rows if row.year <= day.year]
    found = {}
    for each in subject.indicators if subject else ():
        if each.districts is None:
            continue
        own = [row for row in rows if row.source == each.districts.source]
        key = f"{each.key}/{TOTAL}" if each.kind is IndicatorKind.COMPOSITION else each.key
        if districts := _districts(each.districts, own, changes, day):
            found[key] = districts
    return found


def _districts(
    variables: DistrictVariables, rows: Iterable[DistrictRow], changes: tuple[BoundaryChange, ...], day: date
) -> dict[str, Districts]:
    """Districts by the municipality of a day; they may have been counted before.

    Districts of a municipality that was merged whole since are those of the new one. Of a municipality that was
    divided it is unknown which district went where: its districts are left out, and it is named.
    """
    by_code: dict[str, list[District]] = defaultdict(list)
    counted = 0
    for row in rows:
        if (value := _value(variables, row.numbers)) is not None:
            by_code[row.code].append(District(row.district, NUMBERED.sub("", row.name), row.residents, value))
            counted = max(counted, row.year)
    found = {code: Districts(counted, variables.source, tuple(each)) for code, each in by_code.items()}
    moved = [change for change in changes if date(counted, 1, 1) < change.on <= day] if found else []
    for change in moved:
        gone = found.get(change.old_code, Districts(counted, variables.source, ()))
        there = found.get(change.new_code, Districts(counted, variables.source, ()))
        if change.old_code == change.new_code:
            continue
        if change.whole:
            moving = tuple(_of_former(each, change.old_name) for each in gone.districts)
            found[change.new_code] = replace(there, districts=there.districts + moving)
        else:
            found[change.new_code] = replace(there, without=(*there.without, change.old_name))
    ended = {change.old_code for change in moved} - {change.new_code for change in moved}
    return {
        code: replace(each, districts=tuple(sorted(_told_apart(each.districts), key=lambda d: (d.value, d.code))))
        for code, each in found.items()
        if code not in ended
    }


def _told_apart(districts: Sequence[District]) -> Iterator[District]:
    """The districts, with its number beside each name that two of them have."""
    times = Counter(each.name for each in districts)
    for each in districts:
        again = each.name and times[each.name] > 1
        yield replace(each, name=f"{each.name}, wijk {each.code[-2:]}") if again else each


def _of_former(district: District, municipality: str) -> District:
    """A district that came with a municipality; of one without a name, its number is that within that municipality."""
    return district if district.name else replace(district, name=f"{district.label} van {municipality}")


def _value(variables: DistrictVariables, numbers: Mapping[str, float]) -> float | None:
    if any(column not in numbers for column in variables.numerators):
        return None
    above = sum(numbers[column] for column in variables.numerators)
    if not variables.denominator:
        return above
    below = numbers.get(variables.denominator, 0)
    return min(100.0, 100 * above / below) if below else None  # counts are rounded, so a part can exceed the whole
