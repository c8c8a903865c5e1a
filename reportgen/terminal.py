"""The terminal: where things are said, where faults are, and what may be shown there."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def plain_text(text: str) -> str:
    """A text from a list as it can be shown: no signs that a terminal obeys, none that mark style."""
    return escape("".join(sign if sign.isprintable() else "\ufffd" for sign in text))
