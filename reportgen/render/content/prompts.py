"""Questions that follow from a fact: those of its measure, else the usual ones; none twice in one pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from reportgen.render.content.fact_texts import fact_values
from reportgen.render.content.wordings import in_order, is_usable
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

ENOUGH = 2
"""Wordings of a measure's own from which the usual ones are left out."""

_KINDS = {
    "past": {"more": "grew", "less": "shrank", "same": "steady"},
    "within": {"more": "within", "less": "within", "same": "even"},
    "nation": {"more": "national", "less": "national", "same": "national"},
    "range": {"more": "national", "less": "national", "same": "national"},
}
"""Fact → comparison → kind of prompt; of other facts more, less, and typical for the same."""


def prompt_text(fact: Content, subject: Content, name: str, used: Collection[str] = ()) -> str:
    """The question that follows from a fact; empty where there is no question for it.

    Args:
        used: questions that the pack has already.
    """
    values = fact_values(fact, subject, name)
    kind = kind_of(fact)
    texts = filled(kind, subject["measures"][fact["measure"]], values, (name, fact["measure"]))
    return next((text for text in texts if text not in used), "")


def prompt_texts(facts: Sequence[Content], subject: Content, name: str) -> tuple[str, ...]:
    """The questions of all facts of a pack, in order: no wording serves two of them while there is another."""
    made: list[str] = []
    wordings: set[str] = set()
    for fact in facts:
        values, measure = fact_values(fact, subject, name), subject["measures"][fact["measure"]]
        usable = _usable(kind_of(fact), measure, values, (name, fact["measure"]))
        wording = next((each for each in usable if each not in wordings), usable[0] if usable else "")
        wordings.add(wording)
        made.append(wording.format(**values))
    return tuple(made)


def kind_of(fact: Content) -> str:
    """The kind of prompt that a fact asks for."""
    comparison = str(fact["comparison"])
    return _KINDS.get(fact["kind"], {"same": "typical"}).get(comparison, comparison)


def filled(kind: str, measure: Content, values: Mapping[str, str], seed: Sequence[str]) -> list[str]:
    """All questions of a kind with their values, in the order of a seed."""
    return [wording.format(**values) for wording in _usable(kind, measure, values, seed)]


def _usable(kind: str, measure: Content, values: Mapping[str, str], seed: Sequence[str]) -> list[str]:
    """The wordings of which everything can be filled in, those of the measure first."""
    own = [each["text"] for each in measure["prompts"] if each["kind"] == kind]
    usual = pack_words()["prompt"][kind]
    found = [*(in_order(own, *seed) if own else ()), *(in_order(usual, *seed) if len(own) < ENOUGH else ())]
    return [each for each in found if is_usable(each, values)]
