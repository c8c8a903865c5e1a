"""What the program says in Dutch about findings, facts and figures; the words stand in templates/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from reportgen.domain.figures.figure import Figure
from reportgen.domain.finding import Finding
from reportgen.render.content import dutch
from reportgen.render.content.resources import TEMPLATES


@cache
def words() -> dict[str, Any]:
    """The words of packs and letters, by table."""
    return toml_in("words.toml")


@cache
def _findings() -> dict[str, dict[str, str]]:
    return toml_in("findings.toml")


def toml_in(name: str) -> dict[str, Any]:
    """A file with words, by table."""
    return tomllib.loads((TEMPLATES / name).read_text("utf-8"))


def finding_text(finding: Finding) -> tuple[str, str]:
    """What is wrong and what to do about it."""
    entry = _findings()[finding.code]
    facts = dict(finding.facts)
    if facts.get("other_file", finding.place.file) != finding.place.file:
        facts["other_line"] += f" van {facts['other_file']}"
    for day in ("since", "day", "last", "retrieved"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", facts.get(day, "")):
            facts[day] = dutch.day(facts[day])
    return entry["what"].format(**facts), entry["todo"].format(**facts)


def place_text(finding: Finding) -> str:
    """Where it stands: ``deelnemers.csv, regel 23, kolom E-mailadres``."""
    place = finding.place
    parts = (
        place.file,
        f"regel {place.line}" if place.line else "",
        f"kolom {place.column}" if place.column else "",
    )
    return ", ".join(part for part in parts if part)


def lead_text(key: str, **facts: object) -> str:
    """The point of a page, filled in."""
    return str(words()["lead"][key]).format(**facts)


def sentence_text(key: str, **facts: object) -> str:
    """Another sentence that is written by rule, filled in."""
    return str(words()["sentence"][key]).format(**facts)


def figure_text(figure: Figure) -> str:
    """A number as packs print it."""
    return dutch.figure({"value": figure.value, "unit": figure.unit, "year": figure.year})


def fact_text(fact: Mapping[str, Any], name: str) -> tuple[str, str]:
    """A fact of page one: the numeral, and the sentence that goes on from it."""
    entry = words()["fact"][fact["contrast"]]
    own, other = fact["own"], fact["other"]
    numeral = entry["numeral"].format(
        own=dutch.figure(own),
        other=dutch.figure(other),
        low=dutch.number(other["value"]),
        high=dutch.number(own["value"]),
    )
    sentence = entry[fact["comparison"]].format(
        name=name,
        own=dutch.figure(own),
        other=dutch.figure(other),
        year=other["year"],
        own_year=own["year"],
        group=words()["origin"][fact["about"]]["with_background"] if fact["about"] else "",
        among=dutch.count_word(fact["among"]),
        grouping=words()["grouping"].get(fact["grouping"], ""),
        **dict(zip(("high_name", "low_name"), fact["names"], strict=False)),
    )
    return numeral, sentence


def explore_text(fact: Mapping[str, Any]) -> str:
    """What a fact makes one ask; empty where it tells of no contrast of the reader's own."""
    return "" if fact["comparison"] == "same" else str(words()["fact"][fact["contrast"]].get("explore", ""))


def colleague_text(colleague: Mapping[str, Any]) -> str:
    """One line about the municipality of someone at the table; empty of a guest."""
    share, country = colleague["group"], colleague["country"]
    if share is None:
        return ""
    group = words()["origin"][share["origin"]]["with_background"]
    if country is None:
        return sentence_text("colleague_largest", group=group, share=dutch.figure(share["figure"]))
    return sentence_text("colleague", group=group, share=dutch.figure(share["figure"]), country=dutch.figure(country))


def contrast_text(contrast: Mapping[str, Any]) -> str:
    """A question between two municipalities of a table, from their figures."""
    return str(
        words()["table_contrast"][contrast["kind"]].format(
            one=contrast["one"],
            other=contrast["other"],
            one_first=dutch.figure(contrast["one_first"]),
            one_second=dutch.figure(contrast["one_second"]),
            other_first=dutch.figure(contrast["other_first"]),
            other_second=dutch.figure(contrast["other_second"]),
            year=contrast["one_first"]["year"],
            group=words()["origin"][contrast["about"]]["with_background"] if contrast["about"] else "",
        )
    )


def answering_text(questions: Mapping[str, Any]) -> str:
    """How the letter asks for answers to the questions, by mail or in the fields of the pack."""
    said = words()["answering"]
    key = "one" if len(questions["questions"]) == 1 else "many"
    return f"{said[key]}{said['form'] if questions['form'] else ''} {said['name']}"
