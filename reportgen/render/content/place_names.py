"""Names of places as packs print them: with their apostrophes, and with the word for being there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from reportgen.render.content import dutch
from reportgen.render.content.typography import NO_BREAK, with_apostrophes, with_units

ON = frozenset(
    {
        "Ameland",
        "Goeree-Overflakkee",
        "Noord-Beveland",
        "Schiermonnikoog",
        "Schouwen-Duiveland",
        "Terschelling",
        "Texel",
        "Tholen",
        "Urk",
        "Vlieland",
        "Wieringen",
    }
)
"""Municipalities that one is on, and not in: islands, and those that were."""

LONGEST_UNBROKEN = 18
"""Letters of a word with hyphens, and of the sign after it, that still stays on one line."""


TOGETHER = 6
"""Words of a text that may need more than one line."""

_WHOLE = Markup('<span class="whole">{}</span>')


def place(name: str) -> str:
    """A name with typographic apostrophes: ``’s-Gravenhage``."""
    return with_apostrophes(name)


def unbroken(text: str) -> Markup:
    """A text for HTML in which no short word is broken at its hyphen, ``’s-Gravenhage``, and no unit is left alone.

    The last word of a text of some length has the one before it on its line, where these are short.
    """
    words = re.split(r"(\s+)", with_units(text))
    if len(words) > 2 * TOGETHER and is_unbroken(end := "".join(words[-3:])):
        # a span at the end of a text has WeasyPrint break lines before it too early
        whole = _WHOLE.format(end) if "-" in end else escape(f"{words[-3]}{NO_BREAK}{words[-1]}")
        return _kept(words[:-3]) + whole
    return _kept(words)


def _kept(words: Iterable[str]) -> Markup:
    return Markup("").join(_WHOLE.format(each) if "-" in each[1:-1] and is_unbroken(each) else each for each in words)


def is_unbroken(word: str) -> bool:
    """Whether a word with hyphens is so short that it stays on one line."""
    return len(word) <= LONGEST_UNBROKEN


def in_place(name: str) -> str:
    """A place as where something is: ``in Vaals``, ``op Urk``."""
    return f"{'op' if name in ON else 'in'} {place(name)}"


def in_places(names: Iterable[str]) -> str:
    """Places as where something is; the word is said again where it changes: ``in Vaals, Kerkrade en op Urk``."""
    said, before = [], ""
    for name in names:
        word, _, rest = in_place(name).partition(" ")
        said.append(rest if word == before else f"{word} {rest}")
        before = word
    return dutch.listed(said)


def in_province(name: str) -> str:
    """A province as where something is; of those that are called as a city it says that it is a province."""
    return f"in de provincie {name}" if name in ("Utrecht", "Groningen") else f"in {name}"
