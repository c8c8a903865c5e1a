"""Snapshots of figures: a folder of CSV files with their source, checked against their digests on every load."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from reportgen.domain.figures.figure import Source
from reportgen.errors import SourceError, foreign_faults_as
from reportgen.i18n.message import said
from reportgen.sources.cbs.typed_records import record_from

REQUIRED_FILES = ("municipalities", "origins", "districts", "changes", "national")
OPTIONAL_FILES = ("eighteen",)

RESTORE = said("restore the folder data/figures")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One set of figures that belong together.

    Attributes:
        name: the name of the set in reports.
        texts: the content of each file, by its key.
        rows: how many rows each file must have.
        sources: where each file comes from.
        years: the year each file describes, of a series the last.
        municipalities, residents: the known totals that the files must add up to.
    """

    name: str
    texts: Mapping[str, str]
    rows: Mapping[str, int]
    sources: Mapping[str, Source]
    years: Mapping[str, int]
    municipalities: int
    residents: int


@dataclass(frozen=True, slots=True)
class _Totals:
    municipalities: int
    residents: int


@dataclass(frozen=True, slots=True)
class _FileEntry:
    file: str
    table: str
    title: str
    reference: str
    retrieved: date
    rows: int
    sha256: str
    year: int


@dataclass(frozen=True, slots=True)
class _Manifest:
    name: str
    licence: str
    publisher: str
    totals: _Totals
    files: dict[str, _FileEntry]


def snapshot_in(folder: Path) -> Snapshot:
    """The snapshot of a folder.

    Raises:
        SourceError: the manifest cannot be read, a file is missing, or has another SHA-256 than the manifest says.
    """
    path = folder / "snapshot.toml"
    manifest = _manifest(path)
    texts, sources, rows, years = {}, {}, {}, {}
    for key in (*REQUIRED_FILES, *(key for key in OPTIONAL_FILES if key in manifest.files)):
        if key not in manifest.files:
            raise SourceError(said("The snapshot has no file '{key}'", key=key), where=str(path), todo=RESTORE)
        entry = manifest.files[key]
        texts[key] = _content(folder / entry.file, entry.sha256).decode("utf-8")
        rows[key] = entry.rows
        years[key] = entry.year
        sources[key] = Source(entry.table, entry.title, entry.reference, entry.retrieved, entry.sha256)
    totals = manifest.totals
    return Snapshot(manifest.name, texts, rows, sources, years, totals.municipalities, totals.residents)


def _manifest(path: Path) -> _Manifest:
    try:
        with foreign_faults_as(SourceError, "The snapshot's manifest cannot be read", where=str(path), todo=RESTORE):
            return record_from(_Manifest, tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise SourceError("There is no snapshot of figures here", where=str(path), todo=RESTORE) from None


def _content(path: Path, expected: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise SourceError(
            said("A file of the snapshot cannot be read: {reason}", reason=fault),
            where=str(path),
            todo=RESTORE,
        ) from None
    if sha256(content).hexdigest() != expected:
        raise SourceError(
            "A file of the snapshot is not the one that was kept (its SHA-256 differs)", where=str(path), todo=RESTORE
        )
    return content
