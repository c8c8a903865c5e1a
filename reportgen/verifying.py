"""Is the archive whole, and does the ledger agree with it?

Each edition is looked at rung by rung: is it a bag (bagit.txt and the manifests), is there as much in it as was sealed
(Payload-Oxum), is every file as it was, and is what the ledger promises what is kept. What was promised is what left:
a letter goes as the very bytes whose digest stands in the ledger.

Whose pack a file is stands in the PDF as well, and is not read while all digests agree. The press hands a pack over
with its identity, and that is looked at once more before the letter leaves; so the digest in the ledger is that of this
participant's pack, and a file with that digest is that pack. Where something does not agree, the identity tells what
happened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reportgen.errors import ArchiveError
from reportgen.house import House
from reportgen.inspecting import faults_of
from reportgen.recognizing import Owed
from reportgen.records.archive import Archive
from reportgen.records.last_claim import last_claim
from reportgen.records.ledger import Ledger
from reportgen.records.ledger_file import Unreadable


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the ledger says of an event.

    Attributes:
        editions: the sealed editions with the digest of their bag.
        begun: an edition that is begun, and not promised yet.
        owed: every pack with its letter.
        is_old: that the ledger is an old copy, in words; empty when it is not.
    """

    editions: Mapping[int, str]
    begun: int | None
    owed: tuple[Owed, ...]
    is_old: str


def verify(key: str, house: House, ledger: Ledger | None) -> tuple[str, ...]:
    """Everything that is wrong with an event's archive, or between it and the ledger; empty when all is well.

    Args:
        ledger: None where it cannot be read; each edition is then held against what it says of itself.

    Raises:
        OSError: a folder cannot be read.
    """
    archive = Archive(house.archive(key))
    if ledger is None:
        return tuple(_alone(key, archive, archive.editions()))
    try:
        memory = _memory_of(key, archive, ledger)
    except (Unreadable, ValueError, TypeError) as fault:
        return (f"the ledger cannot be read: {fault}", *_alone(key, archive, archive.editions()))
    return tuple(_together(key, house, archive, memory))


def _alone(key: str, archive: Archive, editions: Collection[int]) -> Iterator[str]:
    """What is wrong with editions by themselves."""
    for edition in sorted(editions):
        yield from (f"edition {edition}: {fault}" for fault in faults_of(key, edition, archive))


def _together(key: str, house: House, archive: Archive, memory: _Memory) -> Iterator[str]:
    kept = archive.editions()
    if kept and not memory.editions and memory.begun is None:
        yield f"the ledger knows nothing of this event: put back the last good copy of {house.ledger}"
    for edition in kept:
        if edition not in memory.editions:
            yield f"edition {edition} is in the archive, and the ledger does not know it"
    yield from _alone(key, archive, set(kept) - memory.editions.keys())
    for edition, bag in memory.editions.items():
        if edition in kept:
            for fault in faults_of(key, edition, archive, bag, memory.owed):
                yield f"edition {edition}: {fault}"
        else:
            yield f"edition {edition} is in the ledger, and the archive does not have it"
    if memory.is_old:
        yield memory.is_old


def _memory_of(key: str, archive: Archive, ledger: Ledger) -> _Memory:
    owed = tuple(
        Owed(
            each.key,
            each.number,
            each.edition,
            each.recipient,
            each.message_id,
            each.letter_digest,
            each.pack_digest,
        )
        for each in ledger.deliveries(key)
    )
    is_old = ""
    try:
        last = last_claim(archive.folder)
        if last is not None and not ledger.knows(last):
            is_old = f"the ledger is an old copy: it does not know that {last.key} was sent at {last.at}"
    except ArchiveError as fault:
        is_old = fault.what
    return _Memory(ledger.editions(key), ledger.begun_edition(key), owed, is_old)
