"""When letters may leave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reportgen.domain.delivery.rules import DeliveryWindow

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OPEN = datetime(2018, 12, 3, 7, 0, tzinfo=AMSTERDAM)
SHUT = datetime(2018, 12, 9, 18, 0, tzinfo=AMSTERDAM)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (OPEN - SECOND, False),
        (OPEN, True),
        (SHUT, True),
        (SHUT + SECOND, False),
        (datetime(2018, 12, 3, 5, 59, 59, tzinfo=UTC), False),
        (datetime(2018, 12, 3, 6, 0, tzinfo=UTC), True),
        (datetime(2018, 12, 9, 17, 0, tzinfo=UTC), True),
        (datetime(2018, 12, 9, 17, 0, 1, tzinfo=UTC), False),
    ],
)
def test_a_letter_may_leave_within_the_window_whatever_zone_the_clock_is_in(now: datetime, is_open: bool) -> None:
    assert DeliveryWindow(OPEN, SHUT).is_open(now) is is_open
