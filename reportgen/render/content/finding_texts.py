"""Texts of findings: what is wrong, where, what happens to the row, and what to do; in Dutch unless it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import elided
from reportgen.render.content.catalogue import DUTCH, day_text, moment_text, number_text, translated
from reportgen.render.content.plurals import filled
from reportgen.render.content.words import finding_words, list_report_words


def finding_text(finding: Finding, language: str = DUTCH, instead: Mapping[str, str] | None = None) -> tuple[str, str]:
    """What is wrong and what to do about it.

    Args:
        instead: other texts for ``what`` and ``todo``, with places for the same facts.
    """
    usual = finding_words(language).get(finding.code) or finding_words()[finding.code]
    entry = {**usual, **(instead or {})}
    words = list_report_words(language)
    facts = {name: translated(fact, language) for name, fact in finding.facts}
    if "name" in facts:
        facts["name"] = elided(facts["name"])
    if facts.get("other_file", finding.place.file) != finding.place.file:
        facts["other_line"] = words["place"]["other_file"].format(line=facts["other_line"], file=facts["other_file"])
    if "fields" in facts:
        facts["fields"] = ", ".join(_event_field(each, words) for each in facts["fields"].split())
    if "field" in facts:
        facts["field"] = _event_field(facts["field"], words)
    if "measured" in facts:
        facts["measured"] = str(words["bound"][facts["measured"]])
        facts["most"] = number_text(int(facts["most"]), language)
    for name in ("when", "opens", "closes"):
        if moment := re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", facts.get(name, "")):
            facts[name] = moment_text(datetime.fromisoformat(moment[0]), language)
    facts |= {name: instead for name, instead in words["unsaid"].items() if facts.get(name) == ""}
    if "objective" in facts:
        facts["objective"] = objective_text(facts["objective"], language)
    for day in ("old", "new", "since", "day", "last", "retrieved", "listed"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", facts.get(day, "")):
            facts[day] = day_text(date.fromisoformat(facts[day]), language)
    return filled(entry["what"], facts), filled(entry["todo"], facts)


def objective_text(name: str, language: str = DUTCH) -> str:
    """What an objective of the assignment of sessions is called."""
    words = list_report_words(language)["objective"]
    kind, _, rank = name.rpartition(" ")
    return f"{words[kind]} {rank}" if rank.isdigit() and kind in words else str(words.get(name, name))


def _event_field(name: str, words: Mapping[str, Any]) -> str:
    """What a field of the event is called."""
    return str(words["event_field"].get(name, name))


def place_text(finding: Finding, language: str = DUTCH) -> str:
    """Where it stands: ``deelnemers.csv, regel 23, kolom E-mailadres``."""
    place, words = finding.place, list_report_words(language)["place"]
    parts = (
        place.file,
        words["line"].format(line=place.line) if place.line else "",
        words["column"].format(column=place.column) if place.column else "",
    )
    return ", ".join(part for part in parts if part)


def severity_text(finding: Finding, language: str = DUTCH) -> str:
    """What happens to the row of a finding, by its severity."""
    return str(list_report_words(language)["gravity"][finding.severity])
