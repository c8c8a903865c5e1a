"""Labels that never lie on each other: things moved apart on a line, names in lines, and labels with leader lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.render.content import svg

GAP = 8.0
"""Points between two labels on one line."""

CHANNEL = 3.0
"""Points that a leader line takes between two labels."""

FAR = 110.0
"""Points from its place to the middle of a label beyond which labels go on two lines."""

Reach = tuple[float, float]

LINE = 10.0
"""Points from one line of labels to the next."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text that belongs to a place on an axis.

    Attributes:
        at: where that is, in points.
    """

    at: float
    words: str
    fill: str = svg.INK
    bold: bool = False
    size: float = 8.0

    @property
    def width(self) -> float:
        """The room it takes, in points."""
        return svg.text_width(self.words, self.size, self.bold)

    def drawn(self, x: float, y: float) -> str:
        """The label from x on, with its base line at y."""
        return svg.text(x, y, self.words, self.size, self.fill, self.bold)


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of things on a line, in the given order, as near as can be to where they are wanted, none over another.

    Args:
        wanted: middles, lowest first.
        sizes: room that each takes, with what is to stay free beside it.
        low, high: ends of the line; where it is too short, things lie beyond ``high``.
    """
    groups: list[tuple[float, list[int]]] = []  # where the first of a group wants to begin; its members
    for index, place in enumerate(wanted):
        start, members = place - sizes[index] / 2, [index]
        while groups and groups[-1][0] + sum(sizes[each] for each in groups[-1][1]) > start:
            before, others = groups.pop()
            room = sum(sizes[each] for each in others)
            start = (before * len(others) + (start - room) * len(members)) / (len(others) + len(members))
            members = others + members
        groups.append((start, members))
    middles = [0.0] * len(wanted)
    for start, members in groups:
        for each in members:
            middles[each] = start + sizes[each] / 2
            start += sizes[each]
    end = high
    for index in range(len(wanted) - 1, -1, -1):
        middles[index] = min(middles[index], end - sizes[index] / 2)
        end = middles[index] - sizes[index] / 2
    end = low
    for index in range(len(wanted)):
        middles[index] = max(middles[index], end + sizes[index] / 2)
        end = middles[index] + sizes[index] / 2
    return middles


def lines_of(words: str, width: float, size: float = 8.0, bold: bool = False) -> list[str]:
    """Words in lines of a width at most, where no single word is wider; nothing is cut."""
    lines: list[str] = []
    for word in filter(None, words.split(" ")):  # what a hard space joins stays together
        if lines and svg.text_width(f"{lines[-1]} {word}", size, bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def labels_above(
    labels: Sequence[Label], width: float, top: float, reach: Reach
) -> tuple[list[str], float, tuple[Label, ...]]:
    """Labels in one or two lines, each with a leader line down to its place.

    Those that do not fit in two lines are left out, the last given first.

    Args:
        top: where the labels begin, in points.
        reach: how far below the labels the leader lines are at their place, and how far below they end.

    Returns:
        Shapes, where the labels end, and the labels that were drawn.
    """
    kept = list(labels)
    while kept:
        ordered = sorted(kept, key=lambda label: label.at)
        sizes = [label.width + GAP for label in ordered]
        fits = sum(sizes) <= width + GAP
        if (
            fits
            and max(abs(at - label.at) for at, label in zip(_middles(ordered, sizes, width), ordered, strict=True))
            <= FAR
        ):
            return _one_line(ordered, width, top + LINE, reach), top + LINE, tuple(ordered)
        lower = [index % 2 == 1 for index in range(len(ordered))]
        inner = [size if low else 2 * CHANNEL for size, low in zip(sizes, lower, strict=True)]
        outer = [size for size, low in zip(sizes, lower, strict=True) if not low]
        low, high = _ends(ordered, width)
        if sum(inner) <= high - low and sum(outer) <= width + GAP:
            return _two_lines(ordered, inner, width, top + 2 * LINE, reach), top + 2 * LINE, tuple(ordered)
        if fits:
            return _one_line(ordered, width, top + LINE, reach), top + LINE, tuple(ordered)
        kept.pop()
    return [], top, ()


def _one_line(labels: Sequence[Label], width: float, base: float, reach: Reach) -> list[str]:
    middles = _middles(labels, [label.width + GAP for label in labels], width)
    return [shape for label, middle in zip(labels, middles, strict=True) for shape in _at(label, middle, base, reach)]


def _two_lines(labels: Sequence[Label], inner: Sequence[float], width: float, base: float, reach: Reach) -> list[str]:
    """Every other label on the upper line; its leader line goes down between the labels of the lower one."""
    middles = spread([label.at for label in labels], inner, *_ends(labels, width))
    upper = [(label, at) for label, at in zip(labels[::2], middles[::2], strict=True)]
    sizes = [label.width + GAP for label, _ in upper]
    above = spread([at for _, at in upper], sizes, -GAP / 2, width + GAP / 2)
    shapes = []
    for (label, channel), middle in zip(upper, above, strict=True):
        high = base - LINE
        shapes.append(label.drawn(middle - label.width / 2, high - 2))
        path = [(_nearest(label, middle, channel), high + 0.5), (channel, high + 2.5), (channel, base + 0.5)]
        shapes.append(svg.line([*path, (label.at, base + reach[0]), (label.at, base + reach[1])], svg.LINE, 0.5))
    for label, middle in zip(labels[1::2], middles[1::2], strict=True):
        shapes += _at(label, middle, base, reach)
    return shapes


def _ends(labels: Sequence[Label], width: float) -> tuple[float, float]:
    """From where to where labels on two lines reach: leader lines of the upper ones stay within the drawing."""
    inside = CHANNEL - 0.5
    return -inside, width + (GAP / 2 if len(labels) % 2 == 0 else inside)


def _middles(labels: Sequence[Label], sizes: Sequence[float], width: float) -> list[float]:
    return spread([label.at for label in labels], sizes, -GAP / 2, width + GAP / 2)


def _at(label: Label, middle: float, base: float, reach: Reach) -> list[str]:
    """A label just above its base, with its leader line."""
    path = [(_nearest(label, middle, label.at), base + 0.5), (label.at, base + reach[0]), (label.at, base + reach[1])]
    return [label.drawn(middle - label.width / 2, base - 2), svg.line(path, svg.LINE, 0.5)]


def _nearest(label: Label, middle: float, to: float) -> float:
    """The point under a label that is nearest to a place, a little inside its ends."""
    half = max(label.width / 2 - 3, 0)
    return min(max(to, middle - half), middle + half)
