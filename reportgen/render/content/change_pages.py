"""Divides what a follow-up says of figures into pages before it is laid out: changes, strips, sources.

Heights are in millimetres, counted by font metrics, so that no page overflows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportgen.render.content import comparison
from reportgen.render.content.charts.strips import strip
from reportgen.render.content.note_lines import DATED, HEAD, PAGE, POINT, RESERVE, TABLE_HEAD, lead_height, line_count

Content = Mapping[str, Any]

Item = tuple[str, float, float, Any]
"""What stands on a page: the list it is of, the height of the head above the first of it, its own, and the value."""

TOP = HEAD + 4
"""The head of a page."""

BLOCK_HEAD = 5 + 15 * POINT + 1
"""The head above strips, or above sources."""

STRIP_HEAD = 3 + 12 * POINT + 2
"""The title of a strip, with what is above it."""

NOTE, SHORT_NOTE = "woorden " * 52, "woorden " * 16
"""As long as what stands below the table, beside its periods, where figures changed; and where they did not."""

NAMED = 3
"""Comparable municipalities that are named in a strip."""

_HEIGHT = re.compile(r' height="([\d.]+)pt"')

CLOSE = 2 + 12 * POINT


def change_pages(content: Content) -> list[dict[str, Any]]:
    """The pages with the figures of now beside those of the briefing.

    Each page has ``rows`` of the table of changes, ``note`` (whether what is below that table stands on it), ``strips``
    (keys of measures), ``sources`` as ``comparison.source_pairs`` gives them, and ``close`` for the last, which
    also has ``room``: the millimetres that are left of it. Strips that would make one page more are left out.
    """
    keys = [key for key in content["subject"]["columns"] if key in content["strips"]]
    items = list(_items(content, keys))
    ways = (_with_strips(items, keys[:count]) for count in range(len(keys), -1, -1))
    return min((_divided(content, each) for each in ways), key=len)


def _with_strips(items: Sequence[Item], keys: Sequence[str]) -> list[Item]:
    """What stands on the pages, of the strips only those of some measures."""
    return [each for each in items if each[0] != "strips" or each[3] in keys]


def _divided(content: Content, items: Sequence[Item]) -> list[dict[str, Any]]:
    pages = [_page()]
    left = (
        PAGE
        - RESERVE
        - TOP
        - lead_height(comparison.change_sentence(content), 164)
        - (DATED if content["dated"] else 0)
    )
    for name, above, height, item in items:
        head = 0.0 if pages[-1][name] else above
        if head + height > left and any(pages[-1].values()):
            pages.append(_page())
            left, head = PAGE - RESERVE - TOP, above
        pages[-1][name].append(item)
        left -= head + height
    pages[-1]["room"] = [left]
    return pages


def _page() -> dict[str, list[Any]]:
    return {"rows": [], "note": [], "strips": [], "sources": [], "close": [], "room": []}


def _items(content: Content, keys: Sequence[str]) -> Iterator[Item]:
    """What stands on the pages in order: its list, the height of the head above the first of it, and its own."""
    for row in comparison.rows(content):
        yield "rows", TABLE_HEAD, 12 * POINT * line_count(row.label, 8.5, 58, "sans-semibold") + 2.0, row
    periods = comparison.periods(content)
    told = (
        *(periods if len(periods) > 1 else ()),
        NOTE if comparison.has_changes(content) else SHORT_NOTE if comparison.has_earlier(content) else "",
        comparison.redefined(content),
    )
    said = " ".join(filter(None, told))
    yield "note", 0.0, 5 + 12 * POINT * line_count(said, 8.5, 168) if said else 0.0, True
    for key in keys:
        yield "strips", BLOCK_HEAD, _strip_height(content, key), key
    then = comparison.has_earlier(content)
    for key, was, now in comparison.source_pairs(content):
        told = (
            "" if then else now["title"],
            *(f"{each['reference']}, opgehaald 28 september 2026" for each in (was, now) if each),
        )
        lines = max(line_count(each, 8.5, 68) for each in told)
        lines = max(lines, line_count(f"{now['publisher']} {now['table']}", 8.5, 26, "sans-semibold"))
        yield "sources", BLOCK_HEAD + TABLE_HEAD, 12 * POINT * lines + 2.2, (key, was, now)
    yield "close", 0.0, CLOSE, True


def _strip_height(content: Content, key: str) -> float:
    """Millimetres of a strip with its title."""
    profile, measure = content["profile"], content["subject"]["measures"][key]
    drawn = strip(content["strips"][key], profile, content.get("peers", ())[:NAMED], measure, "")
    return STRIP_HEAD + POINT * float(_HEIGHT.search(drawn)[1])  # type: ignore[index]  # a drawing has one
