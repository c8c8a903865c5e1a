"""Of which time figures are is told by the day of the meeting, and newer ones that are known are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from doubles.small_event import EXAMPLE

from reportgen.application.figures.event_figures import EventFigures, event_figures
from reportgen.application.figures.figure_ages import figure_ages
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.sources.cbs.embedded import EMBEDDED


@pytest.fixture(scope="module")
def housing(tmp_path_factory: pytest.TempPathFactory) -> EventFigures:
    loaded = load_event_file(EXAMPLE.parent / "2027-03-18-wonen-en-vergrijzing")
    return event_figures(loaded, Paths(EMBEDDED, tmp_path_factory.mktemp("output")), date(2027, 3, 1))


def test_the_same_figures_fit_a_meeting_of_their_time_and_are_old_for_one_later(housing: EventFigures) -> None:
    at = {
        year: {each.name: each.fits for each in figure_ages(housing, date(year, 3, 18))} for year in (2025, 2026, 2030)
    }
    assert at[2025]["65 jaar en ouder"]
    assert at[2026]["65 jaar en ouder"]
    assert not any(at[2030].values())


def test_a_newer_year_counts_only_when_most_municipalities_have_it(housing: EventFigures) -> None:
    codes = list(housing.figures.data.municipalities)

    def with_newer(count: int) -> EventFigures:
        all_values = dict(housing.values.values)
        for each in housing.figures.indicator("share-65plus").variables:
            newer = {(code, 2026): 1.0 for code in codes[:count]}
            all_values[each.name] = {**all_values[each.name], **newer}
        return replace(housing, values=replace(housing.values, values=all_values))

    ages = [
        {each.name: each for each in figure_ages(with_newer(count), date(2027, 3, 18))} for count in (3, len(codes))
    ]
    assert [each["65 jaar en ouder"].newer_known for each in ages] == [False, True]
    assert ages[1]["65 jaar en ouder"].newest == 2026
