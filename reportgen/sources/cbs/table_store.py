"""Fetched tables on disk: each with the data it was derived from; the newest that is intact is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from reportgen.domain.figures.figure import Source
from reportgen.errors import FOREIGN_FAULTS, SourceError
from reportgen.sources.cbs.confirmation import confirm_in, confirmed_in
from reportgen.sources.cbs.fetched_tables import FETCHED_TABLES, DerivedTable, ReferenceYear, TableDefinition
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.sources.cbs.typed_records import record_from

ENTRY, TABLE, DATA = "entry.json", "table.csv", "answer.json"
"""The files of a fetch: its description, the derived table, the data from CBS, and when that was last confirmed."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """The description of a fetch, as it stands in ``entry.json``."""

    key: str
    table: str
    title: str
    reference: str
    year: int
    where: str
    modified: str
    retrieved: datetime
    provisional: bool
    rows: int
    sha256: str
    answer_sha256: str


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table that was fetched and passed all checks.

    Attributes:
        key: the file of a snapshot that it replaces.
        year: the reference year it was made for.
        where: the OData filter it was asked with.
        modified: when CBS last revised the table, as CBS writes it.
        confirmed: the last day CBS said that the table was not revised since.
        text: the derived table, CSV as in a snapshot.
        folder: where it is stored.
    """

    key: str
    year: int
    where: str
    modified: str
    retrieved: datetime
    provisional: bool
    rows: int
    source: Source
    text: str
    confirmed: date
    folder: Path

    @property
    def data(self) -> bytes:
        """The data as CBS gave it, JSON.

        Raises:
            SourceError: it is missing, or its SHA-256 differs.
        """
        try:
            expected = _entry_in(self.folder).answer_sha256
            content = (self.folder / DATA).read_bytes()
        except (OSError, *FOREIGN_FAULTS):
            expected, content = "", b""
        if sha256(content).hexdigest() != expected:
            raise SourceError(
                "The answer of CBS is not what was kept",
                where=str(self.folder / DATA),
                todo="fetch it again with: reportgen refresh EVENT --force",
            )
        return content


class TableStore:
    """The folder of fetched tables: a folder for each table, with a folder for each fetch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self, key: str, year: int) -> StoredTable | None:
        """The newest intact table of a key and reference year; None when there is none."""
        fetches = sorted((self._folder / key).glob("[0-9]*"), reverse=True)
        stored = (_stored_in(each) for each in fetches)
        return next((each for each in stored if each is not None and (each.key, each.year) == (key, year)), None)

    def save(
        self, definition: TableDefinition, derived: DerivedTable, reference: ReferenceYear, now: datetime
    ) -> StoredTable:
        """Stores a table with the data it was derived from, completely or not at all."""
        content = derived.text.encode()
        data = json.dumps(_as_json(derived), ensure_ascii=False, separators=(",", ":")).encode()
        entry = _Entry(
            key=definition.key,
            table=definition.table,
            title=derived.data.info.title,
            reference=derived.reference,
            year=reference.year,
            where=derived.where,
            modified=derived.data.info.modified,
            retrieved=now,
            provisional=derived.provisional,
            rows=derived.rows,
            sha256=sha256(content).hexdigest(),
            answer_sha256=sha256(data).hexdigest(),
        )
        folder = self._folder / definition.key / f"{now:%Y%m%dT%H%M%S}-{entry.sha256[:8]}"
        part = folder.with_name(f".{folder.name}.part")
        if part.exists():
            rmtree(part)
        part.mkdir(parents=True)
        (part / TABLE).write_bytes(content)
        (part / DATA).write_bytes(data)
        described = {**asdict(entry), "retrieved": now.isoformat()}
        (part / ENTRY).write_bytes(json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n")
        if folder.exists():  # the same table at the same second: the clock is made up
            rmtree(folder)
        part.rename(folder)
        return _stored(entry, derived.text, folder)

    def confirm(self, stored: StoredTable, now: datetime) -> None:
        """Notes that CBS has not revised a table since it was fetched."""
        confirm_in(stored.folder, now)


def stored_tables_for(snapshot: Snapshot, store: TableStore) -> dict[str, StoredTable]:
    """The fetched tables that replace files of a snapshot, by key."""
    year = snapshot.years["municipalities"]
    found = {each.key: store.newest(each.key, year) for each in FETCHED_TABLES}
    return {key: stored for key, stored in found.items() if stored is not None}


def with_stored_tables(snapshot: Snapshot, tables: Mapping[str, StoredTable]) -> Snapshot:
    """The snapshot, with fetched tables in the place of its own files."""
    if not tables:
        return snapshot
    name = "+".join([snapshot.name, *(f"{each.key}-{each.retrieved:%Y%m%dT%H%M%S}" for each in tables.values())])
    return replace(
        snapshot,
        name=name,
        texts={**snapshot.texts, **{key: each.text for key, each in tables.items()}},
        rows={**snapshot.rows, **{key: each.rows for key, each in tables.items()}},
        sources={**snapshot.sources, **{key: each.source for key, each in tables.items()}},
        years={**snapshot.years, **{key: each.year for key, each in tables.items()}},
    )


def _stored_in(folder: Path) -> StoredTable | None:
    """The table in a folder; None when it is incomplete, or its SHA-256 differs."""
    try:
        entry = _entry_in(folder)
        content = (folder / TABLE).read_bytes()
    except (OSError, *FOREIGN_FAULTS):
        return None
    return _stored(entry, content.decode(), folder) if sha256(content).hexdigest() == entry.sha256 else None


def _entry_in(folder: Path) -> _Entry:
    return record_from(_Entry, json.loads((folder / ENTRY).read_bytes()))


def _stored(entry: _Entry, text: str, folder: Path) -> StoredTable:
    reference = f"{entry.reference}, voorlopig" if entry.provisional else entry.reference
    day = date(entry.retrieved.year, entry.retrieved.month, entry.retrieved.day)
    source = Source(entry.table, entry.title, reference, day, entry.sha256)
    return StoredTable(
        entry.key,
        entry.year,
        entry.where,
        entry.modified,
        entry.retrieved,
        entry.provisional,
        entry.rows,
        source,
        text,
        max(day, confirmed_in(folder) or day),
        folder,
    )


def _as_json(derived: DerivedTable) -> dict[str, object]:
    info = derived.data.info
    return {
        "table": info.table,
        "title": info.title,
        "modified": info.modified,
        "period": info.period,
        "where": derived.where,
        "dimensions": {
            name: [[each.key, each.title, each.status] for each in categories]
            for name, categories in derived.data.dimensions.items()
        },
        "rows": [dict(row) for row in derived.data.rows],
    }
