"""What differs in many packs, told together: what, and for how many people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reportgen.domain.pack.difference import Difference
from reportgen.render.content.catalogue import DUTCH
from reportgen.render.content.difference_text import difference_text, figure_noun, group_of, topic_words
from reportgen.render.content.words import difference_words

DETAILS = 3
"""Details of a group that are told."""

TABLES = 4
"""Tables that are groups of their own; of more, all are one group."""


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """One kind of difference in several packs.

    Attributes:
        key: which kind; of a table with its number, as ``company-3``.
        what: what it is in words, such as ``herziene cijfers``.
        numbers: the participants, in order.
        details: what differs, what most of them have first; all of it.
    """

    key: str
    what: str
    numbers: tuple[int, ...]
    details: tuple[str, ...]
    language: str = DUTCH

    @property
    def people(self) -> int:
        """How many people it is about."""
        return len(self.numbers)

    @property
    def text(self) -> str:
        """The group in words: ``bij 214 mensen: herziene cijfers (aandeel 65-plussers, woningvoorraad …)``."""
        said = difference_words(self.language)["grouped"]
        form = said["one" if self.people == 1 else "many"]
        return str(form.format(count=self.people, what=self.what_and_details))

    @property
    def what_and_details(self) -> str:
        """What it is, with its first details: ``herziene cijfers (aandeel 65-plussers, woningvoorraad …)``."""
        said, shown = difference_words(self.language)["grouped"], ", ".join(self.details[:DETAILS])
        if not shown:
            return self.what
        if len(self.details) > DETAILS:
            shown = said["more"].format(details=shown)
        return str(said["details"].format(what=self.what, details=shown))


def difference_groups(
    reasons: Mapping[int, Iterable[Difference]], language: str = DUTCH
) -> tuple[DifferenceGroup, ...]:
    """The differences of packs by kind, as ``grouped_differences``; of a plan or a run."""
    return grouped_differences({number: map(asdict, each) for number, each in reasons.items()}, language)


def grouped_differences(
    packs: Mapping[int, Iterable[Mapping[str, Any]]], language: str = DUTCH
) -> tuple[DifferenceGroup, ...]:
    """The differences of packs by kind: what matters most to people first, what follows from figures last.

    A pack counts in each group that it has a difference of.

    Args:
        packs: by participant the differences of a pack as JSON, as an edition has them, or of a plan as ``asdict``.
    """
    said = difference_words(language)["group"]
    order = list(said)
    numbers: dict[tuple[str, str], set[int]] = {}
    details: dict[tuple[str, str], Counter[str]] = {}
    found = [(number, each, group_of(each)) for number, some in packs.items() for each in some]
    tables = {str(each.get("at") or "") for _, each, group in found if group == "company"}
    for number, each, group in found:
        at = str(each.get("at") or "") if group == "company" and len(tables) <= TABLES else ""
        key = group, at
        numbers.setdefault(key, set()).add(number)
        counts = details.setdefault(key, Counter())
        if detail := _detail(each, group, at, language):
            counts[detail] += 1
    groups = []
    for (group, at), people in numbers.items():
        what = str(said[group].format(at=at) if at or group != "company" else said["companies"])
        counted = details[group, at]
        told = sorted(counted, key=lambda one: (-counted[one], one))
        groups.append(
            (
                group,
                at,
                DifferenceGroup(f"{group}-{at}" if at else group, what, tuple(sorted(people)), tuple(told), language),
            )
        )
    groups.sort(key=lambda each: (order.index(each[0]), -each[2].people, each[1]))
    return tuple(each for *_, each in groups)


def _detail(each: Mapping[str, Any], group: str, at: str, language: str) -> str:
    """What a group tells of one difference: the measure, the table, or what is different; empty for no more."""
    if group == "figures" and each.get("figure"):
        return re.sub(r"^(het|de) ", "", figure_noun(each["figure"], language))
    if group == "company":
        return "" if at else str(each.get("at") or "")
    if group in ("design", "other"):
        return ""
    if each.get("day"):
        return difference_text(each, language)
    said = topic_words(each, language)
    return str(said.get("plain", said["what"]))
