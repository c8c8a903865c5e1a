"""The page about the country: what stands on it, and the point that each of its charts makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.chart_values import last_figure
from reportgen.render.content.headline_texts import size_text
from reportgen.render.content.measure_words import forms, said
from reportgen.render.content.note_lines import DATED, POINT, line_count, room_below
from reportgen.render.content.page_values import nation_strips
from reportgen.render.content.place_names import in_province, place
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

COUNTRY_NAME = "Nederland"

FEWEST_GROUPS = 3
"""Groups with a middle municipality below which they are not drawn."""

LEFT, RIGHT = 90.0, 76.0
"""Millimetres of the two columns."""

ENDS = 3
"""Municipalities at each end of the table."""

MAP = 242.0
"""Points that the map is high."""

ROW, TABLE_TOP = 6.6, 8.5
"""Millimetres of a row in a table of municipalities, and of its head."""

SIZE_ROWS = 110.0
"""Points that the rows by size are high, where they are beside a table."""


def rows(content: Content) -> list[Content]:
    """The municipalities with the highest and those with the lowest main figure, none twice."""
    high = list(content["highest"][:ENDS])
    return high + [each for each in content["lowest"][-ENDS:] if each not in high]


def provinces(content: Content) -> Sequence[Content]:
    """The provinces to draw; none where too few have a middle municipality."""
    return _drawn(content.get("provinces", ()))


def sizes(content: Content) -> Sequence[Content]:
    """The classes of size to draw; none where too few have a middle municipality."""
    return _drawn(content.get("sizes", ()))


def _drawn(groups: Sequence[Content]) -> Sequence[Content]:
    return groups if sum(bool(each["spread"]) for each in groups) >= FEWEST_GROUPS else ()


def size_name(group: Content) -> str:
    """The bounds of a class of size, before a row of it: ``15.000 tot 25.000``."""
    return size_text(group["name"]).removeprefix("met ").replace(" inwoners", "")


def size_names(content: Content) -> list[str]:
    """The names of the classes to draw; the first says what is counted."""
    names = [size_name(each) for each in sizes(content)]
    return [f"{each} inwoners" if number == 0 else each for number, each in enumerate(names)]


def province_names(content: Content) -> list[str]:
    """The names of the provinces to draw."""
    return [place(each["name"]) for each in provinces(content)]


def map_head(content: Content) -> str:
    """In how many municipalities the main figure is more than in the country; its range where that says nothing."""
    return spread_head(content, content["subject"]["main"])


def spread_head(content: Content, key: str, own: bool = False) -> str:
    """How municipalities differ in a measure.

    Args:
        own: whether the figure of the country is told too.
    """
    measure, found = content["subject"]["measures"][key], content.get("spreads", {}).get(key)
    values = forms(content["subject"], key, COUNTRY_NAME)
    if not found:
        return str(measure["title"])
    values |= {"count": dutch.number(found["count"]), "above": dutch.number(found["above"] or 0)}
    values |= {"low": dutch.figure(found["low"]), "high": said(found["high"], measure)}
    figure = last_figure(content["profile"], key)
    if found["above"] is None or figure is None:
        return _said("nation_range", **values)
    of_all = found["count"] >= content["subject"]["municipalities"]
    way = "none" if not found["above"] else "one" if found["above"] == 1 else "above" if of_all else "above_known"
    text = _said(f"nation_{way}", **values)
    return f"{text} ({said(figure, measure)})" if own else text


def provinces_head(content: Content) -> str:
    """In which provinces the middle municipality has the most and the least."""
    return _groups_head(content, provinces(content), "nation_provinces", in_province)


def sizes_head(content: Content) -> str:
    """Whether the main figure grows with the size of municipalities, or where it is largest and smallest."""
    found = [each for each in sizes(content) if each["spread"]]
    printed = [dutch.rounded(each["spread"]["middle"]) for each in found]
    values = forms(content["subject"], content["subject"]["main"], COUNTRY_NAME)
    pairs = list(pairwise(printed))
    if all(one < other for one, other in pairs):
        return _said("nation_sizes_rise", **values)
    if all(one > other for one, other in pairs):
        return _said("nation_sizes_fall", **values)
    return _groups_head(content, found, "nation_sizes", size_text)


def _groups_head(content: Content, groups: Sequence[Content], key: str, named: Any) -> str:
    """Where the middle municipality has the most and the least; the range where more than two share an end."""
    known = [each for each in groups if each["spread"]]
    subject = content["subject"]
    values = forms(subject, subject["main"], COUNTRY_NAME)
    by_figure: dict[float, list[Content]] = {}
    for each in known:
        by_figure.setdefault(dutch.rounded(each["spread"]["middle"]), []).append(each)
    low, high = min(by_figure), max(by_figure)
    figures = {
        "low": dutch.figure(by_figure[low][0]["spread"]["middle"]),
        "high": said(by_figure[high][0]["spread"]["middle"], subject["measures"][subject["main"]]),
    }
    if low == high:
        return _said(f"{key}_even", **values, **figures)
    spread = content.get("spreads", {}).get(subject["main"])
    all_known = spread is not None and spread["count"] >= subject["municipalities"]
    if len(by_figure[low]) > 2 or len(by_figure[high]) > 2:
        return _said(f"{key}_range", **values, **figures)
    ends = {
        f"in_{end}": dutch.listed([named(each["name"]) for each in by_figure[value]])
        for end, value in (("low", low), ("high", high))
    }
    return _said(key if all_known else f"{key}_known", **values, **ends, In_high=dutch.capitalised(ends["in_high"]))


def ends_head(content: Content) -> str:
    """The municipalities at both ends, as many as stand apart from the next; plain where several share an end."""
    highs, lows = _apart(content["highest"]), _apart(content["lowest"][::-1])
    if not highs or not lows or set(highs) & set(lows):
        return _said("nation_ends_plain")
    return _said("nation_ends", highs=dutch.listed(map(place, highs)), lows=dutch.listed(map(place, lows)))


def _apart(rows: Sequence[Content]) -> list[str]:
    """The first two municipalities of a list, or the first; none where it has the figure of the next."""
    values = [dutch.rounded(each["columns"][0]) for each in rows if each["columns"][0]]
    for count in (2, 1):
        if len(values) > count and values[count - 1] != values[count]:
            return [each["name"] for each in rows[:count]]
    return []


def group_title(content: Content, groups: Sequence[Content], names: Sequence[str], head: str) -> str:
    """Groups with the figure of their middle municipality, for who does not see the chart."""
    told = [
        f"{name} {dutch.figure(each['spread']['middle'])}"
        for name, each in zip(names, groups, strict=True)
        if each["spread"]
    ]
    return f"{head}. {_said('nation_middles', listed='; '.join(told))}"


def room_for_strips(content: Content, head: str, lead: str) -> float:
    """Millimetres that are left below the map, the table and the groups.

    Args:
        head: of the page. lead: the sentence below it.
    """
    dated = DATED if content["dated"] else 0
    return room_below(head, lead) - dated - _upper(content) - _lower(content) - 4


def strip_keys(content: Content) -> list[str]:
    """The measures that may have a strip of all municipalities; the main one is in the groups."""
    alone = not provinces(content) and not sizes(content)
    return [key for key in nation_strips(content) if alone or key != content["subject"]["main"]]


def strip_head_height(content: Content, key: str) -> float:
    """Millimetres that the head of a strip takes, with what is between two of them."""
    return 12 * POINT * line_count(spread_head(content, key, True), 9, 170, "sans-semibold") + 3.8


def note_height(note: str) -> float:
    """Millimetres that a definition takes."""
    return 12 * POINT * line_count(note, 8.5, 170) + 3


def _upper(content: Content) -> float:
    """Millimetres of the map and what stands beside it."""
    beside = provinces_head(content) if provinces(content) else ends_head(content)
    heads = max(_head(map_head(content), LEFT), _head(beside, RIGHT))
    return heads + MAP * POINT + 12 * POINT + 2 + 6.5


def _lower(content: Content) -> float:
    """Millimetres of the table, and of sizes beside or below the map."""
    table = _head(ends_head(content), LEFT) + TABLE_TOP + ROW * len(rows(content))
    by_size = _head(sizes_head(content), RIGHT) + 12 * POINT + 2 + SIZE_ROWS * POINT if sizes(content) else 0.0
    return (max(table, by_size) if provinces(content) else by_size) + 6.5


def _head(text: str, width: float) -> float:
    return 15 * POINT * line_count(text, 12, width, "sans-semibold") + 1


def _said(key: str, **values: object) -> str:
    return str(pack_words()["head"][key]).format(**values)
