"""Erases people from the sealed editions of an event: their packs and letters, and those of others that name them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from reportgen.application.archive.export import record_in
from reportgen.application.archive.personal_content import name_in
from reportgen.application.archive.recorded_message import LETTERS, MESSAGE
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.people.participant import Enrolled, full_name
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import PAYLOAD, read_manifest
from reportgen.storage.archive.erase import RECORD, ErasedFile, erase
from reportgen.storage.ledger.ledger import Ledger

_OWN = (PartKind.PERSONAL, PartKind.LEADING)
"""Parts that only one participant has."""

_NAMING = (PartKind.TABLE, PartKind.LEADING)
"""Parts that name other participants."""


def erase_from_archive(
    archive: Archive,
    key: str,
    ledger: Ledger,
    numbers: list[int],
    now: datetime,
    is_about_them: Callable[[Any], bool],
    known_as: Sequence[Enrolled],
) -> Iterator[ErasedFile]:
    """Erases files from the editions of one kind of pack, and records the new digests of the bags.

    Args:
        known_as: the one who is erased, under each name and address; empty for everyone.
    """
    for edition in archive.editions():
        record = record_in(archive, edition)
        files = _files_to_erase(archive, edition, record, numbers, is_about_them)
        remaining = _without_people(record, numbers, known_as)
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
            if part["kind"] in _NAMING and digest not in contents:
                contents[digest] = _is_about(archive, edition, digest, is_about_them)
            if (own and part["kind"] in _OWN) or contents.get(digest, False):
                files.add(f"data/contents/{digest}.json")
                own = own or part["kind"] in _NAMING
        if own:
            files |= {f"data/packs/{pack['number']:04d}-{pack['code']}.pdf", f"data/letters/{pack['number']:04d}.eml"}
    cancelled = [each["number"] for each in record.get("cancellations", ()) if each["number"] in numbers]
    files |= {f"data/letters/{number:04d}.eml" for number in cancelled}
    naming = _letters_naming(archive, record, numbers, is_about_them)
    files |= {f"data/letters/{number:04d}.eml" for number in naming}
    return files & (listed.keys() - {RECORD})


def _letters_naming(
    archive: Archive, record: Mapping[str, Any], numbers: Collection[int], is_about_them: Callable[[Any], bool]
) -> Iterator[int]:
    """The letters of a message to them, or that name them in their text or in the pack that they carry."""
    said = record.get(MESSAGE, {})
    is_named = is_about_them({"report": f"{said.get('subject', '')}\n{said.get('text', '')}"})
    for each in record.get(LETTERS, ()):
        edition, number = each["pack_edition"], each["number"]
        if is_named or number in numbers or (edition and _pack_is_about(archive, edition, number, is_about_them)):
            yield number


def _pack_is_about(archive: Archive, edition: int, number: int, is_about_them: Callable[[Any], bool]) -> bool:
    """Whether the pack of somebody else names them; one that cannot be read counts as such, as it was erased before."""
    pack = next((each for each in record_in(archive, edition)["packs"] if each["number"] == number), None)
    parts = [part["content"] for part in pack["parts"] if part["kind"] in _NAMING] if pack else []
    return pack is None or any(_is_about(archive, edition, each, is_about_them) for each in parts)


def _is_about(archive: Archive, edition: int, digest: str, is_about_them: Callable[[Any], bool]) -> bool:
    """Whether a content is about them; one that cannot be read counts as such."""
    try:
        return is_about_them(json.loads(archive.read(edition, f"contents/{digest}.json")))
    except (ArchiveError, ValueError):
        return True


def is_named_in(content: Any, known_as: Sequence[Enrolled], answers: Collection[str]) -> bool:
    """Whether the content of a table page or of a list of a session's people names someone, or has their answer."""
    replies = [reply for asked in content.get("answers", ()) for reply in asked["replies"]]
    attending = [each for led in content.get("sessions", ()) for each in led["people"]]
    names = [each["name"] for each in (*content.get("colleagues", ()), *attending, *replies) if each["name"]]
    texts = [content.get("report", ""), *(each["text"] for each in replies)]
    theirs = {person.name for person in known_as}
    return (
        any(full_name(name_in(each)) in theirs for each in names)
        or any(each["text"] in answers for each in replies)
        or any(mentions_in_words(known_as, text) for text in texts)
    )


def mentions_in_words(known_as: Sequence[Enrolled], text: str) -> bool:
    """Whether a text has the name, the surname or the e-mail address of someone, as whole words."""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words_of_person(known_as))


def words_of_person(known_as: Sequence[Enrolled]) -> frozenset[str]:
    """The words by which free text may name someone: each name, surname and e-mail address."""
    words = ((person.name, person.email, *person.name.split()[-1:]) for person in known_as)
    return frozenset(word for each in words for word in each) - {""}


def _without_people(
    record: Mapping[str, Any], numbers: Collection[int], known_as: Sequence[Enrolled]
) -> dict[str, Any]:
    """edition.json without their addresses and sessions, and without reasons and changed values that may name them."""
    words = words_of_person(known_as)

    def may_name_them(text: str) -> bool:
        return not known_as or any(word.casefold() in text.casefold() for word in words)

    packs = [
        {
            **pack,
            "recipient": "" if pack["number"] in numbers else pack["recipient"],
            **({"sessions": []} if pack["number"] in numbers and "sessions" in pack else {}),
            "reasons": []
            if pack["number"] in numbers
            else [each for each in pack["reasons"] if not may_name_them(_told_by(each))],
        }
        for pack in record["packs"]
    ]
    remaining = {**record, "packs": packs}
    if "cancellations" in record:
        remaining["cancellations"] = [
            {**each, "recipient": ""} if each["number"] in numbers else each for each in record["cancellations"]
        ]
    if MESSAGE in record:
        said = record[MESSAGE]
        named = may_name_them(f"{said['subject']}\n{said['text']}")
        remaining[MESSAGE] = {**said, "subject": "", "text": ""} if named else said
        remaining[LETTERS] = [
            {**each, "recipient": ""} if each["number"] in numbers else each for each in record[LETTERS]
        ]
    because = str(record["because"])
    return {**remaining, "because": "" if because and may_name_them(because) else because}


def _told_by(reason: Mapping[str, Any]) -> str:
    """All that a reason tells of people and of what they did."""
    return " ".join(str(reason.get(name) or "") for name in ("old", "new", "of", "at"))
