"""Figures and lists of municipalities are judged by the time they are about, beside the day of the meeting."""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.domain.figures.reference_period import municipality_list_findings, period_findings
from reportgen.domain.places.municipality import BoundaryChange

COMMAND = "reportgen refresh wonen"
MERGED = (BoundaryChange(date(2019, 1, 1), "GM0017", "Haren", "GM0014", "Groningen", True),)


def _figures(years: dict[str, int], day: date, last: date | None = None) -> list[str]:
    return [each.code for each in period_findings(years, day, last or day, COMMAND)]


def _municipalities(year: int, day: date) -> list[str]:
    return [each.code for each in municipality_list_findings(year, day, MERGED, 380, COMMAND)]


@pytest.mark.parametrize(
    ("years", "day", "codes"),
    [
        ({"origins": 2018, "districts": 2017}, date(2018, 12, 10), []),
        ({"origins": 2018, "districts": 2017}, date(2019, 5, 16), []),
        ({"origins": 2018}, date(2020, 1, 1), ["figures-of-earlier-time"]),
        ({"origins": 2026, "districts": 2024}, date(2026, 11, 28), []),
        ({"origins": 2026, "districts": 2018}, date(2026, 11, 28), ["figures-of-earlier-time"]),
        ({"origins": 2018}, date(2017, 5, 16), ["figures-of-later-time"]),
    ],
)
def test_yearly_figures_are_good_for_their_year_and_the_next(
    years: dict[str, int], day: date, codes: list[str]
) -> None:
    assert _figures(years, day) == codes


def test_a_follow_up_may_have_figures_from_after_the_meeting() -> None:
    assert _figures({"origins": 2019}, date(2018, 12, 10), date(2019, 1, 20)) == []


def test_the_years_and_what_to_type_are_told() -> None:
    (found,) = period_findings({"a": 2018, "b": 2017, "c": 2018}, date(2026, 5, 1), date(2026, 4, 30), COMMAND)
    assert dict(found.facts) == {"years": "2017, 2018", "year": "2026", "command": COMMAND}


@pytest.mark.parametrize(
    ("year", "day", "codes"),
    [
        (2018, date(2018, 12, 10), []),
        (2018, date(2019, 1, 1), ["municipalities-changed-since"]),
        (2018, date(2026, 5, 1), ["municipalities-changed-since"]),
        (2019, date(2020, 5, 1), []),
        (2019, date(2026, 5, 1), ["municipalities-of-other-time"]),
        (2019, date(2018, 12, 10), ["municipalities-of-other-time"]),
    ],
)
def test_the_list_of_municipalities_is_that_of_the_day_of_the_meeting(year: int, day: date, codes: list[str]) -> None:
    assert _municipalities(year, day) == codes
