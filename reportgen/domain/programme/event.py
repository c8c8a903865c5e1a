"""The meeting: when and where, the programme, the themes of the tables, the questions to prepare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class SessionKind(StrEnum):
    """What happens in a part of the programme."""

    DOORS = "doors"
    PLENARY = "plenary"
    TABLE = "table"  # talks at the participant's own table
    BREAK = "break"
    DRINKS = "drinks"


@dataclass(frozen=True, slots=True)
class Session:
    """One part of the programme."""

    start: time
    end: time
    title: str
    speaker: str
    note: str
    kind: SessionKind


@dataclass(frozen=True, slots=True)
class Question:
    """A question to prepare, with a hint to think along."""

    number: int
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What a table talks about, and the municipalities the organiser names as its examples (codes)."""

    name: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityType:
    """A type of municipality as the organiser sees it.

    Attributes:
        name: what the municipalities are called, for example ``grensgemeenten``.
        reason: why two of them are comparable, for example ``ook aan de grens``.
        municipalities: their codes; a municipality may be of several types, or of none.
    """

    name: str
    reason: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudySummary:
    """A short account of a study, with where to read on."""

    title: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who to turn to."""

    name: str
    contact: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, as participants see it. Times are local, Europe/Amsterdam.

    With ``form`` the questions have fields that can be filled in on a screen. ``letter``, ``subject`` and ``asking``
    are texts of the organiser for the letter, its subject and the page with questions; empty for ours.
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
