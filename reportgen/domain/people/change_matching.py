"""Finds the person of a list that changes beside it are about, by the same rules as enrolment, or nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.domain.people.merging import RegisteredPerson, given_names_match
from reportgen.domain.people.participant import Name, Registration, folded, full_name, surname
from reportgen.domain.people.person_change import ChangeKind, ListedAs, PersonChange
from reportgen.domain.people.same_person import may_be_same_person
from reportgen.domain.places.municipality import NameMatch


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whom changes are about, with all of these, also those that count no more.

    Attributes:
        known: as lists had them, and as they became by what an organiser said.
    """

    id: int
    changes: tuple[PersonChange, ...]
    known: tuple[ListedAs, ...]

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name they had or have."""
        return tuple(dict.fromkeys(each.name for each in self.known))

    @property
    def emails(self) -> tuple[str, ...]:
        """Every address they had or have."""
        return tuple(dict.fromkeys(each.email for each in self.known if each.email))

    @property
    def is_added(self) -> bool:
        """Whether they were in no list."""
        return any(each.kind is ChangeKind.ADDED for each in self.changes)


def subjects_of(changes: Iterable[PersonChange]) -> tuple[Subject, ...]:
    """The people whom changes are about, in the order of their first one."""
    by_subject: dict[int, list[PersonChange]] = defaultdict(list)
    for each in changes:
        if each.kind is not ChangeKind.RIGHT:
            by_subject[each.subject].append(each)
    return tuple(Subject(id, tuple(theirs), tuple(_known(theirs))) for id, theirs in sorted(by_subject.items()))


def _known(changes: Sequence[PersonChange]) -> Iterator[ListedAs]:
    seen: dict[ListedAs, None] = {}
    for each in changes:
        seen[each.person] = None
    became: dict[str, str] = {}
    for each in changes:
        became |= each.becomes
        for person in [*seen]:
            seen |= {person.after(each.becomes): None, person.after(became): None}
    yield from seen


class PeopleFinder:
    """Finds people among those of the newest lists."""

    def __init__(self, people: Sequence[RegisteredPerson], naming: Callable[[str], NameMatch]) -> None:
        """Takes the people that the rows of the lists are about."""
        self._people, self._naming = people, naming
        self._by_mailbox: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
        self._by_place: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
        self._by_email: dict[str, dict[int, None]] = defaultdict(dict)
        self._by_surname: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)
        self._by_name_alone: dict[str, dict[int, None]] = defaultdict(dict)
        for at, person in enumerate(people):
            for row in dict.fromkeys((person.row, *person.rows)):
                self._add(at, row)

    def _add(self, at: int, row: Registration) -> None:
        name, place = full_name(row.name).casefold(), self.place_of(row.organisation)
        if row.email:
            self._by_email[row.email][at] = None
            self._by_mailbox[name, row.email][at] = None
        if place:
            self._by_place[name, place][at] = None
            self._by_surname[folded(surname(row.name)), place][at] = None
        if name and not place and not row.email:
            self._by_name_alone[name][at] = None

    def place_of(self, organisation: str) -> str:
        """The code of a municipality, or the organisation as written; empty where there is none."""
        return (self._naming(organisation).code or folded(organisation)) if organisation else ""

    def found(self, subject: Subject) -> tuple[int, ...]:
        """The positions of whom it may be: one is certain, of several nobody knows which, and none is not there."""
        tiers = (self._at_mailbox, self._at_place, self._without_address, self._nameless, self._spelled_otherwise)
        for tier in (*tiers, self._bare):
            if found := tuple(dict.fromkeys(tier(subject))):
                return found
        like = tuple(dict.fromkeys(self._like_added(subject))) if subject.is_added else ()
        return like if len(like) == 1 else ()

    def _at_mailbox(self, subject: Subject) -> Iterator[int]:
        """Name and address are those they had or have."""
        for name in subject.names:
            for email in subject.emails if full_name(name) else ():
                yield from self._by_mailbox.get((full_name(name).casefold(), email), ())

    def _at_place(self, subject: Subject) -> Iterator[int]:
        """Name and municipality are those that the list had, and of nobody else."""
        for change in subject.changes:
            place = self.place_of(change.person.organisation)
            if change.alone and full_name(change.person.name) and place:
                yield from self._by_place.get((full_name(change.person.name).casefold(), place), ())

    def _without_address(self, subject: Subject) -> Iterator[int]:
        """Name and municipality are those they had or have, and the list has no address that would say otherwise."""
        for each in subject.known:
            place = self.place_of(each.organisation)
            for at in self._by_place.get((full_name(each.name).casefold(), place), ()) if place else ():
                if self._people[at].row.email_fault and full_name(each.name):
                    yield at

    def _nameless(self, subject: Subject) -> Iterator[int]:
        """The address of somebody without a surname is theirs."""
        for email in subject.emails:
            for at in self._by_email.get(email, ()):
                nameless = [each for each in subject.known if not each.name.last and each.email == email]
                if nameless and not self._people[at].row.name.last:
                    yield at

    def _spelled_otherwise(self, subject: Subject) -> Iterator[int]:
        """The address is theirs, and the name may be another spelling of theirs."""
        named = [full_name(name) for name in subject.names if name.last]
        for email in subject.emails:
            for at in self._by_email.get(email, ()):
                name = self._people[at].row.name
                if name.last and any(may_be_same_person(each, name) for each in named):
                    yield at

    def _bare(self, subject: Subject) -> Iterator[int]:
        """The name is theirs, and the list has nothing else, now or when somebody changed it."""
        for change in subject.changes:
            if not change.person.email and not change.person.organisation:
                yield from self._by_name_alone.get(full_name(change.person.name).casefold(), ())

    def _like_added(self, subject: Subject) -> Iterator[int]:
        """Whoever rows would be joined with, if the person who was added stood in a row."""
        for each in subject.known:
            place = self.place_of(each.organisation)
            for at in self._by_surname.get((folded(surname(each.name)), place), ()) if place else ():
                if given_names_match(each.name, self._people[at].row.name):
                    yield at
