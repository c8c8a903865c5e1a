"""Digests of the inputs of packs and of decisions about them: files, figures, the program, the ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from reportgen.application.figures.event_figures import EventFigures
from reportgen.application.figures.in_use import figures_in_use
from reportgen.application.workspace import Workspace
from reportgen.config.indicator_file import EMBEDDED_INDICATORS
from reportgen.config.subject_file import EMBEDDED_SUBJECTS
from reportgen.domain.canonical_json import canonical_json, digest, fingerprint, to_json_value
from reportgen.domain.identifiers import BRIEFING
from reportgen.domain.pack.kinds import PackKind
from reportgen.domain.programme.event import Event
from reportgen.render.content.design import design_digest
from reportgen.render.content.kind_templates import load_pack_kind
from reportgen.render.printing.versions import installed_beside
from reportgen.sources.cbs.embedded import EMBEDDED as EMBEDDED_FIGURES
from reportgen.sources.cbs.groupings import FOLDER as GROUPINGS
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.sources.names.divisions import EMBEDDED as EMBEDDED_LISTS

PROGRAM = Path(__file__).parents[2]


def inputs_digest(workspace: Workspace) -> str:
    """A digest of all inputs outside the ledger that decide which packs are made.

    These are all files in the event's folder, its lists wherever they are, the figures in use, the day, and the program
    with its libraries. Empty where a file cannot be read: the build that follows then reports that error.

    Raises:
        ReportgenError: the figures or the kind of pack cannot be read.
    """
    loaded = workspace.loaded
    snapshot, fetched = figures_in_use(workspace.paths)  # checks each file of figures against its digest
    try:
        files = [_file_digest(path) for path in _files(workspace)]
    except OSError:
        return ""
    digests = [
        program_digest(),
        workspace.day.isoformat(),
        *files,
        _figures_digest(snapshot),
        *(f"{key} {each.confirmed}" for key, each in sorted(fetched.items())),
    ]
    if loaded.kind != BRIEFING:
        digests.append(_kind_digest(load_pack_kind(workspace.folder, loaded.kind, loaded.kind_title, loaded.entries)))
    return fingerprint(str(workspace.folder.resolve()), *digests)


def state_digest(inputs: str, workspace: Workspace) -> str:
    """A digest of the inputs and the ledger; empty where the inputs could not be read."""
    if not inputs:
        return ""
    digests = [workspace.ledger.state_digest(workspace.key)]
    if workspace.loaded.kind != BRIEFING:  # follow-ups also depend on the briefings and the answers
        people = workspace.people_key
        answers = workspace.ledger.answers(people).all()
        digests += [workspace.ledger.state_digest(people), digest(canonical_json(to_json_value(answers)))]
    return fingerprint(inputs, *digests)


def parts_base(event: Event, known: EventFigures, dated: str, kind: PackKind) -> str:
    """A digest of the inputs that all parts share: event, figures with their age, kind of pack, and program."""
    event_digest = digest(canonical_json(to_json_value(event)))
    figures = to_json_value((known.snapshot, known.sources, known.figures.subject, known.figures.data.day))
    return fingerprint(program_digest(), digest(canonical_json(figures)), dated, event_digest, _kind_digest(kind))


@cache
def program_digest() -> str:
    """A digest of this program with its data files, Python, and the installed libraries."""
    installed = [f"{name}-{version}" for name, version in installed_beside()]
    own = (
        *sorted(PROGRAM.rglob("*.py")),
        *sorted(PROGRAM.rglob("*.sql")),
        *sorted(GROUPINGS.glob("*.toml")),
        *_packaged(),
    )
    return fingerprint(design_digest(), sys.version, *installed, *(_file_digest(path) for path in own))


def _packaged() -> Iterator[Path]:
    """The subjects, indicators and lists of municipalities that come with the program."""
    for folder in (EMBEDDED_SUBJECTS, EMBEDDED_INDICATORS, EMBEDDED_LISTS, EMBEDDED_FIGURES, GROUPINGS):
        yield from sorted(each for each in folder.rglob("*") if each.suffix in (".toml", ".csv"))


def _figures_digest(snapshot: Snapshot) -> str:
    return digest(
        canonical_json(to_json_value(replace(snapshot, texts={})))
    )  # the sources contain the digests of the texts


def _kind_digest(kind: PackKind) -> str:
    """The digest of a kind of pack: its pages, and its own templates."""
    return digest(canonical_json(to_json_value(kind)))


def _file_digest(path: Path) -> str:
    """The path of a file and the digest of its content."""
    return f"{path} {digest(path.read_bytes())}"


def _files(workspace: Workspace) -> Iterator[Path]:
    """All files in the event's folder except output, lists that are elsewhere, and what was fetched of indicators."""
    folder, output = workspace.folder.resolve(), workspace.paths.output.resolve()
    yield from sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_relative_to(output))
    for path, _ in (*workspace.settings.lists, *workspace.settings.own_figures):
        if not path.is_file():
            raise FileNotFoundError(path)
        yield path.resolve()
    for fetched in (workspace.paths.fetched_values, workspace.paths.fetched_lists):
        yield from sorted(each for each in fetched.rglob("*") if each.is_file())
