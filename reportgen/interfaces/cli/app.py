"""The typer application that the commands register with."""

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
    """Makes typer keep command names, even where only one command is loaded."""
