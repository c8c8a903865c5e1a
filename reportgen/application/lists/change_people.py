"""Changes people beside the list: other fields, cancelled or registered again, added, kept apart, joined, right as is.

What is recorded stands in one file of the event's folder, with who, when and why; every version of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from reportgen.application.lists.listed_people import ListedPeople, ListedPerson, listed_people, people_with
from reportgen.application.workspace import Workspace
from reportgen.domain.finding import Finding, Place
from reportgen.domain.people.change_findings import accepted_by, can_be_accepted, identity_of
from reportgen.domain.people.change_matching import PeopleFinder, subjects_of
from reportgen.domain.people.list_changes import ChangeOutcome
from reportgen.domain.people.merging import RegisteredPerson
from reportgen.domain.people.participant import Name, Registration, folded, full_name
from reportgen.domain.people.person_change import (
    FIELDS,
    NAME_PARTS,
    UNREADABLE,
    ChangeKind,
    Closing,
    ListedAs,
    PersonChange,
    listed_as,
    listed_text,
)
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.sources.lists.change_file import CHANGES_FILE, changes_in, content_of, rewritten
from reportgen.storage.versions import ChangedMeanwhile, replace_file

MAX_CHANGES = 20_000
"""Changes that are kept for one event."""


class NothingChanges(UsageError):
    """What is to be recorded is so already."""


class NotPossible(UsageError):
    """What is to be recorded cannot be so."""


@dataclass(frozen=True, slots=True)
class Making:
    """Who makes a change, when and why."""

    who: str
    at: datetime
    why: str


def fields_changed(
    people: ListedPeople, person: ListedPerson, typed: Mapping[str, str], by: Making, confirm: bool = False
) -> ListedPeople:
    """The people, with other fields for one of them: those that differ from how they are now.

    Args:
        typed: texts by field, as somebody wrote them.
        confirm: also what counts already, where the rows about the person disagree on it.

    Raises:
        NothingChanges: nothing differs.
    """
    becomes = differing(person, typed, confirm)
    if not becomes:
        raise NothingChanges("Nothing differs from how it is", todo="change something first")
    was = {name: text for name, text in person.listed_fields.items() if name in becomes}
    return _with(people, replace(_about(people, person, by, ChangeKind.FIELDS), was=was, becomes=becomes))


def differing(person: ListedPerson, typed: Mapping[str, str], confirm: bool = False) -> dict[str, str]:
    """The fields that differ from how somebody is now, as they will be read.

    A name of which a part cannot be read goes whole.
    """
    then = rewritten(person.row, typed)
    now = person.fields
    after = {name: listed_text(then, name).removesuffix(UNREADABLE) for name in FIELDS}
    said = {name: {listed_text(row, name) for row in person.person.changed} - {""} for name in typed if confirm}
    disagreed = {name for name, texts in said.items() if len(texts) > 1}
    becomes = {
        name: after[name] for name in FIELDS if name in typed and (after[name] != now[name] or name in disagreed)
    }
    if any(now[part].endswith(UNREADABLE) for part in NAME_PARTS if part in becomes):
        becomes |= {part: after[part] for part in NAME_PARTS}
    return becomes


def person_added(people: ListedPeople, typed: Mapping[str, str], by: Making) -> ListedPeople:
    """The people, with somebody who is in no list.

    Raises:
        NotPossible: they are in a list, or were added already.
    """
    id = _next(people)
    given = {name: text for name, text in typed.items() if text}
    row = rewritten(Registration(Place(), Name("", "", "", "")), given)
    becomes = {name: text for name in given if (text := listed_text(row, name).removesuffix(UNREADABLE))}
    change = PersonChange(id, id, ChangeKind.ADDED, listed_as(row), by.who, by.at, by.why, becomes=becomes)
    if _whom(people, change):
        raise NotPossible("They are in the list already", todo="change them there")
    return _with(people, change)


def found_by(people: ListedPeople, typed: Mapping[str, str], by: Making) -> ListedPerson | None:
    """Who is in the list already, of somebody whom an organiser is about to add."""
    id = _next(people)
    given = {name: text for name, text in typed.items() if text}
    person = ListedAs(Name("", "", "", "")).after(given)
    there = _whom(people, PersonChange(id, id, ChangeKind.ADDED, person, by.who, by.at, by.why, becomes=given))
    return there[0] if len(there) == 1 else None


def _whom(people: ListedPeople, change: PersonChange) -> list[ListedPerson]:
    """Who somebody may be that is about to be added: people of the lists, else whoever was added before."""
    (subject,) = subjects_of((change,))
    listed = [each for each in people.people.values() if not each.person.is_added]
    added = [each for each in people.people.values() if each.person.is_added]
    found: list[ListedPerson] = []
    for some in (listed, added):
        known = [RegisteredPerson(each.person.listed, each.person.rows) for each in some]
        found = found or [some[at] for at in PeopleFinder(known, people.names.resolve).found(subject)]
    return found


def kept_apart(people: ListedPeople, person: ListedPerson, row: int, by: Making) -> ListedPeople:
    """The people, with two of the one that rows were joined to.

    Args:
        row: which of the rows is about somebody else; not the first.

    Raises:
        NotPossible: the row is the same as another.
    """
    rows = person.person.rows
    if not 0 < row < len(rows):
        raise NotPossible("There is no such row", todo="look at the rows again")
    one, other = listed_as(rows[0]), listed_as(rows[row])
    if other.is_row(rows[0]):
        raise NotPossible(
            "The two rows have the same name, municipality and address", todo="mend one of them in the list"
        )
    change = _about(people, person, by, ChangeKind.APART)
    return _with(people, replace(change, person=one, other=other, alone=False))


def joined(people: ListedPeople, person: ListedPerson, other: ListedPerson, by: Making) -> ListedPeople:
    """The people, with one of two.

    Raises:
        NotPossible: they are one already, or one of them is in no list.
    """
    if person.id == other.id:
        raise NotPossible("They are one person already", todo="choose somebody else")
    if person.person.is_added or other.person.is_added:
        raise NotPossible("One of them is in no list", todo="undo that they were added")
    change = _about(people, person, by, ChangeKind.SAME)
    one, two = listed_as(person.person.rows[0]), listed_as(other.person.rows[0])
    return _with(people, replace(change, person=one, other=two))


def said_right(people: ListedPeople, found: Finding, by: Making) -> ListedPeople:
    """The people, with a finding of which somebody says that it is right as it is.

    Raises:
        NotPossible: it refuses a row, or blocks the event.
        NothingChanges: somebody said so already.
    """
    if not can_be_accepted(found):
        raise NotPossible("This has to be mended", todo="mend it")
    if identity_of(found) in accepted_by(people.changes):
        raise NothingChanges("Somebody said so already", todo="nothing")
    nobody = ListedAs(Name("", "", "", ""))
    right = PersonChange(_next(people), 0, ChangeKind.RIGHT, nobody, by.who, by.at, by.why)
    return _with(people, replace(right, code=found.code, facts=found.facts))


def undone(people: ListedPeople, id: int, by: Making) -> ListedPeople:
    """The people without a change; whoever was added goes with every change about them.

    Raises:
        NotPossible: there is no such change, or it counts no more.
    """
    change = next((each for each in people.changes if each.id == id and each.is_open), None)
    if change is None:
        raise NotPossible("This change does not count any more", todo="look at the changes again")
    added = change.kind is ChangeKind.ADDED
    gone = {each.id for each in people.changes if each.id == id or (added and each.subject == change.subject)}
    return _again(people, (_closed(each, Closing.UNDONE, by) if each.id in gone else each for each in people.changes))


def settled(people: ListedPeople, by: Making) -> ListedPeople | None:
    """The people, with changes closed that the list says itself; None where there are none of these.

    Once the list says it, the list decides: when it says something else later, an old change does not come back.
    """
    first = {id: person.person.subjects[0] for person in people.people.values() for id in person.person.subjects}
    whom = {each.id: first.get(each.subject, each.subject) for each in people.changes}
    last = {(whom[each.id], name): each.id for each in people.changes if each.is_open for name in each.fields}
    said: dict[int, set[str]] = {}
    for each in people.outcomes:
        person = whom[each.change.id]
        counts = {name for name in _said_by_list(each) if last.get((person, name)) == each.change.id}
        said[person] = said.get(person, set()) | counts
    changes = tuple(_settled(each, said.get(whom[each.id], set()), by) for each in people.changes)
    return None if changes == people.changes else _again(people, changes)


def write_changes(workspace: Workspace, before: ListedPeople, after: ListedPeople, by: Making, about: str) -> None:
    """Writes the changes, and keeps the version before.

    Args:
        before: from which the changes were made.
        about: what was done, in words, without names of participants.

    Raises:
        ChangedMeanwhile: somebody else changed something since; nothing was written.
    """
    content = content_of(after.changes)
    replace_file(workspace.folder, CHANGES_FILE, content, by.who, by.at, about, before.digest)


def settle_changes(workspace: Workspace, who: str = "") -> None:
    """Closes the changes that the newest lists say themselves.

    Args:
        who: the organiser who accepted a list; empty for the program itself.

    Raises:
        ReportgenError: a list, the changes or the figures cannot be read at all.
    """
    if not any(each.is_open and each.becomes for each in changes_in(workspace.folder)):
        return
    by = Making(who, workspace.moment, "")
    people = listed_people(workspace)
    if after := settled(people, by):
        with suppress(ChangedMeanwhile):
            write_changes(workspace, people, after, by, "de lijst zegt het nu zelf")


def _said_by_list(outcome: ChangeOutcome) -> set[str]:
    becomes, listed = outcome.change.becomes, outcome.listed
    return {name for name, text in listed.items() if becomes.get(name) == text}


def _settled(change: PersonChange, said: set[str], by: Making) -> PersonChange:
    new = [name for name in change.fields if name in said]
    if not change.is_open or not new:
        return change
    changed = replace(change, settled=(*change.settled, *new))
    return changed if changed.fields else _closed(changed, Closing.DONE, by)


def _closed(change: PersonChange, how: Closing, by: Making) -> PersonChange:
    return replace(change, closing=how, closed_by=by.who, closed_at=by.at) if change.is_open else change


def _about(people: ListedPeople, person: ListedPerson, by: Making, kind: ChangeKind) -> PersonChange:
    id, listed = _next(people), person.person.listed
    theirs = _name_and_place(people, listed)
    alone = sum(_name_and_place(people, each.person.listed) == theirs for each in people.people.values()) < 2
    subject = next(iter(person.person.subjects), id)
    return PersonChange(id, subject, kind, listed_as(listed), by.who, by.at, by.why, person.number, alone)


def _name_and_place(people: ListedPeople, row: Registration) -> tuple[str, str]:
    code = people.names.resolve(row.organisation).code if row.organisation else ""
    return full_name(row.name).casefold(), code or folded(row.organisation)


def _next(people: ListedPeople) -> int:
    return max((each.id for each in people.changes), default=0) + 1


def _with(people: ListedPeople, change: PersonChange) -> ListedPeople:
    if len(people.changes) >= MAX_CHANGES:
        raise NotPossible(
            said("There are {MAX_CHANGES:,} changes already", MAX_CHANGES=MAX_CHANGES), todo="put them in the list"
        )
    return _again(people, (*people.changes, change))


def _again(people: ListedPeople, changes: Iterable[PersonChange]) -> ListedPeople:
    changed, digest = tuple(changes), people.digest
    return people_with(people.rows, people.findings, changed, digest, people.names, people.enrolled, people.rounds)
