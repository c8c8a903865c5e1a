"""Labels of rounds, and numbers in words, as programmes and lists write them."""

from __future__ import annotations

import re

ROUND_WORD = "(?:workshop|sessie)?(?:ronde|blok|round|tijdslot|slot)"
"""What people call a round, as a pattern for words in small letters."""

WISH_WORD = (
    "(?:workshop|sessie|deelsessie|programma)?s?"
    "(?:keuzes?|keus|voorkeur(?:en)?|wens(?:en)?|choices?|preferences?|prioriteit|priority|prio|optie|option)"
)
"""What people call a wish."""

_ORDINALS = {
    **dict.fromkeys(("eerste", "first"), "1e"),
    **dict.fromkeys(("tweede", "second"), "2e"),
    **dict.fromkeys(("derde", "third"), "3e"),
    **dict.fromkeys(("vierde", "fourth"), "4e"),
    **dict.fromkeys(("vijfde", "fifth"), "5e"),
    "zesde": "6e",
}
_NUMBERS = {
    **dict.fromkeys(("een", "one", "i"), "1"),
    **dict.fromkeys(("twee", "two", "ii"), "2"),
    **dict.fromkeys(("drie", "three", "iii"), "3"),
    **dict.fromkeys(("vier", "four", "iv"), "4"),
    **dict.fromkeys(("vijf", "five"), "5"),
}
_BEHIND = re.compile(rf"\b({ROUND_WORD}|{WISH_WORD}|workshop|sessie) ({'|'.join(_NUMBERS)})\b")
_LABEL = re.compile(rf"(?:(?:{ROUND_WORD}|r)[ .:]*0*(\d{{1,2}})|0*(\d{{1,2}})(?:[.,]0+|e|de|ste)?(?: {ROUND_WORD})?)")


def with_numbers(said: str) -> str:
    """Words with ``eerste`` as ``1e``, and ``ronde een`` or ``ronde II`` as ``ronde 1``.

    Args:
        said: words in small letters, one blank apart.
    """
    words = " ".join(_ORDINALS.get(word, word) for word in said.split())
    return _BEHIND.sub(lambda found: f"{found[1]} {_NUMBERS[found[2]]}", words)


def round_label(text: str) -> str:
    """The label of a round: its number in ``1``, ``Ronde 1``, ``1e ronde``, ``1.0``; else the text in small letters."""
    said = " ".join(text.casefold().split())
    found = _LABEL.fullmatch(with_numbers(said.replace("é", "e")))
    return found[1] or found[2] if found else said
