"""The help of commands in the reader's language: texts of commands and options, headings, and names of values."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from typing import Any

from reportgen.i18n.message import Message, named
from reportgen.interfaces.language import here
from reportgen.render.content.catalogue import DOMAIN, ENGLISH, LOCALES, translated

EXAMPLE = "Example: "

VALUES = "value"
"""The context of names of values in the catalogue, such as FOLDER."""

OF_TYPER = (
    *("Arguments", "Options", "Commands", "default: {default}", "env var: {var}", "required"),
    *("(dynamic)", "Aborted!"),
)
"""What typer asks gettext for in help; of what it says of faults see usage_faults."""

HELP_OPTION = "Show this message and exit."

USAGE = "Usage:"

PIECES = ("[OPTIONS]", "COMMAND [ARGS]...")
"""What the line about the usage of a command has in place of options and commands."""

ARGUMENTS = "argument"
"""The context of names of arguments that have no name of a value."""

TYPES = "type"
"""The context of names of types of values."""

OWN = "_english_help"
"""Where a command or a parameter keeps its own texts while they are shown in another language."""


def translate_help(command: Any, language: str) -> None:
    """Puts the help of a command and of those in it in a language; it can be done again for another.

    Args:
        command: a command or group of typer.
    """
    os.environ["LANGUAGE"] = language  # typer asks gettext, which asks this
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)
    _translate(command, language)


def _translate(command: Any, language: str) -> None:
    english = command.__dict__.setdefault(OWN, command.help or "")
    command.help = "\n\n".join(_paragraph(each, language) for each in paragraphs(english)) or None
    command.context_class = _context_class(command.context_class)
    context = command.context_class(command, info_name=command.name)
    command.get_help_option(context).help = translated(HELP_OPTION, language)
    command.options_metavar = translated(PIECES[0], language)
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = translated(PIECES[1], language)
    for each in command.params:
        _translate_parameter(each, language)
    for each in getattr(command, "commands", {}).values():
        _translate(each, language)


def _translate_parameter(parameter: Any, language: str) -> None:
    default = parameter.show_default if isinstance(parameter.show_default, str) else ""
    english = parameter.__dict__.setdefault(OWN, (parameter.help or "", parameter.metavar, default))
    text, value, default = english
    parameter.help = translated(text, language) if text else parameter.help
    if default:
        parameter.show_default = translated(default, language)
    shown = value or language != ENGLISH
    parameter.metavar = translated(_value_name(parameter, value), language) if shown else None


def _value_name(parameter: Any, value: str | None) -> Message:
    """What stands for the value of a parameter: its own name, or that of its argument or its type."""
    if value:
        return named(VALUES, value)
    if parameter.param_type_name == "argument":
        return named(ARGUMENTS, str(parameter.name).upper())
    choices = getattr(parameter.type, "choices", None) or getattr(parameter.type, "formats", None)
    if choices:
        return Message(f"<{'|'.join(str(each) for each in choices)}>")
    return named(TYPES, f"<{parameter.type.name}>")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a docstring, each on one line."""
    return [" ".join(each.split()) for each in text.strip().split("\n\n") if each.strip()]


def _paragraph(text: str, language: str) -> str:
    if text.startswith(EXAMPLE):
        return translated(EXAMPLE.strip(), language) + " " + text.removeprefix(EXAMPLE)
    return translated(text, language)


def texts_of_help(command: Any) -> Iterator[Message]:
    """Every text in the help of a command and of those in it, for the catalogue."""
    for each in paragraphs(command.__dict__.get(OWN, command.help or "")):
        yield Message(EXAMPLE.strip() if each.startswith(EXAMPLE) else each)
    for parameter in command.params:
        default = parameter.show_default if isinstance(parameter.show_default, str) else ""
        text, value, default = parameter.__dict__.get(OWN, (parameter.help or "", parameter.metavar, default))
        yield from (Message(each) for each in (text, default) if each)
        name = _value_name(parameter, value)
        if name.context:
            yield name
    for each in getattr(command, "commands", {}).values():
        yield from texts_of_help(each)
    yield from map(Message, (*OF_TYPER, HELP_OPTION, USAGE, *PIECES))


def _context_class(before: type[Any]) -> type[Any]:
    """The class of a command's context, whose help begins with the word for usage in the reader's language."""
    if hasattr(before, "says_usage"):
        return before

    class Formatter(before.formatter_class):  # type: ignore[misc, name-defined]  # the library's own class, whatever that is
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or f"{here(USAGE)} ")

    class Translated(before):  # type: ignore[misc]  # as above
        formatter_class = Formatter
        says_usage = True

    return Translated
