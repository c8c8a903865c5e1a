"""A value that takes seconds to compute is computed again only where something it depends on is different."""

from __future__ import annotations

from threading import Event

from reportgen.interfaces.web.background_value import BackgroundValue


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
