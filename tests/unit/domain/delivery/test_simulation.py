"""When simulated runs start, and the clock that is set instead of waited for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.domain.delivery.simulation import Faults, SimulatedClock, next_run_from

ZONE = ZoneInfo("Europe/Amsterdam")
MOMENTS = st.integers(1_514_764_800, 1_577_750_400).map(lambda each: datetime.fromtimestamp(each, ZONE))
"""Any second of 2018 and 2019."""


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        ("2018-12-03T07:00:00+01:00", "2018-12-03T07:05:00+01:00"),
        ("2018-12-03T07:05:00+01:00", "2018-12-03T07:05:00+01:00"),
        ("2018-12-03T07:05:01+01:00", "2018-12-03T08:05:00+01:00"),
        ("2018-10-28T02:30:00+02:00", "2018-10-28T02:05:00+01:00"),  # the hour that comes twice has two runs
        ("2019-03-31T01:30:00+01:00", "2019-03-31T03:05:00+02:00"),  # the hour that is left out has none
    ],
)
def test_runs_start_at_five_past_in_real_hours(moment: str, start: str) -> None:
    started = next_run_from(datetime.fromisoformat(moment).astimezone(ZONE))
    assert started.isoformat() == start


@given(MOMENTS)
def test_the_next_run_is_less_than_an_hour_away(moment: datetime) -> None:
    start = next_run_from(moment)
    assert timedelta(0) <= start.astimezone(UTC) - moment.astimezone(UTC) < timedelta(hours=1)
    assert (start.minute, start.second, start.microsecond) == (5, 0, 0)
    assert next_run_from(start) == start


@given(MOMENTS, st.floats(0, 100_000), MOMENTS)
def test_a_made_up_clock_goes_in_real_hours_and_never_back(begin: datetime, seconds: float, other: datetime) -> None:
    clock = SimulatedClock(begin)
    assert clock() == begin
    clock.pause(seconds)
    later = clock()
    assert abs((later.astimezone(UTC) - begin.astimezone(UTC)).total_seconds() - seconds) < 0.001
    clock.move_to(other)
    assert clock().astimezone(UTC) == max(later.astimezone(UTC), other.astimezone(UTC))


def test_a_server_that_is_never_down_is_up() -> None:
    assert not Faults().is_down(datetime(2018, 12, 3, tzinfo=ZONE))
