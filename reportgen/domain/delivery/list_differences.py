"""What a letter was made for beside what the newest list and event.toml say: where they differ, the letter is held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from reportgen.domain.finding import Place
from reportgen.domain.people.enrolment import Absentee
from reportgen.domain.people.participant import Participant, full_name
from reportgen.domain.people.same_person import may_be_same_person
from reportgen.domain.programme.day_differences import DayDifference
from reportgen.domain.programme.event_changes import EventChange
from reportgen.domain.programme.told_day import sends_astray


class HoldReason(StrEnum):
    """Why a letter is held; the values stand in its history."""

    GONE = "gone"  # the list does not have them
    CANCELLED = "cancelled"
    RETURNED = "returned"  # the letter says that they do not take part, and they do
    LEFT_OUT = "left-out"  # their row waits until a person mends it
    NAME = "name"  # somebody else is registered under this number
    ADDRESS = "address"
    MUNICIPALITY = "municipality"
    EVENT = "event"  # the meeting is at another moment or place
    PACK = "pack"  # there is a newer pack than the one in the letter of a message
    MEETING = "meeting"  # a message says that the meeting does not take place
    SESSION = "session"  # one's session of a round is at another moment or place, is another one, or is none


@dataclass(frozen=True, slots=True)
class LetterDifference:
    """One thing in which a letter differs from the newest list, or from event.toml.

    Attributes:
        old, new: what the letter says, and what they say now; ``old`` is the name of who does not take part any more.
        field: of the event.
        place: of the row that says so.
        day: what is different in a session of the reader's own.
    """

    reason: HoldReason
    old: str = ""
    new: str = ""
    field: str = ""
    place: Place = Place()
    day: DayDifference | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter was made for.

    Attributes:
        name: as in the letter; empty where it is not known.
        code: of the municipality.
    """

    name: str
    recipient: str
    code: str


def people_differences(
    addressee: Addressee, person: Participant | None, absentee: Absentee | None
) -> tuple[LetterDifference, ...]:
    """How the newest list differs from what a letter was made for.

    Args:
        person: who takes part under the number of the letter, if anybody.
        absentee: who is on the list under that number and does not take part, if anybody.
    """
    if person is None:
        if absentee is None:
            return (LetterDifference(HoldReason.GONE),)
        place = absentee.findings[0].place if absentee.findings else absentee.row.at("status")
        reason = HoldReason.CANCELLED if absentee.cancelled else HoldReason.LEFT_OUT
        return (LetterDifference(reason, place=place),)
    same = {
        HoldReason.NAME: may_be_same_person(addressee.name, person.name),
        HoldReason.ADDRESS: addressee.recipient.casefold() == person.email.casefold(),
        HoldReason.MUNICIPALITY: addressee.code == person.code,
    }
    values = {
        HoldReason.NAME: (addressee.name, full_name(person.name)),
        HoldReason.ADDRESS: (addressee.recipient, person.email),
        HoldReason.MUNICIPALITY: (addressee.code, person.code),
    }
    return tuple(
        LetterDifference(reason, *values[reason], place=person.place) for reason, agrees in same.items() if not agrees
    )


def cancellation_differences(person: Participant | None, absentee: Absentee | None) -> tuple[LetterDifference, ...]:
    """How the newest list differs from what a letter of cancellation says: that somebody does not take part.

    Args:
        person, absentee: as for ``people_differences``.
    """
    if person is not None:
        return (LetterDifference(HoldReason.RETURNED, place=person.place),)
    if absentee is not None and not absentee.cancelled:
        place = absentee.findings[0].place if absentee.findings else absentee.row.place
        return (LetterDifference(HoldReason.LEFT_OUT, place=place),)
    return ()


def event_differences(changes: Sequence[EventChange]) -> tuple[LetterDifference, ...]:
    """The differences that changes of an event make."""
    return tuple(LetterDifference(HoldReason.EVENT, each.old, each.new, each.field) for each in changes)


def session_differences(changes: Iterable[DayDifference]) -> tuple[LetterDifference, ...]:
    """The differences that changes of somebody's own day make: those that send them to the wrong session."""
    return tuple(
        LetterDifference(HoldReason.SESSION, each.old, each.new, f"{each.round} {each.change} {each.part}", day=each)
        for each in changes
        if sends_astray(each)
    )


def hold_note(differences: Sequence[LetterDifference]) -> str:
    """The note of a held letter for its history: why, and a digest of what differs; it names nobody.

    Who agrees to send the letter anyway agrees to these differences, and not to later ones.
    """
    reasons = ", ".join(dict.fromkeys(each.reason for each in differences))
    content = "\n".join(f"{each.reason}\t{each.field}\t{each.old}\t{each.new}" for each in differences)
    return f"{reasons} ({sha256(content.encode()).hexdigest()[:8]})"
