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

from reportgen.application.archive.identify import ExpectedFile
from reportgen.application.archive.inspect import faults_of
from reportgen.config.paths import Paths
from reportgen.errors import ArchiveError
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.watermark import watermark
from reportgen.storage.ledger.database import LedgerUnreadable
from reportgen.storage.ledger.ledger import Ledger


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
    owed: tuple[ExpectedFile, ...]
    is_old: str


def verify(key: str, paths: Paths, ledger: Ledger | None) -> tuple[str, ...]:
    """Everything that is wrong with an event's archive, or between it and the ledger; empty when all is well.

    Args:
        ledger: None where it cannot be read; each edition is then held against what it says of itself.

    Raises:
        OSError: a folder cannot be read.
    """
    archive = Archive(paths.archive(key))
    if ledger is None:
        return tuple(_alone(key, archive, archive.editions()))
    try:
        memory = _memory_of(key, archive, ledger)
    except (LedgerUnreadable, ValueError, TypeError) as fault:
        return (f"the ledger cannot be read: {fault}", *_alone(key, archive, archive.editions()))
    return tuple(_together(key, paths, archive, memory))


def _alone(key: str, archive: Archive, editions: Collection[int]) -> Iterator[str]:
    """What is wrong with editions by themselves."""
    for edition in sorted(editions):
        yield from (f"edition {edition}: {fault}" for fault in faults_of(key, edition, archive))


def _together(key: str, paths: Paths, archive: Archive, memory: _Memory) -> Iterator[str]:
    kept = archive.editions()
    if kept and not memory.editions and memory.begun is None:
        yield f"the ledger knows nothing of this event: put back the last good copy of {paths.ledger}"
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
        ExpectedFile(
            each.key,
            each.participant,
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
        last = watermark(archive.folder)
        if last is not None and not ledger.has_claim(last):
            is_old = f"the ledger is an old copy: it does not know that {last.key} was sent at {last.at}"
    except ArchiveError as fault:
        is_old = fault.what
    return _Memory(ledger.editions(key), ledger.begun_edition(key), owed, is_old)
