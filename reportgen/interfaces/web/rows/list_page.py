"""Long lists by pages: the part that a page shows, and the addresses of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TypeVar
from urllib.parse import urlencode

from reportgen.interfaces.web.request import WebRequest, number_in

FIELD = "page"
"""The number of the page in an address."""

LAST = 10_000
"""The last page of a list whose length nobody counts."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list.

    Attributes:
        number: from 1.
        count: of all pages; at least 1.
        size: how many items are on a page.
        path: of the list, within its meeting.
        query: what was searched; empty values are left out of addresses.
    """

    number: int
    count: int
    size: int
    path: str
    query: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, request: WebRequest, total: int, size: int, path: str, query: Mapping[str, str] | None = None
    ) -> ListPage:
        """The page that an address asks for, or the last one where there are not so many.

        Args:
            total: how many items the list has.
        """
        count = max(1, ceil(total / size))
        return cls(min(asked_number(request), count), count, size, path, query or {})

    @property
    def start(self) -> int:
        """The place of its first item in the list, from 0."""
        return (self.number - 1) * self.size

    def part(self, items: Sequence[Item]) -> Sequence[Item]:
        """What it shows of the list."""
        return items[self.start : self.start + self.size]

    def address(self, number: int | None = None) -> str:
        """The address of a page within the meeting.

        Args:
            number: of that page; this one where it is None.
        """
        wanted = self.number if number is None else number
        given = {**self.query, FIELD: str(wanted) if wanted > 1 else ""}
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{self.path}{'?' if query else ''}{query}"


def asked_number(request: WebRequest) -> int:
    """The number of the page in an address; 1 where there is none."""
    return min(max(1, number_in(request.query.get(FIELD, "")) or 1), LAST)
