"""The event: time and place, programme, themes of the tables, questions to prepare.

Events are stored in the archive as JSON, so the names of their fields are part of its format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class SessionKind(StrEnum):
    """Kind of a part of the programme."""

    DOORS = "doors"
    PLENARY = "plenary"
    TABLE = "table"  # talks at the participant's own table
    BREAK = "break"
    DRINKS = "drinks"
    WORKSHOP = "workshop"  # one of several at the same time, of which everyone attends one


PASSING = frozenset((SessionKind.DOORS, SessionKind.BREAK, SessionKind.DRINKS))
"""Kinds of parts that nobody has to be at, and that one may miss for another."""


@dataclass(frozen=True, slots=True)
class Session:
    """One part of the programme.

    Attributes:
        code: what the organiser calls it for short; empty for none. The same code in several rounds is one session that
            is repeated.
        round: label of the round, ``1`` or ``ochtend``; sessions of one round are parallel, and everyone attends one of
            them. Empty for a part that is not of a round.
        capacity: most people in the room, who leads it included; None for no limit.
        minimum: fewest participants, who leads it not included; with fewer it does not take place.
        audience: who it is for, as written; nothing for everyone.
        leader: who leads it, as written; several are parted by a comma.
        leader_note: what the organiser wants to say to who leads it; nobody else reads it.
        guest_note: what guests read instead of ``note``; empty for the same.
    """

    start: time
    end: time
    title: str
    speaker: str
    note: str
    kind: SessionKind
    code: str = ""
    round: str = ""
    room: str = ""
    capacity: int | None = None
    minimum: int = 0
    audience: tuple[str, ...] = ()
    leader: str = ""
    leader_note: str = ""
    guest_note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that participants prepare.

    Attributes:
        hint: empty for none.
        about: key of the measure that bears on it, whose figures stand beside it; empty for none.
        guest_text, guest_hint: what guests read instead; empty for the same.
    """

    number: int
    text: str
    hint: str
    about: str = ""
    guest_text: str = ""
    guest_hint: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that tables talk about; ``examples`` are codes of municipalities typical of it."""

    name: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityType:
    """A type of municipality that the organiser defines.

    Attributes:
        name: name of the type, for example ``grensgemeenten``.
        reason: why two of them are comparable, for example ``ook aan de grens``.
        municipalities: their codes; a municipality may be of several types, or of none.
    """

    name: str
    reason: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudySummary:
    """A short summary of a study, with its source; ``guest_text`` is what guests read, empty for the same."""

    title: str
    text: str
    source: str
    guest_text: str = ""


@dataclass(frozen=True, slots=True)
class GuestTexts:
    """What guests read instead of the texts of an event with these names; empty for the same."""

    subtitle: str = ""
    arrival: str = ""
    welcome: str = ""
    letter: str = ""
    subject: str = ""
    asking: str = ""


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who organises the event, and whom participants can turn to."""

    name: str
    contact: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event; times are local, Europe/Amsterdam.

    Attributes:
        key: key of the event and the kind of pack.
        doors: when people can walk in.
        kinds: types of municipality.
        form: whether the questions have fields that can be filled in on a screen.
        letter, subject, asking: the organiser's own texts for the letter, its subject and the page with questions;
            empty for the usual ones.
        guests: what guests read instead.
    """

    key: str
    title: str
    subtitle: str
    day: date
    doors: time
    start: time
    end: time
    place: str
    address: str
    arrival: str
    welcome: str
    organiser: Organiser
    questions: tuple[Question, ...]
    themes: tuple[Theme, ...]
    kinds: tuple[MunicipalityType, ...]
    readings: tuple[StudySummary, ...]
    sessions: tuple[Session, ...]
    form: bool = False
    letter: str = ""
    subject: str = ""
    asking: str = ""
    guests: GuestTexts = GuestTexts()
