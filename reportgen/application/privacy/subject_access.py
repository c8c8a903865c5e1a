"""All data stored about one participant, for a subject access request (GDPR, article 15)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.application.archive.personal_content import personal_content_of
from reportgen.application.privacy.data_subjects import subject_of
from reportgen.application.privacy.erase_changes import changes_of
from reportgen.application.privacy.event_files import UnreadFile
from reportgen.application.privacy.folder_search import FoundFile, search_event
from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.domain.answers.answer import Answer, AnswerOutcome
from reportgen.domain.answers.review import ReviewItem
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.people.attendance import AttendanceRecord
from reportgen.domain.people.participant import Enrolled
from reportgen.domain.people.person_change import PersonChange
from reportgen.domain.programme.session_records import AssignedSession, SessionMove
from reportgen.errors import UsageError
from reportgen.i18n.message import said
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.audit import AuditEntry
from reportgen.storage.ledger.deliveries import Step
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.originals import Originals

SHARED = ("map", "subject", "strips", "atlas")
"""Fields of the personal part that hold nothing of the person; the last one is of older editions."""


@dataclass(frozen=True, slots=True)
class SubjectData:
    """All data stored about one participant; the names of the fields are keys of the JSON output.

    Attributes:
        seat: table number and theme; None without a seat.
        sessions: what each of their packs told of their session in each round, by edition.
        session_moves: moves by hand, oldest first; one that was undone has no session.
        attendance: when they stopped taking part, and came back; empty for who always took part.
        letters: each with its history.
        contents: the content of the personal part of their packs, by edition.
        deeds: entries of the audit log that name them.
        answers: in the order in which they were given.
        handed_in: forms and replies they sent: SHA-256, when they were written, and the outcome.
        messages: the same with their texts, what was read of them and what was decided; also those from one of their
            addresses while nobody knows whose they are.
        files: their packs, letters and submissions, relative to the output folder.
        others: the same of their packs of other kinds than the briefing.
        found: other files of the event with their name or address: lists, copies of them, and anything else.
        perhaps: files with their surname alone, which may be that of somebody else.
        unread: files that could not be looked into.
        changes: what organisers changed of them beside the lists, also what counts no more.
    """

    event: str
    person: Enrolled
    seat: tuple[int, str] | None
    attendance: tuple[AttendanceRecord, ...]
    letters: tuple[tuple[Delivery, tuple[Step, ...]], ...]
    contents: dict[int, Any]
    deeds: tuple[AuditEntry, ...]
    answers: tuple[Answer, ...]
    handed_in: tuple[tuple[str, datetime, AnswerOutcome], ...]
    messages: tuple[ReviewItem, ...]
    files: tuple[str, ...]
    others: tuple[PackData, ...] = ()
    found: tuple[FoundFile, ...] = ()
    perhaps: tuple[FoundFile, ...] = ()
    unread: tuple[UnreadFile, ...] = ()
    sessions: Mapping[int, tuple[AssignedSession, ...]] = field(default_factory=dict)
    session_moves: tuple[SessionMove, ...] = ()
    changes: tuple[PersonChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PackData:
    """The packs and letters of one kind that one participant has."""

    event: str
    letters: tuple[tuple[Delivery, tuple[Step, ...]], ...]
    contents: dict[int, Any]
    files: tuple[str, ...]


def enrolled_person(key: str, number: int, ledger: Ledger) -> Enrolled:
    """The participant with this number, now or in an earlier list.

    Raises:
        UsageError: there is none.
    """
    person = next((each for each in ledger.enrolled(key) if each.number == number), None)
    if person is None:
        raise UsageError(
            said("There is no participant {number}", number=number),
            where=key,
            todo="see who there is with: reportgen status EVENT",
        )
    return person


def subject_data(workspace: Workspace, number: int, also: Collection[str] = ()) -> SubjectData:
    """Everything stored about a participant, and every file of the event that mentions them.

    Args:
        also: other names and addresses of theirs to look for.

    Raises:
        UsageError: there is no such participant.
    """
    key, paths, ledger = workspace.people_key, workspace.paths, workspace.ledger
    person = enrolled_person(key, number, ledger)
    answers = ledger.answers(key)
    handed_in = answers.submissions_of(number)
    originals = Originals(paths.answers(key))
    subject = subject_of(workspace, person, also)
    addresses = [one for each in subject.people for one in each.addresses if one.casefold() not in subject.shared]
    messages = answers.reviews.of_participant(number, addresses)
    digests = dict.fromkeys((*(digest for digest, _, _ in handed_in), *(each.digest for each in messages)))
    submissions = [path for digest in digests for path in originals.paths_of(digest)]
    briefing, *others = (_pack_data(each, number, paths, ledger) for each in paths.pack_keys(key))
    own = (*briefing.files, *(path.relative_to(paths.output).as_posix() for path in submissions))
    known = {paths.output / each for each in own}
    seen = search_event(workspace, subject, known=known)
    return SubjectData(
        key,
        person,
        ledger.seats(key).get(number),
        ledger.attendance_history(key, number),
        briefing.letters,
        briefing.contents,
        ledger.audit().entries(key, number, most=10_000),
        tuple(each for each in answers.all() if each.participant == number),
        handed_in,
        messages,
        own,
        tuple(others),
        seen.found,
        seen.perhaps,
        seen.unread,
        ledger.sessions(key).all_told(number),
        ledger.sessions(key).move_history(number),
        changes_of(workspace.folder, subject, number),
    )


def _pack_data(key: str, number: int, paths: Paths, ledger: Ledger) -> PackData:
    archive = Archive(paths.archive(key))
    letters = [each for each in ledger.deliveries(key) if each.participant == number]
    return PackData(
        key,
        tuple((each, ledger.history(each.key)) for each in letters),
        {each.edition: content for each in letters if (content := _content(archive, each)) is not None},
        tuple(_files(paths, archive, letters)),
    )


def _content(archive: Archive, letter: Delivery) -> Any:
    """The content of the personal part of a pack, without what is the same for everyone: the map and the like."""
    content = personal_content_of(archive, letter.edition, letter.participant)
    return {name: value for name, value in content.items() if name not in SHARED} or None


def _files(paths: Paths, archive: Archive, letters: list[Delivery]) -> Iterator[str]:
    for each in letters:
        found: list[Path] = []
        for folder, name in (("packs", f"{each.participant:04d}-*.pdf"), ("letters", f"{each.participant:04d}.eml")):
            found += sorted((archive.bag(each.edition) / "data" / folder).glob(name))
        found += sorted(paths.output.glob(f"**/{each.key}.eml"))
        yield from (path.relative_to(paths.output).as_posix() for path in found)
