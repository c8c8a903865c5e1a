"""Takes people out of the file with what organisers changed beside the lists; its versions are cleaned with others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from reportgen.application.privacy.data_subjects import DataSubjects
from reportgen.domain.people.change_matching import Subject, subjects_of
from reportgen.domain.people.person_change import ChangeKind, ListedAs, PersonChange
from reportgen.sources.lists.change_file import CHANGES_FILE, changes_in, content_of
from reportgen.sources.lists.list_rows import ListRow
from reportgen.storage.atomic import write_atomically


def erase_changes(folder: Path, subjects: DataSubjects, numbers: Collection[int]) -> Iterator[str]:
    """Removes every change about people, and what others' changes say of them; yields the path where it did.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    path = folder / CHANGES_FILE
    if not path.is_file():
        return
    if subjects.everyone:
        path.unlink()
        yield str(path)
        return
    changes = changes_in(folder)
    theirs = {each.id for each in subjects_of(changes) if _is_theirs(each, subjects, numbers)}
    kept = tuple(_without_words(each, subjects) for each in changes if not _goes(each, theirs, subjects))
    if kept == changes:
        return
    if kept:
        write_atomically(path, content_of(kept))
    else:
        path.unlink()
    yield str(path)


def changes_of(folder: Path, subjects: DataSubjects, number: int) -> tuple[PersonChange, ...]:
    """The changes about somebody, and those that name them."""
    changes = changes_in(folder)
    theirs = {each.id for each in subjects_of(changes) if _is_theirs(each, subjects, (number,))}
    return tuple(each for each in changes if _goes(each, theirs, subjects) or _names(each.why, subjects))


def _is_theirs(subject: Subject, subjects: DataSubjects, numbers: Collection[int]) -> bool:
    if any(each.number in numbers for each in subject.changes if each.number):
        return True
    return any(_is(each, subjects) for each in subject.known)


def _goes(change: PersonChange, theirs: Collection[int], subjects: DataSubjects) -> bool:
    if change.kind is ChangeKind.RIGHT:
        return any(_names(text, subjects) for _, text in change.facts)
    return change.subject in theirs or (change.other is not None and _is(change.other, subjects))


def _is(person: ListedAs, subjects: DataSubjects) -> bool:
    return subjects.has_row(ListRow("", 0, 0, person.name, person.email))


def _names(text: str, subjects: DataSubjects) -> bool:
    return bool(text) and bool(subjects.index.mentions_in(text))


def _without_words(change: PersonChange, subjects: DataSubjects) -> PersonChange:
    return replace(change, why="") if _names(change.why, subjects) else change
