"""Questions that follow from a fact: those of its measure, else the usual ones; none twice in one pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content.fact_texts import fact_values
from reportgen.render.content.wordings import in_order, is_usable
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

ENOUGH = 2
"""Wordings of a measure's own from which the usual ones are left out."""

COUNTRY_NAME = "Nederland"
"""What the municipality of a guest is called."""

_KINDS = {
    "past": {"more": "grew", "less": "shrank", "same": "steady"},
    "within": {"more": "within", "less": "within", "same": "even"},
    "nation": {"more": "national", "less": "national", "same": "national"},
    "range": {"more": "national", "less": "national", "same": "national"},
}
"""Fact → comparison → kind of prompt; of other facts more, less, and typical for the same."""

_RANKED = ("country", "peers")
"""Facts that compare the figure itself, with its place among all municipalities."""

_FROM = {"more": "place", "less": "last"}
"""From which end the place is counted that must agree with a comparison."""


def prompt_texts(facts: Sequence[Content], subject: Content, name: str) -> tuple[str, ...]:
    """The questions of all facts of a pack, in order: no wording serves two of them while there is another."""
    made: list[str] = []
    wordings: set[str] = set()
    for fact in facts:
        values, measure = fact_values(fact, subject, name), subject["measures"][fact["measure"]]
        left = usable(kind_of(fact, name), measure, values, (name, fact["measure"]))
        wording = next((each for each in left if each not in wordings), left[0] if left else "")
        wordings.add(wording)
        made.append(wording.format(**values))
    return tuple(made)


def kind_of(fact: Content, name: str = "") -> str:
    """The kind of prompt that a fact asks for; a place in the upper or the lower third asks for more or less.

    A figure that is less than what it is compared with, and not in the lower third, or the other way round, asks for a
    mixed one: elsewhere it is not usually more.

    Args:
        name: of the municipality; all facts of the country ask for a national one.
    """
    if name == COUNTRY_NAME:
        return "national"
    comparison, rank = str(fact["comparison"]), fact["rank"]
    third = rank["of"] / 3 if rank else 0.0
    if fact["kind"] == "rank" and rank:
        comparison = "more" if rank["place"] <= third else "less" if rank["last"] <= third else "same"
    elif fact["kind"] in _RANKED and rank and comparison in _FROM:
        comparison = comparison if rank[_FROM[comparison]] <= third else "mixed"
    return _KINDS.get(fact["kind"], {"same": "typical"}).get(comparison, comparison)


def usable(kind: str, measure: Content, values: Mapping[str, str], seed: Sequence[str]) -> list[str]:
    """The wordings of a kind of which everything can be filled in, in the order of a seed, the measure's own first."""
    own = [each["text"] for each in measure["prompts"] if each["kind"] == kind]
    usual = pack_words()["prompt"][kind]
    found = [*(in_order(own, *seed) if own else ()), *(in_order(usual, *seed) if len(own) < ENOUGH else ())]
    return [each for each in found if is_usable(each, values)]
