"""Dutch texts of facts on page one, of places among all municipalities, and of single figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.domain.figures.figure import Figure
from reportgen.domain.figures.indicator import POPULATION
from reportgen.render.content import dutch
from reportgen.render.content.headline_texts import size_text
from reportgen.render.content.measure_words import change_text, district_figure, forms, period_text, range_text, said
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.wordings import chosen
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

SIGNED = ("percent", "euro")
"""Units that a numeral has with it; below others stands what they are of."""

RANGES = ("range", "within")
"""Kinds of facts whose numeral is from one figure to another."""


def fact_text(fact: Content, subject: Content, name: str) -> tuple[str, str, str]:
    """A fact of page one: the numeral, the line under it (may be empty), and the sentence that goes on from it.

    Args:
        name: of the municipality, or the country.
    """
    values = fact_values(fact, subject, name)
    kind = "rank_of_size" if fact["kind"] == "rank" and fact["scope"] else fact["kind"]
    key = f"fact {kind} {fact['comparison']}"
    entry = pack_words()["fact"][kind]
    numeral = str(entry["numeral"]).format(**values)
    sentence = chosen(subject, key, fact["measure"], entry[fact["comparison"]], name, values)
    return numeral, _line(fact, values, entry), sentence


def fact_values(fact: Content, subject: Content, name: str) -> dict[str, str]:
    """What texts about a fact may fill in, by name; empty where the fact has no such thing."""
    measure = subject["measures"][fact["measure"]]
    own, other, within = fact["own"], fact["other"], fact["kind"] == "within"
    if within:
        own, other = (district_figure(measure, each["value"], each["year"]) for each in (own, other))
    high_name, low_name = fact["names"] if len(fact["names"]) == 2 else ("", "")
    where = in_place if fact["kind"] == "range" else _in_district
    rank = fact["rank"] or {}
    return {
        **forms(subject, fact["measure"], name),
        "figure": dutch.figure(own),
        "own": said(own, measure),
        "other": said(other, measure) if other else "",
        "range": range_text(other, own) if other else "",
        "change": change_text(own, other) if other and not within else "",
        "year": str(other["year"]) if other else "",
        "own_year": str(own["year"]),
        "period": period_text(measure, own["year"]),
        "among": dutch.count_word(fact["among"]),
        "place": str(rank.get("place", "")),
        "of": str(rank.get("of", "")),
        "sized": size_text(fact["scope"]),
        "people": people_text(fact["people"], measure),
        "high_name": place(high_name),
        "low_name": place(low_name),
        "in_high": where(high_name),
        "in_low": where(low_name),
    }


def people_text(people: int | None, measure: Content) -> str:
    """How many people or other things a share is: ``ongeveer 15.100 mensen``; empty where nothing is counted."""
    if people is None:
        return ""
    wording = measure["wording"]
    called = wording["people"] if wording["of"] != POPULATION else "mensen"
    return f"ongeveer {dutch.number(people)} {called or 'mensen'}"


def rank_text(rank: Content | None) -> str:
    """A place among all municipalities that have the figure: ``plaats 3 van 380``; empty without one."""
    return f"plaats {dutch.number(rank['place'])} van {dutch.number(rank['of'])}" if rank else ""


def fact_rank_text(fact: Content) -> str:
    """What place a fact gives a municipality, and in what; empty where it has none.

    That of a fall is counted from the largest fall.
    """
    kind, rank = fact["kind"], fact["rank"]
    if not rank:
        return ""
    if kind == "past":
        fell = fact["comparison"] == "less"
        said = rank_text({**rank, "place": rank["last"] if fell else rank["place"]})
        return f"{said} naar {'daling' if fell else 'stijging'}"
    if kind == "within":
        return f"{rank_text(rank)} naar verschil tussen wijken"
    return rank_text(rank)  # that of a size class is said by the sentence


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
    people = "" if fact["own"]["unit"] == "count" else values["people"]  # the figure itself says it
    if fact["kind"] != "past" or fact["comparison"] == "same":
        bare = fact["kind"] not in RANGES and fact["own"]["unit"] not in SIGNED
        return people or (values["short"] if bare else "")
    since = str(entry["points" if fact["own"]["unit"] == "percent" else "since"]).format(**values)
    return f"{since}; nu {people}" if people else since


def _in_district(name: str) -> str:
    return f"in {place(name)}" if name else ""
