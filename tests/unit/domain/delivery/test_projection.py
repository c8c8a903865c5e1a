"""When everything will have left, beside when it must have."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reportgen.domain.delivery.projection import Pace, projection_of
from reportgen.domain.delivery.retries import DEFAULT_WAITS
from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.domain.delivery.states import Delivery, State

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OPEN = datetime(2018, 12, 3, 7, 0, tzinfo=AMSTERDAM)
SHUT = datetime(2018, 12, 3, 12, 0, tzinfo=AMSTERDAM)
RULES = DeliveryRules(DeliveryWindow(OPEN, SHUT), DEFAULT_WAITS, False, "")
PACE = Pace(printing=2.0, sending=0.5)
RETRY = timedelta(minutes=10)


def _letters(states: dict[State, int], due: datetime | None = None) -> list[Delivery]:
    all_states = [state for state, count in states.items() for _ in range(count)]
    return [
        Delivery(f"e.{number:04d}.0001", "e", number, 1, "a@b.example", "<m>", "l", "p", False, state, 0, due)
        for number, state in enumerate(all_states, 1)
    ]


def test_who_has_a_letter_is_waited_for_no_more() -> None:
    done = _letters({State.SENT: 3, State.REFUSED: 1, State.UNCERTAIN: 1, State.WITHDRAWN: 1, State.BOUNCED: 1})
    projection = projection_of(done, 0, PACE, 0, RULES, SHUT + timedelta(days=1))
    assert (projection.letters_left, projection.in_time) == (0, True)


@pytest.mark.parametrize(
    ("now", "finish"),
    [
        (OPEN - timedelta(days=3), OPEN + timedelta(seconds=50) + RETRY),
        (OPEN + timedelta(hours=1), OPEN + timedelta(hours=1, seconds=50) + RETRY),
    ],
    ids=["before the window", "inside it"],
)
def test_letters_leave_one_after_another_from_when_they_may(now: datetime, finish: datetime) -> None:
    assert projection_of(_letters({State.RELEASED: 60, State.PRINTED: 40}), 0, PACE, 0, RULES, now).finish == finish


def test_packs_are_printed_before_their_letters_leave() -> None:
    projection = projection_of((), 100, PACE, 0, RULES, OPEN)
    assert (projection.letters_left, projection.finish) == (100, OPEN + timedelta(seconds=250) + RETRY)


def test_pacing_is_kept_even_if_the_server_is_faster() -> None:
    projection = projection_of(_letters({State.RELEASED: 400}), 0, PACE, 60, RULES, OPEN - timedelta(days=7))
    assert projection.finish == OPEN + timedelta(minutes=400) + RETRY
    assert not projection.in_time, "told a week ahead"


def test_a_letter_that_was_put_off_goes_when_it_is_due() -> None:
    due = OPEN + timedelta(hours=2)
    projection = projection_of(_letters({State.DEFERRED: 1}, due), 0, PACE, 0, RULES, OPEN)
    assert projection.finish == due
    assert projection.in_time


def test_a_night_with_another_clock_takes_no_hour_away() -> None:
    evening = datetime(2019, 3, 31, 1, 30, tzinfo=AMSTERDAM)
    morning = datetime(2019, 3, 31, 4, 0, tzinfo=AMSTERDAM)  # one and a half hours later, not two and a half
    rules = DeliveryRules(DeliveryWindow(evening, morning), DEFAULT_WAITS, False, "")
    assert projection_of(_letters({State.RELEASED: 80}), 0, PACE, 60, rules, evening).in_time
    assert not projection_of(_letters({State.RELEASED: 81}), 0, PACE, 60, rules, evening).in_time
