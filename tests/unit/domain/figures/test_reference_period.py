"""Figures and lists of municipalities are judged by the time they are about, beside the day of the meeting."""

from __future__ import annotations

from datetime import date

import pytest
from example.figures import figures_of

from reportgen.domain.figures.reference_period import (
    DatedFigures,
    dated_figures,
    municipality_list_findings,
    period_findings,
)
from reportgen.domain.places.municipality import BoundaryChange

COMMAND = "reportgen refresh wonen"
MERGED = (
    BoundaryChange(date(2019, 1, 1), "GM0017", "Haren", "GM0014", "Groningen", True),
    BoundaryChange(date(2019, 1, 1), "GM0014", "Groningen", "GM0014", "Groningen", True),
)


def _figures(dated: tuple[DatedFigures, ...], day: date, last: date | None = None) -> list[str]:
    return [each.code for each in period_findings(dated, day, last or day, COMMAND)]


def _municipalities(listed: date, day: date) -> list[str]:
    return [each.code for each in municipality_list_findings(listed, day, MERGED, 380, COMMAND)]


@pytest.mark.parametrize(
    ("year", "oldest", "day", "codes"),
    [
        (2018, 1, date(2018, 12, 10), []),
        (2018, 1, date(2019, 5, 16), []),
        (2018, 1, date(2020, 1, 1), ["figures-of-earlier-time"]),
        (2024, 2, date(2026, 11, 28), []),
        (2023, 2, date(2026, 11, 28), ["figures-of-earlier-time"]),
        (2018, 1, date(2017, 5, 16), ["figures-of-later-time"]),
    ],
)
def test_figures_are_good_for_their_year_and_as_many_after_it_as_they_take_to_be_known(
    year: int, oldest: int, day: date, codes: list[str]
) -> None:
    assert _figures((DatedFigures("65 jaar en ouder", year, oldest),), day) == codes


def test_own_figures_are_told_apart_for_they_cannot_be_fetched() -> None:
    dated = (DatedFigures("wachtlijst", 2015, own=True), DatedFigures("koopwoningen", 2024))
    assert _figures(dated, date(2027, 3, 18)) == ["figures-of-earlier-time", "own-figures-of-earlier-time"]


def test_a_follow_up_may_have_figures_from_after_the_meeting() -> None:
    assert _figures((DatedFigures("herkomst", 2019),), date(2018, 12, 10), date(2019, 1, 20)) == []


def test_the_figures_with_their_years_and_what_to_type_are_told() -> None:
    dated = (DatedFigures("koopwoningen", 2018), DatedFigures("verkoopprijs", 2017), DatedFigures("nieuw", 2026))
    (found,) = period_findings(dated, date(2026, 5, 1), date(2026, 4, 30), COMMAND)
    told = {"count": "2", "figures": "verkoopprijs (2017), koopwoningen (2018)", "year": "2026", "command": COMMAND}
    assert dict(found.facts) == told


def test_of_many_old_figures_the_oldest_are_named_and_the_others_counted() -> None:
    dated = [DatedFigures(name, year) for name, year in (("a", 2020), ("b", 2018), ("c", 2019), ("d", 2020))]
    (found,) = period_findings(dated, date(2027, 5, 1), date(2027, 4, 30), COMMAND)
    told = dict(found.facts)
    assert (told["count"], told["figures"]) == ("4", "b (2018), c (2019)")


def test_each_indicator_of_a_subject_has_its_own_year_and_its_districts_another() -> None:
    assert {each.name: (each.year, each.oldest) for each in dated_figures(figures_of("migration"))} == {
        "herkomst": (2018, 1),
        "herkomst in wijken": (2017, 2),
    }
    later = {each.name: each for each in dated_figures(figures_of("housing-ageing", date(2026, 1, 1)))}
    assert later["65 jaar en ouder"].year == 2025
    assert later["verkoopprijs"].oldest == 2
    assert len(later) == 10


def test_a_meeting_without_figures_has_none_that_are_old() -> None:
    assert list(dated_figures(figures_of(""))) == []


@pytest.mark.parametrize(
    ("listed", "day", "codes"),
    [
        (date(2018, 1, 1), date(2018, 12, 10), []),
        (date(2018, 1, 1), date(2019, 1, 1), ["municipalities-changed-since"]),
        (date(2018, 1, 1), date(2026, 5, 1), ["municipalities-changed-since"]),
        (date(2019, 1, 1), date(2020, 5, 1), []),
        (date(2019, 1, 1), date(2026, 5, 1), ["municipalities-of-other-time"]),
        (date(2019, 1, 1), date(2018, 12, 10), ["municipalities-of-other-time"]),
    ],
)
def test_the_municipalities_are_those_of_the_day_of_the_meeting(listed: date, day: date, codes: list[str]) -> None:
    assert _municipalities(listed, day) == codes
