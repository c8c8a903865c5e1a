"""Is the archive whole, and does the ledger agree with it?"""

from __future__ import annotations

from reportgen.errors import ArchiveError
from reportgen.gathering import House
from reportgen.records.archive import Archive
from reportgen.records.last_claim import last_claim
from reportgen.records.ledger import Ledger


def verify(key: str, house: House, ledger: Ledger) -> tuple[str, ...]:
    """Everything that is wrong with an event's archive, or between it and the ledger; empty when all is well."""
    archive = Archive(house.archive(key))
    promised, kept = ledger.editions(key), archive.editions()
    faults = [
        f"edition {edition} is in the archive, and the ledger does not know it"
        for edition in kept
        if edition not in promised
    ]
    for edition, bag in promised.items():
        if edition in kept:
            faults += [f"edition {edition}: {fault}" for fault in _faults_of(key, edition, bag, archive, ledger)]
        else:
            faults.append(f"edition {edition} is in the ledger, and the archive does not have it")
    try:
        last = last_claim(archive.folder)
        if last is not None and not ledger.knows(last):
            faults.append(f"the ledger is an old copy: it does not know that {last.key} was sent at {last.at}")
    except ArchiveError as fault:
        faults.append(fault.what)
    return tuple(faults)


def _faults_of(key: str, edition: int, bag: str, archive: Archive, ledger: Ledger) -> list[str]:
    faults = [f"{flaw.file} is {flaw.flaw}" for flaw in archive.flaws(edition)]
    try:
        if archive.sealed(edition).bag != bag:
            return [*faults, "it is not the one that was promised: its tagmanifest differs"]
        kept = {pack["key"]: (pack["letter"], pack["pack"]) for pack in archive.record(edition)["packs"]}
    except (ArchiveError, ValueError, KeyError) as fault:
        return [*faults, f"edition.json cannot be read: {fault}"]
    promised = {
        each.key: (each.letter_digest, each.pack_digest) for each in ledger.deliveries(key) if each.edition == edition
    }
    for name in sorted(kept.keys() | promised.keys()):
        if name not in promised:
            faults.append(f"{name} is kept, and was never promised")
        elif name not in kept:
            faults.append(f"{name} is promised, and not kept")
        elif kept[name] != promised[name]:
            faults.append(f"{name} is promised as another file than the one that is kept")
    return faults
