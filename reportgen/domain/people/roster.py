"""How a list differs from the last one: who is new, who changed, who is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reportgen.domain.people.participant import Enrolled, Participant, full_name

MIN_LIST_SIZE = 4
"""People from which on a list that loses more than half of them is taken for a broken one."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing a list says of someone that it did not say before; ``field`` names it."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangedParticipant:
    """Someone of whom the list says something else than the last one."""

    participant: Participant
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A list beside the last one; ``last`` is how many people that had."""

    last: int
    new: tuple[Participant, ...]
    changed: tuple[ChangedParticipant, ...]
    gone: tuple[Enrolled, ...]

    @property
    def shrunk(self) -> bool:
        """Whether so many people are gone that the list is probably broken."""
        return lost_too_many(len(self.gone), self.last)


def roster_of(participants: Iterable[Participant], enrolled: Iterable[Enrolled], last: Collection[int]) -> Roster:
    """The people of a list beside those of the last one.

    Args:
        enrolled: everyone who ever got a number, as last registered.
        last: the numbers of the last list.
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


def lost_too_many(gone: int, had: int) -> bool:
    """Whether more than half of the people are gone, of more than a handful."""
    return 2 * gone > had >= MIN_LIST_SIZE


def as_enrolled(person: Participant) -> Enrolled:
    """What is kept of someone until the next list."""
    details = (
        ("initials", person.name.initials),
        ("function", person.function),
        ("salutation", person.salutation),
        ("organisation", person.organisation),
        ("consent", "ja" if person.consent else "nee"),
        ("table", str(person.table or "")),
    )
    return Enrolled(person.number, person.email, full_name(person.name), person.code, details)


def _changes(old: Enrolled, new: Enrolled) -> tuple[FieldChange, ...]:
    was = {"name": old.name, "email": old.email, "code": old.code, **dict(old.details)}
    now = {"name": new.name, "email": new.email, "code": new.code, **dict(new.details)}
    return tuple(
        FieldChange(field, was[field], now[field]) for field in now if field in was and was[field] != now[field]
    )
