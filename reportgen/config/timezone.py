"""The time of events: the zone they are in, and times of day as people write them."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")


def clock_time(text: str) -> time:
    """A time of day as people write it, ``12.30`` or ``12:30``.

    Raises:
        ValueError: there is no such time.
    """
    hours, minutes = text.replace(":", ".").split(".")
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(f"{text} is no time of day")
    return time(int(hours), int(minutes))


def local_time(moment: datetime) -> datetime:
    """A moment in the zone of the event; one without a zone is of it already."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
