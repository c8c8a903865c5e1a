"""Shows tables of CBS in the terminal: the catalogue, the description of a table, and figures; and indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.table import Table

from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.figures.series import Series, SeriesStart
from reportgen.interfaces.cli.output import terminal
from reportgen.sources.cbs.dataset import CatalogueEntry, Dataset, DimensionKind, Observation

STARTS = {
    SeriesStart.DIVIDED: "a part of another municipality was added, whose earlier figures nobody has",
    SeriesStart.PARTS: "a municipality that merged is not in the data",
    SeriesStart.WEIGHTS: "there is nothing to weight the municipalities that merged by",
}
"""Why a series begins at a merger."""

SHOWN = 30
"""Tables and figures that are shown unless all are asked for."""


def show_catalogue(entries: Sequence[CatalogueEntry], all: bool) -> None:
    """Shows tables of the catalogue.

    Args:
        all: not the first of them only.
    """
    shown = entries if all else entries[:SHOWN]
    table = Table("table", "title", "period", "revised", box=None, padding=(0, 2, 0, 0))
    for each in shown:
        table.add_row(each.table, each.title, each.period, each.modified)
    terminal.console.print(table)
    _show_more(len(entries) - len(shown), "tables")


def show_dataset(dataset: Dataset, all: bool) -> None:
    """Shows the description of a table.

    Args:
        all: every category of each dimension.
    """
    terminal.console.print(f"{dataset.table}  {dataset.title}", markup=False, highlight=False)
    terminal.console.print(f"{dataset.period}; revised {dataset.modified}", markup=False, highlight=False)
    count = len(dataset.municipalities)
    told = f"Municipalities: {count}, those of former years too." if count else "It has no municipalities."
    terminal.console.print(f"{told}\n", markup=False, highlight=False)
    measures = Table("measure", "title", "unit", "in", box=None, padding=(0, 2, 0, 0))
    for each in dataset.measures:
        measures.add_row(each.key, each.title, each.unit, " < ".join(each.groups))
    terminal.console.print(measures)
    for dimension in dataset.dimensions:
        few = slice(-5, None) if dimension.kind is DimensionKind.PERIOD else slice(10)
        shown = dimension.categories if all else dimension.categories[few]
        terminal.console.print(f"\n{dimension.key}: {dimension.title}", markup=False, highlight=False)
        for category in shown:
            status = f" ({category.status})" if category.status else ""
            terminal.console.print(f"  {category.key}  {category.title}{status}", markup=False, highlight=False)
        _show_more(len(dimension.categories) - len(shown), "categories")


def show_figures(dataset: Dataset, figures: Sequence[Observation], all: bool) -> None:
    """Shows figures with the categories they are of.

    Args:
        all: not the first of them only.
    """
    titles = {each.key: {one.key: one.title for one in each.categories} for each in dataset.dimensions}
    table = Table(*(each.title for each in dataset.dimensions), "value", box=None, padding=(0, 2, 0, 0))
    shown = figures if all else figures[:SHOWN]
    for each in shown:
        value = f"{each.value:,}" if each.value is not None else each.why_none or "no value"
        table.add_row(*(f"{titles[name].get(key, '')} ({key})" for name, key in each.at.items()), value)
    terminal.console.print(table)
    _show_more(len(figures) - len(shown), "figures")


def show_indicators(indicators: Sequence[Indicator]) -> None:
    """Shows indicators with their units."""
    table = Table("indicator", "title", "unit", "kind", box=None, padding=(0, 2, 0, 0))
    for each in indicators:
        table.add_row(each.key, each.title, each.unit, each.kind)
    terminal.console.print(table)


def show_series(indicator: Indicator, series: Series, on: date) -> None:
    """Shows the values of an indicator year by year.

    Args:
        on: the day of the division that the municipality is of.
    """
    head = f"{indicator.title} ({indicator.unit}), {series.code} as it is on {on:%d-%m-%Y}"
    terminal.console.print(head, markup=False, highlight=False)
    for each in series.years:
        parts = f"   {' + '.join(each.parts)}" if each.parts else ""
        value = f"{each.value:,.{indicator.decimals}f}"
        terminal.console.print(f"  {each.year}  {value:>12}{parts}", markup=False, highlight=False)
    if series.change:
        why = STARTS[series.start]
        terminal.console.print(f"It begins at the merger of {series.change:%d-%m-%Y}: {why}.", highlight=False)
    if not series.years:
        terminal.console.print("There are no values.")


def _show_more(count: int, what: str) -> None:
    if count > 0:
        terminal.errors.print(f"{count:,} more {what}: --all shows them.", soft_wrap=True)
