"""What differs between two packs, in words: every difference as a clause, whether of this or of an older program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, time
from typing import Any

from reportgen.domain.pack.difference import Change
from reportgen.domain.pack.difference_topics import ChangeCategory, Told, topic_of
from reportgen.render.content import dutch
from reportgen.render.content.catalogue import DUTCH, day_text, time_text
from reportgen.render.content.day_difference_text import day_difference_text
from reportgen.render.content.words import difference_words, pack_words

LONGEST = 120
"""Characters of an old or a new text that are told."""

FOLLOWING = frozenset(("follows", "design", "sources", "subject"))
"""Groups of what mostly follows from other differences, and is told last."""


def difference_text(each: Mapping[str, Any], language: str = DUTCH) -> str:
    """A difference as a clause without a full stop: ``Ahmed Yılmaz zit niet meer aan tafel 3``; never empty.

    Args:
        each: a difference as JSON, as an edition has it; one of an older program is told by what it is about.
    """
    if day := each.get("day"):
        return day_difference_text(day, to_reader=False, language=language)
    if each.get("figure"):
        return figure_text(each, language)
    said = topic_words(each, language)
    old, new = (_shown(each, side, said, language) for side in ("old", "new"))
    change = Change(each.get("change") or Change.CHANGED)
    if not each.get("topic"):  # of an older program: values of any kind, at a place among others
        topic = topic_of(str(each.get("part", "")), str(each.get("path", "")))
        told = topic.told is Told.TEXT
        old, new = (old, new) if told else ("", "")
    if change is Change.REPLACED and old == new:
        return (
            str(said["same"]).format(new=new)
            if "same" in said
            else _usual(said, language)["thing"].format(what=_what(said, new, ""))
        )
    if change is Change.REPLACED and not (old and new):
        change, old, new = Change.CHANGED, "", ""
    of, at = _in_a_sentence(str(each.get("of") or ""), language), str(each.get("at") or "")
    if said.get("as") == "part":
        of = str(difference_words(language)["part"].get(of, ""))
    form = _form(said, change, bool(old), bool(new), language)
    if ("{at}" in form and not at) or ("{of}" in form and not (of or "someone" in said)):
        form = _usual(said, language)["thing"]
    words = {"old": old, "new": new, "of": of or said.get("someone", ""), "at": at}
    return form.format(what=_what(said, of, at), **words)


def differences_told(differences: Iterable[Mapping[str, Any]], language: str = DUTCH) -> list[dict[str, Any]]:
    """Differences with the ``text`` of each, each text once: what follows from figures last, and before that figures.

    Args:
        differences: as JSON, as an edition has them.
    """
    told: dict[str, dict[str, Any]] = {}
    for each in differences:
        text = difference_text(each, language)
        told.setdefault(text, {**each, "text": text})
    return sorted(told.values(), key=_rank)


def topic_words(each: Mapping[str, Any], language: str = DUTCH) -> Mapping[str, Any]:
    """The words of what a difference is about."""
    if each.get("category") == ChangeCategory.DESIGN and not each.get("path") and not each.get("topic"):
        name = "design"
    else:
        name = each.get("topic") or topic_of(str(each.get("part", "")), str(each.get("path", ""))).name
    topics = difference_words(language)["topic"]
    found: Mapping[str, Any] = topics.get(name, topics["other"])
    return found


def figure_text(each: Mapping[str, Any], language: str = DUTCH) -> str:
    """A difference of a figure: ``het aandeel 65-plussers van Urk (2025) is herzien: 20,1% → 20,4%``."""
    figure, said = each["figure"], difference_words(language)["figure"]
    then, now = (_printed(each[side], figure, language) for side in ("old", "new"))
    before = figure.get("year_before") or 0
    if each["old"] == each["new"] and not before:
        form = "source"
    elif not then or not now:
        form = "came" if now else "went"
    else:
        form = "newer" if before else "rounded" if then == now else "revised"
    what = figure_noun(figure, language)
    if which := "mean" if figure.get("mean") else "of" if figure["of"] else "":
        what = said[which].format(what=what, of=figure["of"])
    words = {"what": what, "year": figure["year"], "year_before": before, "then": then, "now": now}
    return str(said[form]).format(**words)


def figure_noun(figure: Mapping[str, Any], language: str = DUTCH) -> str:
    """What a figure is of, such as ``het aandeel 65-plussers``."""
    said, what = difference_words(language)["figure"], str(figure["what"])
    return str(said["field"].get(what, what if " " in what else said["unknown"]))


def group_of(each: Mapping[str, Any]) -> str:
    """The group that a difference is told with, when those of many packs are told together."""
    if each.get("day"):
        return "day"
    return "figures" if each.get("figure") else str(topic_words(each).get("group", "other"))


def _rank(each: Mapping[str, Any]) -> int:
    group = group_of(each)
    return 2 if group in FOLLOWING else 1 if group == "figures" else 0


def _form(said: Mapping[str, Any], change: Change, old: bool, new: bool, language: str) -> str:
    """The sentence for a change: that of the topic, or else the usual one.

    Args:
        old, new: whether it is known what it was and is.
    """
    both = {**_usual(said, language), **said}
    match change:
        case Change.ADDED if new:
            name = "added_together" if said.get("together") else "came_text"
        case Change.REMOVED if old:
            name = "removed_together" if said.get("together") else "went_text"
        case Change.ADDED | Change.REMOVED if said.get("aside") and change not in said:
            name = "thing"
        case Change.ADDED | Change.REMOVED:
            name = str(change) if change in said else "came" if change is Change.ADDED else "went"
        case Change.NAMED | Change.UNNAMED | Change.REPLACED | Change.ORDER:
            name = str(change)
        case _:
            name = "text" if old and new else "thing"
    return str(both.get(name, both["thing"]))


def _usual(said: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    forms = difference_words(language)["form"]
    return {**forms, **forms["many"]} if said.get("many") else forms


def _what(said: Mapping[str, Any], of: str, at: str) -> str:
    """What a difference is about; without who or what it is of where that is not known."""
    text = str(said["what"])
    missing = ("{of}" in text and not of) or ("{at}" in text and not at)
    return str(said["plain"]) if missing else text.format(of=of, at=at)


def _shown(each: Mapping[str, Any], side: str, said: Mapping[str, Any], language: str) -> str:
    """An old or a new text as it is told, several things in a sentence."""
    text = str(each.get(side) or "")
    if not text:
        return ""
    words = difference_words(language)
    with suppress(ValueError):  # of an older program, or no day and no time
        match said.get("as"):
            case "day":
                text = day_text(date.fromisoformat(text), language)
            case "time":
                text = dutch.clock(text) if language == DUTCH else time_text(time.fromisoformat(text), language)
            case "urbanity":
                classes = words.get("urbanity", pack_words()["urbanity"])
                text = str(classes.get(text, words["figure"]["not_known"]))
    return _in_a_sentence(text, language)


def _in_a_sentence(text: str, language: str) -> str:
    """Texts that newlines part, in a sentence; a long one is cut off."""
    parts = [each if len(each) <= LONGEST else f"{each[:LONGEST].rstrip()} …" for each in text.split("\n")]
    return dutch.listed(parts, "en" if language == DUTCH else "and") if len(parts) > 1 else parts[0]


def _printed(value: str, figure: Mapping[str, Any], language: str) -> str:
    text = dutch.figure({**figure, "value": value}) if value else ""
    return text if language == DUTCH else text.translate(_POINT_AND_COMMA)


_POINT_AND_COMMA = str.maketrans({",": ".", ".": ","})
