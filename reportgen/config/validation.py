"""Faults that the validator finds in TOML files, in words of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reportgen.config.toml_lines import line_of
from reportgen.errors import ConfigurationError
from reportgen.i18n.message import Message, counted, joined, message_of, said

FAULTS = {
    "missing": "is missing",
    "extra_forbidden": "there is no such key",
    "string_type": "Input should be a valid string",
    "string_too_short": "String should have at least {min_length} character(s)",
    "string_too_long": "String should have at most {max_length} character(s)",
    "string_pattern_mismatch": "String should match pattern '{pattern}'",
    "int_type": "Input should be a valid integer",
    "int_parsing": "Input should be a valid integer, unable to parse string as an integer",
    "int_from_float": "Input should be a valid integer, got a number with a fractional part",
    "float_type": "Input should be a valid number",
    "float_parsing": "Input should be a valid number, unable to parse string as a number",
    "finite_number": "Input should be a finite number",
    "bool_type": "Input should be a valid boolean",
    "bool_parsing": "Input should be a valid boolean, unable to interpret input",
    "list_type": "Input should be a valid list",
    "tuple_type": "Input should be a valid tuple",
    "dict_type": "Input should be a valid dictionary",
    "model_type": "Input should be a valid dictionary or instance of {class_name}",
    "date_type": "Input should be a valid date",
    "date_parsing": "Input should be a valid date in the format YYYY-MM-DD",
    "date_from_datetime_parsing": "Input should be a valid date or datetime",
    "date_from_datetime_inexact": "Datetimes provided to dates should have zero time - e.g. be exact dates",
    "datetime_type": "Input should be a valid datetime",
    "datetime_parsing": "Input should be a valid datetime",
    "datetime_from_date_parsing": "Input should be a valid datetime or date",
    "time_type": "Input should be in a valid time format",
    "time_parsing": "Input should be in a valid time format",
    "greater_than": "Input should be greater than {gt}",
    "greater_than_equal": "Input should be greater than or equal to {ge}",
    "less_than": "Input should be less than {lt}",
    "less_than_equal": "Input should be less than or equal to {le}",
    "multiple_of": "Input should be a multiple of {multiple_of}",
    "enum": "Input should be one of: {expected}",
    "literal_error": "Input should be one of: {expected}",
    "too_short": "there should be at least {min_length}, not {actual_length}",
    "too_long": "there should be at most {max_length}, not {actual_length}",
}
"""What faults of the validator say, by their type; the catalogue has each of these."""


def fault_text(fault: Mapping[str, Any]) -> Message:
    """A fault in words of the file rather than of the validator, where those differ.

    Args:
        fault: as pydantic tells it: its type, its message, and what the message is about.
    """
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind == "value_error":
        own = str(context.get("error", fault["msg"].removeprefix("Value error, ")))
        return own if isinstance(own, Message) else message_of(own)
    if kind in FAULTS:
        facts = {name: str(value).replace("' or '", "', '") for name, value in context.items()}
        return said(FAULTS[kind], **facts)
    return message_of(str(fault["msg"]))


def key_fault(fault: Mapping[str, Any]) -> Message:
    """A fault behind the key it is about, such as ``mail.port: is missing``."""
    name = ".".join(str(each) for each in fault["loc"])
    what = fault_text(fault)
    return said("{key}: {what}", key=name, what=what) if name else what


def event_refused(fault: ValidationError, text: str, path: Path) -> ConfigurationError:
    """The error that names every fault of event.toml.

    Args:
        text: of the file.
    """
    what = counted(
        fault.error_count(),
        "event.toml has {count} fault: {faults}",
        "event.toml has {count} faults: {faults}",
        faults=joined(event_faults(fault, text)),
    )
    return ConfigurationError(what, where=str(path), todo="mend them")


def event_faults(fault: ValidationError, text: str) -> Iterator[Message]:
    """Each fault of event.toml, behind its line and its key.

    Args:
        text: of the file.
    """
    for each in fault.errors():
        key = ".".join(str(step) for step in each["loc"]) or said("file")
        line = line_of(text, each["loc"])
        yield said("line {line}: {key}: {what}", line=line, key=key, what=fault_text(each))


def file_faults(fault: ValidationError, text: str, file: str) -> Iterator[Message]:
    """Each fault of another file, behind the name of the file, its line and its key."""
    for each in fault.errors():
        yield said("{file}, line {line}: {what}", file=file, line=line_of(text, each["loc"]), what=key_fault(each))
