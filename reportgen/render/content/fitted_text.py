"""Texts that must fit in a box of a set size: the largest type in which they do, by the fonts' own measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reportgen.render.content.note_lines import POINT
from reportgen.render.content.svg import width_in

SPARE = 0.97
"""Share of a line that is used: a printer may set letters a little wider than they are measured."""

SHRINK = 0.9
"""How much smaller the type gets below the smallest size that was wished, as long as the text does not fit."""

SMALLEST = 2.0
"""Points; what does not fit even so is cut, which takes thousands of letters."""


class FittedText(NamedTuple):
    """A text in lines that are not broken again; ``size`` and ``leading`` are in points."""

    size: float
    leading: float
    lines: tuple[str, ...]


class Box(NamedTuple):
    """A box for text: its face, its width and height in millimetres, and how high a line is beside its type."""

    face: str
    width: float
    height: float
    leading: float = 1.18


def fitted(blocks: Sequence[str], box: Box, sizes: Sequence[float], broken: bool = True) -> FittedText | None:
    """Texts below each other in the largest type in which they fit.

    Args:
        blocks: each begins a line.
        sizes: in points, from large to small.
        broken: whether a block may take several lines, and be smaller than the smallest size where it must: between
            words, and within a word that is longer than a line at the smallest size.

    Returns:
        None where it does not fit in any of the sizes and may not be broken.
    """
    for size in sizes:
        lines = [line for each in blocks for line in (_wrapped(each, box, size) if broken else [each])]
        if _fits(lines, box, size):
            return _text(size, box, lines)
    if not broken:
        return None
    size = sizes[-1]
    while True:
        lines = [line for each in blocks for line in _wrapped(each, box, size, anywhere=True)]
        if _fits(lines, box, size):
            return _text(size, box, lines)
        if size <= SMALLEST:
            return _text(size, box, lines[: max(1, int(box.height / POINT / (size * box.leading)))])
        size = max(SMALLEST, size * SHRINK)


def _text(size: float, box: Box, lines: Iterable[str]) -> FittedText:
    return FittedText(round(size, 2), round(size * box.leading, 2), tuple(lines))


def _fits(lines: Sequence[str], box: Box, size: float) -> bool:
    return len(lines) * size * box.leading * POINT <= box.height and all(_is_short(each, box, size) for each in lines)


def _is_short(line: str, box: Box, size: float) -> bool:
    return width_in(box.face, line, size) * POINT <= box.width * SPARE


def _wrapped(text: str, box: Box, size: float, anywhere: bool = False) -> list[str]:
    """A text in lines, broken between words and after hyphens.

    Args:
        anywhere: also within words that are longer than a line.
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and not _is_short((lines[-1] + piece).rstrip(), box, size):
            lines.append("")
        lines[-1] += piece.lstrip() if not lines[-1] else piece
        while anywhere and not _is_short(lines[-1].rstrip(), box, size) and len(lines[-1].rstrip()) > 1:
            whole = lines[-1].rstrip()
            count = next(at for at in range(len(whole) - 1, 0, -1) if at == 1 or _is_short(whole[:at], box, size))
            lines[-1:] = [whole[:count], lines[-1][count:]]
    return [each.rstrip() for each in lines if each.strip()]


def _pieces(text: str) -> list[str]:
    """A text in the pieces between which a line may break; each with the blank or hyphen behind it."""
    pieces: list[str] = []
    for word in text.split():
        parts = word.split("-")
        pieces += [f"{each}-" for each in parts[:-1]] if all(parts) else []
        pieces.append(f"{parts[-1] if all(parts) else word} ")
    return pieces
