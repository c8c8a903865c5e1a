"""The terminal: where things are said, where faults are, and what may be shown there."""

from __future__ import annotations

import json
import sys

from rich.console import Console
from rich.markup import escape

from reportgen.errors import ReportgenError

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def plain_text(text: str) -> str:
    """A text from a list as it can be shown: no signs that a terminal obeys, none that mark style."""
    return escape("".join(sign if sign.isprintable() else "\ufffd" for sign in text))


def show_error(fault: ReportgenError) -> None:
    """What is wrong, where, and what to do next."""
    errors.print(f"[bold red]Stopped:[/] {escape(fault.what)}", soft_wrap=True)
    if fault.where:
        errors.print(f"  where: {escape(fault.where)}", soft_wrap=True)
    if fault.todo:
        errors.print(f"  next:  {escape(fault.todo)}", soft_wrap=True)


def print_json(value: object) -> None:
    """A value for a machine, on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
