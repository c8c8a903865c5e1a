"""Values in rows of the ledger as what they stand for: bytes that were written over need not be seen by SQLite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from reportgen.storage.ledger.file_faults import unreadable

Value = TypeVar("Value")


def stored(kind: Callable[[Any], Value], written: object) -> Value:
    """A value of a row.

    Args:
        kind: makes it of what is written, such as ``datetime.fromisoformat`` or the states of a letter.

    Raises:
        LedgerDamaged: what is written cannot be one.
    """
    try:
        return kind(written)
    except (TypeError, ValueError) as fault:
        raise unreadable(fault) from fault
