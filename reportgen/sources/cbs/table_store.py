"""Tables that were fetched, each kept whole with what it was made from; the newest good one is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import msgspec

from reportgen.domain.figures.figure import Source
from reportgen.errors import SourceError
from reportgen.sources.cbs.snapshots import Snapshot
from reportgen.sources.cbs.tables import FETCHED_TABLES, DerivedTable, ReferenceYear, TableDefinition

ENTRY, TABLE, ANSWER, CONFIRMED = "entry.json", "table.csv", "answer.json", "confirmed"


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
    """A table that was fetched and found good.

    Attributes:
        key: the file of a snapshot it takes the place of.
        year: the reference year it was made for.
        where: the filter that was asked with.
        modified: when CBS last revised the table, as CBS says it.
        confirmed: the last day CBS said that it had not revised the table since.
        text: the table as a snapshot keeps it.
        folder: where it is kept.
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
    def answer(self) -> bytes:
        """What CBS answered, as it was kept.

        Raises:
            SourceError: it is not there any more, or not what was kept.
        """
        try:
            entry = _entry(self.folder)
            content = (self.folder / ANSWER).read_bytes()
        except (OSError, msgspec.DecodeError):
            content = b""
        if not content or sha256(content).hexdigest() != entry.answer_sha256:
            raise SourceError(
                "The answer of CBS is not what was kept",
                where=str(self.folder / ANSWER),
                todo="fetch it again with: reportgen refresh EVENT --force",
            )
        return content


class TableStore:
    """The folder in which fetched tables are kept: one folder a table, and in it one a fetch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self, key: str, year: int) -> StoredTable | None:
        """The newest table of a key and reference year that is as it was kept; None when there is none."""
        fetches = sorted((self._folder / key).glob("[0-9]*"), reverse=True)
        kept = (_kept(each) for each in fetches)
        return next((each for each in kept if each is not None and (each.key, each.year) == (key, year)), None)

    def keep(self, wanted: TableDefinition, made: DerivedTable, scope: ReferenceYear, now: datetime) -> StoredTable:
        """Keeps a table with the answer it was made from, whole or not at all."""
        content = made.text.encode()
        answer = json.dumps(_plain(made), ensure_ascii=False, separators=(",", ":")).encode()
        entry = _Entry(
            key=wanted.key,
            table=wanted.table,
            title=made.answer.info.title,
            reference=made.reference,
            year=scope.year,
            where=made.where,
            modified=made.answer.info.modified,
            retrieved=now,
            provisional=made.provisional,
            rows=made.rows,
            sha256=sha256(content).hexdigest(),
            answer_sha256=sha256(answer).hexdigest(),
        )
        folder = self._folder / wanted.key / f"{now:%Y%m%dT%H%M%S}-{entry.sha256[:8]}"
        part = folder.with_name(f".{folder.name}.part")
        if part.exists():
            rmtree(part)
        part.mkdir(parents=True)
        (part / TABLE).write_bytes(content)
        (part / ANSWER).write_bytes(answer)
        (part / ENTRY).write_bytes(msgspec.json.format(msgspec.json.encode(entry)) + b"\n")
        if folder.exists():  # the same table at the same second: the clock is made up
            rmtree(folder)
        part.rename(folder)
        return _as_kept(entry, made.text, folder)

    def confirm(self, kept: StoredTable, now: datetime) -> None:
        """Notes that CBS has not revised a table since it was fetched."""
        part = kept.folder / f".{CONFIRMED}.part"
        part.write_text(f"{now:%Y-%m-%d}\n", "ascii")
        part.rename(kept.folder / CONFIRMED)


def stored_tables_for(base: Snapshot, shelf: TableStore) -> dict[str, StoredTable]:
    """The fetched tables that go in the place of those a snapshot came with."""
    year = base.years["municipalities"]
    found = {each.key: shelf.newest(each.key, year) for each in FETCHED_TABLES}
    return {key: kept for key, kept in found.items() if kept is not None}


def oldest_day(snapshot: Snapshot, kept: Mapping[str, StoredTable]) -> date:
    """The day of the oldest figures in use: when they were fetched, or CBS last said that they hold."""
    return min(
        kept[each.key].confirmed if each.key in kept else snapshot.sources[each.key].retrieved
        for each in FETCHED_TABLES
        if each.key in snapshot.sources
    )


def with_stored_tables(snapshot: Snapshot, tables: Mapping[str, StoredTable]) -> Snapshot:
    """The snapshot with fetched tables in the place of those it came with."""
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


def _kept(folder: Path) -> StoredTable | None:
    """What was kept in a folder; None when it is not whole, or not what was kept."""
    try:
        entry = _entry(folder)
        content = (folder / TABLE).read_bytes()
    except (OSError, msgspec.DecodeError):
        return None
    return _as_kept(entry, content.decode(), folder) if sha256(content).hexdigest() == entry.sha256 else None


def _entry(folder: Path) -> _Entry:
    return msgspec.json.decode((folder / ENTRY).read_bytes(), type=_Entry)


def _as_kept(entry: _Entry, text: str, folder: Path) -> StoredTable:
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
        max(day, _confirmed(folder) or day),
        folder,
    )


def _confirmed(folder: Path) -> date | None:
    try:
        return date.fromisoformat((folder / CONFIRMED).read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def _plain(made: DerivedTable) -> dict[str, object]:
    info = made.answer.info
    return {
        "table": info.table,
        "title": info.title,
        "modified": info.modified,
        "period": info.period,
        "where": made.where,
        "dimensions": {
            name: [[each.key, each.title, each.status] for each in categories]
            for name, categories in made.answer.dimensions.items()
        },
        "rows": [dict(row) for row in made.answer.rows],
    }
