"""Writes attendance lists, name badges and table signs, and says where they are not what people were told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reportgen.application.build.load_event import style_of
from reportgen.application.build.plan import BuildPlan, plan_build
from reportgen.application.workspace import Workspace
from reportgen.config.timezone import ZONE
from reportgen.domain.finding import Finding, Severity, by_severity, finding
from reportgen.domain.pack.difference import Difference
from reportgen.domain.people.participant import Participant, names_text
from reportgen.domain.programme.venue_lists import BADGES, LIST, SIGNS, VenueLists, venue_lists_of
from reportgen.render.pdf.metadata import title_in
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.documents import printed_documents
from reportgen.render.printing.job import PrintFailure
from reportgen.render.reports.venue_documents import venue_documents
from reportgen.storage.atomic import write_atomically

WORKBOOK = "presentie.xlsx"

OURS = (WORKBOOK, f"{LIST}.pdf", f"{LIST}-*.pdf", f"{BADGES}.pdf", f"{SIGNS}.pdf")
"""Names of the files that are written, and removed where there is nothing for them any more."""

SHOWN = 5
"""Names in one finding."""


@dataclass(frozen=True, slots=True)
class VenueFile:
    """A file for the venue.

    Attributes:
        pages: 0 where it has none, or where they were not counted.
        title: as it stands in the file; empty where that has none, or where it was not asked for.
    """

    path: Path
    written: datetime
    pages: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class VenueResult:
    """What was written.

    Attributes:
        files: in the order of the programme: lists, workbook, badges, signs.
        removed: names of files of earlier runs that there is nothing for any more.
        told_otherwise: how many people were told another session, room, time or table than the files say.
        untold: how many people got no letter yet.
        left_out: how many people are on no list until a person mends their row.
        findings: about rows, programme, sessions, and the files.
    """

    folder: Path
    lists: VenueLists
    files: tuple[VenueFile, ...]
    removed: tuple[str, ...]
    told_otherwise: int
    untold: int
    left_out: int
    findings: tuple[Finding, ...]


def write_lists(
    workspace: Workspace,
    print_context: PrintContext,
    progress: Callable[[str, int, int], None] = lambda what, done, total: None,
) -> VenueResult:
    """Writes the files for the venue as the next build would tell people; nothing is recorded.

    Where that is not what people were told, a finding says so: their packs are to be made and sent first.

    Args:
        progress: called with the stage, how many documents are printed, and how many there are.

    Raises:
        ReportgenError: the event, a list or the figures cannot be read at all.
    """
    from reportgen.render.reports.attendance_workbook import attendance_workbook  # few runs write a workbook

    plan = plan_build(workspace)
    inputs = plan.inputs
    lists = venue_lists_of(
        inputs.event, inputs.participants, inputs.tables, inputs.sessions, inputs.known.municipalities
    )
    jobs = tuple(venue_documents(lists, style_of(workspace.settings)))
    pdfs: dict[str, tuple[bytes, int]] = {}
    failed: list[Finding] = []
    for each in printed_documents(jobs, print_context.executor, lambda done, total: progress("lists", done, total)):
        file = f"{each.identity.participant}.pdf"
        if isinstance(each, PrintFailure):
            failed.append(finding("venue-file-failed", Severity.REFUSED, file=file, reason=each.reason))
        else:
            pdfs[file] = (each.pdf, each.pages)
    folder = workspace.paths.venue(workspace.people_key)
    folder.mkdir(parents=True, exist_ok=True)
    order = [name for job in jobs if (name := f"{job.identity.participant}.pdf") in pdfs]
    order.insert(sum(name.startswith(LIST) for name in order), WORKBOOK)
    contents = {**pdfs, WORKBOOK: (attendance_workbook(lists), 0)}
    for name in order:
        write_atomically(folder / name, contents[name][0])
    removed = tuple(_remove_others(folder, order))
    people = {each.number: each for each in inputs.participants}
    otherwise = sorted(number for number, changes in plan.changes.items() if any(map(_is_told_otherwise, changes)))
    untold = sorted(people.keys() - plan.changes.keys())
    about = (
        *failed,
        *_about_told(otherwise, untold, people, plan),
        *([] if people else [finding("venue-nobody", Severity.DOUBTFUL)]),
    )
    files = tuple(_file(folder / name, contents[name][1]) for name in order)
    findings = by_severity((*plan.findings, *about))
    return VenueResult(folder, lists, files, removed, len(otherwise), len(untold), inputs.left_out, findings)


def venue_files(folder: Path) -> tuple[VenueFile, ...]:
    """The files for the venue that there are, in the order in which ``write_lists`` has them."""
    names = sorted(path.name for pattern in OURS for path in folder.glob(pattern) if path.is_file())
    order = {WORKBOOK: 2, f"{LIST}.pdf": 0, f"{BADGES}.pdf": 3, f"{SIGNS}.pdf": 4}
    there = (folder / name for name in sorted(names, key=lambda name: (order.get(name, 1), name)))
    return tuple(replace(_file(path), title=title_in(path) if path.suffix == ".pdf" else "") for path in there)


def _file(path: Path, pages: int = 0) -> VenueFile:
    return VenueFile(path, datetime.fromtimestamp(path.stat().st_mtime, ZONE), pages)


def _remove_others(folder: Path, names: Sequence[str]) -> Iterator[str]:
    """Removes files of ours that were not written now, and yields their names."""
    for path in sorted({path for pattern in OURS for path in folder.glob(pattern)}):
        if path.name not in names and path.is_file():
            path.unlink()
            yield path.name


def _is_told_otherwise(change: Difference) -> bool:
    """Whether a pack that was sent tells something else of what the files for the venue say."""
    return change.day is not None or (change.part == "personal" and change.topic in ("seat", "theme"))


def _about_told(
    otherwise: Sequence[int], untold: Sequence[int], people: Mapping[int, Participant], plan: BuildPlan
) -> Iterator[Finding]:
    if otherwise:
        names = names_text((people[each] for each in otherwise), SHOWN)
        yield finding("venue-told-otherwise", Severity.DOUBTFUL, count=len(otherwise), names=names)
    if untold and plan.changes:
        names = names_text((people[each] for each in untold), SHOWN)
        yield finding("venue-untold", Severity.DOUBTFUL, count=len(untold), names=names)
    elif untold:
        yield finding("venue-nobody-told", Severity.NOTED)
