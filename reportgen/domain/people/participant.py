"""Registrations as a list has them, participants, and functions of their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from reportgen.domain.finding import Place
from reportgen.domain.people.unclear_cells import UnclearCell
from reportgen.domain.places.municipality import COUNTRY
from reportgen.domain.programme.wish import Wish


class Office(StrEnum):
    """The public office a person holds, as far as salutation and seating need it."""

    MAYOR = "mayor"
    ALDERMAN = "alderman"
    OTHER = "other"


class Status(StrEnum):
    """Whether a person comes, according to a row."""

    COMING = "coming"
    CANCELLED = "cancelled"
    UNSAID = "unsaid"  # the list has no such column, or the cell is empty
    UNCLEAR = "unclear"  # the cell says something that is neither


@dataclass(frozen=True, slots=True)
class Name:
    """A Dutch name in its parts; ``infix`` is the tussenvoegsel (van der, de, el)."""

    initials: str
    first: str
    infix: str
    last: str


@dataclass(frozen=True, slots=True)
class Registration:
    """One row of a registration list, not yet checked. Texts are trimmed; empty means absent.

    Attributes:
        name_fault: characters that no name contains, as ``U+202E``; empty when there are none.
        salutation: how the list wants the person addressed: a whole greeting, or ``heer`` or ``mevrouw``.
        email_fault: why the address cannot be used: ``missing``, ``several`` or ``bad``; empty when it can.
        said: the status as written.
        consent: whether the person may be named to others; None when the list does not say.
        registered: when the person registered, in local time; None when the list does not say.
        headings: heading of the column of each field, for the place in findings.
        wishes: the sessions that the person wants, or that the organiser gives (``Ronde 1!``).
        unclear: cells that decide something and cannot be read as they stand.
        person: rows with the same are about one person, and with another about another; either all rows of an event
            have one or none.
        also: names in small letters with an address or the code of a municipality, by which this person may be known
            as well.
    """

    place: Place
    name: Name
    name_fault: str = ""
    function: str = ""
    office: Office | None = None
    salutation: str = ""
    organisation: str = ""
    email: str = ""
    email_fault: str = "missing"
    status: Status = Status.UNSAID
    said: str = ""
    consent: bool | None = None
    table: int | None = None
    registered: datetime | None = None
    headings: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    wishes: tuple[Wish, ...] = ()
    unclear: tuple[UnclearCell, ...] = ()
    person: int = 0
    also: tuple[tuple[str, str], ...] = ()

    def at(self, column: str) -> Place:
        """The cell of one field in this row."""
        return Place(self.place.file, self.place.line, self.headings.get(column, ""))


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who receives a pack.

    Attributes:
        number: stays the same, whatever happens to the list.
        code: that of the municipality; of a guest without one, that of the country.
        organisation: a guest's organisation, as written; empty for people of a municipality.
        salutation: as the list gives it; empty to derive it.
        wishes: the sessions that the person wants, or that the organiser gives.
    """

    number: int
    name: Name
    function: str
    office: Office
    code: str
    email: str
    consent: bool
    table: int | None
    place: Place
    organisation: str = ""
    salutation: str = ""
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person who got a number earlier; ``details`` has the other fields of the last list."""

    number: int
    email: str
    name: str
    code: str
    details: tuple[tuple[str, str], ...] = ()


_ELIDED = re.compile(r"\b([dl]['’]) (?=\w)", re.IGNORECASE)
"""A prefix apart from its word, as lists with a column of prefixes give it: ``d' Hondt``."""


def full_name(name: Name) -> str:
    """The name as one text, in spoken order; also the key by which people are recognised."""
    return " ".join(part for part in (name.first or name.initials, name.infix, name.last) if part)


def elided(text: str) -> str:
    """A name as it is written: no space behind a prefix that ends in an apostrophe, ``Carla d'Hondt``.

    For showing only: people are recognised by names as lists have them.
    """
    return _ELIDED.sub(r"\1", text)


def names_text(people: Iterable[Participant], shown: int) -> str:
    """The names of the first people in one line, with dots where there are more."""
    names = [full_name(each.name) for each in people]
    return ", ".join(names[:shown]) + (", …" if len(names) > shown else "")


def where_from(person: Participant, municipalities: Mapping[str, str]) -> str:
    """The municipality of a participant, or the organisation of a guest.

    Args:
        municipalities: code → name.
    """
    return person.organisation or ("" if person.code == COUNTRY else municipalities.get(person.code, person.code))


def surname(name: Name) -> str:
    """The surname with its prefix, as it stands behind a first name."""
    return " ".join(part for part in (name.infix, name.last) if part)


@lru_cache(maxsize=65_536)  # a name is compared many times, with rows, people and addresses
def folded(text: str) -> str:
    """The letters and digits of a text in lower case, without accents, for comparison."""
    if text.isascii():
        return text.casefold() if text.isalnum() else "".join(filter(str.isalnum, text.casefold()))
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum())


def holds_surname(email: str, name: Name) -> bool:
    """Whether an address contains the surname, or either part of a double one, with or without prefix."""
    local = folded(email.partition("@")[0])
    parts = (folded(part) for part in (name.last, *name.last.split("-")))
    return any(len(part) > 2 and part in local for part in parts)
