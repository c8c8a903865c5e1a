"""An event of 2018 moved to the month after today, so that its letters may leave by the real clock."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from reportgen.config.timezone import ZONE

TODAY = datetime.now(ZONE).date()
DAY = TODAY + timedelta(days=30)
OPENS = f"not_before = {TODAY - timedelta(days=1)}T07:00:00"
CLOSES = f"not_after = {DAY - timedelta(days=1)}T18:00:00"


def upcoming(event_toml: str, moved_from: str = "2018-12-10") -> str:
    """The text of an event.toml of which the meeting is in a month, and the window of the briefing open now.

    Args:
        moved_from: the day in the name of the event's folder.
    """
    for pattern, line in (
        (r"^date = .*$", f"date = {DAY}\nmoved_from = {moved_from}"),
        (r"^not_before = \S*", OPENS),
        (r"^not_after = \S*", CLOSES),
        (r"^keep_until = .*$", f"keep_until = {DAY + timedelta(days=1800)}"),
    ):
        event_toml, count = re.subn(pattern, line, event_toml, count=1, flags=re.MULTILINE)
        assert count == 1, pattern
    return event_toml.replace("Op 10 december praat", "Binnenkort praat")


def back_in_2018(event_toml: str) -> str:
    """The text of an upcoming event with its own days of 2018 again."""
    for line, own in (
        (f"date = {DAY}\nmoved_from = 2018-12-10", "date = 2018-12-10"),
        (OPENS, "not_before = 2018-12-03T07:00:00"),
        (CLOSES, "not_after = 2018-12-09T18:00:00"),
    ):
        assert line in event_toml
        event_toml = event_toml.replace(line, own)
    return event_toml
