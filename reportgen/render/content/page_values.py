"""Which figures of a part's content stand on which page: what there is to show of a municipality, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import pstdev
from typing import Any

from reportgen.render.content.chart_values import (
    FEWEST_DISTRICTS,
    change_of,
    changed_measures,
    is_substantial,
    last_figure,
    measure_figures,
    sizable_districts,
    with_districts,
)

Content = Mapping[str, Any]

PEOPLE_PER_ROW = 12
"""People of one municipality in a row of a table, which must fit on a page."""

STRIPS = 4
"""Measures that the main page shows among all municipalities."""

CHANGES = 8
"""Measures whose change is drawn."""

MOST_CHANGES = 12
"""The same where all are in percent, as parts of a composition are."""

CHANGES_ALONE = 6
"""Changes and, counted twice, strips of further figures that fill a page without districts."""

PAIRS = 8
"""Measures that are shown beside those of comparable municipalities."""


def told_measures(content: Content) -> list[Content]:
    """The figures of which there is one in the reference year: the main one first, then those of tables."""
    columns = list(content["subject"]["columns"])
    known = [each for each in content["profile"]["measures"] if each["last"]]
    return sorted(known, key=lambda each: columns.index(each["key"]) if each["key"] in columns else len(columns))


def composition_of(content: Content) -> Content | None:
    """The composition that the main page shows: that of the main measure, else the first; None where there is none."""
    main = content["subject"]["main"].partition("/")[0]
    ordered = sorted(content["subject"]["compositions"], key=lambda each: each["key"] != main)
    known = {each["key"] for each in told_measures(content)}
    return next((each for each in ordered if each["parts"] and set(each["parts"]) <= known), None)


def strip_measures(content: Content) -> list[Content]:
    """The measures that the main page shows among all municipalities."""
    return [each for each in told_measures(content) if each["key"] in content["strips"]][:STRIPS]


def further_strips(content: Content) -> list[Content]:
    """The measures that may be shown among all municipalities besides those of the main page."""
    return [each for each in told_measures(content) if each["key"] in content["strips"]][STRIPS:]


def pair_measures(content: Content) -> list[Content]:
    """The measures that the main page shows beside comparable municipalities, where there is no composition."""
    measures = content["subject"]["measures"]
    return [measures[each["key"]] for each in told_measures(content)][:PAIRS]


def district_measure(content: Content) -> Content | None:
    """The figures whose districts are drawn; None where there are too few."""
    found = with_districts(content)
    return found if len(sizable_districts(found)) >= FEWEST_DISTRICTS else None


def changed(content: Content) -> list[Content]:
    """The figures that have an earlier year than the reference year, those of tables first; none of hardly anything."""
    known = (each for each in told_measures(content) if each["figures"][0]["year"] < each["last"]["year"])
    return [each for each in known if is_substantial(content, each)]


def change_bars(content: Content) -> Sequence[Content]:
    """The figures whose change is drawn: those in percent, which have one scale, the most changed first; else all."""
    largest = sorted(changed_measures(content), key=lambda each: -abs(change_of(each)))
    return largest[:MOST_CHANGES] or changed(content)[:CHANGES]


def within_pages(content: Content) -> int:
    """How many pages there are on differences within the municipality and over time: 1, or 0 with too little to show.

    The change of one measure alone stands on the main page already, and that of a few fits there.
    """
    if "peers" not in content:
        return 0
    changes = len(changed(content))
    enough = changes > 1 and changes + 2 * len(further_strips(content)) >= CHANGES_ALONE
    return int(bool(district_measure(content)) or enough)


def largest_of(figures: Sequence[Content | None]) -> float:
    """The largest value, which the longest bar of a table stands for; 0 where there is none."""
    return max((float(each["value"]) for each in figures if each), default=0.0)


def last_figures(places: Sequence[Content], key: str) -> list[Content | None]:
    """The figure of the reference year in each place."""
    return [last_figure(place, key) for place in places]


def main_columns(colleagues: Sequence[Content]) -> list[Content | None]:
    """The main figure of each person's municipality; None for who is of none."""
    return [each["columns"][0] if each["columns"] else None for each in colleagues]


def measures_by(subject: Content, figures: Sequence[Content]) -> list[Content]:
    """The measures that figures are of."""
    return [subject["measures"][each["key"]] for each in figures]


def nation_strips(content: Content) -> list[str]:
    """The measures that the page about the country may show over all municipalities, those of tables first."""
    subject = content["subject"]
    return [key for key in dict.fromkeys((*subject["columns"], *subject["measures"])) if key in content["strips"]]


def most_different(peer: Content, content: Content) -> str:
    """The measure in which a comparable municipality differs most, in standard deviations over all; empty for none."""
    found = []
    for each in told_measures(content):
        other, strip = measure_figures(peer, each["key"]), content["strips"].get(each["key"])
        spread = _spread(tuple(strip["values"])) if strip else 0.0
        told = any(one and is_substantial(content, one, since=False) for one in (each, other))
        if other and other["last"] and spread and told:
            found.append((abs(other["last"]["value"] - each["last"]["value"]) / spread, each["key"]))
    return max(found, default=(0.0, ""))[1]


@lru_cache(maxsize=256)
def _spread(values: tuple[float, ...]) -> float:
    """The standard deviation of a measure over all municipalities; the same for every pack."""
    return pstdev(values)


def table_rows(colleagues: Sequence[Content]) -> list[dict[str, Any]]:
    """The people at a table, those of one municipality or organisation in one row, or in several if they are many."""
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for each in colleagues:
        whose = each["code"], each["municipality"]
        row = rows.setdefault((*whose, counts[whose] // PEOPLE_PER_ROW), {**each, "people": []})
        row["people"].append(each)
        counts[whose] += 1
    return list(rows.values())
