"""Words that go with a number: ``3 eerste wensen``, ``1 eerste wens``, as the language of the words has them."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.render.content import dutch


class Fact(str):
    """A fact in a text; after a colon stand the word for one and that for any other number: ``{count:mens|mensen}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        """The fact, or the word that goes with it."""
        one, bar, many = spec.partition("|")
        if not bar:
            return format(str(self), spec)
        return one if self == "1" else many


def filled(text: str, facts: Mapping[str, object]) -> str:
    """A text with facts in their places, and the words that go with numbers."""
    return text.format(**{name: Fact(fact) for name, fact in facts.items()})


def number_of(count: int, one: str, many: str) -> str:
    """A number in Dutch with what is number_of: ``1 brief``, ``1.200 brieven``."""
    return f"{dutch.number(count)} {one if count == 1 else many}"
