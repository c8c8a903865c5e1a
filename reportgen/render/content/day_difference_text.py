"""What is different in somebody's own day, as a clause: ``ronde 2 is in Zaal 3 in plaats van Zaal 1``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.domain.programme.day_differences import DayChange
from reportgen.render.content.catalogue import DUTCH
from reportgen.render.content.words import difference_words, pack_words


def day_difference_text(each: Mapping[str, Any], to_reader: bool = True, language: str = DUTCH) -> str:
    """A difference of the day as a clause, without a full stop.

    Args:
        each: a ``DayDifference`` as JSON.
        to_reader: whether the one whose day it is reads it, and no organiser.
        language: of what organisers read; participants read Dutch.
    """
    said = pack_words()["difference"]["day"]
    forms = said if to_reader else {**said, **difference_words(language)["day"]}
    change, old, new = DayChange(each["change"]), each["old"], each["new"]
    words = {"part": each["part"], "round": _round(forms, each["round"]), "old": old, "new": new}
    words["what"] = _said(forms, "title", words) if each["part"] else words["round"]
    words["where"] = _said(forms, "where", {"room": each["room"]}) if each["room"] else ""
    words["attend"] = _said(forms, "lead" if each.get("leads") else "attend", {})
    match change:
        case DayChange.TIME:
            return _time_text(forms, words)
        case DayChange.ROOM:
            words["what"] = words["round"] or words["what"]
        case DayChange.ROUND:
            words |= {"old": _round(forms, old), "new": _round(forms, new)}
        case DayChange.KIND:
            kinds = difference_words(language).get("kind", pack_words()["difference"]["kind"])
            words["new"] = kinds.get(new, new)
        case DayChange.ADDED:
            words["start"] = new.partition("–")[0]
            words["inside"] = _said(forms, "inside", words) if each["round"] and each["part"] else ""
        case DayChange.REMOVED:
            words["start"] = old.partition("–")[0]
        case DayChange.LEADS:
            return _said(forms, f"leads_{new}", words)
        case DayChange.TITLE:
            return _said(forms, "name", words)
        case _:
            pass
    return _said(forms, _form(change, old, new), words)


def _form(change: DayChange, old: str, new: str) -> str:
    """The name of the wording: that of the change, or one for what was not there or is not there any more."""
    said = pack_words()["difference"]["day"]
    missing = "" if old and new else "_from_nothing" if new else "_to_nothing"
    return f"{change}{missing}" if f"{change}{missing}" in said else str(change)


def _time_text(forms: Mapping[str, Any], words: Mapping[str, str]) -> str:
    (old_start, _, old_end), (start, _, end) = words["old"].partition("–"), words["new"].partition("–")
    as_long = old_end == end or _minutes(old_start, old_end) == _minutes(start, end)
    which = "end" if old_start == start else "start" if as_long else "both"
    times = {"old_start": old_start, "old_end": old_end, "start": start, "end": end}
    return _said(forms, f"time_{which}", {**words, **times})


def _minutes(start: str, end: str) -> int:
    """How many minutes lie between two times, written ``10.30``."""
    first, last = (int(hour) * 60 + int(minute) for hour, _, minute in (start.partition("."), end.partition(".")))
    return last - first


def _round(forms: Mapping[str, Any], name: str) -> str:
    """A round in a sentence: ``ronde 1``, or ``de ronde ‘ochtend’``."""
    if name.startswith("ronde "):
        return str(forms.get("round_word", "ronde")) + name.removeprefix("ronde")
    return _said(forms, "named_round", {"round": name}) if name else ""


def _said(forms: Mapping[str, Any], form: str, words: Mapping[str, str]) -> str:
    return str(forms[form]).format(**words)
