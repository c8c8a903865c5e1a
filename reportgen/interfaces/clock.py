"""The clocks of use cases: real time, or a constant made-up moment."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

from reportgen.application.workspace import Clock
from reportgen.config.timezone import ZONE


def clock_of(now: datetime | None) -> Clock:
    """The real clock, or one that is constant.

    Args:
        now: the made-up moment in Dutch time, from ``--now``; None for the real time.
    """
    if now is None:
        return Clock(wall_clock, monotonic)
    moment = now.replace(tzinfo=ZONE)
    return Clock(lambda: moment, monotonic, simulated=True)


def wall_clock() -> datetime:
    """The real time, in the time zone of events."""
    return datetime.now(ZONE)
