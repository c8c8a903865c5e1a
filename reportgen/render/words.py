"""What the program says in Dutch about findings, facts and figures; the words stand in templates/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from reportgen.domain.finding import Finding
from reportgen.render import dutch
from reportgen.render.resources import TEMPLATES


@cache
def words() -> dict[str, Any]:
    """The words of packs and letters, by table."""
    return tomllib.loads((TEMPLATES / "words.toml").read_text("utf-8"))


@cache
def _findings() -> dict[str, dict[str, str]]:
    return tomllib.loads((TEMPLATES / "findings.toml").read_text("utf-8"))


def finding_text(finding: Finding) -> tuple[str, str]:
    """What is wrong and what to do about it."""
    entry = _findings()[finding.code]
    facts = dict(finding.facts)
    if facts.get("since"):
        facts["since"] = dutch.day(facts["since"])
    return entry["what"].format(**facts), entry["todo"].format(**facts)


def place_text(finding: Finding) -> str:
    """Where it stands: ``deelnemers.csv, regel 23``."""
    place = finding.place
    parts = (place.file, f"regel {place.line}" if place.line else "")
    return ", ".join(part for part in parts if part)


def fact_text(fact: Mapping[str, Any], name: str) -> tuple[str, str]:
    """A fact of page one: the numeral, and the sentence that goes on from it."""
    entry = words()["fact"][fact["contrast"]]
    own, other = fact["own"], fact["other"]
    numeral = entry["numeral"].format(
        own=dutch.figure(own), low=dutch.number(other["value"]), high=dutch.number(own["value"])
    )
    sentence = entry[fact["comparison"]].format(
        name=name,
        own=dutch.figure(own),
        other=dutch.figure(other),
        year=other["year"],
        own_year=own["year"],
        group=words()["origin"][fact["about"]]["with_background"] if fact["about"] else "",
        among=dutch.count_word(fact["among"]),
    )
    return numeral, sentence


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
