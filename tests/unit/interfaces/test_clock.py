"""The clocks of interfaces: real time, or a made-up moment that never sends real mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

from reportgen.config.timezone import ZONE
from reportgen.interfaces.clock import clock_of


def test_without_a_moment_it_is_the_real_time_in_the_zone_of_events() -> None:
    clock = clock_of(None)
    assert not clock.simulated
    assert abs(clock.moment() - datetime.now(ZONE)) < timedelta(seconds=5)
    assert clock.moment().tzinfo is ZONE


def test_a_made_up_moment_stands_still_and_is_dutch_time() -> None:
    clock = clock_of(datetime.fromisoformat("2018-12-03T08:00"))
    assert clock.simulated
    assert clock.moment() == clock.moment() == datetime(2018, 12, 3, 8, tzinfo=ZONE)


def test_mail_servers_are_paced_by_real_time_also_at_a_made_up_moment() -> None:
    assert clock_of(datetime.fromisoformat("2018-12-03T08:00")).seconds is monotonic


def test_durations_are_measured_at_a_made_up_moment_too() -> None:
    seconds = clock_of(datetime.fromisoformat("2018-12-03T08:00")).seconds
    begun = seconds()
    assert seconds() >= begun
