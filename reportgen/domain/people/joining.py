"""Which rows are about one person, in one list or several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations, groupby
from typing import TypeVar

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.participant import Name, Registration, folded, full_name, holds_surname, surname
from reportgen.domain.people.reconciliation import RegisteredPerson, folded_given_names, given_names_match, reconciled
from reportgen.domain.places.municipality import NameMatch

T = TypeVar("T")


def joined_rows(
    registrations: Iterable[Registration], naming: Callable[[str], NameMatch], known: Collection[str] = ()
) -> tuple[RegisteredPerson, ...]:
    """The people that rows are about; it does not matter in which order or list the rows stand.

    Rows are about one person when they share an address and a surname, or a whole name and a municipality, and
    the given names agree. What one row leaves out, another may fill in.

    Args:
        naming: what a written municipality stands for.
        known: addresses that were used before; among several of one person these go first.
    """
    rows = _in_order(registrations)
    groups = _Groups(rows)
    own, shared = _buckets(rows, _own_mailbox), _buckets(rows, _mailbox)
    for places in own:
        groups.join(places)
    for places in (*shared, *_buckets(rows, lambda row: _home(row, naming))):
        for together in _agreeing(rows, places):
            groups.join_agreeing(together)
    unclear = {**_adopt(groups, rows, _address_alone, _address), **_adopt(groups, rows, _name_alone, _name)}
    return tuple(
        reconciled([rows[at] for at in places], [unclear[at] for at in places if at in unclear], naming, known)
        for places in groups.all()
    )


def _in_order(registrations: Iterable[Registration]) -> list[Registration]:
    """An order of rows that does not depend on where they stand, until nothing else differs."""
    ordered: list[Registration] = []
    for _, same in groupby(sorted(registrations, key=_whose), key=_whose):
        first, *others = same
        ordered += sorted((first, *others), key=_all_of) if others else (first,)
    return ordered


def _whose(row: Registration) -> tuple[str, ...]:
    return (row.email, full_name(row.name), row.organisation)


def _all_of(row: Registration) -> tuple[str, ...]:
    return (repr(replace(row, place=Place())), row.place.file, f"{row.place.line:09d}")


MANY = 30
"""Given names with one surname at one place, beyond which only those are joined that are written the same."""


class _Groups:
    """Which rows belong together; each belongs to one group, its own to begin with."""

    def __init__(self, rows: Sequence[Registration]) -> None:
        self._above = list(range(len(rows)))
        self._names = [{folded_given_names(row.name): row.name} for row in rows]

    def of(self, place: int) -> int:
        """The group of a row, by the first row in it."""
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, places: Sequence[int]) -> None:
        """Makes the groups of rows one."""
        for place in places[1:]:
            first, second = sorted((self.of(places[0]), self.of(place)))
            if first != second:
                self._above[second] = first
                self._names[first] |= self._names[second]

    def join_agreeing(self, places: Sequence[int]) -> None:
        """Makes the groups of rows one, except where that would bring names together that do not agree."""
        for place in places[1:]:
            if all(self.agrees(places[0], name) for name in self._names[self.of(place)].values()):
                self.join([places[0], place])

    def agrees(self, place: int, name: Name) -> bool:
        """Whether a name agrees with all in the group of a row."""
        theirs = self._names[self.of(place)]
        return folded_given_names(name) in theirs or (
            len(theirs) <= MANY and all(given_names_match(each, name) for each in theirs.values())
        )

    def all(self) -> Iterable[list[int]]:
        """The groups, each with the places of its rows."""
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._above)):
            found[self.of(place)].append(place)
        return found.values()


def _buckets(rows: Sequence[Registration], key_of: Callable[[Registration], Hashable]) -> Iterable[list[int]]:
    """The places of rows with one key; rows without a key are in none."""
    buckets: dict[Hashable, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if key := key_of(row):
            buckets[key].append(place)
    return buckets.values()


def _agreeing(rows: Sequence[Registration], places: Sequence[int]) -> Iterable[list[int]]:
    """Rows parted by given name; one that agrees with two that do not agree with each other stays alone."""
    by_given: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in places:
        by_given[folded_given_names(rows[place].name)].append(place)
    yield from by_given.values()
    if not 1 < len(by_given) <= MANY:
        return
    names = [rows[each[0]].name for each in by_given.values()]
    firsts = [each[0] for each in by_given.values()]
    friends = [[other for other in range(len(names)) if given_names_match(name, names[other])] for name in names]
    clear = [all(given_names_match(names[a], names[b]) for a, b in combinations(theirs, 2)) for theirs in friends]
    for at, theirs in enumerate(friends):
        yield from ([firsts[at], firsts[other]] for other in theirs if other > at and clear[at] and clear[other])


def _mailbox(row: Registration) -> Hashable:
    last = folded(row.name.last)
    return (row.email, last) if last and row.email and not row.email_fault else None


def _own_mailbox(row: Registration) -> Hashable:
    """An address with the surname in it is one person's, whatever is written for the given name."""
    return _mailbox(row) if holds_surname(row.email, row.name) else None


def _home(row: Registration, naming: Callable[[str], NameMatch]) -> Hashable:
    """Surname and municipality, or what is written for it; not without a given name, unless nothing else tells."""
    last = folded(surname(row.name))
    if not last or not row.organisation or not (any(folded_given_names(row.name)) or not row.email):
        return None
    return (last, naming(row.organisation).code or folded(row.organisation))


def _address(row: Registration) -> str:
    return "" if row.email_fault else row.email


def _address_alone(row: Registration) -> str:
    """The address of a row without a surname, by which it can be joined."""
    return "" if row.name.last else _address(row)


def _name(row: Registration) -> str:
    return folded(surname(row.name))


def _name_alone(row: Registration) -> str:
    """The surname of a row that says neither address nor municipality, by which alone it can be joined."""
    return "" if row.email or row.organisation else _name(row)


def _adopt(
    groups: _Groups,
    rows: Sequence[Registration],
    sought: Callable[[Registration], str],
    found_by: Callable[[Registration], str],
) -> dict[int, Finding]:
    """Joins rows that say too little to the one person they can be about; of several none is chosen."""
    seekers = {place: key for place, row in enumerate(rows) if (key := sought(row))}
    owners: dict[str, dict[int, None]] = defaultdict(dict)
    for place, row in enumerate(rows) if seekers else ():
        if place not in seekers:
            owners[found_by(row)][groups.of(place)] = None
    unclear = {}
    for place, key in seekers.items():
        row, candidates = rows[place], owners.get(key, {})
        fitting = [each for each in candidates if groups.agrees(each, row.name)] if len(candidates) <= MANY else []
        if len(fitting) == 1:
            groups.join([fitting[0], place])
        elif count := len(fitting or (candidates if len(candidates) > MANY else ())):
            facts = {"name": full_name(row.name) or row.email, "count": count}
            unclear[place] = finding("join-ambiguous", Severity.REFUSED, row.place, **facts)
    return unclear
