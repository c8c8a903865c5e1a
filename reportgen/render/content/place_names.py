"""Names of places as packs print them: with their apostrophes, and with the word for being there."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.render.content import dutch

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


def place(name: str) -> str:
    """A name with typographic apostrophes: ``’s-Gravenhage``."""
    return name.replace("'", "’")


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
