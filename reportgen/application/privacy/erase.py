"""Erases one participant on request, or everyone of an event after its retention period, with a proof."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.application.archive.export import record_in
from reportgen.application.build.load_event import registrations_of
from reportgen.application.privacy.erase_files import (
    empty_lists,
    remove_files,
    remove_submissions,
    remove_table_reports,
)
from reportgen.application.privacy.subject_access import enrolled_person
from reportgen.application.workspace import Workspace
from reportgen.config.event_folder import EVENT_FILE
from reportgen.domain.delivery.states import State
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.people.participant import Enrolled, Name, full_name
from reportgen.errors import ArchiveError, SafetyRefusal
from reportgen.sources.texts.table_reports import FOLDER as REPORTS
from reportgen.sources.texts.table_reports import table_reports_in
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import PAYLOAD, read_manifest
from reportgen.storage.archive.erase import RECORD, ErasedFile, erase
from reportgen.storage.ledger.ledger import Ledger

PERSONAL = frozenset((PartKind.PERSONAL, PartKind.TABLE))
"""The kinds of parts that name participants."""


@dataclass(frozen=True, slots=True)
class ErasureProof:
    """What was erased; the names of the fields are keys of the JSON output.

    Attributes:
        numbers: the participants who were erased.
        erased: files of sealed editions, with the digests they had.
        rows: table of the ledger → how many rows were emptied.
        removed: other files and folders that were deleted.
    """

    event: str
    at: datetime
    numbers: tuple[int, ...]
    erased: tuple[ErasedFile, ...]
    rows: Mapping[str, int]
    removed: tuple[str, ...]


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
            f"The event is to be kept until {settings.keep_until}",
            where=str(folder / EVENT_FILE),
            todo="purge it after that day, or give --early if it may go now",
        )
    key = workspace.people_key
    numbers = {each.number for each in ledger.enrolled(key)}
    numbers |= {each.participant for kind in workspace.paths.pack_keys(key) for each in ledger.deliveries(kind)}
    proof = _erase(workspace, sorted(numbers), lambda _: True)
    return replace(proof, removed=(*proof.removed, *remove_table_reports(folder), *empty_lists(folder, settings)))


def forget(workspace: Workspace, number: int) -> ErasureProof:
    """Erases one participant, also in packs of others that name them; these packs are erased from the archive.

    Raises:
        UsageError: there is no such participant.
        SafetyRefusal: a list or table report still names them, or a letter to them is being sent.
        ArchiveError: an edition cannot be read.
    """
    key, ledger = workspace.people_key, workspace.ledger
    person = enrolled_person(key, number, ledger)
    _refuse_listed(workspace, person)
    _refuse_reported(workspace.folder, person)
    answers = {each.text for each in ledger.answers(key).all() if each.participant == number}
    return _erase(workspace, [number], lambda content: _is_named_in(content, person, answers), person)


def _erase(
    workspace: Workspace,
    numbers: list[int],
    is_about_them: Callable[[Any], bool],
    person: Enrolled | None = None,
) -> ErasureProof:
    """Erases participants from archive, ledger and files, for all kinds of packs of the event.

    Args:
        is_about_them: whether the content of a part names one of them.
        person: the one who is erased; None for everyone.
    """
    folder, paths, ledger, now = workspace.folder, workspace.paths, workspace.ledger, workspace.moment
    event = workspace.people_key
    keys = paths.pack_keys(event)
    for key in keys:
        if any(each.participant in numbers for each in ledger.deliveries(key, State.SENDING)):
            raise SafetyRefusal("A letter is on its way", where=key, todo="wait until the run that sends is done")
    owners = ledger.answers(event).owners()
    erased: list[ErasedFile] = []
    rows: Counter[str] = Counter()
    removed: list[str] = []
    for key in reversed(keys):  # the briefing last: its records say who they are
        ledger.withdraw(key, numbers, now, "forgotten")
        erased += _erase_from_archive(Archive(paths.archive(key)), key, ledger, numbers, now, is_about_them, person)
        rows.update(ledger.erasure().erase_people(key, numbers, _words(person)))
        removed += remove_files(folder, paths, key, numbers, everyone=person is None)
    if person is not None:
        names = [Path(each.path).name for each in erased if each.key == event and each.path.startswith("data/packs/")]
        packs = {int(name[:4]) for name in names}  # only briefings have forms
        digests = [digest for digest, number in owners.items() if number in packs.union(numbers)]
        removed += remove_submissions(paths.answers(event), digests, (person.name, person.email))
    ledger.erasure().purge_file(paths.ledger)
    return ErasureProof(event, now, tuple(numbers), tuple(erased), dict(rows), tuple(removed))


def _erase_from_archive(
    archive: Archive,
    key: str,
    ledger: Ledger,
    numbers: list[int],
    now: datetime,
    is_about_them: Callable[[Any], bool],
    person: Enrolled | None,
) -> Iterator[ErasedFile]:
    """Erases files from the editions of one kind of pack, and records the new digests of the bags."""
    for edition in archive.editions():
        record = record_in(archive, edition)
        files = _files_to_erase(archive, edition, record, numbers, is_about_them)
        remaining = _without_people(record, numbers, person)
        content = json.dumps(remaining, ensure_ascii=False, indent=1).encode()
        erased, bag = erase(archive.bag(edition), edition, files, content, now)
        ledger.erasure().replace_bag(key, edition, bag)
        yield from (replace(each, key=key) for each in erased)


def _files_to_erase(
    archive: Archive,
    edition: int,
    record: Mapping[str, Any],
    numbers: Collection[int],
    is_about_them: Callable[[Any], bool],
) -> set[str]:
    """The files of an edition that name one of them: contents, and the packs and letters made from them."""
    listed = read_manifest(archive.bag(edition) / PAYLOAD)
    contents: dict[str, bool] = {}
    files: set[str] = set()
    for pack in record["packs"]:
        own = pack["number"] in numbers
        for part in pack["parts"]:
            digest = part["content"]
            if part["kind"] == PartKind.TABLE and digest not in contents:
                contents[digest] = _is_about(archive, edition, digest, is_about_them)
            if (own and part["kind"] == PartKind.PERSONAL) or contents.get(digest, False):
                files.add(f"data/contents/{digest}.json")
                own = own or part["kind"] == PartKind.TABLE
        if own:
            files |= {f"data/packs/{pack['number']:04d}-{pack['code']}.pdf", f"data/letters/{pack['number']:04d}.eml"}
    cancelled = [each["number"] for each in record.get("cancellations", ()) if each["number"] in numbers]
    files |= {f"data/letters/{number:04d}.eml" for number in cancelled}
    return files & (listed.keys() - {RECORD})


def _is_about(archive: Archive, edition: int, digest: str, is_about_them: Callable[[Any], bool]) -> bool:
    """Whether a content is about them; one that cannot be read counts as such."""
    try:
        return is_about_them(json.loads(archive.read(edition, f"contents/{digest}.json")))
    except (ArchiveError, ValueError):
        return True


def _is_named_in(content: Any, person: Enrolled, answers: Collection[str]) -> bool:
    """Whether the content of a table page names someone, or has an answer of theirs."""
    replies = [reply for asked in content.get("answers", ()) for reply in asked["replies"]]
    names = [each["name"] for each in (*content.get("colleagues", ()), *replies) if each["name"]]
    texts = [content.get("report", ""), *(each["text"] for each in replies)]
    return (
        any(full_name(_name_in(each)) == person.name for each in names)
        or any(each["text"] in answers for each in replies)
        or any(_mentions(person, text) for text in texts)
    )


def _mentions(person: Enrolled, text: str) -> bool:
    """Whether a text has the name, the surname or the e-mail address of someone, as whole words."""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in _words(person))


def _name_in(parts: Mapping[str, str]) -> Name:
    return Name(parts["initials"], parts["first"], parts["infix"], parts["last"])


def _words(person: Enrolled | None) -> frozenset[str]:
    """The words by which free text may name someone: the name, the surname, the e-mail address."""
    return frozenset((person.name, person.email, *person.name.split()[-1:])) - {""} if person else frozenset()


def _without_people(record: Mapping[str, Any], numbers: Collection[int], person: Enrolled | None) -> dict[str, Any]:
    """edition.json without their addresses, and without reasons and changed values that may name them."""
    words = _words(person)

    def may_name_them(text: str) -> bool:
        return person is None or any(word.casefold() in text.casefold() for word in words)

    packs = [
        {
            **pack,
            "recipient": "" if pack["number"] in numbers else pack["recipient"],
            "reasons": []
            if pack["number"] in numbers
            else [each for each in pack["reasons"] if not may_name_them(f"{each['old']} {each['new']}")],
        }
        for pack in record["packs"]
    ]
    remaining = {**record, "packs": packs}
    if "cancellations" in record:
        remaining["cancellations"] = [
            {**each, "recipient": ""} if each["number"] in numbers else each for each in record["cancellations"]
        ]
    because = str(record["because"])
    return {**remaining, "because": "" if because and may_name_them(because) else because}


def _refuse_reported(folder: Path, person: Enrolled) -> None:
    """Refuses while a table report names them: the next run would print it in a pack."""
    for table, text in table_reports_in(folder).items():
        if _mentions(person, text):
            raise SafetyRefusal(
                f"The report of table {table} still names participant {person.number}",
                where=str(folder / REPORTS),
                todo="take the name out of it, and forget them then",
            )


def _refuse_listed(workspace: Workspace, person: Enrolled) -> None:
    """Refuses while a list names them: the next run would make them a pack."""
    settings = workspace.settings
    rows, _ = registrations_of(settings)
    for row in rows:
        if full_name(row.name) == person.name or (row.email and row.email.casefold() == person.email.casefold()):
            raise SafetyRefusal(
                f"A list still names participant {person.number}",
                where=f"{row.place.file}, line {row.place.line}",
                todo="take that row out of the list, and forget them then",
            )
