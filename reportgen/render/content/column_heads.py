"""Heads of narrow columns, in which long compounds break between their words: ``eenpersoons-huishoudens``."""

from __future__ import annotations

from markupsafe import Markup, escape

from reportgen.render.content.note_lines import LOOSE, POINT
from reportgen.render.content.svg import width_in
from reportgen.render.content.words import compound_ends

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
"""Where a word may break, and is given a hyphen if it does."""

SHORTEST_PART = 4
"""Letters of either part of a compound that is broken, at least."""

HEAD_SIZE, HEAD_LINE = 8.0, 10.5
"""Of heads in narrow columns, in points, as in ``parts.css``."""


def column_head(text: str) -> Markup:
    """A head for HTML, whose compounds of known words break between these and nowhere else; others by syllables."""
    return Markup(" ").join(_word(each) for each in text.split(" "))


def column_line_count(text: str, size: float, width: float) -> int:
    """How many lines such a text takes in a column, at most.

    Args:
        size: in points.
        width: of the column without its padding, in millimetres.
    """
    most, space, count, at = width / POINT, width_in("sans", " ", size), 1, 0.0
    for word in text.split(" "):
        whole = width_in("sans", word, size)
        if at and at + space + whole <= most:
            at += space + whole
            continue
        count += bool(at)
        *firsts, last = _broken(word).split(SOFT_HYPHEN) if whole > most else [word]
        for piece in [*(f"{each}-" for each in firsts), last]:
            long = width_in("sans", piece, size)
            count += int(long / most * LOOSE) if long > most else 0  # broken by syllables, where there is room
            at = long % most if long > most else long
        count += len(firsts)
    return count


def _word(word: str) -> Markup:
    broken = _broken(word)
    return Markup('<span class="compound">{}</span>').format(broken) if broken != word else escape(word)


def _broken(word: str) -> str:
    """A word with a soft hyphen before the longest known word that it ends with; unchanged where it ends with none."""
    end = next((each for each in compound_ends() if word.casefold().endswith(each)), "")
    at = len(word) - len(end)
    return word[:at] + SOFT_HYPHEN + word[at:] if SHORTEST_PART <= at < len(word) else word
