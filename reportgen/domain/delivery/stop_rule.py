"""When a run stops sending: its answers tell of the server, and more letters would only use up attempts."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.domain.delivery.permanent_replies import is_about_server
from reportgen.domain.delivery.retries import MAX_SERVER_FAILURES, is_server_failure
from reportgen.domain.delivery.states import Blocked, Delivery, Outcome, Refused, Stage

MAX_BLOCKED = 2
"""Blocked letters in a row after which a run stops; one alone may be about what is in that letter."""


@dataclass(slots=True)
class StopRule:
    """The outcomes in a row that tell of the server; told of each outcome, it says whether the run stops.

    Attributes:
        stops: whether the run stops after the last outcome.
        wrongly_refused: letters that were refused, as it turns out by what the server says to anybody.
    """

    stops: bool = False
    wrongly_refused: tuple[Delivery, ...] = ()
    _failures: int = 0
    _blocked: int = 0
    _refused: list[tuple[Delivery, str]] = field(default_factory=list)

    def note(self, delivery: Delivery, outcome: Outcome) -> None:
        """Takes the outcome of an attempt into account."""
        self._failures = self._failures + 1 if is_server_failure(outcome) else 0
        self._blocked = self._blocked + 1 if isinstance(outcome, Blocked) else 0
        if isinstance(outcome, Refused):
            self._refused.append((delivery, outcome.answer))
        else:
            self._refused.clear()
        if is_about_server([(each.recipient, answer) for each, answer in self._refused]):
            self.wrongly_refused = tuple(each for each, _ in self._refused)
        knows_no_recipient = isinstance(outcome, Blocked) and outcome.stage is Stage.MAIL
        self.stops = (
            knows_no_recipient
            or self._blocked >= MAX_BLOCKED
            or self._failures >= MAX_SERVER_FAILURES
            or bool(self.wrongly_refused)
        )
