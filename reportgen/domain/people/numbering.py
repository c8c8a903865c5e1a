"""Numbers of participants, which stay the same from list to list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from reportgen.domain.people.participant import Enrolled, Name, Participant, folded, full_name

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PersonKey:
    """What somebody on a list is recognised by; a municipality or address that the list does not say is empty.

    Attributes:
        also: names in small letters with an address or the code of a municipality, by which they may be known as well.
    """

    name: Name
    code: str
    email: str
    also: tuple[tuple[str, str], ...] = ()


def numbered(
    people: Sequence[Participant],
    enrolled: Sequence[Enrolled],
    absent: Sequence[PersonKey] = (),
    also: Sequence[tuple[tuple[str, str], ...]] = (),
) -> tuple[Participant, ...]:
    """The people with their numbers: recognised by name with address or municipality, else by address alone.

    The name goes before the address, because the address of a department passes from one person to the next; and an
    address identifies nobody as long as several people may be meant.

    Args:
        people: everyone who takes part.
        enrolled: everyone who has a number already.
        absent: people on a list who do not take part, and keep their numbers from others at their address.
        also: by what else each of the people may be known, as in ``PersonKey``.
    """
    known_by = also or [()] * len(people)
    keys = [PersonKey(each.name, each.code, each.email, more) for each, more in zip(people, known_by, strict=True)]
    numbers = _recognised(keys, enrolled)
    taken = {*numbers.values(), *_recognised(absent, enrolled).values()}
    waiting = _unique((people[place].email, place) for place in range(len(people)) if place not in numbers)
    free = _unique((each.email, each.number) for each in enrolled if each.number not in taken)
    numbers |= {place: free[email] for email, place in waiting.items() if email in free}
    newcomers = sorted(
        (place for place in range(len(people)) if place not in numbers), key=lambda at: _order(people[at])
    )
    following = max((each.number for each in enrolled), default=0) + 1
    numbers |= {place: number for number, place in enumerate(newcomers, following)}
    numbered = (replace(each, number=numbers[place]) for place, each in enumerate(people))
    return tuple(sorted(numbered, key=lambda each: each.number))


def numbers_of_absent(people: Sequence[PersonKey], enrolled: Sequence[Enrolled]) -> dict[int, int]:
    """The numbers of people on a list who do not take part, by their position; who never had a number has none.

    They are recognised by name with address or municipality, else by their surname at an address; and by name alone
    where the list says neither.

    Args:
        enrolled: who have a number and do not take part by another row.
    """
    numbers = _recognised(people, enrolled)
    taken = set(numbers.values())
    left = [each for each in enrolled if each.number not in taken]
    by_email = _unique((each.email, each) for each in left)
    by_name = _unique((folded(each.name), each) for each in left)
    for place, each in enumerate(people):
        if place in numbers:
            continue
        at_address = by_email.get(each.email) if each.email else None
        if at_address and not folded(at_address.name).endswith(folded(each.name.last)):
            at_address = None
        named = by_name.get(folded(full_name(each.name))) if not (each.email or each.code) else None
        found = at_address or named
        if found and found.number not in taken:
            numbers[place] = found.number
            taken.add(found.number)
    return numbers


def _recognised(people: Sequence[PersonKey], enrolled: Iterable[Enrolled]) -> dict[int, int]:
    """The numbers of people recognised by name with address, else by name with municipality; by their position."""
    by_name = {(each.name.casefold(), where): each.number for each in enrolled for where in (each.code, each.email)}
    names = [full_name(each.name).casefold() for each in people]
    numbers: dict[int, int] = {}
    taken: set[int] = set()

    def recognise(keys: Iterable[tuple[int, tuple[str, str]]]) -> None:
        for place, (name, where) in keys:
            number = by_name.get((name, where)) if where else None
            if number is not None and place not in numbers and number not in taken:
                numbers[place] = number
                taken.add(number)

    also = [(place, key) for place, each in enumerate(people) for key in each.also]
    recognise((place, (names[place], each.email)) for place, each in enumerate(people))
    recognise((place, key) for place, key in also if "@" in key[1])
    recognise((place, (names[place], each.code)) for place, each in enumerate(people))
    recognise((place, key) for place, key in also if "@" not in key[1])
    return numbers


def _unique(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The pairs whose key is in no other pair."""
    found = list(pairs)
    counts = Counter(key for key, _ in found)
    return {key: value for key, value in found if counts[key] == 1}


def _order(person: Participant) -> tuple[str, ...]:
    name = person.name
    return (
        name.last.casefold(),
        name.first.casefold(),
        name.initials.casefold(),
        person.email,
        repr(name),
        person.code,
    )
