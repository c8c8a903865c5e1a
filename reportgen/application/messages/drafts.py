"""Messages as they are written: the texts they begin with, saving, copying and removing them, and how they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

from reportgen.application.workspace import Workspace
from reportgen.config.message_file import MAX_NAME, RESERVED, file_of, load_message, message_names, message_toml
from reportgen.domain.delivery.cancellation import BY_PERSON
from reportgen.domain.delivery.states import WITHDRAWABLE, Action, State
from reportgen.domain.messages.message import CalendarUse, Message, Purpose
from reportgen.domain.text_words import slug
from reportgen.errors import ReportgenError, UsageError
from reportgen.i18n.message import said
from reportgen.render.content.words import message_starts
from reportgen.storage.ledger.messages import MadeMessage
from reportgen.storage.versions import digest_in, remove_file, replace_file


@dataclass(frozen=True, slots=True)
class MessageLine:
    """How a message stands.

    Attributes:
        message: as its file says; None where that cannot be read, or is not there any more.
        fault: why it cannot be read; None where it can.
        made: None while no letters were made of it.
        states: how many letters are in each state.
    """

    name: str
    message: Message | None
    fault: ReportgenError | None
    made: MadeMessage | None
    states: Mapping[State, int]


def message_lines(workspace: Workspace) -> tuple[MessageLine, ...]:
    """Every message of an event: those without letters first, then the newest."""
    key, ledger = workspace.key, workspace.ledger
    made = {each.name: each for each in ledger.messages(key).made()}
    letters: dict[int, Counter[State]] = {}
    for each in ledger.deliveries(key):
        letters.setdefault(each.edition, Counter())[each.state] += 1
    names = dict.fromkeys((*message_names(workspace.folder), *made))
    lines = [_line(workspace, name, made.get(name), letters) for name in names]
    return tuple(sorted(lines, key=lambda each: -each.made.edition if each.made else -(10**9)))


def _line(
    workspace: Workspace, name: str, made: MadeMessage | None, letters: Mapping[int, Mapping[State, int]]
) -> MessageLine:
    states = letters.get(made.edition, {}) if made else {}
    try:
        return MessageLine(name, load_message(workspace.folder, name), None, made, states)
    except ReportgenError as fault:
        return MessageLine(name, None, fault, made, states)


def starting_message(name: str, purpose: Purpose) -> Message:
    """A new message with the text that its purpose begins with."""
    start = message_starts()[purpose]
    is_off = purpose is Purpose.CANCELLATION
    calendar = CalendarUse.CANCEL if is_off else CalendarUse.NONE
    return Message(name, purpose, start["subject"], start["text"].strip(), calendar=calendar, stops_packs=is_off)


def free_name(workspace: Workspace, title: str) -> str:
    """A name that no message has: of what a person calls it, with a number where that is taken."""
    base = slug(title)[: MAX_NAME - 5].strip("-") or "bericht"
    made = (each.name for each in workspace.ledger.messages(workspace.key).made())
    taken = {*message_names(workspace.folder), *made, *RESERVED}
    return next(name for number in count(1) if (name := base if number == 1 else f"{base}-{number}") not in taken)


def stand_of(workspace: Workspace, name: str) -> str:
    """SHA-256 of the file of a message; empty where there is none.

    Raises:
        UsageError: no message can be called so.
    """
    return digest_in(workspace.folder, file_of(name))


def save_message(workspace: Workspace, message: Message, who: str, stand: str | None = None) -> None:
    """Writes a message; every version of it is kept.

    Args:
        who: the organiser.
        stand: SHA-256 that its file must still have, empty for none; None writes it whatever it is.

    Raises:
        UsageError: letters were made of it, so it stays as it is.
        ChangedMeanwhile: its file is another than ``stand`` says; nothing was written.
    """
    name = file_of(message.name)
    _refuse_made(workspace, message.name)
    path = workspace.folder / name
    before = path.read_text("utf-8", "replace") if path.is_file() else ""
    try:
        content = message_toml(message, before)
    except ValueError:  # what was there cannot be read
        content = message_toml(message)
    replace_file(workspace.folder, name, content, who, workspace.moment, "bericht geschreven", stand)


def copy_message(workspace: Workspace, name: str, who: str) -> str:
    """Writes the same message under another name, to make letters of it once more; that name.

    Raises:
        UsageError, ConfigurationError: there is no such message, or it cannot be read.
    """
    message = load_message(workspace.folder, name)
    new = free_name(workspace, name.rstrip("0123456789").rstrip("-") or name)
    save_message(workspace, replace(message, name=new), who, stand="")
    return new


def remove_message(workspace: Workspace, name: str, who: str) -> None:
    """Removes a message of which no letters were made; its versions are kept.

    Raises:
        UsageError: letters were made of it, or there is no such message.
    """
    _refuse_made(workspace, name)
    file = file_of(name)
    if not (workspace.folder / file).is_file():
        raise UsageError(said("There is no message '{name}'", name=name), where=str(workspace.folder))
    remove_file(workspace.folder, file, who, workspace.moment, "concept weggegooid")


def withdraw_message(workspace: Workspace, name: str, who: str, reason: str) -> list[int]:
    """Withdraws the letters of a message that were not sent; the numbers of who had one.

    Raises:
        UsageError: there is no reason, or no letter of it waits.
    """
    key, ledger = workspace.key, workspace.ledger
    made = ledger.messages(key).by_name(name)
    if not reason.strip():
        raise UsageError("There is no reason", where=key, todo='give one, such as --reason "phoned"')
    waiting = [each for each in ledger.deliveries(key, *WITHDRAWABLE) if made and each.edition == made.edition]
    if not waiting:
        raise UsageError(said("No letter of the message '{name}' waits", name=name), where=key)
    for each in waiting:
        ledger.act(each.key, Action.WITHDRAW, workspace.moment, f"{BY_PERSON}{who}: {reason.strip()}")
    return [each.participant for each in waiting]


def _refuse_made(workspace: Workspace, name: str) -> None:
    if workspace.ledger.messages(workspace.key).by_name(name):
        raise UsageError(
            said("Letters were made of the message '{name}', so it stays as it is", name=name),
            where=str(workspace.folder),
            todo="write another message, or a copy of this one",
        )
