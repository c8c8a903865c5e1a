"""The headline of page one: one sentence from the rarest thing that is true of a municipality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.measure_words import change_text, district_figure, forms
from reportgen.render.content.place_names import in_places, in_province, place
from reportgen.render.content.wordings import chosen
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

LONGEST = 110
"""Characters of a headline, where a wording allows it."""

MIDDLE = 0.15
"""Part of all municipalities around the middle that is called the middle."""


def headline_text(headline: Content | None, subject: Content, name: str) -> str:
    """The headline of a municipality as a sentence; empty where there is none."""
    if headline is None:
        return ""
    form = _form(headline)
    usual, values = pack_words()["headline"][form], _values(headline, subject, name)
    return dutch.capitalised(chosen(subject, f"headline {form}", headline["measure"], usual, name, values, LONGEST))


def _form(headline: Content) -> str:
    """The kind of a headline; that of a pace also says whether there was a rise."""
    kind, own, other, rank = (str(headline["kind"]), headline["own"], headline["other"], headline["rank"])
    if kind in ("fastest", "slowest") and other:
        return f"{kind}_{'fell' if dutch.rounded(own) < dutch.rounded(other) else 'rose'}"
    if kind == "unlike" and other:
        return f"{kind}_{'less' if dutch.rounded(own) < dutch.rounded(other) else 'more'}"
    if kind == "typical" and rank and abs(rank["place"] / rank["of"] - 0.5) > MIDDLE:
        return "plain"
    return kind


def _values(headline: Content, subject: Content, name: str) -> dict[str, str]:
    own, other = headline["own"], headline["other"]
    if headline["kind"] == "widest":
        measure = subject["measures"][headline["measure"]]
        own, other = (district_figure(measure, each["value"], each["year"]) if each else None for each in (own, other))
    rank = headline["rank"] or {"place": "", "of": headline["among"]}
    names = headline["names"]
    low, _, high = headline["scope"].partition("–")
    return {
        **forms(subject, headline["measure"], name),
        "own": dutch.figure(own),
        "other": dutch.figure(other) if other else "",
        "change": change_text(own, other) if other else "",
        "place": str(rank["place"]),
        "of": dutch.number(rank["of"]),
        "among": dutch.count_word(headline["among"]),
        "names": dutch.listed(place(each) for each in names),
        "in_names": in_places(names),
        "in_scope": in_province(headline["scope"]),
        "of_scope": f"van {in_province(headline['scope']).removeprefix('in ')}",
        "In_scope": dutch.capitalised(in_province(headline["scope"])),
        "sized": size_text(low, high),
        "since": str(headline["since"] or ""),
        "high_name": place(names[0]) if names else "",
        "low_name": place(names[-1]) if names else "",
    }


def size_text(low: str, high: str) -> str:
    """The bounds of a size class in words: ``met 20.000 tot 50.000 inwoners``."""
    least, most = (dutch.number(int(each)) if each.isdigit() else "" for each in (low, high))
    if least and most and int(low) > 0:
        return f"met {least} tot {most} inwoners"
    return f"met minder dan {most} inwoners" if most else f"met {least} inwoners of meer"
