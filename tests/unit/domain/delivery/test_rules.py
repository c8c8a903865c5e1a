"""The window in which letters may leave, also where the clocks are changed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reportgen.domain.delivery.rules import DeliveryWindow, WindowState

ZONE = ZoneInfo("Europe/Amsterdam")


def at(text: str, fold: int = 0) -> datetime:
    """A moment in Dutch time; fold 1 is the second of two that the clocks show alike."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=fold)


WINDOW = DeliveryWindow(at("2018-10-27T07:00"), at("2018-10-28T02:30"))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (at("2018-10-27T06:59"), WindowState.AHEAD),
        (at("2018-10-27T07:00"), WindowState.OPEN),
        (at("2018-10-28T02:30"), WindowState.OPEN),
        (at("2018-10-28T02:31"), WindowState.OVER),
        (at("2018-10-28T02:15", fold=1), WindowState.OVER),
        (at("2026-11-28T10:00"), WindowState.OVER),
    ],
)
def test_a_moment_lies_before_in_or_after_the_window(moment: datetime, state: WindowState) -> None:
    assert WINDOW.state(moment) is state
    assert WINDOW.is_open(moment) is (state is WindowState.OPEN)
