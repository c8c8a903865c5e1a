"""Municipalities, changes of their borders, and matches of written names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

COUNTRY = "NL"
"""What stands for the whole country where a municipality's code is expected; CBS's region is NL01."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality as it is on the day of a division. The code is its identity, names are labels.

    Attributes:
        code: CBS region code, ``GM`` and four digits.
        name: its own name, for example ``'s-Gravenhage`` or ``Bergen (NH.)``.
        title: the name in StatLine, for example ``'s-Gravenhage (gemeente)``.
        sort_name: CBS's sorting form of the name, the main word first.
        province: name of the province.
        longitude, latitude: a point inside the municipality, WGS84 degrees.
        residents: number of residents on 1 January; 0 where it is not known, as are the next three.
        density: residents per square kilometre of land.
        urbanity: CBS class, 1 (very strongly urban) to 5 (not urban).
        home_value: average assessed home value in euro.
    """

    code: str
    name: str
    title: str
    sort_name: str
    province: str
    longitude: float
    latitude: float
    residents: int = 0
    density: int = 0
    urbanity: int = 0
    home_value: int = 0


@dataclass(frozen=True, slots=True)
class BoundaryChange:
    """A municipality, or a part of it, became part of another on the day ``on``.

    Attributes:
        whole: all of the old one went over, not a part.
        began: the new one began that day; else it was there before.
    """

    on: date
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    whole: bool
    began: bool = False


class NameMatchKind(StrEnum):
    """What a written name of a municipality matches."""

    EXACT = "exact"  # one municipality of the reference date
    SUCCESSOR = "successor"  # an old name; the whole of it became one present municipality
    SPLIT = "split"  # an old name that was divided over several: a question
    FUTURE = "future"  # a municipality that does not exist yet on the reference date: a question
    AMBIGUOUS = "ambiguous"  # several present municipalities have this name: a question
    GUEST = "guest"  # an organisation that is no municipality
    UNKNOWN = "unknown"  # nothing known by this name; candidates are suggestions only


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The match of a written name with a municipality.

    Attributes:
        kind: what the name matches.
        code: the municipality's code; only for ``EXACT`` and ``SUCCESSOR``.
        candidates: names to choose from, as questions or suggestions; for ``FUTURE`` the present
            municipalities that will form it, for ``SUCCESSOR`` the name of the successor.
        since: when a ``FUTURE`` municipality begins, or a former one ended.
    """

    kind: NameMatchKind
    code: str | None = None
    candidates: tuple[str, ...] = ()
    since: date | None = None


def successors(code: str, changes: tuple[BoundaryChange, ...], after: date) -> tuple[BoundaryChange, ...]:
    """The changes after the given day in which the municipality ends; empty when it goes on."""
    return tuple(change for change in changes if change.old_code == code and change.on > after)


def predecessors(code: str, changes: tuple[BoundaryChange, ...], on: date) -> tuple[BoundaryChange, ...]:
    """The changes of exactly that day by which others became part of the municipality."""
    return tuple(change for change in changes if change.new_code == code and change.on == on)
