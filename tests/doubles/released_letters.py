"""An output folder with released letters, made without printing: each has a small PDF with its participant's id."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf

from reportgen.application.delivery.release import release, release_preview
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.canonical_json import digest
from reportgen.domain.identifiers import delivery_key, participant_id, people_key_of
from reportgen.domain.pack.decisions import PartDigest
from reportgen.domain.people.participant import Enrolled
from reportgen.mail import letter
from reportgen.render.pdf.identity import NAMESPACE
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

KEY = "2018-12-10-postkamer"
MONDAY = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)


def address(number: int) -> str:
    """The address of a participant."""
    return f"deelnemer{number}@gemeente{number % 7}.example"


def pack(number: int, size: int = 0, key: str = KEY) -> bytes:
    """A small PDF with a participant's id, and so many random bytes."""
    with pikepdf.new() as document:
        document.add_blank_page()
        if size:
            document.Root.Filling = document.make_stream(os.urandom(size))
        with document.open_metadata() as metadata:
            metadata[f"{{{NAMESPACE}}}participant"] = participant_id(key, number)
            metadata[f"{{{NAMESPACE}}}fingerprint"] = f"{number:064x}"
        out = BytesIO()
        document.save(out)
        return out.getvalue()


def output_with_letters(
    output: Path,
    letters: int,
    size: int = 0,
    released: bool = True,
    event: str = KEY,
    parts: Sequence[str] = ("personal",),
) -> Paths:
    """Seals and records so many letters in an output folder, and releases them.

    Args:
        event: the key of the packs, also of another kind than the briefing.
        parts: of which each pack is.
    """
    paths = Paths(EMBEDDED, output)
    archive = Archive(paths.archive(event))
    ledger = Ledger.open(paths.ledger)
    edition = ledger.begin_edition(event, MONDAY)
    draft = archive.unsealed(edition)
    records = []
    for number in range(1, letters + 1):
        pdf = pack(number, size, event)
        key = delivery_key(event, number, edition)
        envelope = letter.Envelope(key, "Organisatie", "post@vng.example", f"D. {number}", address(number), MONDAY)
        contents = letter.LetterContents(f"Uw briefing: plaats {number}", "Dag", "<p>Dag</p>", pdf, "briefing.pdf")
        written = letter.compose(envelope, contents)
        draft.add(f"packs/{number:04d}-GM0356.pdf", pdf)
        mark = draft.add(f"letters/{number:04d}.eml", written)
        name = letter.message_id(key, "post@vng.example")
        made = tuple(PartDigest(each, key, key) for each in parts)
        records.append(PackRecord(key, number, "GM0356", key, made, digest(pdf), 1, address(number), name, mark))
    draft.add("edition.json", b'{"record": 1, "because": "", "packs": []}')
    people = (Enrolled(number, address(number), f"D. {number}", "GM0356") for number in range(1, letters + 1))
    ledger.save_people(people_key_of(event), people, ())
    ledger.record_edition(event, edition, draft.seal({}, MONDAY).bag, records, MONDAY)
    if released:
        release(release_preview(event, ledger, archive), ledger, MONDAY, "released by hand")
    ledger.close()
    return paths
