"""What a list would give, beside the last one, without doing any of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reportgen.domain.finding import Gravity
from reportgen.domain.roster import roster_of
from reportgen.gathering import Gathered, gather
from reportgen.house import House
from reportgen.records.ledger import Ledger
from reportgen.render.report import Report, Tally
from reportgen.sources.registrations import ListFile


def checked(folder: Path, house: House, ledger: Ledger, today: date, lists: Sequence[ListFile] = ()) -> Report:
    """Reads an event and its lists, or others in their place, and compares them with the last run.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    gathered = gather(folder, house, ledger, today, lists)
    key = gathered.event.key
    roster = roster_of(gathered.participants, ledger.enrolled(key), ledger.seats(key))
    return Report(
        gathered.event.title,
        _tally(gathered),
        gathered.participants,
        {number: table.number for table in gathered.tables for number in table.seated},
        gathered.municipalities,
        roster,
        gathered.findings,
    )


def _tally(gathered: Gathered) -> Tally:
    taking_part = {(each.place.file, each.place.line) for each in gathered.participants}
    left_out: set[tuple[str, int]] = set()
    cancelled: set[tuple[str, int]] = set()
    for each in gathered.findings:
        row = (each.place.file, each.place.line)
        if row in taking_part:
            continue
        if each.gravity is Gravity.REFUSED:
            left_out.add(row)
        elif each.code == "cancelled":
            cancelled.add(row)
    counts = len(taking_part), len(cancelled - left_out), len(left_out)
    return Tally(gathered.rows, *counts, gathered.rows - sum(counts))
