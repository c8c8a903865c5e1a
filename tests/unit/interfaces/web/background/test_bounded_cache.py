"""A cache of bytes that never holds more than it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.interfaces.web.background.bounded_cache import BoundedCache


def test_what_is_kept_is_made_once_and_what_was_asked_for_longest_ago_goes_first() -> None:
    cache, made = BoundedCache(10), []

    def make(name: str) -> bytes:
        made.append(name)
        return name.encode() * 4

    for name in "abacab":
        assert cache.get(name, lambda name=name: make(name)) == name.encode() * 4  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]


def test_what_is_not_there_or_too_large_is_not_kept() -> None:
    cache = BoundedCache(3)
    assert cache.get("a", lambda: None) is None
    assert cache.get("a", lambda: b"1234") == b"1234"
    assert cache.get("a", lambda: b"1") == b"1"
    assert cache.size == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12))))
def test_it_never_holds_more_than_it_may(asked: list[tuple[int, int]]) -> None:
    cache = BoundedCache(10)
    for key, size in asked:
        cache.get(key, lambda size=size: bytes(size))  # type: ignore[misc]
        assert cache.size == sum(map(len, cache._kept.values())) <= 10
