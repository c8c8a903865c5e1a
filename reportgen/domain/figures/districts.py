"""Districts of a municipality, with the value of one measure in each."""

from __future__ import annotations

from dataclasses import dataclass

SMALL_DISTRICT = 500
"""Residents below which a district sets no range and is not charted: its share says little."""


@dataclass(frozen=True, slots=True)
class District:
    """A district: CBS code, name (empty where it has none), residents (None where not known), and the value."""

    code: str
    name: str
    residents: int | None
    value: float

    @property
    def label(self) -> str:
        """What it is called: by its name, or by its number within the municipality where it has none."""
        return self.name or f"wijk {self.code[-2:]}"


@dataclass(frozen=True, slots=True)
class Districts:
    """The districts of one municipality, lowest value first.

    ``without`` names former municipalities whose districts are not in the list, because they cannot be told apart.
    """

    year: int
    source: str
    districts: tuple[District, ...]
    without: tuple[str, ...] = ()

    @property
    def sizable(self) -> tuple[District, ...]:
        """Those with enough residents for a meaningful value; whose residents are not known are taken for it."""
        return tuple(each for each in self.districts if each.residents is None or each.residents >= SMALL_DISTRICT)
