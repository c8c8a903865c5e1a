"""Sentences about the whole country, for packs of guests, written from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.words import sentence_text

Content = Mapping[str, Any]


def residents_sentence(content: Content) -> str:
    """How many residents the country has, and when; empty where that is not known."""
    residents = content["profile"]["residents"]
    if residents is None:
        return ""
    return sentence_text("national_residents", year=residents["year"], residents=dutch.figure(residents))
