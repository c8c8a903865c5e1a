"""The terminal: standard output, standard error, messages in the reader's language, safe text, errors and JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from reportgen.errors import ReportgenError
from reportgen.i18n.message import Message, counted, said
from reportgen.interfaces.language import here, language
from reportgen.render.content.catalogue import translated

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

MAX_SHOWN = 4000
"""Characters of one part of an error that are shown."""

LABEL = 9
"""Characters of the word before a line, such as ``next:``."""


def plain_text(text: str) -> str:
    """A text from outside, without control characters and with style markup escaped."""
    return escape(_printable(text))


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def say(template: str, /, **facts: Any) -> None:
    """Shows a message in the reader's language.

    Args:
        template: English, with the names of facts between braces and style markup as rich has it; or a message.
        facts: what is filled in; texts are escaped.
    """
    console.print(marked(template, **facts), soft_wrap=True)


def say_counted(count: int, one: str, many: str, /, **facts: Any) -> None:
    """Shows a message about a number of things in the reader's language."""
    console.print(marked(counted(count, one, many, **facts)), soft_wrap=True)


def say_error(template: str, /, **facts: Any) -> None:
    """Shows a message on standard error, in the reader's language."""
    errors.print(marked(template, **facts), soft_wrap=True)


def marked(template: str, /, **facts: Any) -> str:
    """A message in the reader's language, with its markup; what is filled in is escaped."""
    message = template if isinstance(template, Message) else said(template, **facts)
    return translated(message, language(), clean=plain_text)


def labelled(label: str, text: str, *, before: str = "") -> None:
    """Shows a line with a word before it, as ``next:     reportgen plan events/wonen``.

    Args:
        label: the word, in English.
        text: a message, or a text from outside.
        before: its margin.
    """
    width = max(LABEL - len(before), 0)
    console.print(f"{before}{_word(label, width)} {plain_text(here(text))}", soft_wrap=True)


def _word(label: str, width: int) -> str:
    return escape(f"{here(label)}:").ljust(width)


def show_next(command: str) -> None:
    """Shows the command to type next."""
    labelled("next", command)


def table_of(*headings: str) -> Table:
    """A table with headings in the reader's language; without any it has no line for them."""
    heads = [plain_text(here(each)) for each in headings]
    return Table(*heads, show_header=bool(heads), box=None, padding=(0, 2, 0, 0))


def show_text(text: str) -> None:
    """Shows a text from outside, as it is."""
    console.print(text, soft_wrap=True, markup=False)


def error_text(text: str) -> None:
    """Shows a text on standard error, as it is."""
    errors.print(text, soft_wrap=True, markup=False)


def show_error(fault: ReportgenError) -> None:
    """Shows an error: what is wrong, where, and what to do next."""
    errors.print(f"[bold red]{here('Stopped')}:[/] {escape(_shortened(here(fault.what)))}", soft_wrap=True)
    lines = [(here("where"), fault.where), (here("next"), fault.todo)]
    width = max(len(label) for label, _ in lines) + 1
    for label, text in lines:
        if text:
            errors.print(f"  {f'{label}:':{width}} {escape(_shortened(here(text)))}", soft_wrap=True)


def _shortened(text: str) -> str:
    """A text as long as a person reads, whatever it quotes; a file name or an argument may have any length."""
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 100]} … {text[-100:]}"


def print_json(value: object) -> None:
    """Prints a value as JSON on standard output, its messages in the reader's language.

    It is in ASCII where the encoding of standard output lacks a character of it.
    """
    shown = _in_language(value)
    text = json.dumps(shown, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(shown, indent=2)
    sys.stdout.write(text + "\n")


def _in_language(value: object) -> object:
    """A value for JSON whose messages are texts of the reader's language; keys stay as they are."""
    match value:
        case Message():
            return here(value)
        case Mapping():
            return {key: _in_language(each) for key, each in value.items()}
        case list() | tuple():
            return [_in_language(each) for each in value]
    return value
