"""Heads of charts, which say their point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.diversity import Comparison
from reportgen.render.content import dutch
from reportgen.render.content.chart_values import (
    change_of,
    changed_measures,
    first_figure,
    last_figure,
    sizable_districts,
    with_districts,
)
from reportgen.render.content.measure_words import change_text, compared, district_figure, district_name, forms, said
from reportgen.render.content.place_names import place
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

MOST = 2 / 3
"""Part of a total that the largest parts together make, when they are named."""

MOST_NAMED = 2
"""Parts that are named as most of a total."""


def composition_head(content: Content, composition: Content) -> str:
    """Which parts make most of the total."""
    profile, subject = content["profile"], content["subject"]
    total = last_figure(profile, composition["total"]) if composition["total"] else None
    parts = [(key, last) for key in composition["parts"] if (last := last_figure(profile, key))]
    parts.sort(key=lambda each: -each[1]["value"])
    if not parts:
        return _head("plain", title=composition["title"])
    names = [str(subject["measures"][key]["short"]) for key, _ in parts]
    figures = [last for _, last in parts]
    whole = dutch.rounded(total) if total else sum(map(dutch.rounded, figures))
    summed = [round(sum(map(dutch.rounded, figures[:count])), 4) for count in range(1, len(parts) + 1)]
    count = next((number for number, each in enumerate(summed, 1) if each >= MOST * whole), len(parts))
    if total is None or count > MOST_NAMED or count == len(parts) or not whole:
        return _head("composition_largest", part=names[0], own=dutch.figure(figures[0]))
    together = {**figures[0], "value": summed[count - 1]}
    return _head(
        "composition_most",
        parts=dutch.listed(names[:count]),
        own=dutch.figure(together, unit=False),
        total=dutch.figure(total),
    )


def series_head(content: Content, key: str = "") -> str:
    """How the main figure, or another, changed since its first year."""
    profile, subject = content["profile"], content["subject"]
    key = key or subject["main"]
    values, first, last = forms(subject, key, profile["name"]), first_figure(profile, key), last_figure(profile, key)
    if last is None:
        return _head("series_missing", **values)
    if first is None:
        return _head("series_alone", **values, now=said(last, subject["measures"][key]), year=last["year"])
    way = compared(subject["measures"][key], last, first)
    return _head(
        f"series_{way}",
        **values,
        then=dutch.figure(first),
        now=said(last, subject["measures"][key]),
        year=first["year"],
    )


def pairs_head(content: Content, measures: Sequence[Content]) -> str:
    """The share that differs most from that of comparable municipalities, or of the country; empty where none does."""
    beside = content["average"] or {
        each["key"]: each["last"] for each in (content["country"] or {"measures": []})["measures"]
    }
    found = [
        (measure, own, other)
        for measure in measures
        if measure["unit"] == "percent"
        and (own := last_figure(content["profile"], measure["key"]))
        and (other := beside.get(measure["key"]))
        and compared(measure, own, other) is not Comparison.SAME
    ]
    if not found:
        return ""
    measure, own, other = max(found, key=lambda each: abs(dutch.rounded(each[1]) - dutch.rounded(each[2])))
    return _head("pairs", short=measure["short"], own=dutch.figure(own), other=dutch.figure(other))


def strips_head(content: Content) -> str:
    """The municipality among all, or among those of which there are figures."""
    count = max((len(each["values"]) for each in content["strips"].values()), default=0)
    key = "strips" if count >= content["subject"]["municipalities"] else "strips_known"
    return _head(key, name=place(content["profile"]["name"]), count=dutch.number(count))


def districts_head(content: Content) -> str:
    """The district with the highest and that with the lowest value; empty where there are none to tell."""
    found = with_districts(content)
    districts = sizable_districts(found)
    if not found or len(districts) < 2:
        return ""
    measure = content["subject"]["measures"][found["key"]]
    low, high = (dutch.figure(district_figure(measure, each["value"])) for each in (districts[0], districts[-1]))
    values = {**forms(content["subject"], found["key"], content["profile"]["name"]), "low": low, "high": high}
    if low == high:
        return _head("districts_alike", **values)
    return _head(
        "districts",
        **values,
        low_name=district_name(districts[0]),
        high_name=district_name(districts[-1]),
    )


def changes_head(content: Content) -> str:
    """What changed most, in points; empty where nothing can be told."""
    changes = changed_measures(content)
    if not changes:
        return ""
    most = max(changes, key=lambda each: abs(change_of(each)))
    subject, first = content["subject"], most["figures"][0]
    change = change_text(most["last"], first)
    if compared(subject["measures"][most["key"]], most["last"], first) is Comparison.SAME:
        return _head("changes_none", year=first["year"])
    values = forms(subject, most["key"], content["profile"]["name"])
    key = "changes_rose" if change_of(most) > 0 else "changes_fell"
    return _head(key, **values, change=change, year=first["year"])


def map_head(content: Content) -> str:
    """What the map is tinted by."""
    return _head("map", **forms(content["subject"], content["subject"]["main"], "Nederland"))


def peers_head(content: Content) -> str:
    """Comparable municipalities, or most alike where they are not all near."""
    close = bool(content["peers"]) and all(each["close"] for each in content["peers"])
    return _head("peers" if close else "peers_alike")


def _head(key: str, **values: object) -> str:
    return str(pack_words()["head"][key]).format(**values)
