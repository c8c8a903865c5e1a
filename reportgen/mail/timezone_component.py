"""The VTIMEZONE of a time zone: its changes of clocks around a day, for programs that do not know the zone by name.

The icalendar package writes the onset of summer time in the offset that holds after it, an hour late; RFC 5545 (3.6.5)
wants the offset that holds before.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Onset:
    """The moment from which clocks of a zone differ from UTC by another offset.

    Attributes:
        local: what the clocks show at that moment, before they are changed.
        before, after: the offsets.
    """

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    def rules(self) -> Iterator[str]:
        """The yearly rules that it may follow: the n-th such weekday of the month, or the last."""
        place, weekday = (self.local.day - 1) // 7 + 1, WEEKDAYS[self.local.weekday()]
        if self.local.day + 7 > monthrange(self.local.year, self.local.month)[1]:
            yield f"-1{weekday}"
        yield f"{place}{weekday}"


def timezone_component(zone: ZoneInfo, day: date) -> Timezone:
    """The VTIMEZONE of a zone, right from the year before a day to the year after it.

    Onsets that follow one rule in these three years are written as that rule, for programs that know no other form;
    others one by one.

    Raises:
        ValueError: the zone has no name.
    """
    if not zone.key:
        raise ValueError("a time zone without a name")
    component = Timezone()
    component.add("tzid", zone.key)
    years = [year for year in (day.year - 1, day.year, day.year + 1) if 1 < year < 9999]
    onsets = [onset for year in years for onset in _onsets(zone, year)]
    yearly = _yearly(onsets, len(years))
    if not yearly:
        component.add_component(_observance(_first(zone, years[0]), ""))
    for onset, rule in yearly or [(each, "") for each in onsets]:
        component.add_component(_observance(onset, rule))
    return component


def _observance(onset: _Onset, rule: str) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if onset.is_summer else TimezoneStandard()
    observance.add("dtstart", onset.local)
    observance.add("tzoffsetfrom", onset.before)
    observance.add("tzoffsetto", onset.after)
    observance.add("tzname", onset.name)
    if rule:
        observance.add("rrule", vRecur(freq="YEARLY", bymonth=onset.local.month, byday=rule))
    return observance


def _yearly(onsets: Sequence[_Onset], years: int) -> list[tuple[_Onset, str]]:
    """The onsets of the first year with the rules that those of all years follow; nothing where they follow none."""
    a_year = len(onsets) // years
    if a_year != 2 or len(onsets) != a_year * years:
        return []
    found: list[tuple[_Onset, str]] = []
    for place in range(a_year):
        first, *others = same = onsets[place::a_year]
        alike = {(each.local.month, each.local.time(), each.before, each.after, each.is_summer) for each in same}
        rule = next((one for one in first.rules() if all(one in each.rules() for each in others)), "")
        if len(alike) > 1 or not rule:
            return []
        found.append((first, rule))
    return found


def _onsets(zone: ZoneInfo, year: int) -> Iterator[_Onset]:
    """The onsets in a year, in their order, to the second."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = (start + timedelta(days=number) for number in range(monthrange(year, 2)[1] + 338))
    for low, high in pairwise(days):
        before, after = low.astimezone(zone), high.astimezone(zone)
        if (before.utcoffset(), before.tzname()) == (after.utcoffset(), after.tzname()):
            continue
        while high - low > timedelta(seconds=1):
            middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
            at = middle.astimezone(zone)
            same = (at.utcoffset(), at.tzname()) == (before.utcoffset(), before.tzname())
            low, high = (middle, high) if same else (low, middle)
        yield _onset(high, zone, low.astimezone(zone).utcoffset() or timedelta())


def _first(zone: ZoneInfo, year: int) -> _Onset:
    """What holds when a year begins."""
    at = datetime(year, 1, 1, tzinfo=UTC)
    return _onset(at, zone, at.astimezone(zone).utcoffset() or timedelta())


def _onset(at: datetime, zone: ZoneInfo, before: timedelta) -> _Onset:
    after = at.astimezone(zone)
    local = (at + before).replace(tzinfo=None)
    return _Onset(local, before, after.utcoffset() or timedelta(), after.tzname() or "", bool(after.dst()))
