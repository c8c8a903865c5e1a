"""The days that a Dutch or English text names, such as ``op 10 december``, without those that are a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *(("januari", "january"), ("februari", "february"), ("maart", "march"), ("april",), ("mei", "may")),
            *(("juni", "june"), ("juli", "july"), ("augustus", "august"), ("september",)),
            *(("oktober", "october"), ("november",), ("december",)),
        ),
        1,
    )
    for name in names
}

_DAY = re.compile(
    r"(?:\b(?P<before>voor|vóór|uiterlijk|tot|t/m|vanaf|sinds|na|per|before|until|by|after|since)\s+"
    r"(?:(?:en met|uiterlijk)\s+)?)?"
    r"(?:\b(?:maan|dins|woens|donder|vrij|zater|zon)dag\s+|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_MONTHS)})\b(?:\s+(?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)


def other_day_in(text: str, day: date) -> str:
    """The day that a text names instead of a meeting's, as it is written; empty where there is none.

    A text that names the day of the meeting may name others too, and so may one that names deadlines.
    """
    named = list(_days(text))
    if any((number, month) == (day.day, day.month) and year in (None, day.year) for _, number, month, year in named):
        return ""
    return next((written for written, *_ in named), "")


def _days(text: str) -> Iterator[tuple[str, int, int, int | None]]:
    """Each day that is no deadline: as written, day, month, and the year where it is named."""
    for found in _DAY.finditer(text):
        if not found["before"]:
            year = int(found["year"]) if found["year"] else None
            yield found.group().strip(), int(found["day"]), _MONTHS[found["month"].casefold()], year
