"""When a postponed letter is tried again, and which failures tell of the server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from reportgen.domain.delivery.retries import DEFAULT_WAITS, RetryWaits, is_server_failure, next_try
from reportgen.domain.delivery.states import Accepted, Outcome, Postponed, Refused, Stage, Unknown

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
GREYLISTED = Postponed(Stage.RCPT, "451 4.7.1 greylisted")


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 10), (2, 30), (3, 120), (4, 360), (5, 360), (50, 360)])
def test_each_time_the_wait_is_longer_until_it_is_six_hours(attempts: int, minutes: int) -> None:
    now = datetime(2018, 12, 4, 9, 0, tzinfo=UTC)
    assert next_try(now, attempts, GREYLISTED) == now + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("stage", "said", "row"),
    [
        (Stage.RCPT, "450 4.2.1 try later", DEFAULT_WAITS.later),
        (Stage.RCPT, "451 greylisted", DEFAULT_WAITS.later),
        (Stage.DOT, "451 4.3.0 busy", DEFAULT_WAITS.later),
        (Stage.RCPT, "452 4.2.2 mailbox full", DEFAULT_WAITS.full),
        (Stage.DOT, "452 insufficient system storage", DEFAULT_WAITS.full),
        (Stage.RCPT, "450 4.2.2 over quota", DEFAULT_WAITS.full),
        (Stage.MAIL, "431 4.3.1 system full", DEFAULT_WAITS.full),
        (Stage.RCPT, "421 4.3.2 closing", DEFAULT_WAITS.connection),
        (Stage.DATA, "Connection unexpectedly closed", DEFAULT_WAITS.connection),
        (Stage.MAIL, "timed out", DEFAULT_WAITS.connection),
    ],
)
def test_what_a_server_says_decides_how_long_to_wait(stage: Stage, said: str, row: tuple[timedelta, ...]) -> None:
    now = datetime(2018, 12, 4, 9, 0, tzinfo=UTC)
    assert next_try(now, 2, Postponed(stage, said)) == now + row[1]


def test_an_organiser_may_set_the_waits() -> None:
    now = datetime(2018, 12, 4, 9, 0, tzinfo=UTC)
    at_once = RetryWaits((timedelta(0),), (timedelta(hours=5),), (timedelta(minutes=1),))
    assert next_try(now, 7, GREYLISTED, at_once) == now


@pytest.mark.parametrize(
    "now",
    [
        datetime(2018, 10, 28, 2, 55, tzinfo=AMSTERDAM),
        datetime(2018, 10, 28, 2, 55, fold=1, tzinfo=AMSTERDAM),
        datetime(2019, 3, 31, 1, 55, tzinfo=AMSTERDAM),
        datetime(2018, 12, 31, 23, 55, tzinfo=AMSTERDAM),
    ],
    ids=["before the clock goes back", "after it went back", "before it goes forward", "at new year"],
)
def test_a_wait_is_as_long_in_a_night_with_another_clock(now: datetime) -> None:
    tries = [now, *(next_try(now, attempts, GREYLISTED) for attempts in (1, 2, 3, 4))]
    waits = [each.astimezone(UTC) - now.astimezone(UTC) for each in tries]
    assert waits[1] == timedelta(minutes=10)
    assert all(one < other for one, other in pairwise(waits))
    assert waits[4] == timedelta(hours=6)


@pytest.mark.parametrize(
    ("outcome", "tells"),
    [
        (Accepted("250 ok"), False),
        (GREYLISTED, False),
        (Postponed(Stage.RCPT, "421 closing"), True),
        (Postponed(Stage.MAIL, "451 not now"), True),
        (Postponed(Stage.DATA, "Connection unexpectedly closed"), True),
        (Refused(Stage.RCPT, "550 no such user"), True),
        (Unknown("timed out"), True),
    ],
)
def test_a_recipient_who_is_put_off_tells_nothing_of_the_server(outcome: Outcome, tells: bool) -> None:
    assert is_server_failure(outcome) is tells
