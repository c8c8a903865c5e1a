"""Recognises a text that only accompanies a form, such as ``Bijgaand mijn ingevulde pakket``."""

from __future__ import annotations

import re

MAX_WORDS = 15
"""Words of the longest sentence that is taken for one that only accompanies."""

_ACCOMPANIES = re.compile(
    r"\b(bijgaand\w*|bijgevoegd\w*|bijlage\w*|hierbij|ingevuld\w*|namens|bedankt|dank|attached|attachment|enclosed|"
    r"thanks|ci-joint|anbei|anhang)\b",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(
    r"\d|[?:]|\b(niet|geen|maar|wel|vraag|vragen|naam|anoniem|graag|ook|alleen|behalve|not|but|name|question)\b",
    re.IGNORECASE,
)


def is_covering_note(text: str) -> bool:
    """Whether a text beside a form says nothing more than that the form is there."""
    sentences = [each for each in re.split(r"(?<=[.!])\s+|\n+", text) if each.strip()]
    return all(
        _ACCOMPANIES.search(each) and not _SAYS_MORE.search(each) and len(each.split()) <= MAX_WORDS
        for each in sentences
    )
