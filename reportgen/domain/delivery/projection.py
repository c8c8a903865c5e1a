"""When everything will have left, from how fast it goes, beside when it must have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.domain.delivery.states import Delivery, State


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for one pack off the press, and for one letter out of the door."""

    printing: float
    sending: float


USUAL = Pace(1.0, 0.5)
"""Seconds, until an event has measured its own; a pack on one of two processors, a letter to a server nearby."""


@dataclass(frozen=True, slots=True)
class Projection:
    """How many letters are still to leave, when the last of them will have, and within which window."""

    left: int
    finish: datetime
    window: DeliveryWindow

    @property
    def in_time(self) -> bool:
        """Whether everything leaves before the deadline."""
        return not self.left or self.finish <= self.window.not_after


WAITING = frozenset({State.PLANNED, State.PRINTED, State.RELEASED, State.SENDING, State.DEFERRED})


def projected(
    deliveries: Sequence[Delivery], to_print: int, pace: Pace, least: float, rules: DeliveryRules, now: datetime
) -> Projection:
    """When everything will have left.

    One round of retries is counted in: some server always puts a letter off at first. Printing may begin now, sending
    when the window opens. The sums are in real time, so a change of the clock takes nothing away.

    Args:
        to_print: packs that are not printed yet, each with a letter to come.
        least: seconds between two letters that the server's pacing asks for.
    """
    waiting = [each for each in deliveries if each.state in WAITING]
    left = len(waiting) + to_print
    begin = now.astimezone(UTC)
    if not left:
        return Projection(0, now, rules.window)
    printed = begin + timedelta(seconds=to_print * pace.printing)
    start = max(printed, rules.window.not_before.astimezone(UTC))
    finish = start + timedelta(seconds=left * max(pace.sending, least))
    if any(each.state is not State.DEFERRED for each in waiting) or to_print:
        finish += rules.waits.later[0]
    finish = max([finish, *(each.due.astimezone(UTC) for each in waiting if each.due)])
    return Projection(left, finish.astimezone(rules.window.not_after.tzinfo), rules.window)
