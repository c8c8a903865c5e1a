"""The value of the key that was asked for last."""

from __future__ import annotations

import pytest

from reportgen.interfaces.web.background.latest_value import LatestValue


def test_a_value_is_computed_once_for_the_same_key_and_again_for_another() -> None:
    latest, made = LatestValue[int](), list[str]()

    def compute(key: str) -> int:
        made.append(key)
        return len(made)

    assert [latest.of(key, lambda key=key: compute(key)) for key in "aabba"] == [1, 1, 2, 2, 3]  # type: ignore[misc]
    assert made == ["a", "b", "a"]


def test_what_fails_is_not_kept() -> None:
    latest = LatestValue[int]()
    with pytest.raises(ZeroDivisionError):
        latest.of("a", lambda: 1 // 0)
    assert latest.of("a", lambda: 5) == 5
