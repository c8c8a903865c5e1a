"""Deduplication: rows about the same person, in one list or several, are found and joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations, groupby
from typing import TypeVar

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.merging import RegisteredPerson, folded_given_names, given_names_match, merged
from reportgen.domain.people.participant import Name, Registration, folded, full_name, holds_surname, surname
from reportgen.domain.places.municipality import NameMatch

T = TypeVar("T")


def joined_rows(
    registrations: Iterable[Registration], naming: Callable[[str], NameMatch], known: Collection[str] = ()
) -> tuple[RegisteredPerson, ...]:
    """The people that rows are about; the order of rows and lists does not matter.

    Rows are joined when they share an address and a surname, or a full name and a municipality, and their given
    names match. What one row leaves out, another may fill in. Where rows say themselves which person they are about,
    that decides.

    Args:
        naming: finds the municipality that a written name stands for.
        known: addresses that were used before; among several addresses of one person these are preferred.
    """
    rows = _in_order(registrations)
    groups = _Groups(rows)
    for places in _buckets(rows, lambda row: row.person):
        groups.join(places)
    if not all(row.person for row in rows):  # else there is nothing left to find out
        _join_found(groups, rows, naming)
    unclear = {
        **_join_incomplete(groups, rows, _address_alone, _address),
        **_join_incomplete(groups, rows, _name_alone, _name),
    }
    return tuple(
        merged([rows[at] for at in places], [unclear[at] for at in places if at in unclear], naming, known)
        for places in groups.all()
    )


def _join_found(groups: _Groups, rows: Sequence[Registration], naming: Callable[[str], NameMatch]) -> None:
    """Joins the rows that share an address and a surname, or a full name and a municipality."""
    own, shared = _buckets(rows, _own_mailbox), _buckets(rows, _mailbox)
    for places in own:
        groups.join(places)
    for places in (*shared, *_buckets(rows, lambda row: _name_and_municipality(row, naming))):
        for together in _matching_groups(rows, places):
            groups.join_matching(together)


def _in_order(registrations: Iterable[Registration]) -> list[Registration]:
    """The rows in an order that depends on their place in the lists only where nothing else differs."""
    ordered: list[Registration] = []
    for _, same in groupby(sorted(registrations, key=_whose), key=_whose):
        first, *others = same
        ordered += sorted((first, *others), key=_all_of) if others else (first,)
    return ordered


def _whose(row: Registration) -> tuple[str, ...]:
    return (row.email, full_name(row.name), row.organisation)


def _all_of(row: Registration) -> tuple[str, ...]:
    return (repr(replace(row, place=Place())), row.place.file, f"{row.place.line:09d}")


MAX_GIVEN_NAMES = 30
"""Given names with one surname at one place beyond which only those that are written the same are joined."""


class _Groups:
    """Disjoint sets of rows (union-find); each row begins in a set of its own."""

    def __init__(self, rows: Sequence[Registration]) -> None:
        self._above = list(range(len(rows)))
        self._names = [{folded_given_names(row.name): row.name} for row in rows]
        self._persons = [row.person for row in rows]

    def of(self, place: int) -> int:
        """The group of a row, identified by the first row in it."""
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, places: Sequence[int]) -> None:
        """Merges the groups of rows, except those that say themselves that they are about others."""
        for place in places[1:]:
            first, second = sorted((self.of(places[0]), self.of(place)))
            if first != second and self._persons[first] == self._persons[second]:
                self._above[second] = first
                self._names[first] |= self._names[second]

    def join_matching(self, places: Sequence[int]) -> None:
        """Merges the groups of rows, except where given names would not match."""
        for place in places[1:]:
            if all(self.agrees(places[0], name) for name in self._names[self.of(place)].values()):
                self.join([places[0], place])

    def agrees(self, place: int, name: Name) -> bool:
        """Whether a name matches all names in the group of a row."""
        theirs = self._names[self.of(place)]
        return folded_given_names(name) in theirs or (
            len(theirs) <= MAX_GIVEN_NAMES and all(given_names_match(each, name) for each in theirs.values())
        )

    def all(self) -> Iterable[list[int]]:
        """The groups, each with the positions of its rows."""
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._above)):
            found[self.of(place)].append(place)
        return found.values()


def _buckets(rows: Sequence[Registration], key_of: Callable[[Registration], Hashable]) -> Iterable[list[int]]:
    """Positions of the rows with the same key; rows without a key are left out."""
    buckets: dict[Hashable, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if key := key_of(row):
            buckets[key].append(place)
    return buckets.values()


def _matching_groups(rows: Sequence[Registration], places: Sequence[int]) -> Iterable[list[int]]:
    """Rows grouped by given name; one that matches two which do not match each other stays alone."""
    by_given: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in places:
        by_given[folded_given_names(rows[place].name)].append(place)
    yield from by_given.values()
    if not 1 < len(by_given) <= MAX_GIVEN_NAMES:
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
    """Address and surname where the address contains the surname, and so is one person's whatever the given name."""
    return _mailbox(row) if holds_surname(row.email, row.name) else None


def _name_and_municipality(row: Registration, naming: Callable[[str], NameMatch]) -> Hashable:
    """Surname and municipality, as found or as written; only with a given name, unless there is no address."""
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


def _join_incomplete(
    groups: _Groups,
    rows: Sequence[Registration],
    sought: Callable[[Registration], str],
    found_by: Callable[[Registration], str],
) -> dict[int, Finding]:
    """Joins rows with too little in them to the one person they can be about; of several none is chosen."""
    said = Counter(row.person for row in rows if row.person)
    seekers = {place: key for place, row in enumerate(rows) if said[row.person] < 2 and (key := sought(row))}
    owners: dict[str, dict[int, None]] = defaultdict(dict)
    for place, row in enumerate(rows) if seekers else ():
        if place not in seekers:
            owners[found_by(row)][groups.of(place)] = None
    unclear = {}
    for place, key in seekers.items():
        row, candidates = rows[place], owners.get(key, {})
        fitting = (
            [each for each in candidates if groups.agrees(each, row.name)] if len(candidates) <= MAX_GIVEN_NAMES else []
        )
        if len(fitting) == 1:
            groups.join([fitting[0], place])
        elif count := len(fitting or (candidates if len(candidates) > MAX_GIVEN_NAMES else ())):
            facts = {"name": full_name(row.name) or row.email, "count": count}
            unclear[place] = finding("join-ambiguous", Severity.REFUSED, row.place, **facts)
    return unclear
