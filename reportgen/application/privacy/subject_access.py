"""Everything that is held about one participant, for who asks for it (GDPR, article 15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.application.archive.export import record_in
from reportgen.config.paths import Paths
from reportgen.domain.answers.answer import Answer, AnswerOutcome
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.people.participant import Enrolled
from reportgen.errors import ArchiveError, UsageError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.answers import ORIGINALS, Originals
from reportgen.storage.ledger.audit import AuditEntry
from reportgen.storage.ledger.deliveries import Step
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class SubjectData:
    """What is held about someone.

    Attributes:
        seat: table and theme, where they sit.
        letters: each with its steps.
        contents: what page one of their packs was filled in with, by edition.
        answers: what they answered, in the order in which they wrote it.
        handed_in: what they sent back: SHA-256, when they wrote it, and what became of it.
        files: where packs and letters of theirs are, and what they sent back, from the output folder.
        others: the same of other kinds of packs than the briefing, without the person and the seat.
    """

    event: str
    person: Enrolled
    seat: tuple[int, str] | None
    letters: tuple[tuple[Delivery, tuple[Step, ...]], ...]
    contents: dict[int, Any]
    deeds: tuple[AuditEntry, ...]
    answers: tuple[Answer, ...]
    handed_in: tuple[tuple[str, datetime, AnswerOutcome], ...]
    files: tuple[str, ...]
    others: tuple[PackData, ...] = ()


@dataclass(frozen=True, slots=True)
class PackData:
    """What is held of someone's packs of another kind."""

    event: str
    letters: tuple[tuple[Delivery, tuple[Step, ...]], ...]
    contents: dict[int, Any]
    files: tuple[str, ...]


def enrolled_person(key: str, number: int, ledger: Ledger) -> Enrolled:
    """Someone who has this number, or ever had.

    Raises:
        UsageError: nobody does.
    """
    person = next((each for each in ledger.enrolled(key) if each.number == number), None)
    if person is None:
        raise UsageError(
            f"There is no participant {number}", where=key, todo="see who there is with: reportgen status EVENT"
        )
    return person


def subject_data(key: str, number: int, paths: Paths, ledger: Ledger) -> SubjectData:
    """Everything about a participant that this house keeps, but for the list they stand in.

    Raises:
        UsageError: there is no such participant.
    """
    person = enrolled_person(key, number, ledger)
    answers = ledger.answers(key)
    handed_in = answers.submissions_of(number)
    originals = Originals(paths.answers(key) / ORIGINALS)
    sent_back = [path for digest, _, _ in handed_in for path in originals.paths_of(digest)]
    briefing, *others = (_kept(each, number, paths, ledger) for each in paths.pack_keys(key))
    return SubjectData(
        key,
        person,
        ledger.seats(key).get(number),
        briefing.letters,
        briefing.contents,
        ledger.audit().entries(key, number, most=10_000),
        tuple(each for each in answers.all() if each.participant == number),
        handed_in,
        (*briefing.files, *(path.relative_to(paths.output).as_posix() for path in sent_back)),
        tuple(others),
    )


def _kept(key: str, number: int, paths: Paths, ledger: Ledger) -> PackData:
    archive = Archive(paths.archive(key))
    letters = [each for each in ledger.deliveries(key) if each.participant == number]
    return PackData(
        key,
        tuple((each, ledger.history(each.key)) for each in letters),
        {each.edition: content for each in letters if (content := _content(archive, each)) is not None},
        tuple(_files(paths, archive, letters)),
    )


def _content(archive: Archive, letter: Delivery) -> Any:
    """What the personal part of a pack was printed from, without the map that is the same to all."""
    try:
        pack = next(
            each for each in record_in(archive, letter.edition)["packs"] if each["number"] == letter.participant
        )
        mark = next(part["content"] for part in pack["parts"] if part["kind"] == "personal")
        return {name: value for name, value in archive.contents(letter.edition, mark).items() if name != "atlas"}
    except (ArchiveError, KeyError, StopIteration):
        return None


def _files(paths: Paths, archive: Archive, letters: list[Delivery]) -> Iterator[str]:
    for each in letters:
        found: list[Path] = []
        for folder, name in (("packs", f"{each.participant:04d}-*.pdf"), ("letters", f"{each.participant:04d}.eml")):
            found += sorted((archive.bag(each.edition) / "data" / folder).glob(name))
        found += sorted(paths.output.glob(f"**/{each.key}.eml"))
        yield from (path.relative_to(paths.output).as_posix() for path in found)
