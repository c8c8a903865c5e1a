"""Values of rows that cannot be what they stand for are damage of the ledger, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from reportgen.domain.delivery.states import State
from reportgen.errors import LedgerDamaged
from reportgen.storage.ledger.stored_values import stored


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        *((State, each) for each in ("printes", "", None, b"sent")),
        *((datetime.fromisoformat, each) for each in ("2030-13-01T09:00:00+00:00", "", None, 7)),
        *((json.loads, each) for each in ("[1, ", "", None)),
    ],
)
def test_what_was_written_over_is_damage(kind: Callable[[Any], object], written: object) -> None:
    with pytest.raises(LedgerDamaged) as damage:
        stored(kind, written)
    assert damage.value.todo


def test_what_was_written_is_what_is_read() -> None:
    assert stored(State, "sent") is State.SENT
    assert stored(datetime.fromisoformat, "2030-05-01T09:00:00+00:00") == datetime(2030, 5, 1, 9, tzinfo=UTC)
    assert stored(json.loads, '{"1": "x"}') == {"1": "x"}


def test_a_fault_of_the_program_is_none_of_the_ledger() -> None:
    def wrong(_: str) -> object:
        raise KeyError("x")

    with pytest.raises(KeyError):
        stored(wrong, "sent")
