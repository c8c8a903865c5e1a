"""The headline of page one: one sentence from the rarest thing that is true of a municipality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.measure_words import district_figure, forms, said
from reportgen.render.content.place_names import in_places, in_province, place
from reportgen.render.content.wordings import chosen
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

LONGEST = 110
"""Characters of a headline, where a wording allows it."""


def headline_text(headline: Content | None, subject: Content, name: str) -> str:
    """The headline of a municipality as a sentence; empty where there is none."""
    if headline is None:
        return ""
    form = _form(headline, subject)
    usual, values = pack_words()["headline"][form], _values(headline, subject, name)
    return dutch.capitalised(chosen(subject, f"headline {form}", headline["measure"], usual, name, values, LONGEST))


def _form(headline: Content, subject: Content) -> str:
    """The kind of a headline, and what else its wording follows from."""
    kind, own, other = str(headline["kind"]), headline["own"], headline["other"]
    names, rank = headline["names"], headline["rank"]
    match kind:
        case "fastest" | "slowest" | "fastest_of_all" | "slowest_of_all":
            way = "fell" if other and dutch.rounded(own) < dutch.rounded(other) else "rose"
            some = "but_for_" if kind.endswith("of_all") and names else "known_" if headline["partial"] else ""
            return f"{kind}_{some}{way}"
        case "unlike":
            return f"{kind}_{'less' if other and dutch.rounded(own) < dutch.rounded(other) else 'more'}"
        case "majority" | "minority":
            return kind if not names and headline["among"] > 1 else f"{kind}_few" if names else f"{kind}_only"
        case "first" | "last" | "near_first" | "near_last" | "above_country":
            return kind if rank and rank["of"] >= subject["municipalities"] else f"{kind}_known"
        case "like":
            return f"{kind}_same" if other and dutch.figure(own) == dutch.figure(other) else kind
        case "high" | "low":
            return f"{kind}{'_of_size' if headline['scope'] else ''}{'_known' if headline['partial'] else ''}"
        case _:
            return kind


def _values(headline: Content, subject: Content, name: str) -> dict[str, str]:
    measure, own, other = subject["measures"][headline["measure"]], headline["own"], headline["other"]
    if headline["kind"] in ("widest", "districts"):
        own, other = (district_figure(measure, each["value"], each["year"]) if each else None for each in (own, other))
    rank = headline["rank"] or {"place": 0, "of": headline["among"], "last": 0}
    names, scope = headline["names"], headline["scope"]
    ahead = max(0, rank["last" if headline["kind"] == "low" else "place"] - 1)
    return {
        **forms(subject, headline["measure"], name),
        "own": said(own, measure),
        "other": said(other, measure) if other else "",
        "place": str(rank["place"] or ""),
        "of": dutch.number(rank["of"]),
        "ahead": dutch.counted(ahead),
        "among": dutch.counted(headline["among"]),
        "names": dutch.listed(place(each) for each in names),
        "in_names": in_places(names),
        "others": dutch.counted(len(names)),
        "in_scope": in_province(scope),
        "of_scope": f"van {in_province(scope).removeprefix('in ')}",
        "In_scope": dutch.capitalised(in_province(scope)),
        "sized": size_text(scope),
        "since": str(headline["since"] or ""),
        "high_name": place(names[0]) if names else "",
        "low_name": place(names[-1]) if names else "",
    }


def size_text(scope: str) -> str:
    """The bounds of a size class in words: ``met 20.000 tot 50.000 inwoners``; a province as where that is."""
    if scope and "–" not in scope:
        return in_province(scope)
    low, _, high = scope.partition("–")
    least, most = (dutch.number(int(each)) if each.isdigit() else "" for each in (low, high))
    if least and most:
        return f"met {least} tot {most} inwoners"
    return f"met minder dan {most} inwoners" if most else f"met {least} inwoners of meer" if least else ""
