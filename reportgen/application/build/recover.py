"""Recovery after an interrupted run: records a sealed edition, and refuses a ledger that is an old copy."""

from __future__ import annotations

from reportgen.application.archive.recorded_message import message_in, message_letters_in
from reportgen.application.build.edition_record import cancellation_records_in, pack_records_in
from reportgen.application.workspace import Workspace
from reportgen.errors import ArchiveError
from reportgen.i18n.message import said
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.watermark import NAME as WATERMARK
from reportgen.storage.archive.watermark import watermark
from reportgen.storage.ledger.ledger import Ledger


def recover_edition(workspace: Workspace) -> None:
    """Records an edition that was sealed, and not recorded because the run that made it was interrupted.

    Raises:
        ArchiveError: the archive has an edition that this ledger never began, so the ledger is an old copy,
            or the edition is damaged.
    """
    key, archive, ledger = workspace.key, workspace.archive, workspace.ledger
    refuse_old_ledger(key, archive, ledger)
    begun = ledger.begun_edition(key)
    if begun is None or begun not in archive.editions():
        return
    flaws = archive.flaws(begun)
    if flaws:
        raise ArchiveError(
            said(
                "Edition {edition} is damaged: {file} is {flaw}", edition=begun, file=flaws[0].file, flaw=flaws[0].flaw
            ),
            where=str(archive.bag(begun)),
            todo="put this folder back from a copy, or move it away and run again",
        )
    record, bag = archive.record(begun), archive.sealed(begun).bag
    if message := message_in(record):
        ledger.messages(key).record(message, bag, message_letters_in(record), workspace.moment)
        return
    ledger.record_edition(key, begun, bag, pack_records_in(record), workspace.moment, cancellation_records_in(record))


def refuse_old_ledger(key: str, archive: Archive, ledger: Ledger) -> None:
    """Refuses a ledger that the archive is ahead of: it does not know which letters were sent.

    Raises:
        ArchiveError: the archive has an edition that this ledger never began, or a letter was claimed and this ledger
            has no claim of it.
    """
    known = {*ledger.editions(key), ledger.begun_edition(key)}
    unknown = [edition for edition in archive.editions() if edition not in known]
    if unknown:
        raise ArchiveError(
            said(
                "The archive holds edition {unknown}, which this ledger does not know: the ledger is an old copy",
                unknown=unknown[0],
            ),
            where=str(archive.bag(unknown[0])),
            todo="put back the newest ledger.sqlite; with an old one, letters could be sent twice",
        )
    last = watermark(archive.folder)
    if last is not None and not ledger.has_claim(last):
        raise ArchiveError(
            said(
                "A letter left that this ledger does not know of ({last}, {at}): the ledger is an old copy",
                last=last.key,
                at=last.at,
            ),
            where=str(archive.folder / WATERMARK),
            todo="put back the newest ledger.sqlite, with ledger.sqlite-wal if there is one; with this one, letters "
            "would be sent twice. Where there is no newer one: ask the participants what they have, then remove this "
            "file, and every letter that this ledger calls released goes once more",
        )
