"""Texts of messages: TOML files in the folder berichten/ of an event, one a message."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import tomlkit
from pydantic import Field, ValidationError

from reportgen.config.schema_fields import TomlTable
from reportgen.config.validation import file_faults
from reportgen.domain.messages.message import CalendarUse, Message, Purpose
from reportgen.domain.messages.selection import Role, Selection, Standing
from reportgen.errors import ConfigurationError, UsageError, foreign_faults_as
from reportgen.i18n.message import joined, said

FOLDER = "berichten"

MAX_SUBJECT, MAX_TEXT = 150, 20_000
"""Characters of a subject and of a text."""

MAX_NAME = 60
"""Characters of the name of a message."""

RESERVED = frozenset(("nieuw",))
"""Names that no message has, as pages have them."""

MAX_MESSAGES = 500
"""Messages of one event that are read."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_BYTES = 200_000

_Number = Annotated[int, Field(gt=0, lt=1_000_000_000)]
_Word = Annotated[str, Field(min_length=1, max_length=300)]


class RecipientsTable(TomlTable):
    """Whom a message is for: who agrees with all that is asked; of each key one value is enough."""

    letters: list[Standing] = Field([], description="How the last letter with a pack stands.")
    roles: list[Role] = Field([], description="What people are: mayor, alderman, other, guest.")
    tables: list[_Number] = Field([], description="Numbers of tables.")
    sessions: list[_Word] = Field([], description="Sessions that people attend, as round/session.")
    municipalities: list[_Word] = Field([], description="Codes of municipalities, such as GM0344.")
    types: list[_Word] = Field([], description="Types of municipality that the event names.")
    unanswered: bool = Field(False, description="Only who sent no answer yet.")
    numbers: list[_Number] = Field([], description="Only these participants.")
    without: list[_Number] = Field([], description="Not these participants.")


class MessageFile(TomlTable):
    """A message to some participants."""

    purpose: Purpose = Field(description="What it is for: reminder, notice, or cancellation of the meeting.")
    subject: str = Field(max_length=MAX_SUBJECT, description="The subject, with placeholders.")
    text: str = Field(max_length=MAX_TEXT, description="The text, with placeholders; empty lines part paragraphs.")
    pack: bool = Field(False, description="Every letter carries the newest pack that its reader has.")
    calendar: CalendarUse = Field(CalendarUse.NONE, description="Calendar files: none, enter the meeting, or cancel.")
    stop_packs: bool = Field(False, description="Letters with packs that wait are withdrawn, and none goes any more.")
    to: RecipientsTable = Field(default_factory=RecipientsTable, description="Whom it is for; everyone if absent.")


def is_message_name(name: str) -> bool:
    """Whether a message can be called so: small letters, digits and single hyphens."""
    return len(name) <= MAX_NAME and name not in RESERVED and _NAME.fullmatch(name) is not None


def file_of(name: str) -> str:
    """The file of a message, from the event's folder.

    Raises:
        UsageError: no message can be called so.
    """
    if not is_message_name(name):
        raise UsageError(
            said("No message can be called '{name}'", name=name[:MAX_NAME]),
            todo=said("use small letters, digits and single hyphens, {most} at most", most=MAX_NAME),
        )
    return f"{FOLDER}/{name}.toml"


def message_names(event: Path) -> tuple[str, ...]:
    """The messages of an event's folder, by name; files of other kinds are left out."""
    folder = event / FOLDER
    try:
        found = sorted(each.stem for each in folder.iterdir() if each.suffix == ".toml" and is_message_name(each.stem))
    except OSError:
        return ()
    return tuple(found[:MAX_MESSAGES])


def load_message(event: Path, name: str) -> Message:
    """A message, as its file says now.

    Raises:
        UsageError: there is no such message.
        ConfigurationError: its file cannot be read; the fault names its line.
    """
    path = event / file_of(name)
    try:
        found = path.stat()
    except OSError:
        raise UsageError(
            said("There is no message '{name}'", name=name),
            where=str(path),
            todo="see which there are with: reportgen message list EVENT",
        ) from None
    if not stat.S_ISREG(found.st_mode) or found.st_size > _MAX_BYTES:
        raise ConfigurationError(
            said("The message is no file of at most {size} kB", size=_MAX_BYTES // 1000), where=str(path)
        )
    with foreign_faults_as(ConfigurationError, "The message cannot be read", where=str(path), todo="mend that line"):
        text = path.read_text("utf-8")
        raw = tomllib.loads(text)
        try:
            file = MessageFile.model_validate(raw)
        except ValidationError as fault:
            faults = joined(tuple(file_faults(fault, text, path.name)))
            raise ConfigurationError(faults, where=str(path), todo="mend that line") from None
    return _message(name, file)


def message_toml(message: Message, before: str = "") -> bytes:
    """The file of a message.

    Args:
        before: the file as it was, whose comments and order stay; empty for a new one.
    """
    document: Any = tomlkit.parse(before) if before else tomlkit.document()
    document["purpose"] = str(message.purpose)
    document["subject"] = message.subject
    document["text"] = tomlkit.string(message.text, multiline="\n" in message.text)
    _put(document, "pack", message.has_pack)
    _put(document, "calendar", "" if message.calendar is CalendarUse.NONE else str(message.calendar))
    _put(document, "stop_packs", message.stops_packs)
    chosen = message.chosen.as_json()
    if chosen:
        table = document.get("to", tomlkit.table())
        for key in asdict(message.chosen):
            _put(table, key, chosen.get(key, ""))
        document["to"] = table
    else:
        _put(document, "to", "")
    return tomlkit.dumps(document).encode()


def _put(table: Any, key: str, value: Any) -> None:
    """Sets a key to what it says, or takes it away where that is nothing."""
    if value:
        table[key] = [str(each) if isinstance(each, str) else each for each in value] if _is_list(value) else value
    elif key in table:
        del table[key]


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _message(name: str, file: MessageFile) -> Message:
    to = file.to
    chosen = Selection(
        tuple(to.letters),
        tuple(to.roles),
        tuple(to.tables),
        tuple(to.sessions),
        tuple(to.municipalities),
        tuple(to.types),
        to.unanswered,
        tuple(to.numbers),
        tuple(to.without),
    )
    text = file.text.replace("\r\n", "\n").replace("\r", "\n")
    return Message(name, file.purpose, file.subject, text, chosen, file.pack, file.calendar, file.stop_packs)
