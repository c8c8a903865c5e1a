"""What the first page counts as rows of a list."""

from __future__ import annotations

import pytest

from reportgen.domain.finding import Finding, Place, Severity
from reportgen.interfaces.web.pages.overview import is_row


@pytest.mark.parametrize(
    ("place", "severity", "expected"),
    [
        (Place("deelnemers.csv", 4), Severity.DOUBTFUL, True),
        (Place("lijst.xlsx (Blad 1)", 4), Severity.REFUSED, True),
        (Place("deelnemers.csv"), Severity.DOUBTFUL, False),
        (Place("event.toml", 15), Severity.DOUBTFUL, False),
        (Place("deelnemers.csv", 4), Severity.BLOCKING, False),
    ],
)
def test_only_a_row_of_a_list_is_counted_as_one(place: Place, severity: Severity, expected: bool) -> None:
    found = Finding("x", severity, place, ())
    assert is_row(found, {"deelnemers.csv", "lijst.xlsx"}) is expected
