"""The commands: one function each; findings are shown here and the exit code is chosen here."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

from reportgen.cli.app import app
from reportgen.foreseeing import MAKE_PACKS, command_in

COMMANDS = {
    "preparing": ("new", "check", "plan", "preview"),
    "examining": ("doctor",),
    "figures": ("refresh", "figures"),
    "running": MAKE_PACKS,
    "mailing": ("release", "send", "resolve"),
    "rehearsing": ("rehearse",),
    "mending": ("regenerate", "correct"),
    "waking": ("schedule",),
    "hearing": ("bounces",),
    "looking": ("status", "verify"),
    "archiving": ("archive",),
    "answering": ("answers",),
    "forgetting": ("privacy", "forget", "purge"),
    "serving": ("serve", "organiser"),
}
"""Where each command is, in the order of --help."""


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """The program with the command that is asked for; with all of them where that is none of ours.

    To load what all of them need takes longer than many of them take.

    Args:
        words: what was typed behind the name of the program.
    """
    asked = command_in(words)
    modules = [module for module, commands in COMMANDS.items() if asked in commands]
    for module in modules or COMMANDS:
        import_module(f"reportgen.cli.{module}")
    return app
