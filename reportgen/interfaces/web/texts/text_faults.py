"""What is wrong with a text that an organiser wrote, in Dutch."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.render.content.words import web_words
from reportgen.sources.texts.own_texts import TextFault


def text_fault_words(faults: Sequence[TextFault]) -> str:
    """All faults of a text, a sentence or two each."""
    words: dict[str, str] = web_words()["text_fault"]
    return " ".join(words[each.code].format(**dict(each.facts)) for each in faults)
