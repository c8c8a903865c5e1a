"""People whose data is shown to them or erased: names, addresses, and which rows of lists are theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from reportgen.application.archive.personal_content import name_in, personal_content_of
from reportgen.application.workspace import Workspace
from reportgen.domain.people.change_matching import Subject, subjects_of
from reportgen.domain.people.mentions import DataSubject, Mention, PeopleIndex
from reportgen.domain.people.participant import Enrolled, Name, folded, full_name
from reportgen.sources.lists.change_file import changes_in
from reportgen.sources.lists.list_rows import ListRow
from reportgen.sources.names.person_names import name_parts
from reportgen.storage.archive.archive import Archive


@dataclass(frozen=True, slots=True)
class DataSubjects:
    """The people who are looked for.

    Attributes:
        people: with all names and addresses under which they are known.
        everyone: whether all people of the event are erased, so that every row of a list is theirs.
        namesakes: names of others, as they are compared, which are not theirs alone.
        shared: addresses of others, which are not theirs alone.
    """

    people: tuple[DataSubject, ...]
    everyone: bool
    namesakes: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()

    @property
    def index(self) -> PeopleIndex:
        """What recognises them in texts; an address that others have as well is not looked for."""
        return PeopleIndex(
            replace(each, addresses=tuple(one for one in each.addresses if one.casefold() not in self.shared))
            for each in self.people
        )

    def has_row(self, row: ListRow) -> bool:
        """Whether a row of a list is about one of them.

        Name and address must not both be those of somebody else: two people may have one name, or one address.
        """
        if self.everyone:
            return True
        name = folded(full_name(row.name))
        own_name = bool(name) and any(name == folded(full_name(each)) for one in self.people for each in one.names)
        own_address = any(mention is Mention.ADDRESS for mention in self._all.mentions_in(row.address).values())
        if own_name and own_address:
            return True
        if own_name:
            return name not in self.namesakes or not row.address.strip()
        return own_address and name not in self.namesakes and row.address.strip().casefold() not in self.shared

    def with_addresses(self, rows: Iterable[ListRow]) -> DataSubjects:
        """The same people, with other addresses that stand in rows of theirs."""
        if self.everyone:
            known = {_mark(name, address) for one in self.people for name in one.names for address in one.addresses}
            more = {_mark(row.name, row.address): row for row in rows}
            added = [row for mark, row in more.items() if mark not in known and any(mark)]
            first = min((each.number for each in self.people), default=0)
            new = [DataSubject(min(first, 0) - at, (row.name,), (row.address,)) for at, row in enumerate(added, 1)]
            return replace(self, people=(*self.people, *new))
        found = tuple(row.address.strip() for row in rows if self.has_row(row) and "@" in row.address)
        (person,) = self.people
        return replace(self, people=(replace(person, addresses=tuple(dict.fromkeys((*person.addresses, *found)))),))

    def known_as(self, person: Enrolled) -> tuple[Enrolled, ...]:
        """The one who is looked for, under each of their names and addresses; without what is of others as well."""
        (subject,) = self.people
        names = dict.fromkeys((person.name, *(full_name(each) for each in subject.names)))
        mine = [each for each in names if each == person.name or (each and folded(each) not in self.namesakes)]
        emails = [each for each in subject.addresses if each.casefold() not in self.shared]
        return (
            person,
            *(replace(person, name=name, email=email) for name in mine for email in emails or [person.email]),
        )

    @property
    def _all(self) -> PeopleIndex:
        return PeopleIndex(self.people)


def _mark(name: Name, address: str) -> tuple[str, str]:
    return folded(full_name(name)), address.strip().casefold()


def subject_of(workspace: Workspace, person: Enrolled, also: Collection[str] = ()) -> DataSubjects:
    """One participant, under the names and addresses of all their letters, and under those that a person adds.

    Args:
        also: other names and addresses of theirs.
    """
    key, ledger = workspace.people_key, workspace.ledger
    given = [text.strip() for text in also]
    changed = [each for each in subjects_of(changes_in(workspace.folder)) if _is_about(each, person)]
    names = [*_names_of(person), *_former_names(workspace, person.number)]
    names += [name for each in changed for name in each.names if name.last]
    names += [name_parts(text)[0] for text in given if text and "@" not in text]
    addresses = [person.email, *(text for text in given if "@" in text)]
    addresses += [
        each.recipient
        for kind in workspace.paths.pack_keys(key)
        for each in ledger.deliveries(kind)
        if each.participant == person.number
    ]
    addresses += [email for each in changed for email in each.emails]
    others = [each for each in ledger.enrolled(key) if each.number != person.number and each.name]
    return DataSubjects(
        (DataSubject(person.number, tuple(dict.fromkeys(names)), tuple(dict.fromkeys(filter(None, addresses)))),),
        everyone=False,
        namesakes=frozenset(folded(each.name) for each in others),
        shared=frozenset(each.email.casefold() for each in others),
    )


def _is_about(subject: Subject, person: Enrolled) -> bool:
    """Whether changes beside the lists are about a participant: by number, or by a name with its address."""
    return any(each.number == person.number for each in subject.changes) or any(
        (full_name(each.name), each.email) == (person.name, person.email) for each in subject.known if each.email
    )


def all_subjects(workspace: Workspace) -> DataSubjects:
    """All participants of an event, as the ledger knows them."""
    ledger = workspace.ledger
    people = tuple(
        DataSubject(each.number, tuple(_names_of(each)), (each.email,))
        for each in ledger.enrolled(workspace.people_key)
        if each.name or each.email
    )
    return DataSubjects(people, everyone=True)


def _names_of(person: Enrolled) -> Iterator[Name]:
    """The name of a participant in its parts, with the initials that their list has."""
    if person.name:
        name, _ = name_parts(person.name)
        initials = dict(person.details).get("initials", "")
        yield replace(name, initials=initials or name.initials)


def _former_names(workspace: Workspace, number: int) -> Iterator[Name]:
    """The names that are printed in their packs, which may be older than the list."""
    for key in workspace.paths.pack_keys(workspace.people_key):
        archive = Archive(workspace.paths.archive(key))
        for edition in archive.editions():
            content = personal_content_of(archive, edition, number)
            with suppress(KeyError, TypeError):  # it was erased, or is damaged, which verify tells
                yield name_in(content["name"])
