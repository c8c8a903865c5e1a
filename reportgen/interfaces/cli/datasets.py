"""The commands of ``figures`` to choose figures: tables and measures of CBS, indicators and their values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.figures.datasets import dataset_of, observations_of, tables_about
from reportgen.application.figures.indicator_series import indicators_of, known_figures, series_in
from reportgen.config.paths import OUTPUT, Paths
from reportgen.domain.canonical_json import to_json_value
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cbs_readers import cbs_readers
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.figures import CbsOption, V4Option, figures_app
from reportgen.interfaces.cli.options import Format, FormatOption, OutputOption
from reportgen.interfaces.cli.output import datasets as output
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.clock import clock_of
from reportgen.sources.cbs.dataset import Dataset, DatasetQuery, DatasetReader, Observation
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.table_source import CBS_ADDRESS, CBS_V4_ADDRESS

ATTEMPTS = 2
"""Requests for one answer: somebody waits for it."""

EventFolderOption = Annotated[
    Path | None, typer.Option("--event", exists=True, file_okay=False, help="Folder of an event with indicators.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Show everything, not the first of each only.")]


@figures_app.command("search")
def search(
    words: Annotated[list[str], typer.Argument(help="Words, or parts of words, that the title of a table has.")],
    all: AllOption = False,
    cbs: CbsOption = CBS_ADDRESS,
    cbs_v4: V4Option = CBS_V4_ADDRESS,
    format: FormatOption = Format.TEXT,
) -> None:
    """Finds tables in the catalogue of CBS, the newest first.

    Example: reportgen figures search koopwoningen
    """
    with errors_shown():
        found = tables_about(" ".join(words), _readers(cbs, cbs_v4))
        if not found:
            raise UsageError(
                said("No table has all of these in its title: {words}", words=words), todo="try fewer or shorter words"
            )
    if format is Format.JSON:
        terminal.print_json([to_json_value(each) for each in found])
        return
    output.show_catalogue(found, all)


@figures_app.command("show")
def show(
    table: Annotated[str, typer.Argument(help="The number of the table, for example 83625NED.")],
    measure: Annotated[str, typer.Argument(help="The key of a measure, to see its figures.")] = "",
    region: Annotated[
        str, typer.Option("--region", help="Only regions whose code begins so, for example GM0356.")
    ] = "",
    since: Annotated[int, typer.Option("--since", help="Only from this year on.")] = 0,
    at: Annotated[
        list[str] | None, typer.Option("--at", help="One category of a dimension, for example Leeftijd=10000.")
    ] = None,
    all: AllOption = False,
    cbs: CbsOption = CBS_ADDRESS,
    cbs_v4: V4Option = CBS_V4_ADDRESS,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows what a table of CBS measures, its dimensions and periods, and whether it has municipalities.

    With the key of a measure it shows the figures themselves.

    Example: reportgen figures show 83625NED
    """
    with errors_shown():
        if not re.fullmatch(r"[0-9A-Za-z]{4,12}", table):
            raise UsageError(
                said("'{table}' is no number of a table", table=table),
                todo="find one with: reportgen figures search WORDS",
            )
        if not re.fullmatch(r"([A-Z]{2}[0-9]{0,8})?", region):
            raise UsageError(
                said("'{region}' is no code of a region", region=region), todo="name one like GM0356, GM or NL01"
            )
        dataset, reader = dataset_of(table, _readers(cbs, cbs_v4))
        figures = (
            _figures(dataset, DatasetQuery((measure,), at_categories(at or []), region, since), reader)
            if measure
            else ()
        )
    if format is Format.JSON:
        told = {"figures": [to_json_value(each) for each in figures]} if measure else to_json_value(dataset)
        terminal.print_json(told)
    elif measure:
        output.show_figures(dataset, figures, all)
    else:
        output.show_dataset(dataset, all)


@figures_app.command("indicators")
def indicators(
    event: EventFolderOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Lists the indicators there are, with those in the folder of an event.

    Example: reportgen figures indicators
    """
    with errors_shown():
        found = indicators_of(event)
    if format is Format.JSON:
        terminal.print_json([to_json_value(each) for each in found.values()])
    else:
        output.show_indicators(tuple(found.values()))


@figures_app.command("series")
def series(
    indicator: Annotated[str, typer.Argument(help="Key of the indicator, for example share-65plus.")],
    region: Annotated[str, typer.Argument(help="Code of a municipality, or NL01 for the country.")],
    event: EventFolderOption = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--on", formats=["%Y-%m-%d"], help="A day on which the municipality exists; the newest if absent."
        ),
    ] = None,
    output_folder: OutputOption = OUTPUT,
    format: FormatOption = Format.TEXT,
) -> None:
    """Shows an indicator of one municipality year by year, across mergers as far as they can be told.

    Example: reportgen figures series share-65plus GM1979
    """
    with errors_shown():
        paths = Paths(EMBEDDED, output_folder)
        known, values = known_figures(event, paths, clock_of(None).moment().date())
        found, day = series_in(known, values, indicator, region, on.date() if on else None, paths)
    if format is Format.JSON:
        terminal.print_json(to_json_value(found))
    else:
        output.show_series(known[indicator], found, day)


def _readers(cbs: str, cbs_v4: str) -> tuple[DatasetReader, ...]:
    return cbs_readers(cbs, cbs_v4, ATTEMPTS)


def at_categories(given: Sequence[str]) -> dict[str, str]:
    """Category by dimension, out of options such as ``Leeftijd=10000``.

    Raises:
        UsageError: one has no sign between them.
    """
    pairs = [each.partition("=") for each in given]
    if wrong := [name for name, sign, _ in pairs if not sign]:
        raise UsageError(said("--at {wrong} names no category", wrong=wrong[0]), todo="write it as --at Leeftijd=10000")
    return {name.strip(): key.strip() for name, _, key in pairs}


def _figures(dataset: Dataset, query: DatasetQuery, reader: DatasetReader) -> tuple[Observation, ...]:
    found = observations_of(dataset, query, reader)
    if not found:
        raise UsageError(
            said("Table {table} has no such figures", table=dataset.table),
            todo="ask for more regions, an earlier year or other categories",
        )
    return found
