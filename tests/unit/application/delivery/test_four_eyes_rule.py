"""Two people who release: since when they are asked for, and which two may be one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from reportgen.application.delivery.four_eyes_rule import FourEyesRule, LinkUse, Switch, same_eyes, state_after
from reportgen.config.timezone import ZONE

NOON = datetime(2030, 5, 1, 12, tzinfo=ZONE)


def _at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def _history(*written: tuple[float, str, bool]) -> list[Switch]:
    return [Switch(_at(hours), who, is_on) for hours, who, is_on in written]


@pytest.mark.parametrize(
    ("written", "is_on", "expected"),
    [
        ((), False, FourEyesRule(False)),
        ((), True, FourEyesRule(True)),
        (((-90, "", True),), True, FourEyesRule(True)),
        (((-90, "", False), (-50, "Anna", True)), True, FourEyesRule(True, _at(-50))),
        (((-90, "", True), (-1, "Anna", False)), False, FourEyesRule(True, None, "Anna", _at(23))),
        (((-90, "", True), (-24, "Anna", False)), False, FourEyesRule(False)),
        (
            ((-90, "", False), (-50, "Bo", True), (-1, "Anna", False)),
            False,
            FourEyesRule(True, _at(-50), "Anna", _at(23)),
        ),
        (((-90, "", True), (-1, "", False)), False, FourEyesRule(False)),  # who has the file
        (
            ((-90, "", False), (-50, "Bo", True), (-3, "Bo", False), (-2, "Bo", True)),
            True,
            FourEyesRule(True, _at(-50)),
        ),
        (
            ((-90, "", False), (-80, "Bo", True), (-50, "Bo", False), (-2, "Bo", True)),
            True,
            FourEyesRule(True, _at(-2)),
        ),
        (((-90, "", False), (-50, "Bo", True)), False, FourEyesRule(False)),
    ],
)
def test_switching_off_counts_a_day_later(
    written: tuple[tuple[float, str, bool], ...], is_on: bool, expected: FourEyesRule
) -> None:
    assert state_after(_history(*written), is_on, NOON) == expected


@pytest.mark.parametrize(
    ("uses", "since", "same"),
    [
        ((), None, ()),
        (((-1, "Bram", "Anna"),), None, ("bram",)),
        (((-1, "bram", " ANNA "),), None, ("bram",)),
        (((-1, "Anna", "Bram"),), None, ("bram",)),
        (((-3, "Bram", "Anna"), (-1, "Cees", "Bram")), None, ("bram", "cees")),
        (((-1, "Cees", "Bram"), (-3, "Cees", "Anna")), None, ("bram", "cees")),
        (((-1, "Bram", "Cees"),), None, ()),
        (((-24, "Bram", "Anna"),), None, ()),
        (((1, "Bram", "Anna"),), None, ("bram",)),  # the clock was set back
        (((-3, "Bram", "Anna"),), -2, ()),
        (((-3, "Bram", "Anna"),), -4, ("bram",)),
        (((-1, "Anna", "Anna"),), None, ()),
    ],
)
def test_who_made_a_link_may_be_who_used_it(
    uses: tuple[tuple[float, str, str], ...], since: float | None, same: tuple[str, ...]
) -> None:
    used = [LinkUse(_at(hours), who, inviter) for hours, who, inviter in uses]
    assert tuple(sorted(same_eyes(["Anna"], used, NOON, None if since is None else _at(since)))) == same
