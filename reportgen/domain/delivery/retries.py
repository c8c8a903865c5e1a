"""Retries: when a postponed letter is tried again, and which failures are the server's, not the recipient's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from reportgen.domain.delivery.states import Accepted, Blocked, Outcome, Postponed, Refused, Stage, Unknown

MAX_SERVER_FAILURES = 5
"""Server failures in a row after which a run stops: more would only use up attempts."""


@dataclass(frozen=True, slots=True)
class RetryWaits:
    """Waits before the second, third … attempt, by what went wrong; the last of a row repeats.

    Attributes:
        later: the server postponed this recipient, as greylisting does; it accepts a letter after minutes.
        full: the mailbox or the server has no space; that takes a person, and so hours.
        connection: the connection broke, or the server closed it.
    """

    later: tuple[timedelta, ...]
    full: tuple[timedelta, ...]
    connection: tuple[timedelta, ...]


def _minutes(*minutes: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=each) for each in minutes)


DEFAULT_WAITS = RetryWaits(_minutes(10, 30, 120, 360), _minutes(60, 240, 720), _minutes(5, 15, 60))
"""Waits where event.toml sets none."""

_FULL = re.compile(r"452\b|4\d\d[ -]4\.(2\.2|3\.1)\b")
"""No space: the reply 452, or the enhanced codes of a full mailbox and a full system (RFC 3463, 3.3 and 3.4)."""


def next_try(now: datetime, attempts: int, answer: Postponed, waits: RetryWaits = DEFAULT_WAITS) -> datetime:
    """When a postponed letter is tried again.

    Args:
        now: when it was postponed.
        attempts: how often it was tried, at least once.
        answer: the server's answer.
        waits: the waits before each attempt; they are real time, also where the clock changes.
    """
    row = _row_of(answer, waits)
    return (now.astimezone(UTC) + row[min(attempts, len(row)) - 1]).astimezone(now.tzinfo)


def _row_of(answer: Postponed, waits: RetryWaits) -> tuple[timedelta, ...]:
    if _FULL.match(answer.answer):
        return waits.full
    if answer.answer.startswith("421") or not re.match(r"4\d\d", answer.answer):
        return waits.connection
    return waits.later


def is_server_failure(outcome: Outcome) -> bool:
    """Whether an attempt failed, possibly because of the server; a postponed recipient is not the server's failure."""
    match outcome:
        case Accepted():
            return False
        case Postponed(stage, answer):
            return stage is not Stage.RCPT or answer.startswith("421")
        case Refused() | Blocked() | Unknown():
            return True
