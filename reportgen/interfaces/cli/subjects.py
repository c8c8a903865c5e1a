"""The command ``figures subjects``, and the question which subject a new event has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from reportgen.application.figures.subjects import subjects_of
from reportgen.domain.figures.measure import measures_of
from reportgen.domain.figures.subject import Subject
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import joined, said
from reportgen.interfaces.cli.errors import errors_shown
from reportgen.interfaces.cli.figures import figures_app
from reportgen.interfaces.cli.options import Format, FormatOption
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.cli.output.terminal import plain_text
from reportgen.interfaces.language import here

NO_FIGURES = said("none: programme, table and questions only; name a subject in event.toml to have more")
"""What is said of a meeting without figures."""


@figures_app.command("subjects")
def subjects(
    event: Annotated[
        Path | None,
        typer.Argument(metavar="[EVENT]", exists=True, file_okay=False, help="An event with subjects of its own."),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Lists the subjects that packs can tell of, with their figures: those of the program, and those of an event.

    The keys of figures are those that `about` of a question in event.toml takes.

    Example: reportgen figures subjects
    """
    with errors_shown():
        found, faults = subjects_of(event)
        if format is Format.JSON:
            terminal.print_json([_subject_json(each) for each in found.values()])
        else:
            for each in found.values():
                _show(each)
        if faults:
            raise ConfigurationError(joined(faults), where=str(event or ""), todo="mend these subjects")


def asked_subject() -> str:
    """The subject that somebody at the terminal chooses; none where nobody can type."""
    if not _is_terminal():
        return ""
    found, _ = subjects_of()
    for each in found.values():
        terminal.errors.print(f"  {plain_text(each.key)}  {plain_text(each.title)}", soft_wrap=True)
    try:
        key: str = typer.prompt(
            here("Subject of the figures (empty for none)"), default="", show_default=False, err=True
        )
    except typer.Abort:  # nobody is there any more
        return ""
    return key.strip()


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _show(subject: Subject) -> None:
    terminal.console.print(f"[bold]{plain_text(subject.key)}[/]  {plain_text(subject.title)}", soft_wrap=True)
    for each in subject.measures:
        main = f" ({here('main')})" if each.key == subject.main else ""
        terminal.console.print(f"  {each.key:32} {each.title}{main}", markup=False, soft_wrap=True)


def _subject_json(subject: Subject) -> dict[str, object]:
    return {
        "key": subject.key,
        "title": subject.title,
        "main": subject.main,
        "indicators": [
            {
                "key": each.key,
                "title": each.title,
                "measures": [{"key": measure.key, "title": measure.title} for measure in measures_of(each)],
            }
            for each in subject.indicators
        ],
    }
