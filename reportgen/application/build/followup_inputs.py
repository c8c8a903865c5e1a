"""What follow-up packs are made from beside the briefing: table reports, answers, and the figures sent before."""

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
"""The fields of a profile that are compared with the newest figures; of the years the last."""


def followup_inputs(
    context: EventContext, kind: PackKind, folder: Path, people: str, archive: Archive, ledger: Ledger
) -> EventContext:
    """The context with everything that packs of this kind have pages for, and nothing that they do not show.

    Args:
        people: the key of the event, under which the ledger knows its briefings.
        archive: that of the briefings.

    Raises:
        ConfigurationError: a report of a table cannot be read.
    """
    about = any(PartKind.MUNICIPALITY in kind.part_kinds(country) for country in (False, True))
    return replace(
        context,
        reports=table_reports_in(folder) if kind.has_pages_for("report") else {},
        answers=ledger.answers(people).all() if kind.has_pages_for("answers") else (),
        earlier_figures=dict(_delivered_figures(people, archive, ledger)) if about else {},
    )


def _delivered_figures(people: str, archive: Archive, ledger: Ledger) -> Iterator[tuple[int, EarlierFigures]]:
    """The figures of the briefing that each participant was sent last, where the archive still has them.

    The edition says which these are: the ledger only knows of a pack that would come out the same by now.
    """
    digests: dict[int, dict[int, str]] = {}
    known: dict[tuple[int, str], EarlierFigures | None] = {}
    for made in ledger.newest_packs(people, delivered=True):
        if made.edition not in digests:
            digests[made.edition] = _content_digests(archive, made.edition)
        if content_digest := digests[made.edition].get(made.number):
            place = made.edition, content_digest
            if place not in known:
                known[place] = _figures(archive, *place)
            if before := known[place]:
                yield made.number, before


def _content_digests(archive: Archive, edition: int) -> dict[int, str]:
    """The digest of what an edition says of each participant's municipality, by number."""
    try:
        return {
            pack["number"]: part["content"]
            for pack in archive.record(edition)["packs"]
            for part in pack["parts"]
            if part["kind"] == PartKind.MUNICIPALITY
        }
    except (ArchiveError, ValueError, KeyError, TypeError):
        return {}


def _figures(archive: Archive, edition: int, content_digest: str) -> EarlierFigures | None:
    """The figures in an archived part; None where it was erased, or is of a program that kept other fields."""
    try:
        content = archive.contents(edition, content_digest)
        profile = {name: content["profile"][name] for name in COMPARED}
        profile["years"] = profile["years"][-1:]
        sealed = datetime.fromisoformat(archive.record(edition)["sealed"]).date().isoformat()
        return EarlierFigures(content_digest, sealed, profile, content["sources"])
    except (ArchiveError, KeyError, ValueError, TypeError):
        return None
