"""A value that takes seconds to compute is computed again only where something it depends on is different."""

from __future__ import annotations

import errno
from threading import Event

import pytest

from reportgen.interfaces.web.background import background_value
from reportgen.interfaces.web.background.background_value import BackgroundValue


def test_it_is_computed_once_for_each_state() -> None:
    state, computed = ["a"], []

    def compute() -> str:
        computed.append(state[0])
        return state[0].upper()

    value = BackgroundValue("test", lambda: state[0], compute)
    assert [value.current(), value.current()] == ["A", "A"]
    state[0] = "b"
    assert value.current() == "B"
    assert computed == ["a", "b"]
    value.invalidate()
    assert value.current() == "B"
    assert computed == ["a", "b", "b"]


def test_who_does_not_want_to_wait_is_told_that_it_is_not_there_yet() -> None:
    go = Event()
    value = BackgroundValue("test", lambda: 1, lambda: go.wait(10))
    assert value.wait(0.01) is False
    assert value.value is None
    go.set()
    assert value.wait() is True
    assert value.value is True


def test_what_goes_wrong_is_kept_in_place_of_a_value() -> None:
    def compute() -> int:
        raise ValueError("not a number")

    value = BackgroundValue("test", lambda: 1, compute)
    assert value.current() is None
    assert str(value.error) == "not a number"


def test_a_fault_of_the_disk_is_gone_when_the_disk_is_mended_though_nothing_else_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_full = [True]

    def compute() -> str:
        if is_full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return "there"

    value = BackgroundValue("test", lambda: 1, compute)
    with pytest.raises(OSError, match="No space left"):
        value.required()
    is_full[0] = False
    with pytest.raises(OSError, match="No space left"):  # no thread for each page while it lasts
        value.required()
    monkeypatch.setattr(background_value, "PASSING_SECONDS", 0.0)
    assert value.required() == "there"
