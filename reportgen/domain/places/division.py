"""Municipal divisions: which municipalities exist on a day, worked out from the lists of some days and the changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from reportgen.domain.places.municipality import BoundaryChange
from reportgen.i18n.message import said


@dataclass(frozen=True, slots=True)
class ListedMunicipality:
    """A municipality as a list of one day names it.

    Attributes:
        code: CBS region code, ``GM`` and four digits.
        name: its own name, for example ``Bergen (NH.)``.
        title: the name in StatLine, for example ``Utrecht (gemeente)``.
        longitude, latitude: a point inside it, WGS84 degrees.
    """

    code: str
    name: str
    title: str
    province: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class DivisionData:
    """What divisions are worked out from.

    Attributes:
        lists: every municipality of a 1 January, by that day; at least one.
        changes: all changes in the order of their days.
    """

    lists: Mapping[date, tuple[ListedMunicipality, ...]]
    changes: tuple[BoundaryChange, ...]

    @property
    def first(self) -> date:
        """The first day of which the division is known."""
        return min(self.lists)

    @property
    def last(self) -> date:
        """The day of the newest list; what changes after it is known only as far as changes were announced."""
        return max(self.lists)


class UnknownDivision(ValueError):
    """A day before the first list."""


def division_on(day: date, data: DivisionData) -> tuple[ListedMunicipality, ...]:
    """The municipalities that exist on a day, by code.

    The last list on or before it, with the changes since. A municipality that began since then is described by the
    first list that has it, or by the one it came from.

    Raises:
        UnknownDivision: the day is before the first list.
    """
    if day < data.first:
        raise UnknownDivision(said("no list of municipalities goes back to {day}", day=day))
    begin = max(on for on in data.lists if on <= day)
    present = {each.code: each for each in data.lists[begin]}
    later = {each.code: each for on in sorted(data.lists, reverse=True) if on > begin for each in data.lists[on]}
    since = (change for change in data.changes if begin < change.on <= day)
    for _, together in groupby(sorted(since, key=lambda change: change.on), key=lambda change: change.on):
        present = _after(present, tuple(together), later)
    return tuple(sorted(present.values(), key=lambda each: each.code))


def _after(
    present: Mapping[str, ListedMunicipality],
    changes: Iterable[BoundaryChange],
    later: Mapping[str, ListedMunicipality],
) -> dict[str, ListedMunicipality]:
    """The municipalities after the changes of one day."""
    began = {change.new_code: change for change in changes}
    ended = {change.old_code for change in changes} - set(began)
    new = {
        code: later.get(code) or replace(present[change.old_code], code=code, title=change.new_name)
        for code, change in began.items()
        if code not in present
    }
    named = {code: replace(each, name=began[code].new_name) for code, each in new.items()}
    return {code: each for code, each in present.items() if code not in ended} | named
