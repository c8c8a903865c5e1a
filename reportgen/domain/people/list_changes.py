"""Applies what organisers changed beside the lists to the rows of these, before people are enrolled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reportgen.domain.finding import Finding
from reportgen.domain.people.change_matching import PeopleFinder, Subject, subjects_of
from reportgen.domain.people.deduplication import joined_rows
from reportgen.domain.people.merging import RegisteredPerson, merged
from reportgen.domain.people.participant import Registration, full_name
from reportgen.domain.people.person_change import ChangeKind, ListedAs, PersonChange, headings_of, listed_text
from reportgen.domain.people.unclear_cells import Why
from reportgen.domain.places.municipality import NameMatch

Rewriting = Callable[[Registration, Mapping[str, str]], Registration]
"""A row with other fields, which are given as texts."""

OF_CELLS = frozenset(["name-doubtful", "consent-unclear", "salutation-unclear", "status-unclear"])
"""Findings about a cell that a change of it answers."""

OF_WISHES = frozenset(
    ["wish-unknown", "wish-unknown-suggested", "wish-other-round", "wish-title-differs", "wish-title-cut"]
) | {"wish-mark-unclear", "two-wishes"}
"""Findings about a cell with a wish, which a change of somebody's wishes answers."""


class ChangeState(StrEnum):
    """What became of a change with the newest lists."""

    APPLIED = "applied"  # the list still says what it said
    DIFFERS = "differs"  # the list says a third thing; the change counts
    DONE = "done"  # the list says itself what was changed
    WAITS = "waits"  # the person is in no list
    AMBIGUOUS = "ambiguous"  # several people may be meant
    REPLACED = "replaced"  # a later change of the same counts
    CLOSED = "closed"  # it was taken back, or the list said it earlier


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """A change, and what became of it.

    Attributes:
        listed: what the lists say now of the fields that it gives.
        fields: those that differ both from what was listed then and from what it gives.
    """

    change: PersonChange
    state: ChangeState
    listed: Mapping[str, str]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonInLists:
    """Somebody as the lists have them and as they are with the changes.

    Attributes:
        listed: what the rows say together; of somebody in no list, what was said of them when they were added.
        rows: all rows about them, the preferred one first.
        changed: the rows with the changes.
        subjects: by which changes name them; none where nothing was changed.
        is_added: they are in no list.
    """

    listed: Registration
    rows: tuple[Registration, ...]
    changed: tuple[Registration, ...]
    subjects: tuple[int, ...] = ()
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class ChangedLists:
    """The rows of the lists with the changes."""

    rows: tuple[Registration, ...]
    findings: tuple[Finding, ...]
    people: tuple[PersonInLists, ...]
    outcomes: tuple[ChangeOutcome, ...]


def people_in(registrations: Sequence[Registration], naming: Callable[[str], NameMatch]) -> tuple[PersonInLists, ...]:
    """The people of lists beside which nothing was changed."""
    joined = joined_rows(registrations, naming)
    return tuple(PersonInLists(each.row, each.rows, each.rows) for each in joined)


def with_changes(
    registrations: Sequence[Registration],
    findings: Sequence[Finding],
    changes: Sequence[PersonChange],
    naming: Callable[[str], NameMatch],
    rewritten: Rewriting,
    added_row: Callable[[PersonChange], Registration],
) -> ChangedLists:
    """The rows with the changes; who is one person is settled here, so that no change joins or parts anybody else.

    Args:
        registrations: the rows of the lists as they are.
        findings: from reading them; those about a cell that was changed are left out.
        naming: finds the municipality that a written name stands for.
        added_row: the row of somebody who is in no list.
    """
    return _Application(registrations, naming, rewritten, added_row).run(changes, findings)


