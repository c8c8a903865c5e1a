"""Compares a list with the previous one: who is new, changed or gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reportgen.domain.people.participant import Enrolled, Participant, full_name
from reportgen.domain.programme.wish import wishes_text

MIN_LIST_SIZE = 4
"""Smallest list of which it is noticed that more than half of the people are gone."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a participant that changed since the previous list."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangedParticipant:
    """A participant with the fields that changed since the previous list."""

    participant: Participant
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A list compared with the previous one; ``last`` is the number of people on that."""

    last: int
    new: tuple[Participant, ...]
    changed: tuple[ChangedParticipant, ...]
    gone: tuple[Enrolled, ...]

    @property
    def shrunk(self) -> bool:
        """Whether so many people are gone that the list is probably incomplete."""
        return lost_too_many(len(self.gone), self.last)


def roster_of(participants: Iterable[Participant], enrolled: Iterable[Enrolled], last: Collection[int]) -> Roster:
    """Compares the people of a list with those of the previous one.

    Args:
        enrolled: everyone who ever got a number, as last registered.
        last: the numbers on the previous list.
    """
    before = {each.number: each for each in enrolled if each.number in last}
    people = {each.number: each for each in participants}
    changed = (
        ChangedParticipant(person, changes)
        for number, person in people.items()
        if number in before and (changes := _changes(before[number], as_enrolled(person)))
    )
    return Roster(
        len(before),
        tuple(person for number, person in people.items() if number not in before),
        tuple(changed),
        tuple(each for number, each in before.items() if number not in people),
    )


def lost_too_many(gone: int, before: int) -> bool:
    """Whether more than half of the people are gone, of at least ``MIN_LIST_SIZE``."""
    return 2 * gone > before >= MIN_LIST_SIZE


def as_enrolled(person: Participant) -> Enrolled:
    """What is stored of a participant to compare the next list with."""
    details = (
        ("initials", person.name.initials),
        ("function", person.function),
        ("salutation", person.salutation),
        ("organisation", person.organisation),
        ("consent", "ja" if person.consent else "nee"),
        ("table", str(person.table or "")),
        *((("wishes", wishes_text(person.wishes)),) if person.wishes else ()),
    )
    return Enrolled(person.number, person.email, full_name(person.name), person.code, details)


def _changes(old: Enrolled, new: Enrolled) -> tuple[FieldChange, ...]:
    was = {"wishes": "", "name": old.name, "email": old.email, "code": old.code, **dict(old.details)}
    now = {"wishes": "", "name": new.name, "email": new.email, "code": new.code, **dict(new.details)}
    return tuple(
        FieldChange(field, was[field], now[field]) for field in now if field in was and was[field] != now[field]
    )
