"""The words of a measure in the forms that sentences need, whatever it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.domain.figures.diversity import Comparison, comparison_of
from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.measure import RELATIVE_CHANGES, margin_of
from reportgen.render.content import dutch
from reportgen.render.content.place_names import in_place, place
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

COUNTED = frozenset({"percent", "per_hundred", "per_thousand", "count", "per_km2"})
"""Units of which there is more or less; of others a value is higher or lower."""

WHOLE_PERCENT = 10.0
"""A change in percent from which it is printed without decimals."""

LONGEST_NOTE = 320
"""Letters of a definition in a note: about eight lines of the margin."""

DISTRICT_DECIMALS = {"percent": 0}
"""Decimals of figures of districts, which are rounded numbers in their source; of other units those of the measure."""


def forms(subject: Content, key: str, name: str) -> dict[str, str]:
    """What texts about a measure in a place may fill in, by name.

    Args:
        key: of the measure.
        name: of the municipality, or the country.
    """
    measure = subject["measures"][key]
    wording = measure["wording"]
    degree = pack_words()["degree"][wording["degree"]]
    counted = measure["unit"] in COUNTED
    return {
        "name": place(name),
        "in_name": in_place(name),
        "In_name": dutch.capitalised(in_place(name)),
        "noun": wording["noun"],
        "Noun": dutch.capitalised(wording["noun"]),
        "statement": wording["statement"],
        "people": wording["people"],
        "short": measure["short"],
        "title": measure["title"],
        "higher": measure["higher"],
        "rose": wording["rose"],
        "fell": wording["fell"],
        "large": degree["large"],
        "larger": degree["larger"],
        "largest": degree["largest"],
        "small": degree["small"],
        "smaller": degree["smaller"],
        "smallest": degree["smallest"],
        "more": "meer" if counted else degree["larger"],
        "less": "minder" if counted else degree["smaller"],
    }


def said(figure: Content, measure: Content) -> str:
    """A figure within a sentence, with its unit where neither the number nor the noun says it: ``8,5 per duizend``."""
    text = dutch.figure(figure)
    unit = str(pack_words()["said"].get(figure["unit"], ""))
    return text if not unit or unit in measure["wording"]["noun"] else f"{text} {unit}"


def compared(measure: Content, own: Content, other: Content) -> Comparison:
    """Whether a figure is more than, less than or about the same as another, as both are printed."""
    one, two = dutch.rounded(own), dutch.rounded(other)
    return comparison_of(one, two, margin_of(Unit(measure["unit"]), one, two, measure["decimals"]))


def change_text(own: Content, earlier: Content) -> str:
    """The change between two figures as they are printed, with its sign: ``+19,3``; of counts and prices in percent.

    A change in percent has one decimal where it is small: ``+106%``, ``−4,5%``.
    """
    now, then = dutch.rounded(own), dutch.rounded(earlier)
    if Unit(own["unit"]) in RELATIVE_CHANGES and then:
        change = 100 * (now - then) / then
        text = f"{dutch.number(abs(change), 0 if abs(change) >= WHOLE_PERCENT else 1)}%"
    else:
        change = round(now - then, dutch.decimals_of(own))
        text = dutch.number(abs(change), dutch.decimals_of(own))
    return f"{'−' if change < 0 else '+' if change > 0 else ''}{text}"


def range_text(low: Content, high: Content) -> str:
    """Two figures with their unit once: ``18–62%``, ``€ 189.000–977.000``."""
    if str(low["unit"]) == "euro":
        return f"{dutch.figure(low)}–{dutch.figure(high, unit=False)}"
    return f"{dutch.figure(low, unit=False)}–{dutch.figure(high)}"


def district_name(district: Content) -> str:
    """What a district is called: by its name, or by its number within the municipality where it has none."""
    return place(district["name"]) or f"wijk {district['code'][-2:]}"


def district_figure(measure: Content, value: float, year: int = 0) -> dict[str, Any]:
    """The value of a district as a figure, in the precision that its source allows."""
    decimals = DISTRICT_DECIMALS.get(measure["unit"], measure["decimals"])
    return {"value": value, "unit": measure["unit"], "year": year, "decimals": decimals}


def measure_definition(measure: Content) -> str:
    """What a measure is, for notes: ``65 jaar en ouder: aandeel van …``; the page of figures has long ones whole."""
    definition = _beginning(str(measure["definition"]))
    return f"{dutch.capitalised(measure['short'])}: {definition[:1].lower() + definition[1:]}"


def _beginning(text: str) -> str:
    """The first sentences of a text, as far as a note holds them; of a long one its first words."""
    if len(text) <= LONGEST_NOTE:
        return text
    whole = max(text.rfind(end, 0, LONGEST_NOTE) for end in (". ", "? ", "! "))
    return text[: whole + 1] if whole > 0 else f"{text[:LONGEST_NOTE].rpartition(' ')[0] or text[:LONGEST_NOTE]} …"


def period_text(measure: Content, year: int) -> str:
    """When a figure is of: ``op 1 januari 2025``, ``in 2025`` or ``eind 2024``."""
    return str(pack_words()["period"][measure["period"]]).format(year=year)
