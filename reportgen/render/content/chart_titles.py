"""The titles of charts: what a chart shows in one sentence, which screen readers say instead of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.chart_values import large_districts
from reportgen.render.content.words import pack_words, sentence_text

Content = Mapping[str, Any]


POSITION_LABELS: Mapping[str, str] = pack_words()["position"]


def composition_title(content: Content) -> str:
    """The title of the stacked bars of origin groups."""
    profile = content["profile"]
    own = profile["years"][-1]
    largest = max(own["shares"], key=lambda share: share["figure"]["value"])
    return sentence_text(
        "composition",
        name=profile["name"],
        own=dutch.figure(own["migration_background"]),
        peers=dutch.figure(content["average"]["migration_background"]),
        nation=dutch.figure(content["country"]["years"][-1]["migration_background"]),
        group=pack_words()["origin"][largest["origin"]]["with_background"],
        largest=dutch.figure(largest["figure"]),
    )


def index_lines_title(content: Content) -> str:
    """The title of the lines of the diversity index by year."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    return sentence_text(
        "index_line_short" if first["year"] == last["year"] else "index_lines",
        name=profile["name"],
        then=dutch.figure(first["index"]),
        year=first["year"],
        now=dutch.figure(last["index"]),
        last=last["year"],
        nation=dutch.figure(content["country"]["years"][-1]["index"]),
    )


def strip_title(content: Content) -> str:
    """The title of the strip plot of districts."""
    districts = large_districts(content["profile"])
    low, high = dutch.whole_percent(districts[0]["share"]), dutch.whole_percent(districts[-1]["share"])
    return sentence_text(
        "strip_alike" if low == high else "strip", count=dutch.count_word(len(districts)), low=low, high=high
    )


def slopes_title(left: Content, right: Content, left_label: str, right_label: str) -> str:
    """The title of the slope chart: every group, on both sides."""
    origins = pack_words()["origin"]
    changes = [
        f"{origins[one['origin']]['short']} {dutch.figure(one['figure'])} en {dutch.figure(other['figure'])}"
        for one, other in zip(left["shares"], right["shares"], strict=True)
    ]
    return sentence_text("slopes", left=left_label, right=right_label, changes="; ".join(changes))


def positions_title(content: Content) -> str:
    """The title of the chart of quartiles."""
    quartiles = content["profile"]["quartiles"]
    places = [
        f"{label} {pack_words()['quartile'][str(quartiles[key])]}"
        for key, label in POSITION_LABELS.items()
        if quartiles[key] is not None
    ]
    return sentence_text("positions", name=content["profile"]["name"], places="; ".join(places))


def map_title(content: Content) -> str:
    """The title of the map on the cover."""
    own = any(dot["code"] == content["code"] for dot in content["atlas"])
    return sentence_text("map" if own else "map_all", count=len(content["atlas"]), name=content["municipality"])


def peers_map_title(content: Content) -> str:
    """The title of the map of comparable municipalities."""
    names = dutch.listed(peer["name"] for peer in content["peers"])
    return sentence_text("peers_map", count=len(content["atlas"]), name=content["profile"]["name"], peers=names)
