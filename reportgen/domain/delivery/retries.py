"""When a postponed letter is tried again, and which failures tell of the server rather than of the recipient."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportgen.domain.delivery.states import Accepted, Outcome, Postponed, Refused, Stage, Unknown

MOST_FAILURES = 5
"""Failures in a row that tell of the server, after which a run stops: more would only burn attempts."""


@dataclass(frozen=True, slots=True)
class RetryWaits:
    """Before the second, third … attempt, by what went wrong; the last one of a row repeats.

    Attributes:
        later: the server put this recipient off, as greylisting does; it lets a letter through after minutes.
        full: the mailbox or the server has no room; that takes a person, and so hours.
        connection: the session broke, or the server closes for a while.
    """

    later: tuple[timedelta, ...]
    full: tuple[timedelta, ...]
    connection: tuple[timedelta, ...]


def _minutes(*minutes: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=each) for each in minutes)


WAITS = RetryWaits(_minutes(10, 30, 120, 360), _minutes(60, 240, 720), _minutes(5, 15, 60))
"""As they are where event.toml does not say otherwise."""

_FULL = re.compile(r"452\b|4\d\d[ -]4\.(2\.2|3\.1)\b")
"""No room: the reply 452, or the enhanced codes of a full mailbox and a full system (RFC 3463, 3.3 and 3.4)."""


def next_try(now: datetime, attempts: int, answer: Postponed, waits: RetryWaits = WAITS) -> datetime:
    """When a postponed letter is tried again, after so many attempts; the wait is real time, also at night."""
    row = _row(answer, waits)
    return (now.astimezone(UTC) + row[min(attempts, len(row)) - 1]).astimezone(now.tzinfo)


def _row(answer: Postponed, waits: RetryWaits) -> tuple[timedelta, ...]:
    if _FULL.match(answer.answer):
        return waits.full
    if answer.answer.startswith("421") or not re.match(r"4\d\d", answer.answer):
        return waits.connection
    return waits.later


def tells_of_the_server(outcome: Outcome) -> bool:
    """Whether a failure may be the server's rather than the recipient's; a recipient put off is the recipient's."""
    match outcome:
        case Accepted():
            return False
        case Postponed(stage, answer):
            return stage is not Stage.RCPT or answer.startswith("421")
        case Refused() | Unknown():
            return True
