"""Which municipalities a municipality of one day consisted of on an earlier day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reportgen.domain.places.municipality import BoundaryChange


@dataclass(frozen=True, slots=True)
class Members:
    """The municipalities that one consisted of on an earlier day.

    Attributes:
        codes: its own where it was there already; with others it has merged since.
        first: day of the first change since then; None where nothing changed.
        divided: day of the first change since then by which only a part of another was added; None where none was.
    """

    codes: tuple[str, ...]
    first: date | None = None
    divided: date | None = None


class Mergers:
    """All changes, to look back from any municipality."""

    def __init__(self, changes: Iterable[BoundaryChange]) -> None:
        self._into: dict[str, list[BoundaryChange]] = defaultdict(list)
        for change in changes:
            self._into[change.new_code].append(change)

    def members(self, code: str, day: date, on: date) -> Members:
        """What a municipality of the day ``on`` consisted of on an earlier day."""
        joined = tuple(self._joined(code, day, on))
        added = {change.old_code for change in joined}
        began = {change.new_code for change in joined if change.began}
        return Members(
            tuple(sorted(({code} | added) - began)),
            min((change.on for change in joined), default=None),
            min((change.on for change in joined if not change.whole), default=None),
        )

    def _joined(self, code: str, day: date, on: date) -> Iterator[BoundaryChange]:
        """The changes after one day and up to another that led to a municipality, in any number of steps."""
        for change in self._into.get(code, ()):
            if day < change.on <= on:
                yield change
                yield from self._joined(change.old_code, day, change.on)
