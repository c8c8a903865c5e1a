"""What participants answered to the questions of an event."""

from __future__ import annotations

from reportgen.domain.answer import Answer
from reportgen.records.ledger import Ledger


def answers_of(key: str, ledger: Ledger) -> tuple[Answer, ...]:
    """The answers to the questions of an event, in the order in which they arrived; none are collected yet."""
    return ()
