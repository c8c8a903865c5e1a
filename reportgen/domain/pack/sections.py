"""One part of a pack with its content, which is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from reportgen.domain.pack.contents import Content, PartKind

Key = TypeVar("Key")
Value = TypeVar("Value")


class Section:
    """One part of a pack.

    Attributes:
        follows: one mark over what the content follows from, beside the event, the figures and the program; empty
            where nobody worked that out.
    """

    __slots__ = ("_content", "_make", "follows", "kind")

    def __init__(self, kind: PartKind, make: Callable[[], Content], follows: str = "") -> None:
        self.kind = kind
        self.follows = follows
        self._make = make
        self._content: Content | None = None

    @property
    def content(self) -> Content:
        """What it holds, made once."""
        if self._content is None:
            self._content = self._make()
        return self._content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Section) and (self.kind, self.content) == (other.kind, other.content)

    __hash__ = None  # type: ignore[assignment]  # what it holds need not have one


class LazyMapping(Mapping[Key, Value]):
    """Values that are each worked out when they are first asked for."""

    def __init__(self, keys: Iterable[Key], work: Callable[[Key], Value]) -> None:
        self._keys = dict.fromkeys(keys)
        self._work = work
        self._done: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        if key not in self._done:
            if key not in self._keys:
                raise KeyError(key)
            self._done[key] = self._work(key)
        return self._done[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
