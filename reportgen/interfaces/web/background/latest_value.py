"""The value of the key that was asked for last, for what is slow to compute and asked for again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestValue(Generic[T]):
    """One value, with the key that it belongs to; others wait while it is computed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[Hashable, T] | None = None

    def of(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The value of a key; computed where another was asked for last. What ``compute`` raises is not kept."""
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                self._kept = key, compute()
            return self._kept[1]
