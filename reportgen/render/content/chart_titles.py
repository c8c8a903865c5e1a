"""The titles of charts: what a chart shows in one sentence, which screen readers say instead of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.chart_values import (
    first_figure,
    last_figure,
    measure_figures,
    sizable_districts,
    with_districts,
)
from reportgen.render.content.fact_texts import rank_text
from reportgen.render.content.measure_words import change_text, district_figure, district_name, forms, said
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.words import sentence_text

Content = Mapping[str, Any]


def composition_title(content: Content, composition: Content) -> str:
    """The parts of the municipality, and the totals beside it."""
    subject, profile = content["subject"], content["profile"]
    parts = "; ".join(
        f"{subject['measures'][key]['short']} {dutch.figure(last)}"
        for key in composition["parts"]
        if (last := last_figure(profile, key))
    )
    total = last_figure(profile, composition["total"]) if composition["total"] else None
    if total is None:
        return sentence_text(
            "composition_parts", in_name=in_place(profile["name"]), title=composition["title"], parts=parts
        )
    beside = [(sentence_text("most_alike"), content.get("average", {}).get(composition["total"]))]
    beside.append(("Nederland", measure_figures(profile, composition["total"])["country"]))  # type: ignore[index]  # it has a total
    others = ", ".join(f"{label} {dutch.figure(each)}" for label, each in beside if each)
    return sentence_text(
        "composition",
        **forms(subject, composition["total"], profile["name"]),
        own=dutch.figure(total),
        parts=parts,
        others=f"; {others}" if others else "",
    )


def series_title(content: Content, key: str = "") -> str:
    """How a figure changed, with the country and the comparable municipalities that end highest and lowest."""
    subject, profile = content["subject"], content["profile"]
    key = key or subject["main"]
    values, last = forms(subject, key, profile["name"]), last_figure(profile, key)
    if last is None:
        return sentence_text("series_missing", **values)
    first = first_figure(profile, key)
    years = {"year": first["year"] if first else 0, "last": last["year"]}
    then = dutch.figure(first) if first else ""
    made = sentence_text(
        "series" if first else "series_short", **values, then=then, now=said(last, subject["measures"][key]), **years
    )
    ends = sorted(
        ((peer["name"], each) for peer in content.get("peers", ()) if (each := last_figure(peer, key))),
        key=lambda pair: -pair[1]["value"],
    )
    beside = [(place(name), each) for name, each in (ends[:1] + ends[-1:] if len(ends) > 1 else ends)]
    country = measure_figures(profile, key)["country"]  # type: ignore[index]  # it has a figure
    beside += [("Nederland", country)] if country and profile["code"] != "NL" else []
    listed = dutch.listed(f"{name} {dutch.figure(each)}" for name, each in beside)
    return f"{made} {sentence_text('beside', listed=listed)}" if beside else made


def strip_title(strip: Content, own: Content | None, rank: Content | None, subject: Content, name: str) -> str:
    """One strip, on page one."""
    values = forms(subject, strip["measure"], name)
    ends = strip_ends(strip)
    if not own:
        return sentence_text("strip_ends", **values, **ends, count=len(strip["values"]))
    with_rank = said(own, subject["measures"][strip["measure"]]) + (f", {rank_text(rank)}" if rank else "")
    return sentence_text("strip", **values, **ends, own=with_rank)


def strip_ends(strip: Content) -> dict[str, str]:
    """The municipalities at the ends of a strip; how many they are where several share an end."""
    ends = {}
    for end, value in (("lowest", strip["values"][0]), ("highest", strip["values"][-1])):
        shared = list(strip["values"]).count(value)
        several = f"{dutch.count_word(shared)} gemeenten"
        ends[end] = place(strip[end]) if shared == 1 else several
        ends[f"in_{end}"] = in_place(strip[end]) if shared == 1 else f"in {several}"
    return ends


def districts_title(content: Content) -> str:
    """The districts with the highest and the lowest value."""
    found = with_districts(content)
    districts = sizable_districts(found)
    if not found or len(districts) < 2:
        return ""
    measure = content["subject"]["measures"][found["key"]]
    low, high = (dutch.figure(district_figure(measure, each["value"])) for each in (districts[0], districts[-1]))
    return sentence_text(
        "districts",
        **forms(content["subject"], found["key"], content["profile"]["name"]),
        count=dutch.count_word(len(districts)),
        high=high,
        low=low,
        high_name=district_name(districts[-1]),
        low_name=district_name(districts[0]),
    )


def changes_title(content: Content, changes: Sequence[Content]) -> str:
    """The change of each of these figures of the municipality, in words: a list of numbers is not heard as language."""
    name = content["profile"]["name"]
    told: dict[int, list[str]] = {}
    for each in changes:
        first = each["figures"][0]
        change = change_text(each["last"], first)
        said = sentence_text(
            {"+": "changes_up", "−": "changes_down"}.get(change[0], "changes_level"),
            **forms(content["subject"], each["key"], name),
            change=_with_points(change.lstrip("+−"), each["last"]),
        )
        told.setdefault(first["year"], []).append(said)
    listed = (sentence_text("changes_since", year=year, changes="; ".join(said)) for year, said in told.items())
    return sentence_text("changes", in_name=in_place(name), changes=". ".join(listed))


def _with_points(change: str, figure: Content) -> str:
    """A change as it is said: that of a share is in points."""
    return f"{change} procentpunt" if figure["unit"] == "percent" else change


def map_title(content: Content) -> str:
    """The map of the cover or of the national page: the tint, and the place of the municipality."""
    subject, of = content["subject"], content["map"]
    name = content["municipality"] if "municipality" in content else content["profile"]["name"]
    code = content["code"] if "code" in content else content["profile"]["code"]
    values = {**forms(subject, of["measure"], name), "count": dutch.number(len(of["dots"]))}
    return sentence_text("map" if any(dot["code"] == code for dot in of["dots"]) else "map_all", **values)


def peers_map_title(content: Content) -> str:
    """The map of the municipalities that are most alike."""
    names = dutch.listed(place(peer["name"]) for peer in content["peers"])
    return sentence_text("peers_map", name=place(content["profile"]["name"]), peers=names)
