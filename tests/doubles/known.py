"""An event of which the ledger knows every pack as sent, made without printing: its digests are invented."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from doubles.workspaces import workspace_of

from reportgen.application.build.load_event import load_event
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.canonical_json import digest
from reportgen.domain.delivery.states import State
from reportgen.domain.identifiers import delivery_key
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

MONDAY = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)


def promised(event: Path, output: Path) -> None:
    """Makes the ledger know every pack as sent, as it is wanted now; sealed is an edition without packs."""
    paths = Paths(EMBEDDED, output)
    ledger = Ledger.open(paths.ledger)
    inputs = load_event(workspace_of(event, paths, ledger, MONDAY))
    key = inputs.event.key
    ledger.save_people(key, inputs.people(), inputs.seats())
    edition = ledger.begin_edition(key, MONDAY)
    draft = Archive(paths.archive(key)).unsealed(edition)
    draft.add("edition.json", b'{"record": 1, "packs": []}')
    promises = [
        PackRecord(
            (mark := delivery_key(key, each.wanted.number, edition)),
            each.wanted.number,
            each.wanted.code,
            each.wanted.fingerprint,
            each.wanted.parts,
            digest(mark.encode()),
            8,
            each.wanted.recipient,
            f"<{mark}@vng.example>",
            digest(mark.encode()),
        )
        for each in inputs.packs
    ]
    ledger.record_edition(key, edition, draft.seal({}, MONDAY).bag, promises, MONDAY)
    ledger.close()
    with sqlite3.connect(paths.ledger) as file:
        file.execute("UPDATE delivery SET state = ?", (State.SENT,))
    file.close()
