"""An event of which the ledger knows every pack as sent, made without printing: its digests are invented."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from reportgen.domain.delivery import State, delivery_key
from reportgen.domain.edition import digest
from reportgen.gathering import gather
from reportgen.house import House
from reportgen.records.archive import Archive
from reportgen.records.ledger import Ledger
from reportgen.records.promise import Promise
from reportgen.sources.snapshots import EMBEDDED
from reportgen.zone import ZONE

MONDAY = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)


def promised(event: Path, output: Path) -> None:
    """Makes the ledger know every pack as sent, as it is wanted now; sealed is an edition without packs."""
    house = House(EMBEDDED, output)
    ledger = Ledger.open(house.ledger)
    gathered = gather(event, house, ledger, MONDAY.date())
    key = gathered.event.key
    ledger.remember(key, gathered.people(), gathered.seats())
    edition = ledger.begin_edition(key, MONDAY)
    draft = Archive(house.archive(key)).draft(edition)
    draft.add("edition.json", b'{"record": 1, "packs": []}')
    promises = [
        Promise(
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
        for each in gathered.packs
    ]
    ledger.promise(key, edition, draft.seal({}, MONDAY).bag, promises, MONDAY)
    ledger.close()
    with sqlite3.connect(house.ledger) as file:
        file.execute("UPDATE delivery SET state = ?", (State.SENT,))
    file.close()
