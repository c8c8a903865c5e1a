"""Two texts beside each other: what stands in both, what went and what came, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\n|[^\S\n]+|\S+")


class TextChange(StrEnum):
    """Whether a piece of text stands in both texts, in the earlier one or in the later one."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of a text."""

    change: TextChange
    text: str


def text_pieces(before: str, after: str) -> tuple[TextPiece, ...]:
    """The pieces of two texts in order; those that are not removed are the later one, those not added the earlier."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[TextPiece] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            found.append(TextPiece(TextChange.SAME, "".join(old[start:end])))
            continue
        pieces = ((TextChange.REMOVED, old[start:end]), (TextChange.ADDED, new[new_start:new_end]))
        found += [TextPiece(change, "".join(tokens)) for change, tokens in pieces if tokens]
    return tuple(found)
