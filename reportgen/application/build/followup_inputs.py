"""What packs that follow a briefing are made from beside it: reports, answers, and the figures of the pack in hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reportgen.domain.pack.contents import EarlierFigures, PartKind
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.kinds import PackKind
from reportgen.errors import ArchiveError
from reportgen.sources.texts.table_reports import table_reports_in
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger

COMPARED = ("name", "years", "residents", "grouping", "series_grouping", "index")
"""What of a profile is laid beside the newest figures; of the years the last."""


def followup_inputs(
    setting: EventContext, kind: PackKind, folder: Path, people: str, archive: Archive, ledger: Ledger
) -> EventContext:
    """A setting with all that packs of this kind have pages for; what they do not show is no reason to print them.

    Args:
        people: the key of the event, under which the ledger knows its briefings.
        archive: that of the briefings.

    Raises:
        ConfigurationError: a report of a table cannot be read.
    """
    about = any(PartKind.MUNICIPALITY in kind.part_kinds(country) for country in (False, True))
    return replace(
        setting,
        reports=table_reports_in(folder) if kind.has_pages_for("report") else {},
        answers=ledger.answers(people).all() if kind.has_pages_for("answers") else (),
        earlier_figures=dict(_in_hand(people, archive, ledger)) if about else {},
    )


def _in_hand(people: str, archive: Archive, ledger: Ledger) -> Iterator[tuple[int, EarlierFigures]]:
    """The figures of the briefing that each participant has in hand, where the archive still has them.

    Which these are stands in the edition: the ledger knows of a pack that would come out the same by now.
    """
    marks: dict[int, dict[int, str]] = {}
    known: dict[tuple[int, str], EarlierFigures | None] = {}
    for made in ledger.newest_packs(people, delivered=True):
        if made.edition not in marks:
            marks[made.edition] = _marks(archive, made.edition)
        if mark := marks[made.edition].get(made.number):
            place = made.edition, mark
            if place not in known:
                known[place] = _kept(archive, *place)
            if before := known[place]:
                yield made.number, before


def _marks(archive: Archive, edition: int) -> dict[int, str]:
    """Under which digest an edition kept what it says of each participant's municipality."""
    try:
        return {
            pack["number"]: part["content"]
            for pack in archive.record(edition)["packs"]
            for part in pack["parts"]
            if part["kind"] == PartKind.MUNICIPALITY
        }
    except (ArchiveError, ValueError, KeyError, TypeError):
        return {}


def _kept(archive: Archive, edition: int, mark: str) -> EarlierFigures | None:
    """What was kept of a part; nothing where it was erased, or is from a program that kept something else."""
    try:
        content = archive.contents(edition, mark)
        profile = {name: content["profile"][name] for name in COMPARED}
        profile["years"] = profile["years"][-1:]
        sealed = datetime.fromisoformat(archive.record(edition)["sealed"]).date().isoformat()
        return EarlierFigures(mark, sealed, profile, content["sources"])
    except (ArchiveError, KeyError, ValueError, TypeError):
        return None
