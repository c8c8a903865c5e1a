"""Divides all figures of a pack, with their sources and definitions, into pages before these are laid out.

Heights are in millimetres, counted by font metrics, so that no page overflows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.fact_texts import rank_text
from reportgen.render.content.measure_words import district_figure, period_text
from reportgen.render.content.national import residents_sentence
from reportgen.render.content.note_lines import PAGE, POINT, RESERVE, line_count
from reportgen.render.content.sentences import borders_sentence, key_figures_sentence, missing_sentence
from reportgen.render.content.wordings import subject_text

Content = Mapping[str, Any]

Block = dict[str, Any]
"""What stands on a page: its kind, its rows, and what the head of its table needs."""

TOP = 30 * POINT + 1.5 + 4
"""The head of a page."""

LEAD = 2 * 19 * POINT + 6.5

DATED = 6.5

TABLE_HEAD = 3 * 12 * POINT + 2.6

BLOCK_HEAD = 5 + 15 * POINT + 1
"""The head above a table that is not the first."""

YEARS_ACROSS = 8
"""Measures beside each other in the table of years."""

FEWEST_ROWS = 3
"""Rows of a table that a page takes at least."""

DENSE = 11 * POINT + 0.95
"""A row of a table of years or districts."""


def figure_pages(content: Content) -> list[list[Block]]:
    """The tables of the page of figures, page by page: measures, years, districts, sources, notes."""
    left = PAGE - RESERVE - TOP - LEAD - (DATED if content["dated"] else 0)
    pages: list[list[Block]] = [[]]
    for block, heights in _blocks(content):
        rows, above = list(block["rows"]), block["above"]
        while rows:
            fitting = _fitting(heights, left - above)
            if fitting < min(FEWEST_ROWS, len(rows)) and pages[-1]:
                pages.append([])
                left = PAGE - RESERVE - TOP
                continue
            fitting = max(1, fitting)
            pages[-1].append({**block, "rows": rows[:fitting], "again": len(rows) < len(block["rows"])})
            left -= above + sum(heights[:fitting])
            rows, heights = rows[fitting:], heights[fitting:]
    return pages


def _fitting(heights: Sequence[float], left: float) -> int:
    """How many rows fit."""
    count = 0
    for height in heights:
        left -= height
        if left < 0:
            break
        count += 1
    return count


def _blocks(content: Content) -> Iterator[tuple[Block, list[float]]]:
    """Each table with the heights of its rows."""
    rows = list(_measure_rows(content))
    width = 82 if "peers" in content else 136
    yield {"kind": "measures", "above": TABLE_HEAD, "rows": rows}, [_row_height(each, width) for each in rows]
    for head, columns, years in _year_tables(content):
        above = BLOCK_HEAD + 3 * 11 * POINT + 1
        yield {"kind": "years", "above": above, "head": head, "columns": columns, "rows": years}, [DENSE] * len(years)
    for block in _district_tables(content):
        heights = [max(11 * POINT * line_count(each["name"], 8, 48) + 0.95 for each in row) for row in block["rows"]]
        yield block, heights
    sources = [each for _, each in sorted(content["sources"].items())]
    yield (
        {"kind": "sources", "above": BLOCK_HEAD + 12 * POINT + 2.2, "rows": sources},
        [
            12 * POINT * max(line_count(each["title"], 8.5, 72), line_count(each["reference"], 8.5, 40)) + 2.2
            for each in sources
        ],
    )
    notes = list(_notes(content))
    yield (
        {"kind": "notes", "above": 2.0, "rows": notes},
        [12 * POINT * line_count(each, 8.5, 168) + 3 for each in notes],
    )


def _measure_rows(content: Content) -> Iterator[dict[str, str]]:
    """A row for each measure that has a figure, the definition where another indicator begins."""
    said = ""
    for each in content["profile"]["measures"]:
        measure = content["subject"]["measures"][each["key"]]
        own = each["last"] or (each["figures"][-1] if each["figures"] else None)
        average = content.get("average", {}).get(each["key"])
        shown = own or each["country"] or average
        if not shown:
            continue
        definition = measure["definition"] if measure["definition"] != said else ""
        said = measure["definition"]
        yield {
            "title": measure["title"],
            "period": period_text(measure, shown["year"]),
            "own": dutch.figure(own) if own else "–",
            "rank": rank_text(each["rank"]).removeprefix("plaats ") or "–",
            "average": dutch.figure(average) if average else "–",
            "country": dutch.figure(each["country"]) if each["country"] else "–",
            "definition": definition,
        }


def _row_height(row: Mapping[str, str], width: float) -> float:
    lines = line_count(f"{row['title']}, {row['period']}", 8.5, width, "sans-semibold")
    return 12 * POINT * (lines + (line_count(row["definition"], 8.5, width) if row["definition"] else 0)) + 2.4


def _year_tables(content: Content) -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """The figures of all years: a row for each year, a column for each measure, so many as fit beside each other."""
    series = [each for each in content["profile"]["measures"] if len(each["figures"]) > 1]
    for start in range(0, len(series), YEARS_ACROSS):
        chosen = series[start : start + YEARS_ACROSS]
        by_year = [{figure["year"]: figure for figure in each["figures"]} for each in chosen]
        years = sorted({year for figures in by_year for year in figures})
        rows = [
            {"year": year, "cells": [dutch.figure(figures[year]) if year in figures else "–" for figures in by_year]}
            for year in years
        ]
        columns = [content["subject"]["measures"][each["key"]]["short"] for each in chosen]
        yield "Jaar voor jaar" if not start else "Jaar voor jaar, vervolg", columns, rows


def _district_tables(content: Content) -> Iterator[Block]:
    """The districts of each measure that has them, two beside each other."""
    for each in content["profile"]["measures"]:
        found = each["districts"]
        if not found or not found["districts"]:
            continue
        measure = content["subject"]["measures"][each["key"]]
        cells = [
            {
                "name": district["name"] or f"wijk {district['code'][-2:]}",
                "residents": dutch.number(district["residents"]) if district["residents"] is not None else "–",
                "value": dutch.figure(district_figure(measure, district["value"], found["year"])),
            }
            for district in reversed(found["districts"])
        ]
        half = (len(cells) + 1) // 2
        rows = [[cells[at], *cells[at + half : at + half + 1]] for at in range(half)]
        yield {
            "kind": "districts",
            "above": BLOCK_HEAD + 11 * POINT * 2 + 1,
            "head": f"{measure['title']} per wijk, {period_text(measure, found['year'])}",
            "short": measure["short"],
            "two": len(cells) > 1,
            "rows": rows,
        }


def _notes(content: Content) -> Iterator[str]:
    """What there is to know beside the figures."""
    subject = content["subject"]
    if "peers" in content:
        yield from filter(None, (key_figures_sentence(content), missing_sentence(content), borders_sentence(content)))
        yield (
            "Gemiddelden van andere gemeenten zijn ongewogen. Plaats 1 is de hoogste waarde van alle gemeenten met een "
            "cijfer, de eigen gemeente meegeteld."
        )
    else:
        yield from filter(None, (residents_sentence(content),))
    yield from filter(None, (subject_text(subject, "index_note"), subject_text(subject, "parts_note")))
    if any(each["publisher"] == "CBS" for each in content["sources"].values()):
        yield "CBS: open data, licentie CC BY 4.0. Bewerking en berekeningen: eigen, met reportgen."
