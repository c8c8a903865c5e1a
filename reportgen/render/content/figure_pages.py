"""Divides all figures of a pack, with their sources and definitions, into pages before these are laid out.

Heights are in millimetres, counted by font metrics, so that no page overflows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import ceil
from typing import Any

from reportgen.render.content import dutch
from reportgen.render.content.fact_texts import rank_text
from reportgen.render.content.measure_words import district_figure, district_name, period_text
from reportgen.render.content.nation_tables import group_tables, spread_cells
from reportgen.render.content.national import residents_sentence
from reportgen.render.content.note_lines import DATED, LOOSE, PAGE, POINT, head_height, line_count
from reportgen.render.content.sentences import borders_sentence, key_figures_sentence, missing_sentence
from reportgen.render.content.svg import width_in
from reportgen.render.content.wordings import subject_text

Content = Mapping[str, Any]

Block = dict[str, Any]
"""What stands on a page: its kind, its rows, and what the head of its table needs."""

SIZE, LINE = 8, 10 * POINT
"""Of all text on these pages: its size in points, and a line of it in millimetres."""

CLOSE = 9.6 * POINT
"""A line of what is no table."""

GENEROUS = 4.0
"""Millimetres by which a full page is counted too long; one that overflows all the same is set closer."""

WIDE = 171
"""A line of text across the page, in millimetres."""

LEAD = LINE + 3

BLOCK_HEAD = 3 + 13 * POINT + 1
"""The head above a table that is not the first."""

YEARS_ACROSS = 8
"""Measures beside each other in the table of years."""

FEWEST_ROWS = 3
"""Rows of a table that a page takes at least."""

MANY_YEARS = 8
"""Years that are all told; of more, those at the ends of each series and every fifth."""

DISTRICTS_ACROSS = 3
"""Districts beside each other."""

ROW = 0.8
"""What a row takes beside its lines."""

WAYS = ((False, 2), (True, 2), (False, 1), (True, 1), (False, 0), (True, 0))
"""Whether definitions stand in one paragraph, and how many tables of groups there are; the first of the shortest."""

END_COLUMN = 33.0
"""Millimetres of the column with a municipality at an end."""

COLUMNS = {"measures": 19.9, "years": 16.9, 1: 20.0, 2: 15.4, 3: 11.4}
"""Millimetres of the narrow columns of each table, and by how many districts stand beside each other."""


def figure_pages(content: Content) -> list[list[Block]]:
    """The tables of the page of figures, page by page: measures, definitions, years, districts, sources, notes.

    Definitions stand one below the other, or all in one paragraph where that saves a page. Of the tables of groups of
    municipalities one, or both, are left out where they would make one more.
    """
    return min((_divided(content, *each) for each in WAYS), key=len)


def _divided(content: Content, run_in: bool, groups: int) -> list[list[Block]]:
    head = f"{subject_text(content['subject'], 'figures_head', content['profile']['name'])} (vervolg)"
    top = head_height(head)
    left = PAGE + GENEROUS - top - LEAD - (DATED if content["dated"] else 0)
    pages: list[list[Block]] = [[]]
    for block, heights in _blocks(content, run_in, groups):
        rows, above = list(block["rows"]), block["above"]
        while rows:
            fitting = _fitting(heights, left - above)
            if fitting < min(FEWEST_ROWS, len(rows)) and pages[-1]:
                pages.append([])
                left = PAGE + GENEROUS - top
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


def _blocks(content: Content, run_in: bool, groups: int) -> Iterator[tuple[Block, list[float]]]:
    """Each table with the heights of its rows."""
    rows = list(_measure_rows(content))
    heights = [LINE * _titled(each, 78 if "peers" in content else 68) for each in rows]
    heads = [content["profile"]["name"], "Nederland"]
    if "peers" in content:
        heads.append(f"{dutch.count_word(len(content['peers']))} gemeenten, gemiddeld")
    else:
        for row, height in zip(rows, list(heights), strict=True):
            ends = (LINE * line_count(row[each], SIZE, END_COLUMN) for each in ("lowest", "highest"))
            heights[rows.index(row)] = max(height, *ends)
    above = _head(heads, "measures")
    yield {"kind": "measures", "above": above, "rows": rows}, [each + ROW for each in heights]
    definitions = list(_definitions(content))
    yield _paragraphs("definitions", [" ".join(definitions)] if run_in else definitions)
    for block in islice(group_tables(content), groups):
        yield block, [LINE + ROW] * len(block["rows"])
    for head, columns, years in _year_tables(content):
        above = BLOCK_HEAD + _head(columns, "years")
        yield (
            {"kind": "years", "above": above, "head": head, "columns": columns, "rows": years},
            [LINE + ROW] * len(years),
        )
    for block in _district_tables(content):
        width = 172 / block["across"] - (30.5 if block["across"] == DISTRICTS_ACROSS else 61)
        yield (
            block,
            [
                max(LINE * line_count(each["name"], SIZE, width) for each in district_row) + ROW
                for district_row in block["rows"]
            ],
        )
    sources = [each for _, each in sorted(content["sources"].items())]
    lines = [
        max(
            line_count(each["title"] if each["table"] else f"{each['publisher']}, {each['title']}", SIZE, 82),
            line_count(each["reference"], SIZE, 42),
        )
        for each in sources
    ]
    yield (
        {"kind": "sources", "above": BLOCK_HEAD + LINE + ROW, "rows": sources},
        [LINE * count + ROW for count in lines],
    )
    yield _paragraphs("notes", [" ".join(_notes(content))])


def _titled(row: Mapping[str, str], width: float) -> int:
    """How many lines the title of a measure and its period take; the period is in lighter type."""
    title, period = f"{row['title']}, ", row["period"]
    if POINT * (width_in("sans-semibold", title, SIZE) + width_in("sans", period, SIZE)) <= width:
        return 1
    return line_count(title + period, SIZE, width, "sans-semibold")


def _head(texts: Iterable[str], table: str | int) -> float:
    """The height of the head of a table, by the texts above its narrow columns: broken between or within words."""
    width = COLUMNS[table]
    lines = (
        min(line_count(each, SIZE, width), ceil(LOOSE * width_in("sans", each, SIZE) * POINT / width)) for each in texts
    )
    return LINE * max(lines) + ROW


def _paragraphs(kind: str, texts: list[str]) -> tuple[Block, list[float]]:
    """Texts across the page."""
    return {"kind": kind, "above": 2.0, "rows": texts}, [CLOSE * line_count(each, SIZE, WIDE) + 0.8 for each in texts]


def _shown(content: Content) -> Iterator[tuple[Content, Content, Content]]:
    """The measures of which there is something to show: its figures, its words, and the figure that dates it."""
    for each in content["profile"]["measures"]:
        own = each["last"] or (each["figures"][-1] if each["figures"] else None)
        dating = own or each["country"] or content.get("average", {}).get(each["key"])
        if not dating and (spread := content.get("spreads", {}).get(each["key"])):
            dating = spread["middle"]
        if dating:
            yield each, content["subject"]["measures"][each["key"]], dating


def _measure_rows(content: Content) -> Iterator[dict[str, str]]:
    """A row for each measure that has a figure."""
    for each, measure, dating in _shown(content):
        own = each["last"] or (each["figures"][-1] if each["figures"] else None)
        average = content.get("average", {}).get(each["key"])
        yield {
            "title": measure["title"],
            "period": period_text(measure, dating["year"]),
            "own": dutch.figure(own) if own else "–",
            "rank": rank_text(each["rank"]).removeprefix("plaats ") or "–",
            "average": dutch.figure(average) if average else "–",
            "country": dutch.figure(each["country"]) if each["country"] else "–",
            **spread_cells(content, each["key"]),
        }


def _definitions(content: Content) -> Iterator[str]:
    """What each measure counts, where another definition begins; without what was said of the one before."""
    said = ""
    for _, measure, _ in _shown(content):
        definition = measure["definition"]
        if definition and definition != said:
            further = definition.removeprefix(said).strip() if said else definition
            yield f"{measure['title']}: {further}"
        said = definition


def _year_tables(content: Content) -> Iterator[tuple[str, list[str], list[dict[str, Any]]]]:
    """The figures of all years: a row for each year, a column for each measure, so many as fit beside each other."""
    series = [each for each in content["profile"]["measures"] if len(each["figures"]) > 1]
    for start in range(0, len(series), YEARS_ACROSS):
        chosen = series[start : start + YEARS_ACROSS]
        by_year = [{figure["year"]: figure for figure in each["figures"]} for each in chosen]
        years = _told_years(by_year)
        rows = [
            {"year": year, "cells": [dutch.figure(figures[year]) if year in figures else "–" for figures in by_year]}
            for year in years
        ]
        columns = [content["subject"]["measures"][each["key"]]["short"] for each in chosen]
        all_told = len(years) == len({year for figures in by_year for year in figures})
        head = "Jaar voor jaar" if all_told else "Door de jaren: begin, einde en elk vijfde jaar"
        yield f"{head}, vervolg" if start else head, columns, rows


def _told_years(by_year: Sequence[Mapping[int, Any]]) -> list[int]:
    """The years in the table of some measures: all, or of many those at the ends of each series and every fifth.

    Args:
        by_year: of each measure, its figures by year.
    """
    years = sorted({year for figures in by_year for year in figures})
    if len(years) <= MANY_YEARS:
        return years
    ends = {end(figures) for figures in by_year for end in (min, max)}
    return [year for year in years if year in ends or year % 5 == 0]


def _district_tables(content: Content) -> Iterator[Block]:
    """The districts of each measure that has them, beside each other, read from top to bottom."""
    for each in content["profile"]["measures"]:
        found = each["districts"]
        if not found or not found["districts"]:
            continue
        measure = content["subject"]["measures"][each["key"]]
        cells = [
            {
                "name": district_name(district),
                "residents": dutch.number(district["residents"]) if district["residents"] is not None else "–",
                "value": dutch.figure(district_figure(measure, district["value"], found["year"])),
            }
            for district in reversed(found["districts"])
        ]
        across = min(DISTRICTS_ACROSS, len(cells))
        down = -(-len(cells) // across)
        rows = [cells[at::down] for at in range(down)]
        yield {
            "kind": "districts",
            "above": BLOCK_HEAD + _head(("inwoners", measure["short"]), across),
            "head": f"{measure['title']} per wijk, {period_text(measure, found['year'])}",
            "short": measure["short"],
            "across": across,
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
