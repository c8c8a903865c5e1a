"""The values of indicators: those that come with the program, by variable, region and year."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

from reportgen.errors import SourceError
from reportgen.sources.cbs.embedded import EMBEDDED

INDICATOR_VALUES = "indicators.csv"
"""The file in a folder of figures."""

Values = dict[str, dict[tuple[str, int], float]]


@cache
def embedded_values() -> Values:
    """The values that come with the program."""
    return values_in(EMBEDDED / INDICATOR_VALUES)


def values_in(path: Path) -> Values:
    """The values in a file: variable → (code of a region, year) → value.

    Raises:
        SourceError: the file is not there, or a row is no value.
    """
    found: Values = defaultdict(dict)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                at = row["code"], int(row["year"])
                if at in found[row["variable"]]:
                    raise ValueError(f"line {line} has the same variable, code and year as an earlier one")
                found[row["variable"]][at] = float(row["value"])
    except (OSError, KeyError, TypeError, ValueError) as fault:
        raise SourceError(
            f"The values of indicators cannot be read: {fault}", where=str(path), todo="install the program anew"
        ) from None
    return dict(found)
