"""The sentence under the head of each page of a briefing, written from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.domain.figures.diversity import SHARE_MARGIN, comparison_of
from reportgen.render.content import dutch
from reportgen.render.content.chart_values import large_districts
from reportgen.render.content.words import lead_text, pack_words

Content = Mapping[str, Any]


def people_lead(content: Content) -> str:
    """How the share with a migration background stands to the country and to comparable municipalities."""
    own = content["profile"]["years"][-1]["migration_background"]
    nation = content["country"]["years"][-1]["migration_background"]
    peers = content["average"]["migration_background"]
    return lead_text(
        "people",
        own=dutch.figure(own),
        nation=dutch.figure(nation),
        peers=dutch.figure(peers),
        nation_word=pack_words()["lead"]["compared"][comparison_of(own["value"], nation["value"], SHARE_MARGIN)],
        peers_word=pack_words()["lead"]["compared"][comparison_of(own["value"], peers["value"], SHARE_MARGIN)],
    )


def within_lead(content: Content) -> str:
    """How far districts lie apart, and which group changed most."""
    profile = content["profile"]
    first, last = profile["years"][0], profile["years"][-1]
    sentences = []
    districts = large_districts(profile)
    if len(districts) > 1:
        low, high = dutch.whole_percent(districts[0]["share"]), dutch.whole_percent(districts[-1]["share"])
        sentences.append(lead_text("within_alike" if low == high else "within_districts", low=low, high=high))
    if first["year"] != last["year"]:
        pairs = list(zip(first["shares"], last["shares"], strict=True))
        then, now = max(pairs, key=lambda pair: abs(pair[1]["figure"]["value"] - pair[0]["figure"]["value"]))
        sentences.append(
            lead_text(
                "within_growth",
                group=pack_words()["origin"][now["origin"]]["with_background"],
                year=first["year"],
                then=dutch.figure(then["figure"]),
                now=dutch.figure(now["figure"]),
            )
        )
    return " ".join(sentences) or lead_text("within_nothing", name=profile["name"])


def peers_lead(content: Content) -> str:
    """How many municipalities are comparable, and how many of them take part."""
    day = dutch.day(content["meeting"]["day"], year=False)
    present = sum(peer["present"] for peer in content["peers"])
    key = "peers_none" if present == 0 else "peers_one" if present == 1 else "peers_many"
    return lead_text(
        "peers_kinds" if any(peer["kinds"] for peer in content["peers"]) else "peers",
        count=dutch.capitalised(dutch.count_word(len(content["peers"]))),
        name=content["profile"]["name"],
        present=lead_text(key, day=day, count=dutch.capitalised(dutch.count_word(present))),
    )


def table_lead(content: Content) -> str:
    """How many people of how many municipalities sit at a table."""
    people_here = len(content["colleagues"]) + content["unnamed"]
    return lead_text(
        "table" if content["municipalities"] else "table_guests",
        people=dutch.capitalised(dutch.count_word(people_here)),
        word="deelnemer" if people_here == 1 else "deelnemers",
        municipalities=dutch.count_word(content["municipalities"]),
        municipality_word="gemeente" if content["municipalities"] == 1 else "gemeenten",
        residents=dutch.figure(content["residents"]),
    )


def questions_lead(content: Content) -> str:
    """What the page with questions asks of its reader."""
    if content["asking"]:
        return str(content["asking"])
    count = len(content["questions"])
    asked = lead_text("questions_one" if count == 1 else "questions", count=dutch.capitalised(dutch.count_word(count)))
    return asked + lead_text("questions_form") if content["form"] else asked
