"""The two lines in a letter that say it replaces an earlier one, and what is different.

Nobody is named in them but who sits at the reader's table now and agreed to be named there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from reportgen.domain.pack.difference import Change, Difference
from reportgen.domain.pack.difference_topics import ChangeCategory
from reportgen.domain.programme.day_differences import DayChange
from reportgen.render.content.day_difference_text import day_difference_text
from reportgen.render.content.difference_text import difference_text, topic_words
from reportgen.render.content.dutch import listed
from reportgen.render.content.words import pack_words

MOST_NAMED = 3
"""Changes named in the letter; who wants to know more reads the pack."""


def replacement_lines(differences: Sequence[Difference], erratum: str = "", returned: bool = False) -> tuple[str, ...]:
    """That this pack replaces the earlier one, and what is different in it; an erratum says it in its own words.

    Args:
        returned: the last letter said that the reader does not take part; this one says that they do.
    """
    said = pack_words()["replacement"]
    if returned:
        return (said["returned"], *(replacement_lines(differences, erratum)[1:] if differences or erratum else ()))
    if erratum:
        return said["replaces"], said["erratum"].format(erratum=erratum)
    told = _worth_telling(differences)
    named = dict(_named(each, _only_newcomer(told)) for each in told) or {str(said["design"]): False}
    if any(_letter_word(each) == "seat" for each in told):
        named.pop(said["table"], None)  # at another table others sit
    clauses = [each for each, clause in named.items() if clause]
    things = [each for each, clause in named.items() if not clause]
    if len(named) > MOST_NAMED:
        clauses = clauses[: MOST_NAMED - 1]
        things = [*things[: MOST_NAMED - 1 - len(clauses)], said["more"]]
    if things:
        clauses.append(said["things"].format(things=listed(things)) if clauses else listed(things))
    return said["replaces"], said["different"].format(changes="; ".join(clauses))


def _worth_telling(differences: Sequence[Difference]) -> list[Difference]:
    """What is told: other page numbers not beside what moved them, nor times of the meeting beside those of the day."""
    found = [each for each in differences if each.category is not ChangeCategory.DESIGN] or list(differences)
    if any(each.day for each in found):
        found = [each for each in found if each.topic not in _TIMES]
    return found


_TIMES = frozenset(("doors", "start", "end"))
"""Topics that are the times of the meeting."""


def _only_newcomer(differences: Sequence[Difference]) -> Difference | None:
    """The one person who sits at the table now, if nothing else is different in who sits there."""
    company = [each for each in differences if _letter_word(each) == "table" and each.topic != "unnamed"]
    newcomer = company[0] if len(company) == 1 else None
    return newcomer if newcomer and newcomer.topic == "company" and newcomer.change in _THERE_NOW else None


_THERE_NOW = frozenset((Change.ADDED, Change.NAMED))


def _letter_word(difference: Difference) -> str:
    """The name of how a letter calls what a difference is about; empty where it does so by its category."""
    return "" if difference.day or difference.figure else str(topic_words(asdict(difference)).get("letter", ""))


def _named(difference: Difference, newcomer: Difference | None) -> tuple[str, bool]:
    """What a letter says of a difference, and whether that is a clause and no name of a thing that is different."""
    said, word = pack_words()["replacement"], _letter_word(difference)
    if difference.day:
        is_clause = difference.day.change not in (DayChange.NOTE, DayChange.ORDER)
        return day_difference_text(asdict(difference.day)), is_clause
    if difference.category is ChangeCategory.DESIGN:
        return str(said["design"]), False
    if difference is newcomer and difference.of:
        return str(said["newcomer"]).format(name=difference.of), True
    if word in ("seat", "theme"):
        return str(said[word]).format(new=difference.new, old=difference.old), True
    if topic_words(asdict(difference)).get("clause") and difference.old and difference.new:
        return difference_text(asdict(difference)), True
    if word:
        return str(said[word]), False
    return str(said[difference.category]), difference.category is ChangeCategory.CORRECTION
