"""Sentences and chart titles about the whole country, for packs of guests, written from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.words import lead_text, pack_words, sentence_text

Content = Mapping[str, Any]


def lead(content: Content) -> str:
    """The share with a migration background in the country, and the range of the index over municipalities."""
    high, low = content["highest"][0], content["lowest"][-1]
    return lead_text(
        "national",
        own=dutch.figure(content["profile"]["years"][-1]["migration_background"]),
        high_name=high["name"],
        high=dutch.figure(high["index"]),
        low_name=low["name"],
        low=dutch.figure(low["index"]),
    )


def composition_title(content: Content) -> str:
    """The title of the stacked bars of the country."""
    own, high, low = content["profile"]["years"][-1], content["highest"][0], content["lowest"][-1]
    largest = max(own["shares"], key=lambda share: share["figure"]["value"])
    return sentence_text(
        "national_composition",
        own=dutch.figure(own["migration_background"]),
        high_name=high["name"],
        high=dutch.figure(high["last"]["migration_background"]),
        low_name=low["name"],
        low=dutch.figure(low["last"]["migration_background"]),
        group=pack_words()["origin"][largest["origin"]]["with_background"],
        largest=dutch.figure(largest["figure"]),
    )


def map_title(content: Content) -> str:
    """The title of the map of the national page."""
    return sentence_text("map_all", count=len(content["atlas"]))


def residents_sentence(content: Content) -> str:
    """How many residents the country has, and when."""
    residents = content["profile"]["residents"]
    return sentence_text("national_numbers", year=residents["year"], residents=dutch.figure(residents))
