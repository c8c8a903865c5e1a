"""Erases one participant on request, or everyone of an event after its retention period, with a proof.

The ledger comes last: it knows who they are, so that an erasure that was interrupted can be done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.application.crash_points import crash_point
from reportgen.application.lists.read_lists import listed_rows
from reportgen.application.privacy.clean_copies import clean_copies
from reportgen.application.privacy.data_subjects import DataSubjects, all_subjects, subject_of
from reportgen.application.privacy.erase_archive import (
    erase_from_archive,
    is_named_in,
    mentions_in_words,
    words_of_person,
)
from reportgen.application.privacy.erase_changes import erase_changes
from reportgen.application.privacy.erase_files import (
    empty_lists,
    remove_files,
    remove_letters,
    remove_submissions,
    remove_table_reports,
)
from reportgen.application.privacy.event_files import UnreadFile
from reportgen.application.privacy.folder_search import FoundFile, search_event
from reportgen.application.privacy.list_copies import CleanedCopy
from reportgen.application.privacy.subject_access import enrolled_person
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE
from reportgen.domain.delivery.states import State
from reportgen.domain.people.participant import Enrolled
from reportgen.errors import SafetyRefusal
from reportgen.i18n.message import said
from reportgen.sources.lists.list_rows import ListRow
from reportgen.sources.texts.table_reports import FOLDER as REPORTS
from reportgen.sources.texts.table_reports import table_reports_in
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.erase import ErasedFile


@dataclass(frozen=True, slots=True)
class ErasureProof:
    """What was erased; the names of the fields are keys of the JSON output.

    Attributes:
        numbers: the participants who were erased.
        erased: files of sealed editions, with the digests they had.
        rows: table of the ledger → how many rows were emptied.
        removed: other files and folders that were deleted.
        cleaned: copies of lists, and what was done with each.
        searched: whether anything was known of them to look for.
        found: files that still have a name or an address of theirs, for a person to look at.
        perhaps: files with a surname of theirs alone, which may be that of somebody else.
        unread: files that could not be looked into.
        opened: marks of editors that a list is open; what is saved there later may hold them again.
    """

    event: str
    at: datetime
    numbers: tuple[int, ...]
    erased: tuple[ErasedFile, ...]
    rows: Mapping[str, int]
    removed: tuple[str, ...]
    cleaned: tuple[CleanedCopy, ...] = ()
    searched: bool = True
    found: tuple[FoundFile, ...] = ()
    perhaps: tuple[FoundFile, ...] = ()
    unread: tuple[UnreadFile, ...] = ()
    opened: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing of theirs is known to be left, and everything was looked into."""
        return not self.found and not self.unread


def purge(workspace: Workspace, early: bool = False) -> ErasureProof:
    """Erases everyone of an event, also from its lists; editions keep their digests and the event's own texts.

    Args:
        early: also before the end of the retention period.

    Raises:
        SafetyRefusal: the retention period is not over, or a letter is being sent.
        ArchiveError: an edition cannot be read.
    """
    settings, folder, ledger = workspace.settings, workspace.folder, workspace.ledger
    if workspace.day <= settings.keep_until and not early:
        raise SafetyRefusal(
            said("The event is to be kept until {keep_until}", keep_until=settings.keep_until),
            where=str(folder / EVENT_FILE),
            todo="purge it after that day, or give --early if it may go now",
        )
    key = workspace.people_key
    numbers = {each.number for each in ledger.enrolled(key)}
    numbers |= {each.participant for kind in workspace.paths.pack_keys(key) for each in ledger.deliveries(kind)}

    def remove_lists() -> list[str]:
        return [*remove_table_reports(folder), *empty_lists(folder, settings)]

    return _erase(workspace, sorted(numbers), lambda _: True, all_subjects(workspace), remove_lists)


