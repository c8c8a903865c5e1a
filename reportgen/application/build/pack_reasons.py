"""Why a pack is made again: how its contents differ from those of one that was made before."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.domain.canonical_json import JsonValue
from reportgen.domain.pack.archived_day import UnreadableDay
from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.decisions import MadePack, PartDigest, older_lists
from reportgen.domain.pack.difference import Change, Difference, differences_between
from reportgen.domain.pack.difference_topics import ChangeCategory
from reportgen.errors import ArchiveError
from reportgen.i18n.message import said
from reportgen.storage.archive.archive import Archive

Parts = Sequence[PartDigest]

Content = Callable[[PartDigest], JsonValue]
"""Gives the content of a part."""


def pack_reasons(pack: PreparedPack, made: MadePack, archive: Archive) -> tuple[Difference, ...]:
    """The differences of a pack from the one that was made; none of a pack that is the same.

    What one part tells of the reader's own day is not told again of the others that show it.

    Raises:
        ArchiveError: what the earlier pack told of the programme cannot be read.
    """
    older = older_lists(pack.wanted, made)
    if (pack.wanted.fingerprint, pack.wanted.recipient) == (made.fingerprint, made.recipient) and not older:
        return ()
    contents: dict[str, JsonValue] = {part.kind: part.content for part in pack.parts}
    reasons = _differences(
        made.parts,
        pack.wanted.parts,
        lambda part: _archived_content(archive, made.number, made.edition, part),
        lambda part: contents[part.kind],
        older,
        SealedPack(archive, made.number, made.edition),
    )
    if not reasons and pack.wanted.recipient != made.recipient:
        old_address, address = made.recipient, pack.wanted.recipient
        category = ChangeCategory.REGISTRATIONS
        reasons.append(Difference("letter", "recipient", old_address, address, category, topic="recipient"))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class SealedPack:
    """A pack in the archive."""

    archive: Archive
    number: int
    edition: int


def sealed_differences(
    before: SealedPack, after: SealedPack, parts_before: Parts, parts_after: Parts
) -> tuple[Difference, ...]:
    """The differences between two packs of one participant that are both in the archive.

    Raises:
        ArchiveError: what the earlier pack told of the programme cannot be read.
    """
    return tuple(
        _differences(
            parts_before,
            parts_after,
            lambda part: _archived_content(before.archive, before.number, before.edition, part),
            lambda part: _archived_content(after.archive, after.number, after.edition, part),
            (),
            before,
        )
    )


def _differences(
    old_parts: Parts,
    new_parts: Parts,
    old_content: Content,
    new_content: Content,
    older: Container[str],
    of: SealedPack,
) -> list[Difference]:
    """The differences of the parts of two packs.

    Args:
        older: kinds of parts that are told although they have the same fingerprint.
        of: the earlier pack.

    Raises:
        ArchiveError: what the earlier pack told of the programme cannot be read.
    """
    made_parts = {part.kind: part for part in old_parts}
    reasons: list[Difference] = []
    for part in new_parts:
        old = made_parts.get(part.kind)
        if old is None:
            reasons.append(_whole_part(part.kind, Change.ADDED))
            continue
        if old.fingerprint == part.fingerprint and part.kind not in older:
            continue
        if old.content == part.content:
            reasons.append(Difference(part.kind, "", "", "", ChangeCategory.DESIGN, topic="design"))
            continue
        try:
            reasons += differences_between(part.kind, old_content(old), new_content(part))
        except UnreadableDay as fault:
            raise ArchiveError(
                said(
                    "The pack of participant {made} in edition {edition} is not understood: {reason}",
                    made=of.number,
                    edition=of.edition,
                    reason=fault,
                ),
                where=str(of.archive.bag(of.edition)),
                todo="look whether the archive is whole with: reportgen archive verify EVENT",
            ) from None
    reasons += [_whole_part(kind, Change.REMOVED) for kind in made_parts.keys() - {each.kind for each in new_parts}]
    if any(each.day for each in reasons):
        led = (PartKind.LEADING, "part")
        reasons = [each for each in reasons if each.topic not in _OF_THE_DAY and (each.part, each.topic) != led]
    renamed = {(each.old, each.new) for each in reasons if each.topic == "name"}  # the reader, who sits there too
    return [each for each in reasons if each.topic != "company" or (each.old, each.new) not in renamed]


_OF_THE_DAY = frozenset(("first", "talks", "led", "led_session", "beside"))
"""What is told with the differences of the day."""


def _whole_part(kind: str, change: Change) -> Difference:
    """A part that only one of two packs has."""
    return Difference(kind, "", "", "", ChangeCategory.PROGRAMME, topic="part", change=change, of=kind)


def _archived_content(archive: Archive, number: int, made_in: int, part: PartDigest) -> JsonValue:
    """The content of a part; None where it was erased.

    Where the printed bytes were unchanged it was not archived, and is that with which the pack was printed.
    """
    for content in _content_digests(archive, number, made_in, part):
        for edition in range(made_in, 0, -1) if content else ():
            try:
                archived: JsonValue = json.loads(archive.read(edition, f"contents/{content}.json", content))
            except ArchiveError:
                continue
            return archived
    return None


def _content_digests(archive: Archive, number: int, made_in: int, part: PartDigest) -> Iterator[str]:
    """Under which digests the content of a part may be archived; a large record is read only if needed."""
    yield part.content
    yield _recorded_content(archive, number, made_in, part.kind)


def _recorded_content(archive: Archive, number: int, edition: int, kind: str) -> str:
    """The digest of the content with which a part was printed, from the edition; empty where it does not say."""
    try:
        parts = next(each["parts"] for each in archive.record(edition)["packs"] if each["number"] == number)
        return str(next(each["content"] for each in parts if each["kind"] == kind))
    except (ArchiveError, ValueError, KeyError, TypeError, StopIteration):
        return ""
