"""Faults in what was typed, in the reader's language: typer says them in English, as whole sentences."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import typer

from reportgen.i18n.message import Message, said
from reportgen.interfaces.cli.output import terminal

KNOWN = (
    "Missing command.",
    "No such command '{name}'.",
    "No such command '{name}'. Did you mean {others}?",
    "Missing argument {name}.",
    "Missing option {name}.",
    "Missing argument {name}. Choose from:{choices}",
    "Missing option {name}. Choose from:{choices}",
    "No such option: {name} (Possible options: {others})",
    "No such option: {name}",
    "Option '{name}' does not take a value.",
    "Option '{name}' requires an argument.",
    "Option '{name}' requires {count} arguments.",
    "Got unexpected extra argument(s) ({arguments})",
    "Got unexpected extra argument ({arguments})",
    "Invalid value for {name}: {why}",
    "Invalid value: {why}",
    "{value} does not match the formats {formats}.",
    "{value} is not a valid int.",
    "{value} is not a valid int range.",
    "{value} is not a valid float.",
    "{value} is not a valid boolean. Recognized values: {states}",
    "{value} is not in the range {range}.",
    "{value} is not one of {choices}.",
    "{kind} {value} does not exist.",
    "{kind} {value} is a directory.",
    "{kind} {value} is a file.",
    "{kind} {value} is not readable.",
    "{kind} {value} is not writable.",
    "{value}: No such file or directory",
    "{value}: Is a directory",
    "{value}: Permission denied",
    "{value}: File name too long",
    "File",
    "Directory",
    "Path",
)
"""Every sentence of typer about what was typed, with what it fills in; longer ones stand before shorter ones."""


def show_usage_fault(fault: typer.TyperException | typer.Abort) -> int:
    """Shows what is wrong with what was typed, and how the command is used; the exit code."""
    if isinstance(fault, typer.Abort):
        terminal.say_error("Stopped, for nobody answered.")
        return 1
    context = getattr(fault, "ctx", None)
    if type(fault).__name__ == "NoArgsIsHelpError":
        terminal.error_text(fault.format_message())
        return fault.exit_code
    if context is not None:
        terminal.error_text(context.get_usage())
        terminal.say_error("See how it is used with: {command} --help", command=context.command_path)
    terminal.say_error("Not understood: {what}", what=_message_of(fault.format_message()))
    return fault.exit_code


def _message_of(text: str) -> Message:
    """A sentence of typer as a message; one that is not known is quoted as it is."""
    for template in KNOWN:
        if match := _pattern(template).fullmatch(text):
            facts: dict[str, Any] = {name: _fact(name, value) for name, value in match.groupdict().items()}
            return said(template, **facts)
    return said("typer says: {text}", text=text)


def _fact(name: str, value: str) -> str:
    """What is filled in: a sentence or a word of typer's again, or what was typed."""
    if name == "why":
        return _message_of(value)
    return said(value) if name == "kind" and value in KNOWN else " ".join(value.split())


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a template looks like when it is filled in."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)
