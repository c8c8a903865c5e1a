"""The terminal: standard output, standard error, safe text, errors and JSON."""

from __future__ import annotations

import json
import sys

from rich.console import Console
from rich.markup import escape

from reportgen.errors import ReportgenError

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

MAX_SHOWN = 4000
"""Characters of one part of an error that are shown."""


def plain_text(text: str) -> str:
    """A text from outside, without control characters and with style markup escaped."""
    return escape("".join(character if character.isprintable() else "\ufffd" for character in text))


def counted(count: int, noun: str) -> str:
    """``1 letter``, ``2 letters``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def show_error(fault: ReportgenError) -> None:
    """Shows an error: what is wrong, where, and what to do next."""
    errors.print(f"[bold red]Stopped:[/] {escape(_shortened(fault.what))}", soft_wrap=True)
    if fault.where:
        errors.print(f"  where: {escape(_shortened(fault.where))}", soft_wrap=True)
    if fault.todo:
        errors.print(f"  next:  {escape(_shortened(fault.todo))}", soft_wrap=True)


def _shortened(text: str) -> str:
    """A text as long as a person reads, whatever it quotes; a file name or an argument may have any length."""
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 100]} … {text[-100:]}"


def print_json(value: object) -> None:
    """Prints a value as JSON on standard output; in ASCII where the encoding lacks a character of it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    sys.stdout.write(text + "\n")
