"""A message to some participants, as its text says before letters are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportgen.domain.messages.selection import EVERYONE, Selection


class Purpose(StrEnum):
    """What a message is for."""

    REMINDER = "reminder"
    NOTICE = "notice"
    CANCELLATION = "cancellation"  # the meeting does not take place


class CalendarUse(StrEnum):
    """What the calendar files of a message do."""

    NONE = "none"
    ENTER = "enter"  # the meeting, as it is now
    CANCEL = "cancel"  # everything that earlier letters entered


@dataclass(frozen=True, slots=True)
class Message:
    """A message.

    Attributes:
        name: of its file in the folder of the event.
        text: plain, with placeholders; paragraphs are parted by an empty line.
        chosen: whom it is for.
        has_pack: every letter carries the newest pack that its reader has.
        stops_packs: letters with packs that wait are withdrawn, and none goes any more.
    """

    name: str
    purpose: Purpose
    subject: str
    text: str
    chosen: Selection = EVERYONE
    has_pack: bool = False
    calendar: CalendarUse = CalendarUse.NONE
    stops_packs: bool = False
