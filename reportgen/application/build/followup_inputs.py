"""Inputs of follow-up packs: table reports, answers, and the figures that participants were sent before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from reportgen.domain.pack.contents import PartKind
from reportgen.domain.pack.earlier_figures import EarlierFigures
from reportgen.domain.pack.event_context import EventContext
from reportgen.domain.pack.kinds import PackKind
from reportgen.errors import ArchiveError
from reportgen.sources.texts.table_reports import table_reports_in
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


def followup_inputs(
    context: EventContext, kind: PackKind, folder: Path, people: str, archive: Archive, ledger: Ledger
) -> EventContext:
    """The context with the inputs that packs of this kind have pages for, and no others.

    Args:
        people: the key of the event, which is that of its briefings.
        archive: of the briefings.

    Raises:
        ConfigurationError: a table report cannot be read.
    """
    has_municipality = any(PartKind.MUNICIPALITY in kind.part_kinds(country) for country in (False, True))
    return replace(
        context,
        reports=table_reports_in(folder) if kind.has_pages_for("report") else {},
        answers=ledger.answers(people).all() if kind.has_pages_for("answers") else (),
        earlier_figures=_earlier_figures(context, people, archive, ledger) if has_municipality else {},
    )


def _earlier_figures(context: EventContext, people: str, archive: Archive, ledger: Ledger) -> dict[int, EarlierFigures]:
    """The figures of the briefing that each participant was sent last, by number, if the archive still has them.

    They are read from the edition: the ledger's record of a pack may have been updated to newer inputs.
    """
    digests: dict[int, dict[int, str]] = {}
    found: dict[int, EarlierFigures] = {}
    by_part: dict[tuple[int, str], EarlierFigures | None] = {}
    for made in ledger.newest_packs(people, delivered=True):
        if made.number not in context.participants:
            continue
        if made.edition not in digests:
            digests[made.edition] = _content_digests(archive, made.edition)
        if content_digest := digests[made.edition].get(made.number):
            place = made.edition, content_digest
            if place not in by_part:
                by_part[place] = _figures(archive, *place, context)
            if before := by_part[place]:
                found[made.number] = before
    return found


def _content_digests(archive: Archive, edition: int) -> dict[int, str]:
    """The content digest of each participant's municipality part in an edition, by number."""
    try:
        return {
            pack["number"]: part["content"]
            for pack in archive.record(edition)["packs"]
            for part in pack["parts"]
            if part["kind"] == PartKind.MUNICIPALITY
        }
    except (ArchiveError, ValueError, KeyError, TypeError):
        return {}


def _figures(archive: Archive, edition: int, content_digest: str, context: EventContext) -> EarlierFigures | None:
    """The figures in an archived part; None where it was erased, or written by a version with other fields."""
    try:
        content = archive.contents(edition, content_digest)
        profile, said = content["profile"], content["subject"]["measures"]
        measures = {
            each["key"]: {
                "figure": each["last"],
                **{name: said[each["key"]][name] for name in ("definition", "unit", "period")},
            }
            for each in profile["measures"]
            if each["last"] is not None
        }
        sealed = datetime.fromisoformat(archive.record(edition)["sealed"]).date().isoformat()
        return EarlierFigures(
            content_digest,
            sealed,
            str(profile["name"]),
            _joined(str(profile["code"]), date.fromisoformat(content["division"]), context),
            profile["residents"],
            measures,
            content["sources"],
        )
    except (ArchiveError, KeyError, ValueError, TypeError, AttributeError):
        return None


def _joined(code: str, division: date, context: EventContext) -> tuple[str, ...]:
    """Municipalities that became part of one, whole or not, after the division of the briefing."""
    data = context.figures.data
    changes = (each for each in data.changes if division < each.on <= data.day)
    return tuple(each.old_name for each in changes if each.new_code == code and each.old_code != code)
