"""The typer application that the commands register with; its help is in the reader's language."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from reportgen.errors import UsageError
from reportgen.interfaces.cli.command_help import translate_help
from reportgen.interfaces.cli.output import terminal
from reportgen.interfaces.cli.usage_faults import show_usage_fault
from reportgen.interfaces.language import OPTION, VARIABLE, choose_language, language


class Program(TyperGroup):
    """All commands: chooses the language before anything is read, and says what typer would in English in it."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command that was typed, and exits."""
        try:
            words = choose_language(sys.argv[1:] if args is None else args)
        except UsageError as fault:
            terminal.show_error(fault)
            sys.exit(fault.exit_code)
        translate_help(self, language())
        if not standalone_mode:
            return super().main(words, prog_name, complete_var, standalone_mode, **extra)
        try:
            code = super().main(words, prog_name or "reportgen", complete_var, standalone_mode=False, **extra)
        except (typer.TyperException, typer.Abort) as fault:
            sys.exit(show_usage_fault(fault))
        sys.exit(code or 0)


app = typer.Typer(
    cls=Program,
    help="Makes, mails and keeps a personal briefing pack for every participant of a meeting.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


@app.callback()
def program(
    lang: Annotated[
        str,
        typer.Option(
            OPTION, metavar="nl|en", envvar=VARIABLE, help="The language of what you read; else that of the system."
        ),
    ] = "",
) -> None:
    """Makes typer keep command names, even where only one command is loaded; the language is chosen before this."""
