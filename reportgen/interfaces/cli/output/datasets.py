"""Shows tables of CBS in the terminal: the catalogue, the description of a table, and figures; and indicators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportgen.domain.figures.indicator import Indicator
from reportgen.domain.figures.series import Series, SeriesStart
from reportgen.i18n.message import Message, counted, named, said
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.language import here, language
from reportgen.render.content.catalogue import number_text
from reportgen.sources.cbs.dataset import CatalogueEntry, Dataset, DimensionKind, Observation

STARTS = {
    SeriesStart.DIVIDED: said("a part of another municipality was added, whose earlier figures nobody has"),
    SeriesStart.PARTS: said("a municipality that merged is not in the data"),
    SeriesStart.WEIGHTS: said("there is nothing to weight the municipalities that merged by"),
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
    table = terminal.table_of("table", "title", "period", "revised")
    for each in shown:
        table.add_row(each.table, each.title, each.period, each.modified)
    terminal.console.print(table)
    _show_more(
        counted(
            len(entries) - len(shown),
            "{count:,} more table: --all shows it.",
            "{count:,} more tables: --all shows them.",
        )
    )


def show_dataset(dataset: Dataset, all: bool) -> None:
    """Shows the description of a table.

    Args:
        all: every category of each dimension.
    """
    terminal.console.print(f"{dataset.table}  {dataset.title}", markup=False, highlight=False)
    terminal.say("{period}; revised {modified}", period=dataset.period, modified=dataset.modified)
    if count := len(dataset.municipalities):
        terminal.say("Municipalities: {count}, those of former years too.", count=count)
    else:
        terminal.say("It has no municipalities.")
    terminal.show_text("")
    measures = terminal.table_of("measure", "title", "unit", "in")
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
        _show_more(
            counted(
                len(dimension.categories) - len(shown),
                "{count:,} more category: --all shows it.",
                "{count:,} more categories: --all shows them.",
            )
        )


def show_figures(dataset: Dataset, figures: Sequence[Observation], all: bool) -> None:
    """Shows figures with the categories they are of.

    Args:
        all: not the first of them only.
    """
    titles = {each.key: {one.key: one.title for one in each.categories} for each in dataset.dimensions}
    table = terminal.table_of(*(each.title for each in dataset.dimensions), said("value"))
    shown = figures if all else figures[:SHOWN]
    for each in shown:
        value = number_text(each.value, language()) if each.value is not None else each.why_none or here("no value")
        table.add_row(*(f"{titles[name].get(key, '')} ({key})" for name, key in each.at.items()), value)
    terminal.console.print(table)
    _show_more(
        counted(
            len(figures) - len(shown),
            "{count:,} more figure: --all shows it.",
            "{count:,} more figures: --all shows them.",
        )
    )


def show_indicators(indicators: Sequence[Indicator]) -> None:
    """Shows indicators with their units."""
    table = terminal.table_of("indicator", "title", "unit", "kind")
    for each in indicators:
        table.add_row(each.key, each.title, here(named("unit", each.unit)), here(named("indicator", each.kind)))
    terminal.console.print(table)


def show_series(indicator: Indicator, series: Series, on: date) -> None:
    """Shows the values of an indicator year by year.

    Args:
        on: the day of the division that the municipality is of.
    """
    terminal.say(
        "{title} ({unit}), {code} as it is on {day}",
        title=indicator.title,
        unit=named("unit", indicator.unit),
        code=series.code,
        day=on,
    )
    for each in series.years:
        parts = f"   {' + '.join(each.parts)}" if each.parts else ""
        value = number_text(round(each.value, indicator.decimals), language())
        terminal.console.print(f"  {each.year}  {value:>12}{parts}", markup=False, highlight=False)
    if series.change:
        why = STARTS[series.start]
        terminal.say("It begins at the merger of {change}: {why}.", change=series.change, why=why)
    if not series.years:
        terminal.say("There are no values.")


def _show_more(what: Message) -> None:
    if what.facts["count"] > 0:
        terminal.say_error(what)
