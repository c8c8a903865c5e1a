"""The words on the pages of a pack with their places, and where the pages of two packs differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.3
"""Share of the words that two pages have in common, from which one is taken for the other's later version."""

MOVED = 1.0
"""Points over which a word has to move before its place is another."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word as it is printed, with its place."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page: its size in points, and its words in reading order."""

    width: float
    height: float
    words: tuple[PageWord, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The words without their places."""
        return tuple(each.text for each in self.words)


@dataclass(frozen=True, slots=True)
class PageChange:
    """Words that took the place of others; one of both may be nothing.

    Attributes:
        before, after: the words, with spaces between.
        removed, added: boxes around them, one for what stands together on a line.
    """

    before: str
    after: str
    removed: tuple[Box, ...]
    added: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page of an earlier pack beside the one that took its place.

    Attributes:
        before, after: the numbers of the pages, from 1; 0 where the other has no such page.
        changes: the words that differ, in reading order.
        moved: whether words that both have stand elsewhere on the page.
    """

    before: int
    after: int
    changes: tuple[PageChange, ...] = ()
    moved: bool = False

    @property
    def has_same_words(self) -> bool:
        """Whether both pages are there, with the same words."""
        return bool(self.before and self.after) and not self.changes


def page_pairs(before: Sequence[PageWords], after: Sequence[PageWords]) -> tuple[PagePair, ...]:
    """The pages of two packs beside each other, in order, with the words that differ; every page occurs once."""
    return tuple(_pair(one, other, before, after) for one, other in _aligned(before, after))


def _pair(one: int | None, other: int | None, before: Sequence[PageWords], after: Sequence[PageWords]) -> PagePair:
    if one is None or other is None:
        return PagePair(0 if one is None else one + 1, 0 if other is None else other + 1)
    was, now = before[one], after[other]
    changes: list[PageChange] = []
    moved = False
    for kind, start, end, new_start, new_end in SequenceMatcher(None, was.texts, now.texts, False).get_opcodes():
        old, new = was.words[start:end], now.words[new_start:new_end]
        if kind == "equal":
            moved = moved or any(_is_elsewhere(this.box, that.box) for this, that in zip(old, new, strict=True))
        else:
            changes.append(PageChange(_text(old), _text(new), _boxes(old), _boxes(new)))
    return PagePair(one + 1, other + 1, tuple(changes), moved)


def _text(words: Sequence[PageWord]) -> str:
    return " ".join(each.text for each in words)


def _boxes(words: Sequence[PageWord]) -> tuple[Box, ...]:
    return tuple(joined_boxes([each.box for each in words]))


def joined_boxes(boxes: Sequence[Box]) -> list[Box]:
    """Boxes of words in reading order, those that stand behind each other on one line as one."""
    joined: list[Box] = []
    for each in boxes:
        last = joined[-1] if joined else None
        height = each.bottom - each.top
        if last and _is_on_line(last, each) and -height < each.left - last.right < height:
            top, bottom = min(last.top, each.top), max(last.bottom, each.bottom)
            joined[-1] = Box(min(last.left, each.left), top, max(last.right, each.right), bottom)
        else:
            joined.append(each)
    return joined


def _is_on_line(one: Box, other: Box) -> bool:
    """Whether two boxes share at least half of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > min(one.bottom - one.top, other.bottom - other.top) / 2


def _is_elsewhere(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) > MOVED or abs(one.top - other.top) > MOVED


def _aligned(before: Sequence[PageWords], after: Sequence[PageWords]) -> Iterator[tuple[int | None, int | None]]:
    """The positions of pages that belong together, in order, so that they are most alike (Needleman-Wunsch).

    Pages with too little in common stand alone.
    """
    counts = [Counter(each.texts) for each in before], [Counter(each.texts) for each in after]
    rows, columns = len(before), len(after)
    likeness = [[_likeness(one, other) for other in counts[1]] for one in counts[0]]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            together = likeness[row][column]
            taken = best[row + 1][column + 1] + together if together >= ALIKE else -1.0
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    row = column = 0
    while row < rows and column < columns:
        together = likeness[row][column]
        if together >= ALIKE and best[row][column] == best[row + 1][column + 1] + together:
            yield row, column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            yield row, None
            row += 1
        else:
            yield None, column
            column += 1
    yield from ((each, None) for each in range(row, rows))
    yield from ((None, each) for each in range(column, columns))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of all words of two pages that both have: 1 for the same, 0 for nothing in common."""
    union = (one | other).total()
    return (one & other).total() / union if union else 1.0
