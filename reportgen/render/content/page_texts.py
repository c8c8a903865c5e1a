"""Short texts of pages that are not sentences about figures: sources below a page, seats, counts, labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.page_values import last_of, most_different, told_measures

Content = Mapping[str, Any]

COUNTS = 6
"""Numbers of people that fit on a line."""

FEWEST_PEOPLE = 100
"""People below which a group is not counted."""

SHORT_WELCOME = 110
"""Characters of a welcome that fit in the box of page one."""


def is_short_welcome(welcome: str) -> bool:
    """Whether the organiser's welcome fits on page one; a longer one stands above the programme."""
    return 0 < len(welcome) <= SHORT_WELCOME and "\n" not in welcome


def source_line(content: Content) -> str:
    """Where the figures of a page are from, by publisher with the numbers of their tables."""
    tables: dict[str, list[str]] = {}
    for each in (content.get("sources") or {}).values():
        tables.setdefault(each["publisher"], []).append(each["table"])
    named = [
        f"{publisher}, {dutch.listed(sorted({each for each in numbers if each}))}" if any(numbers) else publisher
        for publisher, numbers in tables.items()
    ]
    return f"Bron: {'; '.join(named)}" if named else str(content["meeting"]["organiser"])


def seats_text(peer: Content) -> str:
    """At which tables people of a municipality sit who agreed to be named; empty where none does."""
    return f"tafel {dutch.listed(map(str, peer['tables']))}" if peer["tables"] else ""


def peers_label(content: Content) -> str:
    """What the mean of the municipalities beside is called: comparable, only where all of them are close."""
    close = all(each["close"] for each in content["peers"])
    return "Vergelijkbare gemeenten, gemiddeld" if close else "Meest gelijkende gemeenten, gemiddeld"


def difference_text(peer: Content, content: Content) -> str:
    """What differs most between a comparable municipality and the own one; empty where nothing can be told."""
    key = most_different(peer, content)
    own, other = last_of(content["profile"], key), last_of(peer, key)
    if not own or not other:
        return ""
    return f"{content['subject']['measures'][key]['short']} {dutch.figure(other)}, hier {dutch.figure(own)}"


def people_counts(content: Content) -> list[tuple[str, str]]:
    """Shares of all residents as numbers of people, rounded to hundreds, with what they are called."""
    return list(_counts(content))[:COUNTS]


def _counts(content: Content) -> Iterator[tuple[str, str]]:
    residents = content["profile"]["residents"]
    for each in told_measures(content):
        wording = content["subject"]["measures"][each["key"]]["wording"]
        last = each["last"]
        if not residents or last["unit"] != "percent" or wording["of"] != "population" or not wording["people"]:
            continue
        if last["year"] != residents["year"]:
            continue
        people = last["value"] * residents["value"] / 100
        if people >= FEWEST_PEOPLE:
            yield dutch.number(round(people, -2)), wording["people"]


def people_note(content: Content) -> str:
    """How numbers of people are worked out."""
    residents = content["profile"]["residents"]
    return f"berekend uit het aandeel en {dutch.figure(residents)} inwoners, afgerond op honderdtallen"


def beside_text(figures: Content, content: Content) -> str:
    """What the figure beside a question says."""
    return str(content["subject"]["measures"][figures["key"]]["wording"]["statement"])
