"""Dutch texts of facts on page one, of places among all municipalities, and of single figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.domain.figures.figure import Figure
from reportgen.render.content import dutch
from reportgen.render.content.measure_words import (
    change_text,
    district_figure,
    forms,
    period_text,
)
from reportgen.render.content.place_names import place
from reportgen.render.content.wordings import chosen
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]


def fact_text(fact: Content, subject: Content, name: str) -> tuple[str, str, str]:
    """A fact of page one: the numeral, the line under it (may be empty), and the sentence that goes on from it.

    Args:
        name: of the municipality, or the country.
    """
    entry, values = pack_words()["fact"][fact["kind"]], fact_values(fact, subject, name)
    key = f"fact {fact['kind']} {fact['comparison']}"
    numeral = str(entry["numeral"]).format(**values)
    sentence = chosen(subject, key, fact["measure"], entry[fact["comparison"]], name, values)
    return numeral, _line(fact, values, entry), sentence


def fact_values(fact: Content, subject: Content, name: str) -> dict[str, str]:
    """What texts about a fact may fill in, by name; empty where the fact has no such thing."""
    measure = subject["measures"][fact["measure"]]
    own, other, within = fact["own"], fact["other"], fact["kind"] == "within"
    if within:
        own, other = (district_figure(measure, each["value"], each["year"]) for each in (own, other))
    low = dutch.figure(other, unit=False) if other else ""
    names = [place(each) for each in fact["names"]]
    high_name, low_name = names if len(names) == 2 else ("", "")
    unnamed = pack_words()["fact"]["unnamed"]
    rank = fact["rank"] or {}
    return {
        **forms(subject, fact["measure"], name),
        "own": dutch.figure(own),
        "other": dutch.figure(other) if other else "",
        "low": low,
        "change": change_text(own, other) if other and not within else "",
        "year": str(other["year"]) if other else "",
        "own_year": str(own["year"]),
        "period": period_text(measure, own["year"]),
        "among": dutch.count_word(fact["among"]),
        "place": str(rank.get("place", "")),
        "of": str(rank.get("of", "")),
        "people": people_text(fact["people"], measure),
        "high_name": high_name,
        "low_name": low_name,
        "in_high": f"in {high_name}" if high_name else unnamed["high"],
        "in_low": f"in {low_name}" if low_name else unnamed["low"],
    }


def people_text(people: int | None, measure: Content) -> str:
    """How many people or other things a share is: ``ongeveer 15.100 mensen``; empty where nothing is counted."""
    if people is None:
        return ""
    wording = measure["wording"]
    called = wording["people"] if wording["of"] != "population" else "mensen"
    return f"ongeveer {dutch.number(people)} {called or 'mensen'}"


def rank_text(rank: Content | None) -> str:
    """A place among all municipalities that have the figure: ``plaats 3 van 380``; empty without one."""
    return f"plaats {dutch.number(rank['place'])} van {dutch.number(rank['of'])}" if rank else ""


def standout_text(standout: Content | None, subject: Content) -> tuple[str, str]:
    """What a municipality differs most in, and the country beside it; both empty where there is nothing to say."""
    if standout is None:
        return "", ""
    short, country = subject["measures"][standout["measure"]]["short"], standout["country"]
    return f"{short} {dutch.figure(standout['own'])}", f"in Nederland {dutch.figure(country)}" if country else ""


def figure_text(figure: Figure) -> str:
    """A number as packs print it."""
    return dutch.figure({"value": figure.value, "unit": figure.unit, "year": figure.year, "decimals": figure.decimals})


def _line(fact: Content, values: Mapping[str, str], entry: Content) -> str:
    """The line under the numeral."""
    if fact["kind"] != "past" or fact["comparison"] == "same":
        return values["people"]
    since = str(entry["points" if fact["own"]["unit"] == "percent" else "since"]).format(**values)
    return f"{since}; nu {values['people']}" if values["people"] else since
