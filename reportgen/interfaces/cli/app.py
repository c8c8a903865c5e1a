"""The program that the commands belong to."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="Makes, mails and keeps a personal briefing pack for every participant of a meeting.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def program() -> None:
    """Keeps commands by their names, even where only one of them is loaded."""
