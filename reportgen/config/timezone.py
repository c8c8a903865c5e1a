"""The time zone of events, and times of day as event.toml writes them."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from reportgen.i18n.message import said

ZONE = ZoneInfo("Europe/Amsterdam")


def clock_time(text: str) -> time:
    """A time of day from text such as ``12.30`` or ``12:30``.

    Raises:
        ValueError: it is no time of day.
    """
    hours, minutes = text.replace(":", ".").split(".")
    if int(hours) > 23 or int(minutes) > 59:
        raise ValueError(said("{text} is no time of day", text=text))
    return time(int(hours), int(minutes))


def local_time(moment: datetime) -> datetime:
    """A moment in the time zone of events; one without a zone is taken to be in it."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
