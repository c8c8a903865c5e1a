"""Dutch texts of facts on page one, of contrasts between municipalities at a table, and of single figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.domain.figures.figure import Figure
from reportgen.render.content import dutch
from reportgen.render.content.words import pack_words, sentence_text


def fact_text(fact: Mapping[str, Any], name: str) -> tuple[str, str]:
    """A fact of page one: the numeral, and the sentence that goes on from it."""
    entry = pack_words()["fact"][fact["contrast"]]
    own, other = fact["own"], fact["other"]
    numeral = entry["numeral"].format(
        own=dutch.figure(own),
        other=dutch.figure(other),
        low=dutch.number(other["value"]),
        high=dutch.number(own["value"]),
    )
    sentence = entry[fact["comparison"]].format(
        name=name,
        own=dutch.figure(own),
        other=dutch.figure(other),
        year=other["year"],
        own_year=own["year"],
        group=pack_words()["origin"][fact["about"]]["with_background"] if fact["about"] else "",
        among=dutch.count_word(fact["among"]),
        grouping=pack_words()["grouping"].get(fact["grouping"], ""),
        **dict(zip(("high_name", "low_name"), fact["names"], strict=False)),
    )
    return numeral, sentence


def explore_text(fact: Mapping[str, Any]) -> str:
    """What a fact makes one ask; empty where it tells of no contrast of the reader's own."""
    return "" if fact["comparison"] == "same" else str(pack_words()["fact"][fact["contrast"]].get("explore", ""))


def contrast_text(contrast: Mapping[str, Any]) -> str:
    """A question between two municipalities of a table, from their figures."""
    return str(
        pack_words()["table_contrast"][contrast["kind"]].format(
            one=contrast["one"],
            other=contrast["other"],
            one_first=dutch.figure(contrast["one_first"]),
            one_second=dutch.figure(contrast["one_second"]),
            other_first=dutch.figure(contrast["other_first"]),
            other_second=dutch.figure(contrast["other_second"]),
            year=contrast["one_first"]["year"],
            group=pack_words()["origin"][contrast["about"]]["with_background"] if contrast["about"] else "",
        )
    )


def colleague_text(colleague: Mapping[str, Any]) -> str:
    """One line about the municipality of someone at the table; empty of a guest."""
    share, country = colleague["group"], colleague["country"]
    if share is None:
        return ""
    group = pack_words()["origin"][share["origin"]]["with_background"]
    if country is None:
        return sentence_text("colleague_largest", group=group, share=dutch.figure(share["figure"]))
    return sentence_text("colleague", group=group, share=dutch.figure(share["figure"]), country=dutch.figure(country))


def figure_text(figure: Figure) -> str:
    """A number as packs print it."""
    return dutch.figure({"value": figure.value, "unit": figure.unit, "year": figure.year})
