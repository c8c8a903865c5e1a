"""The command ``figures add``: an indicator of an event, from a table of CBS or from a file with own figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.figures.add_indicator import add_from_cbs, add_own
from reportgen.config.paths import OUTPUT, Paths
from reportgen.config.settings import load_event_file
from reportgen.domain.figures.indicator import Indicator
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.interfaces.cbs_readers import cbs_readers
from reportgen.interfaces.cli.datasets import at_categories
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.figures import CbsOption, V4Option, figures_app
from reportgen.interfaces.cli.options import EventArgument, NowOption, OutputOption
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.clock import clock_of
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.table_source import CBS_ADDRESS, CBS_V4_ADDRESS

ATTEMPTS = 3
"""Requests for one answer: somebody waits for it."""


@figures_app.command("add")
def add(
    event: EventArgument,
    source: Annotated[
        str, typer.Argument(metavar="TABLE|FILE", help="A table of CBS, or a file in the event's folder.")
    ],
    measure: Annotated[
        str, typer.Argument(metavar="MEASURE|COLUMN", help="Key or title of a measure, or the heading of a column.")
    ],
    key: Annotated[str, typer.Option("--key", help="Key of the indicator; made from the title if absent.")] = "",
    at: Annotated[
        list[str] | None, typer.Option("--at", help="One category of a dimension, for example Leeftijd=10000.")
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="Sheet of a workbook; the first if absent.")] = "",
    output: OutputOption = OUTPUT,
    cbs: CbsOption = CBS_ADDRESS,
    cbs_v4: V4Option = CBS_V4_ADDRESS,
    now: NowOption = None,
) -> None:
    """Writes an indicator into the event's folder, to be mended by hand, and fetches its values.

    Lines that end in `# nakijken` were made up from the title: look at them before packs are made.

    Example: reportgen figures add data/events/2030-05-16-wonen 83625NED "Gemiddelde verkoopprijs"
    """
    with errors_shown():
        settings = load_event_file(event).settings
        if (event / source).is_file():
            path, indicator = add_own(event, key, event / source, sheet, measure)
            named = any(each == settings.folder / source for each, _ in settings.own_figures)
            _say_next(path, indicator, "" if named else f'own = ["{source}"], ')
            return
        if not re.fullmatch(r"[0-9A-Za-z]{4,12}", source):
            raise UsageError(
                said("'{source}' is no number of a table, and no file in the event's folder", source=source),
                where=str(event),
                todo="find a table with: reportgen figures search WORDS",
            )
        path, indicator, values = add_from_cbs(
            *(event, key, source, measure, at_categories(at or []), cbs_readers(cbs, cbs_v4, ATTEMPTS)),
            *(Paths(EMBEDDED, output), clock_of(now).moment()),
        )
        terminal.say("{count:,} values of table {table} are stored.", count=values, table=source)
        _say_next(path, indicator, "")


def _say_next(path: Path, indicator: Indicator, own: str) -> None:
    terminal.say("{path} is written.", path=path)
    terminal.say(
        "next: look at the lines that end in '# nakijken', and put {lines} under {table} in event.toml, "
        "or the key in the event's own subject.",
        lines=f'{own}indicators = ["{indicator.key}"]',
        table="[figures]",
    )
