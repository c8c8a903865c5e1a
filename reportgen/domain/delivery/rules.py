"""Rules of an event's delivery: window, retries, resending and redirection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from reportgen.domain.delivery.retries import RetryWaits


class WindowState(StrEnum):
    """How a moment lies to a delivery window."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class DeliveryWindow:
    """The period in which letters may leave; both moments have a time zone."""

    not_before: datetime
    not_after: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether a letter may leave at this moment."""
        return self.state(now) is WindowState.OPEN

    def state(self, now: datetime) -> WindowState:
        """Whether the window is still ahead, open, or over at this moment."""
        moment = now.astimezone(UTC)  # within one time zone Python compares what clocks show, also where that goes back
        if moment < self.not_before.astimezone(UTC):
            return WindowState.AHEAD
        return WindowState.OPEN if moment <= self.not_after.astimezone(UTC) else WindowState.OVER


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """Rules that an organiser set for delivery.

    Attributes:
        window: when letters may leave.
        waits: waits before each retry.
        resend_uncertain: whether a letter that may or may not have arrived is resent once; else a person decides.
        redirect_all: address that gets a marked copy of every letter instead of the participants; empty for none.
        cancellation_letters: whether who had a letter and does not take part any more gets one that says so.
    """

    window: DeliveryWindow
    waits: RetryWaits
    resend_uncertain: bool
    redirect_all: str
    cancellation_letters: bool = True
