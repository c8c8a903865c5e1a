"""A session as who leads it is told of it; stored in the archive with the other contents of a pack."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.domain.people.participant import Name, Office
from reportgen.domain.programme.event import Session


@dataclass(frozen=True, slots=True)
class NamedAttendee:
    """Someone who attends a session and agreed to be named; ``municipality`` of a guest is the organisation."""

    name: Name
    function: str
    office: Office
    municipality: str


@dataclass(frozen=True, slots=True)
class LedSession:
    """A session for who leads it.

    Attributes:
        people: who attends it and agreed to be named, by last name; who leads it is not among them.
        unnamed: how many others attend it.
        note: what the organiser wants to say to who leads it.
    """

    session: Session
    people: tuple[NamedAttendee, ...]
    unnamed: int
    note: str
