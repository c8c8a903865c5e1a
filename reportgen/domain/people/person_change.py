"""Changes to people of a list that organisers made beside it: what changed, of whom, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reportgen.domain.people.participant import Name, Registration, Status, folded, full_name
from reportgen.domain.programme.wish import wishes_in, wishes_said, wishes_text

NAME_PARTS = ("initials", "first", "infix", "last")
FIELDS = (*NAME_PARTS, "function", "organisation", "email", "salutation", "consent", "status", "wishes")
"""What can be changed of a person, by the names that columns of lists have."""

COMING, CANCELLED = "aangemeld", "afgemeld"
YES, NO = "ja", "nee"
UNREADABLE = " (niet te lezen)"
"""What stands behind a cell that cannot be read as it is."""


class ChangeKind(StrEnum):
    """What an organiser did; the values are those in the file."""

    FIELDS = "velden"  # a person has other fields than the list says
    ADDED = "toegevoegd"  # a person who is in no list
    APART = "twee mensen"  # rows that are taken for one person are about two
    SAME = "dezelfde"  # two people are one
    RIGHT = "klopt"  # a finding is right as it is, and asks no more


class Closing(StrEnum):
    """Why a change counts no more."""

    UNDONE = "teruggedraaid"
    DONE = "in de lijst"  # the list says itself what was changed


@dataclass(frozen=True, slots=True)
class ListedAs:
    """A person as a list has them, by which they are found again; an address or municipality may be empty."""

    name: Name
    organisation: str = ""
    email: str = ""

    @property
    def shown(self) -> str:
        """The name, or the address where there is none."""
        return full_name(self.name) or self.email

    def after(self, becomes: Mapping[str, str]) -> ListedAs:
        """The same person with other fields."""
        parts = (becomes.get(part, getattr(self.name, part)) for part in NAME_PARTS)
        organisation, email = becomes.get("organisation", self.organisation), becomes.get("email", self.email)
        return ListedAs(Name(*parts), organisation, email)

    def is_row(self, row: Registration) -> bool:
        """Whether a row is this one, and not another about the same person."""
        return (full_name(self.name).casefold(), self.email, folded(self.organisation)) == (
            full_name(row.name).casefold(),
            row.email,
            folded(row.organisation),
        )


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One change that an organiser made.

    Attributes:
        id: from 1, in the order in which they were made.
        subject: whom it is about: the ``id`` of the first change about the same person.
        person: as the list had them.
        number: of the participant at that moment; 0 where they had none.
        alone: nobody else in the list had the same name and municipality.
        was: the fields as the list had them.
        becomes: the fields as they are to be.
        other: the other row or person, where two are kept apart or joined.
        code, facts: of the finding that is right.
        settled: the fields that the list says itself since.
        closing: why it counts no more; None while it does.
    """

    id: int
    subject: int
    kind: ChangeKind
    person: ListedAs
    who: str
    at: datetime
    why: str
    number: int = 0
    alone: bool = True
    was: Mapping[str, str] = field(default_factory=dict)
    becomes: Mapping[str, str] = field(default_factory=dict)
    other: ListedAs | None = None
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    settled: tuple[str, ...] = ()
    closing: Closing | None = None
    closed_by: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it counts."""
        return self.closing is None

    @property
    def fields(self) -> dict[str, str]:
        """The fields that it still gives."""
        return {name: text for name, text in self.becomes.items() if name not in self.settled}


def listed_as(row: Registration) -> ListedAs:
    """What a person in a row is found again by."""
    return ListedAs(row.name, row.organisation, row.email)


def listed_text(row: Registration, name: str) -> str:
    """A field of a row as text; what cannot be read as it stands says so, and so equals nothing that is typed.

    Args:
        name: one of FIELDS.
    """
    match name:
        case "consent":
            text = YES if row.consent else NO
        case "status":
            text = {Status.CANCELLED: CANCELLED, Status.UNCLEAR: row.said}.get(row.status, COMING)
        case "wishes":
            text = wishes_text(row.wishes)
        case _ if name in NAME_PARTS:
            text = str(getattr(row.name, name))
        case _:
            text = str(getattr(row, name))
    return text + UNREADABLE if _is_unreadable(row, name) else text


def said_text(name: str, text: str) -> str:
    """A field as people read it.

    Args:
        name: one of FIELDS.
        text: as ``listed_text`` gives it.
    """
    if name != "wishes":
        return text
    try:
        return wishes_said(wishes_in(text))
    except ValueError:
        return text


def headings_of(row: Registration, names: Iterable[str]) -> set[str]:
    """The headings of the columns that fields come from; any part of a name may come from the whole name."""
    wanted = [*names]
    if {*wanted} & {*NAME_PARTS}:
        wanted += [*NAME_PARTS, "full"]
    return {row.headings[name] for name in wanted if row.headings.get(name)}


def _is_unreadable(row: Registration, name: str) -> bool:
    if name in NAME_PARTS and row.name_fault:
        return True
    if name == "status" and any(each.doubt.why == "struck" for each in row.unclear):
        return True
    headings = headings_of(row, [name])
    return any(each.place.column in headings for each in row.unclear)
