"""What a program asks of a set of rows: ``$filter``, ``$select``, ``$skip`` and ``$top`` of OData v3."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from doubles.cbs_table import Row

Keeps = Callable[[Row], bool]

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>\w+)|(?P<mark>[(),]))")
_FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "substringof": lambda first, second: first in second,
    "startswith": lambda first, second: first.startswith(second),
    "endswith": lambda first, second: first.endswith(second),
}


class Refused(Exception):
    """What was asked cannot be answered; the message is what CBS would say."""


@dataclass(frozen=True)
class Page:
    """A piece of the rows that were asked for.

    Attributes:
        found: every row that passes the filter, up to ``$top``.
        skip: the row it begins with.
        size: the most rows it may have.
        has_link: whether it says where the rest is, when there is a rest.
        lost: the row of the page that is left out.
        back: so many rows too early it begins, where it can.
    """

    found: Sequence[Row]
    skip: int
    size: int
    has_link: bool = True
    lost: int | None = None
    back: int = 0

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of this page."""
        start = max(0, self.skip - self.back)
        rows = self.found[start : start + self.size]
        return [row for number, row in enumerate(rows) if number != self.lost]

    @property
    def following(self) -> int | None:
        """The row with which the next page begins, if there is one and it is told."""
        after = self.skip + self.size
        return after if self.has_link and after < len(self.found) else None


def filtered(rows: Sequence[Row], query: str | None) -> Sequence[Row]:
    """The rows that a filter keeps.

    Raises:
        Refused: the filter cannot be read, or names a property that is not there.
    """
    if not query:
        return rows
    keeps = keeper(query)
    try:
        return [row for row in rows if keeps(row)]
    except KeyError as unknown:
        raise Refused(f"Could not find a property named {unknown}.") from None


def selected(rows: Sequence[Row], query: str | None) -> Sequence[Row]:
    """The rows with no more than the columns that were asked for.

    Raises:
        Refused: a column is not there.
    """
    if not query:
        return rows
    names = [name.strip() for name in query.split(",")]
    try:
        return [{name: row[name] for name in names} for row in rows]
    except KeyError as unknown:
        raise Refused(f"Could not find a property named {unknown}.") from None


@cache
def keeper(query: str) -> Keeps:
    """What tells whether a filter keeps a row.

    Raises:
        Refused: the filter cannot be read.
    """
    reader = _Reader(query)
    keeps = reader.either()
    reader.end()
    return keeps


class _Reader:
    """Reads a filter from left to right; ``and`` binds stronger than ``or``."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens: list[tuple[str, str]] = []
        place, query = 0, query.rstrip()
        while place < len(query):
            match = _TOKEN.match(query, place)
            if match is None:
                raise self._fault()
            self._tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            place = match.end()

    def either(self) -> Keeps:
        """One or more conditions of which one must hold."""
        conditions = [self._all()]
        while self._passes("or"):
            conditions.append(self._all())
        return conditions[0] if len(conditions) == 1 else lambda row: any(each(row) for each in conditions)

    def end(self) -> None:
        """Nothing may follow."""
        if self._tokens:
            raise self._fault()

    def _all(self) -> Keeps:
        conditions = [self._one()]
        while self._passes("and"):
            conditions.append(self._one())
        return conditions[0] if len(conditions) == 1 else lambda row: all(each(row) for each in conditions)

    def _one(self) -> Keeps:
        if self._passes("("):
            inner = self.either()
            self._expect(")")
            return inner
        kind, word = self._take()
        if kind != "word":
            raise self._fault()
        return self._called(word) if self._passes("(") else self._compared(word)

    def _called(self, function: str) -> Keeps:
        if function not in _FUNCTIONS:
            raise self._fault()
        holds, first = _FUNCTIONS[function], self._value()
        self._expect(",")
        second = self._value()
        self._expect(")")
        if self._passes("eq"):
            self._expect("true")
        return lambda row: holds(first(row) or "", second(row) or "")

    def _compared(self, name: str) -> Keeps:
        operator, wanted = self._take()[1], self._value()
        compare: dict[str, Callable[[Row], bool]] = {
            "eq": lambda row: row[name] == wanted(row),
            "ne": lambda row: row[name] != wanted(row),
            "ge": lambda row: row[name] is not None and row[name] >= wanted(row),
            "gt": lambda row: row[name] is not None and row[name] > wanted(row),
            "le": lambda row: row[name] is not None and row[name] <= wanted(row),
            "lt": lambda row: row[name] is not None and row[name] < wanted(row),
        }
        if operator not in compare:
            raise self._fault()
        return compare[operator]

    def _value(self) -> Callable[[Row], object]:
        kind, word = self._take()
        if kind == "word" and word != "null":
            return lambda row: row[word]
        texts = {"text": word[1:-1].replace("''", "'"), "word": None}
        value = texts[kind] if kind in texts else float(word)
        return lambda row: value

    def _take(self) -> tuple[str, str]:
        if not self._tokens:
            raise self._fault()
        return self._tokens.pop(0)

    def _passes(self, word: str) -> bool:
        if self._tokens and self._tokens[0][1] == word:
            del self._tokens[0]
            return True
        return False

    def _expect(self, word: str) -> None:
        if not self._passes(word):
            raise self._fault()

    def _fault(self) -> Refused:
        return Refused(f"The query specified in the URI is not valid. Syntax error in '{self._query}'.")
