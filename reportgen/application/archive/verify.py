"""Verifies the archive of an event, and the ledger against it.

Each edition is checked in four steps: its structure (bagit.txt and the manifests), the number of files and bytes
(Payload-Oxum), the digest of every file, and its agreement with the ledger. The ledger has the digest of every pack and
letter, and a letter is sent as exactly the bytes with that digest.

The identity inside a PDF is read only where a digest differs, to find which pack a file is: the printer returns each
pack with its identity, which is verified again before the letter is sent; so the digest in the ledger is that of the
participant's own pack. Only when asked, each pack and letter is opened (``verify_deep``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reportgen.application.archive.identify import ExpectedFile
from reportgen.application.archive.inspect import expected_in, faults_of
from reportgen.application.archive.verify_deep import DeepRecords, LedgerPerson, deep_faults
from reportgen.application.progress import Progress
from reportgen.config.paths import Paths
from reportgen.domain.delivery.states import LetterKind
from reportgen.domain.identifiers import KIND_SEPARATOR
from reportgen.errors import ArchiveError, LedgerDamaged
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.watermark import watermark
from reportgen.storage.ledger.database import LedgerUnreadable
from reportgen.storage.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class _LedgerRecords:
    """What the ledger records of an event.

    Attributes:
        editions: sealed edition → digest of its bag.
        begun: an edition that was begun and not recorded yet.
        expected: every pack with its letter.
        old_copy: the fault that the ledger is an old copy; empty when it is not.
        deep: what a thorough verification compares as well.
    """

    editions: Mapping[int, str]
    begun: int | None
    expected: tuple[ExpectedFile, ...]
    old_copy: str
    deep: DeepRecords


def verify(key: str, paths: Paths, ledger: Ledger | None) -> tuple[str, ...]:
    """All faults of an event's archive, and differences between it and the ledger.

    Args:
        ledger: None where it cannot be read; each edition is then compared with its own edition.json.

    Raises:
        OSError: a folder cannot be read.
    """
    archive = Archive(paths.archive(key))
    records, faults = _readable_records(key, archive, ledger)
    if records is None:
        return (*faults, *_faults_without_ledger(key, archive, archive.editions()))
    return tuple(_faults_with_ledger(key, paths, archive, records))


def verify_deep(key: str, paths: Paths, ledger: Ledger | None, progress: Progress) -> tuple[str, ...]:
    """The faults that ``verify`` finds, and every difference between packs, letters and ledger about who they are for.

    Args:
        ledger: as above.
        progress: is called with ``verify`` after each pack.

    Raises:
        OSError: a folder cannot be read.
    """
    archive = Archive(paths.archive(key))
    records, _ = _readable_records(key, archive, ledger)
    by_edition = {
        edition: [each for each in records.expected if each.edition == edition]
        if records and edition in records.editions
        else list(expected_in(archive, edition))
        for edition in archive.editions()
    }
    everything = [each for some in by_edition.values() for each in some]
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        progress("verify", done, len(everything))

    faults = list(verify(key, paths, ledger))
    for edition in by_edition:
        deep = deep_faults(key, edition, archive, everything, records.deep if records else None, count)
        faults += [f"edition {edition}: {each}" for each in deep]
    return tuple(dict.fromkeys(faults))


def _readable_records(
    key: str, archive: Archive, ledger: Ledger | None
) -> tuple[_LedgerRecords | None, tuple[str, ...]]:
    """What the ledger records; None where there is no ledger or it cannot be read, with that fault."""
    if ledger is None:
        return None, ()
    try:
        return _records_of(key, archive, ledger), ()
    except LedgerDamaged as fault:
        return None, (f"the ledger cannot be read: {fault.__cause__ or fault}",)
    except (LedgerUnreadable, ValueError, TypeError) as fault:
        return None, (f"the ledger cannot be read: {fault}",)


def _faults_without_ledger(key: str, archive: Archive, editions: Collection[int]) -> Iterator[str]:
    """The faults of editions, without the ledger."""
    for edition in sorted(editions):
        yield from (f"edition {edition}: {fault}" for fault in faults_of(key, edition, archive))


def _faults_with_ledger(key: str, paths: Paths, archive: Archive, records: _LedgerRecords) -> Iterator[str]:
    archived = archive.editions()
    if archived and not records.editions and records.begun is None:
        yield f"the ledger knows nothing of this event: put back the last good copy of {paths.ledger}"
    for edition in archived:
        if edition not in records.editions:
            yield f"edition {edition} is in the archive, and the ledger does not know it"
    yield from _faults_without_ledger(key, archive, set(archived) - records.editions.keys())
    for edition, bag in records.editions.items():
        if edition in archived:
            for fault in faults_of(key, edition, archive, bag, records.expected):
                yield f"edition {edition}: {fault}"
        else:
            yield f"edition {edition} is in the ledger, and the archive does not have it"
    if records.old_copy:
        yield records.old_copy


def _records_of(key: str, archive: Archive, ledger: Ledger) -> _LedgerRecords:
    expected = tuple(
        ExpectedFile(
            each.key,
            each.participant,
            each.edition,
            each.recipient,
            each.message_id,
            each.letter_digest,
            each.pack_digest,
            each.kind is LetterKind.MESSAGE,
        )
        for each in ledger.deliveries(key)
    )
    old_copy = ""
    try:
        last = watermark(archive.folder)
        if last is not None and not ledger.has_claim(last):
            old_copy = f"the ledger is an old copy: it does not know that {last.key} was sent at {last.at}"
    except ArchiveError as fault:
        old_copy = fault.what
    return _LedgerRecords(
        ledger.editions(key), ledger.begun_edition(key), expected, old_copy, _deep_records(key, ledger)
    )


def _deep_records(key: str, ledger: Ledger) -> DeepRecords:
    people = ledger.enrolled(key.partition(KIND_SEPARATOR)[0])
    letters = [each for each in ledger.deliveries(key) if each.kind is not LetterKind.MESSAGE]
    newest = {each.participant: each for each in letters}  # in order of edition: the last one stays
    told = {number: each.edition for number, each in newest.items() if not each.pack_digest}
    kept = {each.number: each.edition for each in ledger.newest_packs(key) if not each.withdrawn}
    return DeepRecords(
        {each.number: LedgerPerson(each.name, each.email, each.code) for each in people},
        ledger.pack_codes(key),
        told | kept,
    )