class _Application:
    """One application of all changes to all rows."""

    def __init__(
        self,
        registrations: Sequence[Registration],
        naming: Callable[[str], NameMatch],
        rewritten: Rewriting,
        added_row: Callable[[PersonChange], Registration],
    ) -> None:
        self._naming, self._rewritten, self._added_row = naming, rewritten, added_row
        self._people = [*joined_rows(registrations, naming)]
        self._outcomes: dict[int, ChangeOutcome] = {}
        self._answered: dict[tuple[str, int], set[str]] = {}
        self._with_wishes: set[tuple[str, int]] = set()

    def run(self, changes: Sequence[PersonChange], findings: Sequence[Finding]) -> ChangedLists:
        for change in changes:
            if change.kind is ChangeKind.APART and change.is_open:
                self._outcomes[change.id] = ChangeOutcome(change, self._part(change), {})
        for change in changes:
            if change.kind is ChangeKind.SAME and change.is_open:
                self._outcomes[change.id] = ChangeOutcome(change, self._join(change), {})
        subjects: dict[int, list[Subject]] = {}
        added: list[tuple[Registration, list[Subject]]] = []
        finder = PeopleFinder(self._people, self._naming)
        for subject in subjects_of(changes):
            found = finder.found(subject)
            if len(found) == 1:
                subjects.setdefault(found[0], []).append(subject)
                continue
            entry = next((each for each in subject.changes if each.kind is ChangeKind.ADDED and each.is_open), None)
            comes = entry is not None and not entry.settled
            if entry and comes and not found:
                self._add(added, self._added_row(entry), subject)
            state = ChangeState.AMBIGUOUS if found else ChangeState.APPLIED if comes else ChangeState.WAITS
            for change in subject.changes:
                self._outcomes.setdefault(
                    change.id, ChangeOutcome(change, state if change.is_open else ChangeState.CLOSED, {})
                )
        for at, theirs in subjects.items():
            self._judge(theirs, self._people[at])
        persons = [
            self._person(at + 1, person.row, person.rows, subjects.get(at, ()))
            for at, person in enumerate(self._people)
        ]
        for at, (row, theirs) in enumerate(added, len(persons) + 1):
            persons.append(replace(self._person(at, row, (row,), theirs), is_added=True))
        kept = tuple(each for each in findings if not self._is_answered(each))
        outcomes = tuple(outcome for _, outcome in sorted(self._outcomes.items()))
        return ChangedLists(tuple(row for each in persons for row in each.changed), kept, tuple(persons), outcomes)

    def _add(self, added: list[tuple[Registration, list[Subject]]], row: Registration, subject: Subject) -> None:
        """Adds somebody who is in no list; who was added before under the same name or address is the same."""
        there = [RegisteredPerson(each, (each,)) for each, _ in added]
        found = PeopleFinder(there, self._naming).found(subject)
        if len(found) == 1:
            added[found[0]][1].append(subject)
        else:
            added.append((row, [subject]))

    def _person(
        self, mark: int, listed: Registration, rows: Sequence[Registration], subjects: Sequence[Subject]
    ) -> PersonInLists:
        """Somebody with all fields that changes about them give, the last of each."""
        given = {name: text for change in _in_force(subjects) for name, text in change.fields.items()}
        also = tuple(dict.fromkeys(pair for each in subjects for pair in self._recognised_by(each, listed)))
        for row in rows if given else ():
            self._answered[_line(row)] = headings_of(row, given)
            self._with_wishes |= {_line(row)} if "wishes" in given else set()
        changed = tuple(
            replace(_without_doubts(self._rewritten(row, given), given) if given else row, person=mark, also=also)
            for row in rows
        )
        return PersonInLists(listed, tuple(rows), changed, tuple(each.id for each in subjects))

    def _recognised_by(self, subject: Subject, listed: Registration) -> Iterator[tuple[str, str]]:
        """The names with addresses, and then with municipalities, by which the ledger may know them."""
        names = [full_name(name).casefold() for name in (listed.name, *subject.names) if full_name(name)]
        codes = [self._naming(each).code for each in (listed.organisation, *(p.organisation for p in subject.known))]
        emails = [*subject.emails, *([listed.email] if not listed.email_fault else [])]
        for where in dict.fromkeys((*emails, *filter(None, codes))):
            for name in dict.fromkeys(names):
                yield name, where

    def _judge(self, subjects: Sequence[Subject], person: RegisteredPerson) -> None:
        """What became of each change about somebody who is in the lists."""
        last = {name: each.id for each in _in_force(subjects) for name in each.fields}
        for change in (each for subject in subjects for each in subject.changes):
            if change.id in self._outcomes:
                continue
            if not change.is_open:
                self._outcomes[change.id] = ChangeOutcome(change, ChangeState.CLOSED, {})
                continue
            now = {name: listed_text(person.row, name) for name in change.fields}
            agreed = {name for name in now if all(listed_text(row, name) in ("", now[name]) for row in person.rows)}
            mine = [name for name in change.fields if last[name] == change.id]  # a later change goes before this one
            differs = tuple(name for name in mine if now[name] not in (change.becomes[name], change.was.get(name)))
            done = all(now[name] == change.becomes[name] and name in agreed for name in mine)
            state = ChangeState.DIFFERS if differs else ChangeState.DONE if done else ChangeState.APPLIED
            state = ChangeState.REPLACED if change.fields and not mine else state
            told = {name: text for name, text in now.items() if name in agreed or text != change.becomes[name]}
            self._outcomes[change.id] = ChangeOutcome(change, state, told, differs)

    def _part(self, change: PersonChange) -> ChangeState:
        """Makes two people of the one that rows were joined to; those that are as the other row go apart."""
        other = change.other or change.person
        one, two = self._having(change.person), self._having(other)
        if not one and not two:
            return ChangeState.WAITS
        together = [at for at in one if at in two]
        if not together:
            return ChangeState.DONE
        for at in together:
            rows = self._people[at].rows
            theirs = [row for row in rows if other.is_row(row)]
            rest = [row for row in rows if not other.is_row(row)]
            if theirs and rest:
                self._people[at] = merged(rest, (), self._naming, ())
                self._people.append(merged(theirs, (), self._naming, ()))
        return ChangeState.APPLIED

    def _join(self, change: PersonChange) -> ChangeState:
        """Makes one person of two."""
        one, two = self._having(change.person), self._having(change.other or change.person)
        if not one or not two:
            return ChangeState.WAITS
        if {*one} & {*two}:
            return ChangeState.DONE
        if len(one) > 1 or len(two) > 1:
            return ChangeState.AMBIGUOUS
        first, second = sorted((one[0], two[0]))
        rows = (*self._people[first].rows, *self._people[second].rows)
        self._people[first] = merged(rows, (), self._naming, ())
        del self._people[second]
        return ChangeState.APPLIED

    def _having(self, row: ListedAs) -> list[int]:
        """The positions of the people with a row like this."""
        return [at for at, person in enumerate(self._people) if any(map(row.is_row, person.rows))]

    def _is_answered(self, found: Finding) -> bool:
        """Whether a finding is about a cell in whose place a change came."""
        line = found.place.file, found.place.line
        headings = self._answered.get(line, ())
        if found.code in OF_WISHES:
            return line in self._with_wishes
        return found.code in OF_CELLS and found.place.column in headings


def _in_force(subjects: Iterable[Subject]) -> list[PersonChange]:
    """The changes about one person that count, in the order in which they were made."""
    return sorted((each for some in subjects for each in some.changes if each.is_open), key=lambda each: each.id)


def _without_doubts(row: Registration, given: Collection[str]) -> Registration:
    """A changed row without what was unclear in the cells that were changed."""
    headings = headings_of(row, given)
    unclear = tuple(
        each
        for each in row.unclear
        if each.place.column not in headings and not ("status" in given and each.doubt.why is Why.STRUCK)
    )
    return replace(row, unclear=unclear)


def _line(row: Registration) -> tuple[str, int]:
    return row.place.file, row.place.line
