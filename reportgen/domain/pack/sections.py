"""Parts of a pack whose content is computed when it is first asked for, and mappings with lazy values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from reportgen.domain.pack.contents import Content, PartKind

Key = TypeVar("Key")
Value = TypeVar("Value")


class Section:
    """One part of a pack; its content is computed once, when it is first asked for.

    Attributes:
        kind: which part it is.
        input_digest: digest of what the content is computed from, besides the event, the figures and the program;
            empty where it is not known.
    """

    __slots__ = ("_content", "_make", "input_digest", "kind")

    def __init__(self, kind: PartKind, make: Callable[[], Content], input_digest: str = "") -> None:
        self.kind = kind
        self.input_digest = input_digest
        self._make = make
        self._content: Content | None = None

    @property
    def content(self) -> Content:
        """The content, computed once."""
        if self._content is None:
            self._content = self._make()
        return self._content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Section) and (self.kind, self.content) == (other.kind, other.content)

    __hash__ = None  # type: ignore[assignment]  # a content need not be hashable


class LazyMapping(Mapping[Key, Value]):
    """A mapping whose values are each computed when they are first asked for."""

    def __init__(self, keys: Iterable[Key], compute: Callable[[Key], Value]) -> None:
        self._keys = dict.fromkeys(keys)
        self._compute = compute
        self._values: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        if key not in self._values:
            if key not in self._keys:
                raise KeyError(key)
            self._values[key] = self._compute(key)
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
