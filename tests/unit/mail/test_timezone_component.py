"""The onsets of summer time in a calendar: told in the offset that holds before them, for any zone and year."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from doubles.ical_js import needs_ical_js, read_by_ical_js
from doubles.strict_calendar import read_strictly
from hypothesis import given
from hypothesis import strategies as st

from reportgen.mail.calendar import CalendarEntry, CalendarRevision, Method, calendar_of
from reportgen.mail.timezone_component import timezone_component

ZONES = (
    "Europe/Amsterdam",
    "Europe/Dublin",  # its summer time is the standard one
    "America/Curacao",  # has none
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of it
    "Africa/Casablanca",  # follows the moon
    "Asia/Kathmandu",
    "Pacific/Apia",
)

REVISION = CalendarRevision(1, datetime(2018, 1, 1, tzinfo=UTC), "VNG", "vng@vng.example")


def onsets(zone: str, day: date) -> set[tuple[str, str, str, str]]:
    """The name of each part of a zone, with its onset and the offsets before and after."""
    written = timezone_component(ZoneInfo(zone), day).to_ical().decode()
    parts = re.findall(r"BEGIN:(STANDARD|DAYLIGHT)\r\n(.*?)END", written, re.DOTALL)
    read = [(name, dict(re.findall(r"(.+?):(.+)\r\n", lines))) for name, lines in parts]
    return {(name, *(lines[each] for each in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))) for name, lines in read}


@pytest.mark.parametrize(
    ("day", "summer", "winter"),
    [
        (date(2018, 12, 10), "20170326T020000", "20171029T030000"),
        (date(2027, 6, 1), "20260329T020000", "20261025T030000"),
        (date(2027, 3, 28), "20260329T020000", "20261025T030000"),
        (date(2027, 10, 31), "20260329T020000", "20261025T030000"),
        (date(2027, 1, 1), "20260329T020000", "20261025T030000"),
    ],
)
def test_clocks_in_amsterdam_change_at_two_in_spring_and_at_three_in_autumn(
    day: date, summer: str, winter: str
) -> None:
    assert onsets("Europe/Amsterdam", day) == {
        ("DAYLIGHT", summer, "+0100", "+0200"),
        ("STANDARD", winter, "+0200", "+0100"),
    }
    written = timezone_component(ZoneInfo("Europe/Amsterdam"), day).to_ical().decode()
    rules = re.findall(r"RRULE:(.*)\r\n", written)
    assert rules == ["FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]


def test_a_zone_without_summer_time_has_one_offset() -> None:
    assert onsets("America/Curacao", date(2027, 6, 1)) == {("STANDARD", "20251231T200000", "-0400", "-0400")}


def test_onsets_that_follow_no_rule_are_told_one_by_one() -> None:
    found = onsets("Africa/Casablanca", date(2025, 6, 1))
    assert ("DAYLIGHT", "20250223T030000", "+0100", "+0000") in found
    assert ("STANDARD", "20250406T020000", "+0000", "+0100") in found
    assert len(found) == 7  # what held before the first, and two a year


def _file(zone: str, day: date, hour: int) -> bytes:
    start = datetime.combine(day, time(hour), ZoneInfo(zone))
    entry = CalendarEntry("a.0001@vng.example", "Dag", start, start + timedelta(minutes=30), "Hier", "")
    return calendar_of((entry,), REVISION, Method.PUBLISH)


@given(zone=st.sampled_from(ZONES), day=st.dates(date(2005, 1, 1), date(2036, 12, 31)), hour=st.integers(4, 22))
def test_a_strict_reader_finds_each_hour_of_each_zone_in_the_file_itself(zone: str, day: date, hour: int) -> None:
    (found,) = read_strictly(_file(zone, day, hour)).entries
    assert found.start == datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_every_offset_within_a_year_of_the_day_is_in_the_file(zone: str) -> None:
    real, day = ZoneInfo(zone), date(2018, 12, 10)
    read: Any = tzical(StringIO(_file(zone, day, 12).decode())).get(zone)
    for hours in range(0, 365 * 24, 7):
        at = datetime(2018, 6, 1, 5) + timedelta(hours=hours)  # noqa: DTZ001  a local time, whose offset is asked
        assert at.replace(tzinfo=read).utcoffset() == at.replace(tzinfo=real).utcoffset(), at


@needs_ical_js
def test_thunderbirds_reader_finds_the_same_hours() -> None:
    days = [date(2018, 12, 10), date(2018, 3, 25), date(2018, 10, 28), date(2027, 3, 28), date(2027, 10, 31)]
    asked = [(zone, day, hour) for zone in ZONES for day in days for hour in (4, 13)]
    found = [each["entries"][0]["start"] for each in read_by_ical_js(_file(*each) for each in asked)]
    assert [each["unix"] for each in found] == [
        datetime.combine(day, time(hour), ZoneInfo(zone)).timestamp() for zone, day, hour in asked
    ]
    assert [each["zone"] for each in found] == [zone for zone, _, _ in asked]
