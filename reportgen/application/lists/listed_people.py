"""The people of an event as its lists have them, beside how they are with the changes of organisers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from reportgen.application.figures.event_figures import event_figures
from reportgen.application.lists.enrolled_lists import enrolment_of
from reportgen.application.lists.read_lists import applied, listed_rows
from reportgen.application.sessions.plan_sessions import rounds_in
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import Finding
from reportgen.domain.people.enrolment import Enrolment
from reportgen.domain.people.list_changes import ChangeOutcome, PersonInLists
from reportgen.domain.people.merging import merged
from reportgen.domain.people.participant import Enrolled, Registration, elided, full_name
from reportgen.domain.people.person_change import FIELDS, PersonChange, listed_text
from reportgen.domain.programme.rounds import Round
from reportgen.sources.lists.change_file import CHANGES_FILE, changes_in
from reportgen.sources.names.municipalities import MunicipalityNames
from reportgen.storage.versions import digest_in

Rows = tuple[tuple[Registration, ...], tuple[Finding, ...]]
"""The rows of the lists as they are, and the findings from reading them."""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody of the newest lists.

    Attributes:
        id: by which pages name them; another where the list says other things of them.
        row: the row that counts, with the changes.
        number: of the participant; 0 where they have none yet.
        takes_part: whether they get a pack.
        changes: the number of each change about them, and why it counts no more.
    """

    id: str
    person: PersonInLists
    row: Registration
    number: int
    takes_part: bool
    changes: tuple[tuple[int, str], ...]

    @property
    def stand(self) -> str:
        """A text that differs as soon as the list or a change says something else of them."""
        rows = (listed_text(row, name) for row in self.person.rows for name in FIELDS)
        return _digest(*rows, repr(self.changes))

    @property
    def name(self) -> str:
        """What they are called."""
        return elided(full_name(self.row.name)) or self.row.email or elided(full_name(self.person.listed.name))

    @property
    def listed_fields(self) -> dict[str, str]:
        """What the list says, by field."""
        return {name: listed_text(self.person.listed, name) for name in FIELDS}

    @property
    def fields(self) -> dict[str, str]:
        """How they are with the changes, by field."""
        return {name: listed_text(self.row, name) for name in FIELDS}


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What lists and changes give, of everyone: see ``ListedPeople``."""

    outcomes: tuple[ChangeOutcome, ...]
    enrolment: Enrolment
    people: Mapping[str, ListedPerson]
    by_line: Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class ListedPeople:
    """The people of the newest lists, and the changes beside these.

    Who they are is worked out when it is asked for first: for thousands of people that takes half a second.

    Attributes:
        digest: of the file with the changes, from which this was read.
        rows, findings: of the lists as they are.
        rounds: of the programme, whose sessions they may want.
    """

    names: MunicipalityNames
    enrolled: tuple[Enrolled, ...]
    changes: tuple[PersonChange, ...]
    digest: str
    rows: tuple[Registration, ...]
    findings: tuple[Finding, ...]
    rounds: tuple[Round, ...] = ()

    @cached_property
    def worked_out(self) -> WorkedOut:
        """Everyone with the changes."""
        return _worked_out(self)

    @property
    def outcomes(self) -> tuple[ChangeOutcome, ...]:
        """What became of each change."""
        return self.worked_out.outcomes

    @property
    def enrolment(self) -> Enrolment:
        """Who takes part."""
        return self.worked_out.enrolment

    @property
    def people(self) -> Mapping[str, ListedPerson]:
        """Everyone by id, in the order of the lists."""
        return self.worked_out.people

    @property
    def by_line(self) -> Mapping[tuple[str, int], str]:
        """The id of a person by file and line of each row."""
        return self.worked_out.by_line

    def is_as(self, other: ListedPeople) -> bool:
        """Whether these are the same rows, read once, with the same changes."""
        same_rows = self.rows is other.rows and self.names is other.names and self.rounds == other.rounds
        return same_rows and self.changes == other.changes and self.enrolled == other.enrolled

    def with_number(self, number: int) -> ListedPerson | None:
        """Who has a number; None where they are in no list."""
        return next((each for each in self.people.values() if number and each.number == number), None)

    def at(self, found: Finding) -> ListedPerson | None:
        """Whom a finding is about."""
        return self.people.get(self.by_line.get((found.place.file, found.place.line), ""))

    def changes_of(self, person: ListedPerson) -> tuple[PersonChange, ...]:
        """The changes about somebody, the newest first."""
        mine = (each for each in self.changes if each.subject in person.person.subjects)
        return tuple(sorted(mine, key=lambda each: each.id, reverse=True))


def listed_people(
    workspace: Workspace, names: MunicipalityNames | None = None, rows: Rows | None = None
) -> ListedPeople:
    """The people of the lists with the changes as they are on disk now; nothing is recorded.

    Args:
        names: the municipalities on the day of the event, if they are known already.
        rows: the rows of the lists, if they were read already.

    Raises:
        ReportgenError: event.toml, a list, the changes or the figures cannot be read at all.
    """
    digest = digest_in(workspace.folder, CHANGES_FILE)
    known = names or event_figures(workspace.loaded, workspace.paths, workspace.day).names
    rounds = rounds_in(workspace.folder)
    found, findings = rows or listed_rows(workspace.settings, rounds=rounds)
    enrolled = workspace.ledger.enrolled(workspace.people_key)
    return people_with(found, findings, changes_in(workspace.folder), digest, known, enrolled, rounds)


def people_with(
    rows: Sequence[Registration],
    findings: Sequence[Finding],
    changes: Sequence[PersonChange],
    digest: str,
    names: MunicipalityNames,
    enrolled: Sequence[Enrolled],
    rounds: Sequence[Round] = (),
) -> ListedPeople:
    """The people of these rows with these changes."""
    return ListedPeople(names, tuple(enrolled), tuple(changes), digest, tuple(rows), tuple(findings), tuple(rounds))


def _worked_out(given: ListedPeople) -> WorkedOut:
    names, changes = given.names, given.changes
    changed = applied(given.rows, given.findings, changes, names)
    enrolment = enrolment_of(changed.rows, names, given.enrolled)
    known = {each.number for each in given.enrolled}
    about: dict[int, list[tuple[int, str]]] = {}
    for change in changes:
        about.setdefault(change.subject, []).append((change.id, str(change.closing)))
    coming = {(each.place.file, each.place.line): each.number for each in enrolment.participants}
    absent = {(each.row.place.file, each.row.place.line): each.number for each in enrolment.absentees}
    ids: Counter[str] = Counter()
    people: dict[str, ListedPerson] = {}
    by_line: dict[tuple[str, int], str] = {}
    for person in changed.people:
        lines = [(row.place.file, row.place.line) for row in person.rows]
        number = next((found[line] for found in (coming, absent) for line in lines if line in found), 0)
        listed = person.listed
        id = _digest(full_name(listed.name), listed.organisation, listed.email)
        ids[id] += 1
        id += f"-{ids[id]}" if ids[id] > 1 else ""
        people[id] = ListedPerson(
            id,
            person,
            merged(person.changed, (), names.resolve, ()).row,
            number if number in known else 0,
            any(line in coming for line in lines),
            tuple(each for subject in person.subjects for each in about.get(subject, ())),
        )
        by_line |= dict.fromkeys(lines, id)
    return WorkedOut(changed.outcomes, enrolment, people, by_line)


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
