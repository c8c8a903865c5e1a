"""Labels of rounds, as programmes and lists write them."""

from __future__ import annotations

import re

_ROUND = re.compile(
    r"(?:(?:ronde|blok|round|slot|workshopronde|sessieronde|r)[ .:]*0*(\d{1,2})"
    r"|0*(\d{1,2})(?:[.,]0+|e|de|ste)?(?: (?:ronde|blok|workshopronde|sessieronde))?)"
)
_ORDINALS = {"eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5"}


def round_label(text: str) -> str:
    """The label of a round: its number in ``1``, ``Ronde 1``, ``1e ronde``, ``1.0``; else the text in small letters."""
    said = " ".join(text.casefold().split())
    for word, number in _ORDINALS.items():
        said = re.sub(rf"^{word}\b", number, said)
    found = _ROUND.fullmatch(said)
    return found[1] or found[2] if found else said
