"""The commands: one function each; findings are shown here and the exit code is chosen here."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

from reportgen.interfaces.cli.app import app
from reportgen.interfaces.foreseeing import MAKE_PACKS, command_in

COMMANDS = {
    "event": ("new", "check", "plan", "preview"),
    "doctor": ("doctor",),
    "figures": ("refresh", "figures"),
    "build": MAKE_PACKS,
    "delivery": ("release", "send", "resolve"),
    "rehearse": ("rehearse",),
    "regenerate": ("regenerate", "correct"),
    "schedule": ("schedule",),
    "bounces": ("bounces",),
    "status": ("status", "verify"),
    "archive": ("archive",),
    "answers": ("answers",),
    "privacy": ("privacy", "forget", "purge"),
    "web": ("serve", "organiser"),
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
        import_module(f"reportgen.interfaces.cli.{module}")
    return app
