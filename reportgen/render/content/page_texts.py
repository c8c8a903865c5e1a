"""Short texts of pages that are not sentences about figures: sources below a page, seats, counts, labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reportgen.domain.figures.figure import Unit
from reportgen.domain.figures.measure import RELATIVE_CHANGES
from reportgen.render.content import dutch
from reportgen.render.content.chart_titles import strip_ends, strip_title
from reportgen.render.content.chart_values import first_figure, is_substantial, last_figure, measure_figures
from reportgen.render.content.fact_texts import people_text, rank_text
from reportgen.render.content.measure_words import change_text, forms, measure_definition
from reportgen.render.content.note_lines import POINT, line_count, room_below
from reportgen.render.content.page_values import most_different, told_measures
from reportgen.render.content.place_names import place
from reportgen.render.content.sentences import likeness_sentences
from reportgen.render.content.typography import NO_BREAK
from reportgen.render.content.words import sentence_text

Content = Mapping[str, Any]

NOT_OWN = ("nation", "range", "within", "widest", "districts")
"""Kinds of facts and headlines whose figure is not that of the whole municipality."""

RANKED_AMONG_ALL = ("first", "last", "near_first", "near_last", "high", "low", "country", "peers", "rank")
"""Kinds of facts and headlines whose rank is that of the figure among all municipalities, where they have no scope."""

COUNTS = 6
"""Numbers of people that fit on a line."""

SHORT_WELCOME = 80
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


def _difference(peer: Content, content: Content) -> str:
    """What differs most between a comparable municipality and the own one; empty where nothing can be told."""
    key = most_different(peer, content)
    own, other = last_figure(content["profile"], key), last_figure(peer, key)
    if not own or not other:
        return ""
    return f"{content['subject']['measures'][key]['short']} {dutch.figure(other)}, hier{NO_BREAK}{dutch.figure(own)}"


def difference_texts(content: Content, head: str, lead: str) -> list[tuple[str, str]]:
    """Name and difference of each comparable municipality, the likest first: as many as fit beside the map.

    Args:
        head: of the page. lead: the sentence below it.
    """
    heads = 3 * 12 * POINT + 2.6 + (len(content["peers"]) + 1) * (2 * 12 * POINT if _is_long(content) else 6.6)
    left = room_below(head, lead) - heads - 9 - 2 * (15 * POINT + 2) - (12 if content["dated"] else 0)
    left -= sum(11.6 * POINT * line_count(each, 8.2, 60) + 2 for each in likeness_sentences(content))
    found = []
    for peer in content["peers"]:
        name, text = place(peer["name"]), _difference(peer, content)
        left -= 11.6 * POINT * line_count(f"{name}: {text}", 8.2, 58, "sans-semibold") + 1
        if text and left >= 0:
            found.append((name, text))
    return found


def _is_long(content: Content) -> bool:
    """Whether a name takes two lines of the table of comparable municipalities."""
    return any(line_count(place(each["name"]), 8.5, 43, "sans-semibold") > 1 for each in content["peers"])


def pairs_head(content: Content) -> str:
    """What the own figures stand beside, where a subject has no composition."""
    beside = peers_label(content) if content["average"] else "Nederland"
    return (
        f"{place(content['profile']['name'])} naast {beside[0].lower() + beside[1:] if content['average'] else beside}"
    )


def pairs_title(content: Content, measures: Sequence[Content]) -> str:
    """The own figures beside those of others, for who does not see the chart."""
    said = []
    for measure in measures:
        own, other = last_figure(content["profile"], measure["key"]), content["average"].get(measure["key"])
        if own:
            said.append(f"{measure['short']} {dutch.figure(own)}{f' naast {dutch.figure(other)}' if other else ''}")
    weighed = " (ongewogen)" if content["average"] else ""
    return f"{pairs_head(content)}{weighed}: {'; '.join(said)}."


def definitions(measures: Sequence[Content], count: int) -> list[str]:
    """What the first measures are, each definition once."""
    return list(dict.fromkeys(measure_definition(each) for each in measures))[:count]


def ranked_places(content: Content) -> list[tuple[str, Content, bool]]:
    """The main figure of the municipality, those beside it and the country, highest first; and which is the own."""
    key = content["subject"]["main"]
    own = last_figure(content["profile"], key)
    country = next((each["country"] for each in content["profile"]["measures"] if each["key"] == key), None)
    places = [(content["profile"]["name"], own, True), ("Nederland", country, False)]
    places += [(peer["name"], last_figure(peer, key), False) for peer in content["peers"]]
    found = [(name, figure, mine) for name, figure, mine in places if figure]
    return sorted(found, key=lambda each: -each[1]["value"])


def ranked_changes(content: Content) -> list[tuple[str, Content, Content, bool]]:
    """The main figure of the first and the last year, of the municipality and those beside it, by how much it changed.

    Of those that have both years; and which is the own. Empty where the municipality has no earlier year.
    """
    key, places = content["subject"]["main"], [content["profile"], *content["peers"]]
    own = measure_figures(content["profile"], key)
    if not own or not own["last"] or own["figures"][0]["year"] == own["last"]["year"]:
        return []
    first, found = own["figures"][0]["year"], []
    for at, each in enumerate(places):
        figures = measure_figures(each, key)
        earlier = [figure for figure in (figures["figures"] if figures else ()) if figure["year"] == first]
        if figures and figures["last"] and earlier:
            found.append((place(each["name"]), earlier[0], figures["last"], at == 0))
    return sorted(found, key=lambda each: each[1]["value"] - each[2]["value"])


def people_counts(content: Content) -> list[tuple[str, str]]:
    """How many people or other things shares are, with what they are called."""
    measures = content["subject"]["measures"]
    return [
        (dutch.number(each["people"]), measures[each["key"]]["wording"]["people"])
        for each in told_measures(content)
        if each["people"] and measures[each["key"]]["wording"]["people"] and is_substantial(content, each, since=False)
    ][:COUNTS]


def fact_strip(fact: Content, subject: Content) -> tuple[Content | None, Content]:
    """What the strip of a fact shows: the own figure, and the measure; in a fact of the past these are changes.

    The figure of the country, and that of the highest municipality, are not the reader's own: None.
    """
    measure, own, other = subject["measures"][fact["measure"]], fact["own"], fact["other"]
    if fact["kind"] in NOT_OWN:
        return None, measure
    if fact["kind"] != "past":
        return own, measure
    change, unit, decimals = own["value"] - other["value"], measure["unit"], measure["decimals"]
    if Unit(unit) in RELATIVE_CHANGES:
        change, unit, decimals = 100 * change / other["value"], "percent", 0
    unit = "points" if measure["unit"] == "percent" else unit
    return {**own, "value": change, "unit": unit, "decimals": decimals}, {**measure, "unit": unit, "decimals": decimals}


def fact_strip_title(strip: Content, fact: Content, subject: Content, name: str) -> str:
    """What the strip of a fact shows, for who does not see it."""
    own, _ = fact_strip(fact, subject)
    if fact["kind"] != "past":
        return strip_title(strip, own, fact["rank"], subject, name)
    rank = rank_text(fact["rank"])
    return sentence_text(
        "strip_change",
        **forms(subject, fact["measure"], name),
        own=change_text(fact["own"], fact["other"]) + (f", {rank}" if rank else ""),
        **strip_ends(strip),
    )


def headline_note(headline: Content | None, subject: Content, said: str) -> str:
    """The figure of the headline and how many that are, where the headline itself does not say so; may be empty."""
    if not headline:
        return ""
    measure, own = subject["measures"][headline["measure"]], dutch.figure(headline["own"])
    people = people_text(headline["people"], measure)
    if headline["since"] and headline["other"]:
        own = f"van {dutch.figure(headline['other'])} naar {own}"
    figure = "" if own in said else own if people else f"{measure['short']} {own}"
    return dutch.capitalised(", ".join(each for each in (figure, people) if each))


def changes_note(figures: Sequence[Content]) -> str:
    """From when to when the bars of change reach, and in what."""
    spans = {(each["figures"][0]["year"], each["last"]["year"]) for each in figures}
    unit = ", in procentpunten" if {each["last"]["unit"] for each in figures} == {"percent"} else ""
    if len(spans) == 1:
        first, last = next(iter(spans))
        return f"verandering {first}–{last}{unit}"
    return f"verandering sinds het eerste jaar waarvan er een cijfer is{unit}"


def changes_aside(content: Content) -> str:
    """What there is to know about the bars of change, and that groups of few people are left out where some are."""
    shares = {key for each in content["subject"]["compositions"] for key in each["parts"]}
    little = [
        each
        for each in content["profile"]["measures"]
        if each["key"] in shares and first_figure(content["profile"], each["key"]) and not is_substantial(content, each)
    ]
    keys = ("changes_aside", "changes_left_out") if little else ("changes_aside",)
    return " ".join(sentence_text(key) for key in keys)


def map_figures(content: Content) -> tuple[Content | None, Content | None]:
    """What the map of page one says of the municipality, as far as headline or facts tell it.

    Returns:
        Its main figure, and the rank of that among all municipalities.
    """
    told = [each for each in (content["headline"], *content["facts"]) if each]
    told = [each for each in told if each["measure"] == content["subject"]["main"] and each["kind"] not in NOT_OWN]
    ranks = [each["rank"] for each in told if each["kind"] in RANKED_AMONG_ALL and not each["scope"]]
    return (told[0]["own"] if told else None), (ranks[0] if ranks else None)


def beside_text(figures: Content, content: Content) -> str:
    """What the figure beside a question says, and of a guest's that it is that of the country."""
    said = str(content["subject"]["measures"][figures["key"]]["wording"]["statement"])
    return f"{said}, in heel Nederland" if content["municipality"] == "Nederland" else said


def about(personal: Content) -> str:
    """Whose name is large on the cover: the municipality, or the country; of a guest without figures the organisation.

    The first letter is a capital.
    """
    alone = not personal["subject"] and personal["organisation"]
    return dutch.capitalised(str(personal["organisation"])) if alone else str(personal["municipality"])
