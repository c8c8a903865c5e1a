"""The municipalities that exist on a day."""

from __future__ import annotations

from datetime import date

from reportgen.config.paths import Paths
from reportgen.domain.places.division import ListedMunicipality, UnknownDivision, division_on
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.sources.names.divisions import divisions_with


def municipalities_on(day: date, paths: Paths) -> tuple[ListedMunicipality, ...]:
    """The municipalities of a day, by name.

    Raises:
        UsageError: the lists do not go back that far.
    """
    divisions = divisions_with(paths.fetched_lists)
    try:
        found = division_on(day, divisions)
    except UnknownDivision:
        raise UsageError(
            said("The lists of municipalities do not go back to {day}", day=day),
            todo=said("name a day from {first} on", first=divisions.first),
        ) from None
    return tuple(sorted(found, key=lambda each: each.name.casefold().removeprefix("'")))
