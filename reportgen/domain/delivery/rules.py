"""How an event delivers: when letters may leave, when one is tried again, and where they go in a trial."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reportgen.domain.delivery.retries import RetryWaits


@dataclass(frozen=True, slots=True)
class DeliveryWindow:
    """When letters may leave; both moments know their zone."""

    not_before: datetime
    not_after: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether a letter may leave at this moment."""
        return self.not_before <= now <= self.not_after


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """What an organiser decided about delivery.

    Attributes:
        resend_uncertain: send a letter of which nobody knows whether it arrived once more by itself; else a person
            decides.
        redirect_all: a trial: every letter goes as a marked copy to this address instead; empty for the real thing.
    """

    window: DeliveryWindow
    waits: RetryWaits
    resend_uncertain: bool
    redirect_all: str
