"""Projected time at which all letters will have left, beside the delivery window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportgen.domain.delivery.rules import DeliveryRules, DeliveryWindow
from reportgen.domain.delivery.states import PENDING, Delivery, State


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that printing one pack and sending one letter take."""

    printing: float
    sending: float


DEFAULT_PACE = Pace(1.0, 0.5)
"""Used until an event has been measured: a pack on one of two processors, a letter to a server nearby."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Projected finish of a delivery.

    Attributes:
        letters_left: letters that are still to leave.
        finish: when the last of them will have left.
    """

    letters_left: int
    finish: datetime
    window: DeliveryWindow

    @property
    def in_time(self) -> bool:
        """Whether everything leaves before the deadline."""
        return not self.letters_left or self.finish <= self.window.not_after


def projection_of(
    deliveries: Sequence[Delivery], to_print: int, pace: Pace, least: float, rules: DeliveryRules, now: datetime
) -> Projection:
    """Projects when the last letter will have left.

    One round of retries is included, because some server always postpones a letter at first. Printing may begin now,
    sending when the window opens. Durations are real time, so a change to or from summer time shortens nothing.

    Args:
        deliveries: letters of the event, in any state.
        to_print: packs that are not printed yet, each with a letter to come.
        pace: measured speed.
        least: seconds between two letters that the limit per minute asks for.
        rules: the delivery window and the waits before a retry.
        now: the moment from which to project.
    """
    waiting = [each for each in deliveries if each.state in PENDING]
    left = len(waiting) + to_print
    begin = now.astimezone(UTC)
    if not left:
        return Projection(0, now, rules.window)
    printed = begin + timedelta(seconds=to_print * pace.printing)
    start = max(printed, rules.window.not_before.astimezone(UTC))
    finish = start + timedelta(seconds=left * max(pace.sending, least))
    if any(each.state is not State.DEFERRED for each in waiting) or to_print:
        finish += rules.waits.later[0]
    retries = [each.waits_until(now) for each in waiting]
    finish = max([finish, *(each.astimezone(UTC) for each in retries if each)])
    return Projection(left, finish.astimezone(rules.window.not_after.tzinfo), rules.window)
