"""Values of indicators that were fetched from CBS, on disk: those of a table together; the newest intact ones count."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path
from shutil import rmtree

from reportgen.domain.figures.figure import Source
from reportgen.domain.figures.indicator import Variable
from reportgen.errors import FOREIGN_FAULTS
from reportgen.sources.cbs.confirmation import confirm_in, confirmed_in
from reportgen.sources.cbs.indicator_values import IndicatorValues
from reportgen.sources.cbs.typed_records import record_from

FETCHED = "fetched/"
"""What the keys of sources of fetched values begin with."""

ENTRY, VALUES = "entry.json", "values.csv"

Numbers = Mapping[str, Mapping[tuple[str, int], float]]
"""Variable → (code of a region or the country, year) → value."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """The description of a fetch, as it stands in ``entry.json``."""

    table: str
    title: str
    period: str
    modified: str
    asked: str
    retrieved: datetime
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredValues:
    """Values of a table that were fetched and passed all checks.

    Attributes:
        modified: when CBS last revised the table, as CBS writes it.
        asked: which measures were asked for, as a fingerprint.
        confirmed: the last day CBS said that the table was not revised since.
        folder: where they are stored.
    """

    values: Numbers
    source: Source
    modified: str
    asked: str
    retrieved: datetime
    confirmed: date
    rows: int
    folder: Path

    def as_values(self) -> IndicatorValues:
        """The values with their source."""
        key = f"{FETCHED}{self.source.table}"
        return IndicatorValues(
            self.values, dict.fromkeys(self.values, key), {key: self.source}, country=dict.fromkeys(self.values, key)
        )


def asked_of(variables: Sequence[Variable]) -> str:
    """A fingerprint of what is asked of a table."""
    asked = sorted((each.name, each.measure, sorted(each.at.items()), each.times or 1) for each in variables)
    return sha256(json.dumps(asked).encode()).hexdigest()


class ValueStore:
    """The folder of fetched values: a folder for each table, with a folder for each fetch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tables(self) -> tuple[str, ...]:
        """The tables of which there are values."""
        return tuple(sorted(each.name for each in self._folder.glob("[0-9A-Za-z]*") if each.is_dir()))

    def newest(self, table: str) -> StoredValues | None:
        """The newest intact values of a table; None where there are none."""
        fetches = sorted((self._folder / table).glob("[0-9]*"), reverse=True)
        return next((each for each in map(_stored_in, fetches) if each is not None), None)

    def all(self) -> tuple[StoredValues, ...]:
        """The newest intact values of every table."""
        found = (self.newest(table) for table in self.tables())
        return tuple(each for each in found if each is not None)

    def save(
        self, source: tuple[str, str, str], modified: str, asked: str, values: Numbers, now: datetime
    ) -> StoredValues:
        """Stores values of a table, completely or not at all.

        Args:
            source: number, title and period of the table.
        """
        content = _as_csv(values)
        rows = content.count(b"\n") - 1
        entry = _Entry(*source, modified, asked, now, rows, sha256(content).hexdigest())
        folder = self._folder / entry.table / f"{now:%Y%m%dT%H%M%S}-{entry.sha256[:8]}"
        part = folder.with_name(f".{folder.name}.part")
        if part.exists():
            rmtree(part)
        part.mkdir(parents=True)
        (part / VALUES).write_bytes(content)
        described = {**asdict(entry), "retrieved": now.isoformat()}
        (part / ENTRY).write_bytes(json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n")
        if folder.exists():  # the same values at the same second: the clock is made up
            rmtree(folder)
        part.rename(folder)
        return _stored(entry, values, folder)

    def confirm(self, stored: StoredValues, now: datetime) -> None:
        """Notes that CBS has not revised a table since its values were fetched."""
        confirm_in(stored.folder, now)


def _stored_in(folder: Path) -> StoredValues | None:
    """The values in a folder; None when it is incomplete, or its SHA-256 differs."""
    try:
        entry = record_from(_Entry, json.loads((folder / ENTRY).read_bytes()))
        content = (folder / VALUES).read_bytes()
        if sha256(content).hexdigest() != entry.sha256:
            return None
        values: dict[str, dict[tuple[str, int], float]] = defaultdict(dict)
        for row in csv.DictReader(StringIO(content.decode("utf-8"), newline="")):
            values[row["variable"]][row["code"], int(row["year"])] = float(row["value"])
        return _stored(entry, dict(values), folder)
    except (OSError, *FOREIGN_FAULTS):
        return None


def _stored(entry: _Entry, values: Numbers, folder: Path) -> StoredValues:
    day = date(entry.retrieved.year, entry.retrieved.month, entry.retrieved.day)
    years = sorted({year for of in values.values() for _, year in of})
    reference = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    source = Source(entry.table, entry.title, reference, day, entry.sha256)
    confirmed = max(day, confirmed_in(folder) or day)
    return StoredValues(values, source, entry.modified, entry.asked, entry.retrieved, confirmed, entry.rows, folder)


def _as_csv(values: Numbers) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["variable", "code", "year", "value"])
    for variable in sorted(values):
        for (code, year), value in sorted(values[variable].items()):
            writer.writerow([variable, code, year, repr(value)])
    return text.getvalue().encode()
