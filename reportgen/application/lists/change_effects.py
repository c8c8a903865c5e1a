"""What follows from a change beside the list: who comes, comes no more, or gets something else, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from reportgen.application.lists.listed_people import ListedPeople, ListedPerson
from reportgen.domain.delivery.states import Delivery, LetterKind, State
from reportgen.domain.people.participant import Status


class Effect(StrEnum):
    """What becomes of a person."""

    COMES = "comes"  # gets a pack, and did not before
    CANCELLED = "cancelled"
    LEFT_OUT = "left-out"  # gets nothing until somebody mends what is wrong
    GONE = "gone"  # is in no list any more
    CHANGED = "changed"
    ADDRESS = "address"  # only the address is another


class HasLetter(StrEnum):
    """What somebody has of us."""

    NONE = "none"
    WAITING = "waiting"  # it is made, and has not left
    SENT = "sent"  # it left, or may have


@dataclass(frozen=True, slots=True)
class PersonEffect:
    """What becomes of one person."""

    person: ListedPerson
    effect: Effect


def effects_of(before: ListedPeople, after: ListedPeople) -> tuple[PersonEffect, ...]:
    """Everyone who is not as they were, in the order of the lists."""
    return tuple(dict.fromkeys(_effects(before, after)))


def _effects(before: ListedPeople, after: ListedPeople) -> Iterator[PersonEffect]:
    for line in dict.fromkeys((*before.by_line, *after.by_line)):
        was, now = (people.people.get(people.by_line.get(line, "")) for people in (before, after))
        if was and (now is None or (was.number and now.number not in (0, was.number))):
            yield PersonEffect(was, Effect.GONE)
        elif now and (was is None or not was.takes_part or (was.number and not now.number)):
            if now.takes_part:
                yield PersonEffect(now, Effect.COMES)
        elif was and now and was.takes_part and not now.takes_part:
            yield PersonEffect(now, Effect.CANCELLED if now.row.status is Status.CANCELLED else Effect.LEFT_OUT)
        elif was and now and (differs := _differing(was, now)):
            yield PersonEffect(now, Effect.ADDRESS if differs == {"email"} else Effect.CHANGED)


def _differing(was: ListedPerson, now: ListedPerson) -> set[str]:
    """The fields that differ; where the row says the same, as for nearly everyone, its fields are not looked at."""
    if replace(was.row, person=now.row.person, also=now.row.also) == now.row:
        return set()
    before, after = was.fields, now.fields
    return {name for name in before if before[name] != after[name]}


def letter_of(number: int, deliveries: Iterable[Delivery]) -> HasLetter:
    """What a participant has of us, by the letters with packs; one that a mail server refused is nothing."""
    theirs = [each for each in deliveries if each.participant == number and each.kind is LetterKind.PACK]
    states = {each.state for each in theirs if each.state not in (State.WITHDRAWN, State.REFUSED)}
    if states - {State.PLANNED, State.PRINTED, State.RELEASED, State.DEFERRED, State.HELD}:
        return HasLetter.SENT
    return HasLetter.WAITING if states else HasLetter.NONE
