"""Numbers of participants, which stay the same from list to list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportgen.domain.people.participant import Enrolled, Participant, full_name


def numbered(people: Sequence[Participant], enrolled: Sequence[Enrolled]) -> tuple[Participant, ...]:
    """The people with their numbers: recognised by name with address or municipality, else by address alone.

    The name goes before the address, because the address of a department passes from one person to the next; and an
    address identifies nobody as long as several people may be meant.
    """
    by_name = {(each.name.casefold(), where): each.number for each in enrolled for where in (each.code, each.email)}
    names = [full_name(each.name).casefold() for each in people]
    numbers: dict[int, int] = {}
    taken: set[int] = set()

    def claim(place: int, number: int | None) -> None:
        if number is not None and place not in numbers and number not in taken:
            numbers[place] = number
            taken.add(number)

    for place, each in enumerate(people):
        claim(place, by_name.get((names[place], each.email)))
    for place, each in enumerate(people):
        claim(place, by_name.get((names[place], each.code)))
    waiting = _unique((people[place].email, place) for place in range(len(people)) if place not in numbers)
    free = _unique((each.email, each.number) for each in enrolled if each.number not in taken)
    for email, place in waiting.items():
        claim(place, free.get(email))
    newcomers = sorted(
        (place for place in range(len(people)) if place not in numbers), key=lambda at: _order(people[at])
    )
    following = max((each.number for each in enrolled), default=0) + 1
    numbers |= {place: number for number, place in enumerate(newcomers, following)}
    numbered = (replace(each, number=numbers[place]) for place, each in enumerate(people))
    return tuple(sorted(numbered, key=lambda each: each.number))


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
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