def forget(workspace: Workspace, number: int, also: Collection[str] = ()) -> ErasureProof:
    """Erases one participant, also in packs of others that name them; these packs are erased from the archive.

    Args:
        also: other names and addresses of theirs to look for.

    Raises:
        UsageError: there is no such participant.
        SafetyRefusal: a list or table report still names them, or a letter to them is being sent.
        ArchiveError: an edition cannot be read.
    """
    key, ledger = workspace.people_key, workspace.ledger
    person = enrolled_person(key, number, ledger)
    subjects = subject_of(workspace, person, also)
    _refuse_listed(workspace, person, subjects)
    known_as = subjects.known_as(person)
    _refuse_reported(workspace.folder, known_as)
    answers = {each.text for each in ledger.answers(key).all() if each.participant == number} - {""}
    return _erase(
        workspace, [number], lambda content: is_named_in(content, known_as, answers), subjects, list, known_as
    )


def _erase(
    workspace: Workspace,
    numbers: list[int],
    is_about_them: Callable[[Any], bool],
    subjects: DataSubjects,
    remove_more: Callable[[], list[str]],
    known_as: Sequence[Enrolled] = (),
) -> ErasureProof:
    """Erases participants from files, archive and ledger, for all kinds of packs of the event.

    Args:
        is_about_them: whether the content of a part names one of them.
        remove_more: removes what else goes, and returns the paths.
        known_as: the one who is erased, under each name and address; empty for everyone.
    """
    folder, paths, ledger, now = workspace.folder, workspace.paths, workspace.ledger, workspace.moment
    event = workspace.people_key
    keys = paths.pack_keys(event)
    for key in keys:
        if any(each.participant in numbers for each in ledger.deliveries(key, State.SENDING)):
            raise SafetyRefusal("A letter is on its way", where=key, todo="wait until the run that sends is done")
    owners = ledger.answers(event).owners()
    copies = clean_copies(workspace, subjects)
    subjects = copies.subjects
    crash_point("copies-cleaned")
    erased: list[ErasedFile] = []
    removed: list[str] = [*erase_changes(folder, subjects, numbers)]
    for key in keys:
        ledger.withdraw(key, numbers, now, "forgotten", messages=True)
        gone = list(erase_from_archive(Archive(paths.archive(key)), key, ledger, numbers, now, is_about_them, known_as))
        erased += gone
        removed += remove_files(folder, paths, key, numbers, everyone=not known_as)
        removed += remove_letters(paths.outbox(key), key, gone)
    if known_as:
        files = [Path(each.path).name for each in erased if each.key == event and each.path.startswith("data/packs/")]
        packs = {int(name[:4]) for name in files}  # only briefings have forms
        names = {word for each in known_as for word in (each.name, each.email)}
        digests = [digest for digest, number in owners.items() if number in packs.union(numbers)]
        digests += ledger.answers(event).reviews.naming(names)
        removed += remove_submissions(paths.answers(event), digests, names)
    removed += remove_more()
    left = search_event(workspace, subjects, sealed=True)
    crash_point("files-erased")
    rows: Counter[str] = Counter()
    for key in keys:
        rows.update(ledger.erasure().erase_people(key, numbers, words_of_person(known_as), everyone=not known_as))
    ledger.erasure().purge_file(paths.ledger)
    return ErasureProof(
        event,
        now,
        tuple(numbers),
        tuple(erased),
        dict(rows),
        tuple(removed),
        copies.cleaned,
        bool(subjects.index),
        left.found,
        left.perhaps,
        tuple(dict.fromkeys((*copies.unclean, *left.unread))),
        copies.opened,
    )


def _refuse_reported(folder: Path, known_as: Sequence[Enrolled]) -> None:
    """Refuses while a table report names them: the next run would print it in a pack."""
    for table, text in table_reports_in(folder).items():
        if mentions_in_words(known_as, text):
            raise SafetyRefusal(
                said(
                    "The report of table {table} still names participant {person}",
                    table=table,
                    person=known_as[0].number,
                ),
                where=str(folder / REPORTS),
                todo="take the name out of it, and forget them then",
            )


def _refuse_listed(workspace: Workspace, person: Enrolled, subjects: DataSubjects) -> None:
    """Refuses while a list names them: the next run would make them a pack."""
    rows, _ = listed_rows(workspace.settings)
    for row in rows:
        if subjects.has_row(ListRow("", row.place.line, row.place.line, row.name, row.email)):
            raise SafetyRefusal(
                said("A list still names participant {person}", person=person.number),
                where=said("{file}, line {line}", file=row.place.file, line=row.place.line),
                todo="take that row out of the list, and forget them then",
            )
