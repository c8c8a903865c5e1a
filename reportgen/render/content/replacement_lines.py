"""The two lines in a letter that say it replaces an earlier one, and what is different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from reportgen.domain.pack.difference import ChangeCategory, Difference
from reportgen.domain.programme.day_differences import DayChange
from reportgen.render.content.day_difference_text import day_difference_text
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
    named = {_named(each): _is_clause(each) for each in _worth_telling(differences)} or {said["design"]: False}
    if any((each.part, each.path) == ("personal", "table") for each in differences):
        named.pop(said["table"], None)  # at another table others sit
    clauses = [each for each, clause in named.items() if clause]
    things = [each for each, clause in named.items() if not clause]
    if len(named) > MOST_NAMED:
        clauses = clauses[: MOST_NAMED - 1]
        things = [*things[: MOST_NAMED - 1 - len(clauses)], said["more"]]
    if things:
        clauses.append(said["things"].format(things=listed(things)) if clauses else listed(things))
    return said["replaces"], said["different"].format(changes="; ".join(clauses))


def _is_clause(difference: Difference) -> bool:
    """Whether what is told of a difference is a clause, and no name of a thing that is different."""
    if difference.day:
        return difference.day.change not in (DayChange.NOTE, DayChange.ORDER)
    return (difference.part, difference.path) in (("personal", "table"), ("personal", "theme")) or (
        difference.category is ChangeCategory.CORRECTION
    )


def _worth_telling(differences: Sequence[Difference]) -> list[Difference]:
    """What is told: other page numbers not beside what moved them, nor times of the meeting beside those of the day."""
    found = [each for each in differences if each.category is not ChangeCategory.DESIGN] or list(differences)
    if any(each.day for each in found):
        found = [each for each in found if each.path not in _TIMES]
    return found


_TIMES = {f"{of}.{name}" for of in ("meeting", "event") for name in ("doors", "start", "end")}


def _named(difference: Difference) -> str:
    said = pack_words()["replacement"]
    if difference.day:
        return day_difference_text(asdict(difference.day))
    if difference.category is ChangeCategory.DESIGN:
        return str(said["design"])
    match difference.part, difference.path:
        case "personal", "table":
            return str(said["seat"]).format(new=difference.new, old=difference.old)
        case "personal", "theme":
            return str(said["theme"]).format(new=difference.new)
        case "letter", _:
            return str(said["address"])
        case "table", path if path.startswith(("report", "answers")):
            return str(said[path.partition(".")[0]])
        case _, "meeting.place" | "event.place" | "event.address":
            return str(said["place"])
        case _, "meeting.day" | "event.day":
            return str(said["date"])
        case "leading", path if path.endswith((".people", ".note")):
            return str(said[f"led_{path.rpartition('.')[2]}"])
        case _, path if path.startswith("meeting."):
            return str(said[difference.category])
        case "table", _ if difference.category is ChangeCategory.REGISTRATIONS:
            return str(said["table"])
        case "questions", _:
            return str(said["questions"])
        case _:
            return str(said[difference.category])
