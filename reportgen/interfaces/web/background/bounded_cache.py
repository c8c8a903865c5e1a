"""A cache of bytes in memory that never holds more than so many: what was asked for longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class BoundedCache:
    """Bytes by key.

    Args:
        max_bytes: how many it holds at most; what is larger is never kept.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return self._size

    def get(self, key: Hashable, make: Callable[[], bytes | None]) -> bytes | None:
        """What is kept by a key; made, and kept, where nothing is. Nothing is kept where None is made."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        if made is not None and len(made) <= self._max_bytes:
            with self._lock:
                self._size += len(made) - len(self._kept.pop(key, b""))
                self._kept[key] = made
                while self._size > self._max_bytes:
                    _, gone = self._kept.popitem(last=False)
                    self._size -= len(gone)
        return made
