"""The groups by origin in tables of CBS: which there are, and which of them have a migration background."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """The origin groups of CBS's regional key figures (table 70072NED), by migration background."""

    DUTCH = "dutch"
    WESTERN = "western"
    OTHER_NON_WESTERN = "other_non_western"
    TURKEY = "turkey"
    MOROCCO = "morocco"
    SURINAME = "suriname"
    ANTILLES_ARUBA = "antilles_aruba"


@dataclass(frozen=True, slots=True)
class Grouping:
    """A division of the whole population into origin groups; an index means nothing without it."""

    name: str
    version: str
    origins: tuple[str, ...]


BACKGROUNDS = tuple(origin for origin in Origin if origin is not Origin.DUTCH)
"""The groups of residents with a migration background."""
