"""Tables of how municipalities differ, on the page of figures of a guest: the numbers of its charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.render.content import dutch, nation_page
from reportgen.render.content.measure_words import period_text
from reportgen.render.content.place_names import place
from reportgen.render.content.words import pack_words

Content = Mapping[str, Any]

ABOVE = 13.6
"""Millimetres above the rows of a table: its title and its head."""


def spread_cells(content: Content, key: str) -> dict[str, str]:
    """The lowest, the middle and the highest municipality of a measure, as the table of measures prints them."""
    return _cells(content.get("spreads", {}).get(key))


def group_tables(content: Content) -> Iterator[dict[str, Any]]:
    """The main figure by province and by size, each a table with a row for each group."""
    subject = content["subject"]
    main = subject["measures"][subject["main"]]
    for head, groups, names in (
        ("per provincie", nation_page.provinces(content), nation_page.province_names(content)),
        ("naar aantal inwoners", nation_page.sizes(content), nation_page.size_names(content)),
    ):
        if not groups:
            continue
        year = next(each["spread"]["middle"]["year"] for each in groups if each["spread"])
        rows = [
            {"name": name, "count": str(len(each["values"])), **_cells(each["spread"])}
            for name, each in zip(names, groups, strict=True)
        ]
        yield {
            "kind": "groups",
            "above": ABOVE,
            "head": f"{main['title']} {head}, {period_text(main, year)}",
            "rows": rows,
        }


def _cells(spread: Content | None) -> dict[str, str]:
    if not spread:
        return dict.fromkeys(("lowest", "middle", "highest"), "–")
    return {
        "lowest": _end(spread["low"], spread["lowest"]),
        "middle": dutch.figure(spread["middle"]),
        "highest": _end(spread["high"], spread["highest"]),
    }


def _end(figure: Content, name: str) -> str:
    """A figure at an end, with the one municipality that has it, or that several do."""
    return f"{dutch.figure(figure)} {place(name) or pack_words()['chart']['shared']}"
