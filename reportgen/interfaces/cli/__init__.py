"""The command line: one function a command, with its options, its output and its exit code. No decisions."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import typer

from reportgen.interfaces.cli.app import app
from reportgen.interfaces.language import without_language

COMMANDS = {
    "event": ("new", "check", "plan", "preview"),
    "people": ("people",),
    "sessions": ("sessions", "move-session"),
    "venue": ("lists",),
    "doctor": ("doctor",),
    "figures": ("refresh", "figures"),
    "datasets": ("figures",),
    "add_figure": ("figures",),
    "subjects": ("figures",),
    "explain": ("figures",),
    "build": ("build", "run"),
    "delivery": ("release", "send", "resolve"),
    "message": ("message",),
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
"""The module of each command, in the order of --help."""


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """The program with the command in ``words``; with all commands where there is none.

    Args:
        words: the arguments of the program.
    """
    command = next((word for word in without_language(words) if not word.startswith("-")), "")
    modules = [module for module, commands in COMMANDS.items() if command in commands]
    for module in modules or COMMANDS:
        import_module(f"reportgen.interfaces.cli.{module}")
    return app
