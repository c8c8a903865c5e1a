"""What is made once for a design: every process makes it anew, unless it is in stock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from reportgen.domain.pack.edition import fingerprint
from reportgen.render.content.parts import design_digest
from reportgen.render.printing.part_cache import PartCache

Made = TypeVar("Made")


class SharedResource(Generic[Made]):
    """Something that all parts of a design share; called, it is there, from stock if it can be.

    Args:
        name: under which stock keeps it.
        make: makes it; what that raises, calling this raises.
        written, read: it as bytes, and back.
    """

    def __init__(
        self, name: str, make: Callable[[], Made], written: Callable[[Made], bytes], read: Callable[[bytes], Made]
    ) -> None:
        self._name, self._make, self._written, self._read = name, make, written, read
        self._there: list[Made] = []

    def __call__(self, stock: PartCache | None = None) -> Made:
        """It, once for a process: from stock where it is there, else it is made, and put there."""
        if stock:
            self.fetch(stock)
        if not self._there:
            self._there.append(self._make())
            if stock:
                stock.put(self._mark(), self._written(self._there[0]))
        return self._there[0]

    def fetch(self, stock: PartCache) -> None:
        """Takes it from stock, where it is there, for a process that prints without a stock of its own."""
        if not self._there and (kept := stock.take(self._mark())):
            self._there.append(self._read(kept))

    def _mark(self) -> str:
        return fingerprint(self._name, design_digest())
