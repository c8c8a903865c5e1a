"""The pages with drawings, as plain words, numbers and drawings by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reportgen.domain.figures.statistics import SMALL_DISTRICT

from printers.view_words import source
from reportgen.render.content import chart_titles, chart_values, charts, dutch, page_leads, sentences
from reportgen.render.content.fact_texts import explore_text, fact_text
from reportgen.render.content.words import pack_words

Content = Any
Page = dict[str, Any]
Drawn = Callable[[str], dict[str, Any]]


def cover(drawn: Drawn, content: Content, reading: Mapping[str, int]) -> Page:
    """Page one: whose pack it is, the map and the three facts."""
    meeting, name = content["meeting"], content["municipality"]
    dots = charts.dot_map(
        content["atlas"], content["code"], content["nearby"], 240, chart_titles.map_title(content), name
    )
    facts = [(*fact_text(fact, name), explore_text(fact)) for fact in content["facts"]]
    return {
        "head": "",
        "label": f"Briefing · {meeting['title']}",
        "municipality": name,
        "title": dutch.function_title(content["function"], content["office"]),
        "name": dutch.full_name(content["name"]),
        "when": f"{dutch.day(meeting['day'], weekday=True)}, {meeting['place']}",
        "table": content["table"],
        "theme": content["theme"],
        "map": drawn(dots),
        "salutation": dutch.salutation(content["name"], content["office"], content["salutation"]),
        "welcome": dutch.paragraphs(content["welcome"]),
        "facts": [{"numeral": one, "says": two, "explore": three} for one, two, three in facts],
        "day": dutch.day(meeting["day"]),
        "hours": [dutch.clock(meeting[each]) for each in ("doors", "start", "end")],
        "place": meeting["place"],
        "reading": dict(reading),
    }


def people(drawn: Drawn, content: Content, reading: Mapping[str, int]) -> Page:
    """Who lives there."""
    profile, country = content["profile"], content["country"]
    own, nation = profile["years"][-1], country["years"][-1]
    rows = [
        (profile["name"], own),
        ("Vergelijkbare gemeenten, gemiddeld", content["average"]),
        ("Nederland", nation),
    ]
    lines = charts.index_lines(
        profile, profile["name"], content["peers"], country, chart_titles.index_lines_title(content)
    )
    return {
        "head": profile["name"],
        "lead": page_leads.people_lead(content),
        "year": own["year"],
        "first": profile["years"][0]["year"],
        "name": profile["name"],
        "grouping": pack_words()["grouping"][profile["series_grouping"]],
        "composition": drawn(charts.composition(rows, chart_titles.composition_title(content))),
        "lines": drawn(lines),
        "positions": drawn(
            charts.positions(profile["quartiles"], chart_titles.POSITION_LABELS, chart_titles.positions_title(content)),
        ),
        "municipalities": len(content["atlas"]),
        "sources": [source(content, own["index"]), source(content, nation["index"])],
        "borders": sentences.borders_sentence(content),
        "change": profile["quartiles"]["change"] is not None,
        "since": profile["since"],
        "peers": reading["peers"],
    }


def within(drawn: Drawn, content: Content, reading: Mapping[str, int]) -> Page:
    """What differs and what changed within it."""
    profile = content["profile"]
    first, own = profile["years"][0], profile["years"][-1]
    districts = chart_values.large_districts(profile)
    two_years = first["year"] != own["year"]
    one, labels = (first, (str(first["year"]), str(own["year"])))
    if not two_years:
        one, labels = content["average"], ("vergelijkbaar", profile["name"])
    return {
        "head": profile["name"],
        "lead": page_leads.within_lead(content),
        "strip": drawn(charts.strip(districts, chart_titles.strip_title(content))) if len(districts) > 1 else None,
        "district_year": profile["districts"]["year"] if profile["districts"] else 0,
        "small": SMALL_DISTRICT,
        "spread": sentences.districts_sentence(content),
        "two_years": two_years,
        "years": [first["year"], own["year"]],
        "slopes": drawn(charts.slopes(one, own, *labels, chart_titles.slopes_title(one, own, *labels))),
        "numbers": sentences.headcounts_sentence(content),
        "future": list(sentences.merger_sentences(content)),
        "borders": sentences.borders_sentence(content),
        "sources": {
            "districts": source(content, "districts"),
            "own": source(content, own["index"]),
            "municipalities": source(content, "municipalities"),
        },
        "peers": reading["peers"],
    }


def peers(drawn: Drawn, content: Content, _: Mapping[str, int]) -> Page:
    """Which municipalities are comparable."""
    profile = content["profile"]
    own = profile["years"][-1]
    scale = chart_values.highest_index(content)

    def row(name: str, residents: Content, year: Content, index: Content, present: bool) -> Page:
        figures = (residents, year["migration_background"], year["shares"][0]["figure"], index)
        return {
            "name": name,
            "figures": [dutch.figure(each) for each in figures],
            "bar": 100 * index["value"] / scale,
            "present": present,
        }

    codes = [each["code"] for each in content["peers"]]
    dots = charts.dot_map(
        content["atlas"], profile["code"], codes, 318, chart_titles.peers_map_title(content), profile["name"]
    )
    return {
        "head": profile["name"],
        "name": profile["name"],
        "lead": page_leads.peers_lead(content),
        "day": dutch.day(content["meeting"]["day"], year=False),
        "rows": [
            row(profile["name"], profile["residents"], own, profile["index"], True),
            *(
                row(each["name"], each["residents"], each["last"], each["index"], each["present"])
                for each in content["peers"]
            ),
        ],
        "map": drawn(dots),
        "count": dutch.count_word(len(content["peers"])),
        "kinds": any(each["kinds"] for each in content["peers"]),
        "grouping": pack_words()["grouping"][profile["series_grouping"]],
        "likenesses": list(sentences.likeness_sentences(content)),
        "sources": [source(content, own["index"]), source(content, "municipalities")],
    }
