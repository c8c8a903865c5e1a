"""Dutch texts of findings: what is wrong, where, what happens to the row, and what to do."""

from __future__ import annotations

import re

from reportgen.domain.finding import Finding
from reportgen.render.content import dutch
from reportgen.render.content.words import finding_words, list_report_words


def finding_text(finding: Finding) -> tuple[str, str]:
    """What is wrong and what to do about it."""
    entry = finding_words()[finding.code]
    facts = dict(finding.facts)
    if facts.get("other_file", finding.place.file) != finding.place.file:
        facts["other_line"] += f" van {facts['other_file']}"
    if "fields" in facts:
        facts["fields"] = ", ".join(map(_event_field, facts["fields"].split()))
    if "field" in facts:
        facts["field"] = _event_field(facts["field"])
    if "measured" in facts:
        facts["measured"] = str(list_report_words()["bound"][facts["measured"]])
        facts["most"] = dutch.number(int(facts["most"]))
    if moment := re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)", facts.get("when", "")):
        facts["when"] = f"{dutch.day(moment[1])}, {dutch.clock(moment[2])} uur"
    facts |= {name: instead for name, instead in list_report_words()["unsaid"].items() if facts.get(name) == ""}
    if "objective" in facts:
        facts["objective"] = objective_text(facts["objective"])
    for day in ("old", "new", "since", "day", "last", "retrieved", "listed"):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", facts.get(day, "")):
            facts[day] = dutch.day(facts[day])
    return entry["what"].format(**facts), entry["todo"].format(**facts)


def objective_text(name: str) -> str:
    """What an objective of the assignment of sessions is called."""
    words = list_report_words()["objective"]
    kind, _, rank = name.rpartition(" ")
    return f"{words[kind]} {rank}" if rank.isdigit() and kind in words else str(words.get(name, name))


def _event_field(name: str) -> str:
    """What a field of the event is called."""
    return str(list_report_words()["event_field"].get(name, name))


def place_text(finding: Finding) -> str:
    """Where it stands: ``deelnemers.csv, regel 23, kolom E-mailadres``."""
    place = finding.place
    parts = (
        place.file,
        f"regel {place.line}" if place.line else "",
        f"kolom {place.column}" if place.column else "",
    )
    return ", ".join(part for part in parts if part)


def severity_text(finding: Finding) -> str:
    """What happens to the row of a finding, by its severity."""
    return str(list_report_words()["gravity"][finding.severity])
