"""Fetched tables are kept whole or not at all; the newest good one is in use."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reportgen.sources.cbs import table_store
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.fetched_tables import FETCHED_TABLES, DerivedTable, ReferenceYear
from reportgen.sources.cbs.snapshots import snapshot_in
from reportgen.sources.cbs.table_source import Category, TableData, TableInfo
from reportgen.sources.cbs.table_store import TableStore, stored_tables_for, with_stored_tables

NOW = datetime(2018, 12, 3, 8, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
(NATIONAL,) = [each for each in FETCHED_TABLES if each.key == "national"]
SCOPE = ReferenceYear(2018, frozenset({"GM0356"}))
BASE = snapshot_in(EMBEDDED)

MADE = DerivedTable(
    TableData(
        TableInfo("37296ned", "Bevolking; kerncijfers", "2018-10-31T02:00:00", "1950-2019"),
        {"Perioden": (Category("2018JJ00", "2018", "Definitief"),)},
        ({"Perioden": "2018JJ00", "TotaleBevolking_1": 17_181_084, "Anders_2": None},),
    ),
    "Perioden eq '2018JJ00'",
    BASE.texts["national"],
    1,
    "1 januari 2018",
    False,
)


@pytest.fixture
def store(tmp_path: Path) -> TableStore:
    """An empty store."""
    return TableStore(tmp_path / "figures")


def entries(folder: Path) -> list[Path]:
    """The folders of the fetches, the newest first."""
    return sorted((folder / "figures" / "national").iterdir(), reverse=True)


def test_an_empty_store_has_nothing(store: TableStore) -> None:
    assert store.newest("national", 2018) is None
    assert stored_tables_for(BASE, store) == {}
    assert with_stored_tables(BASE, {}) is BASE


def test_what_was_kept_is_found_as_it_was_with_its_source(store: TableStore) -> None:
    done = store.save(NATIONAL, MADE, SCOPE, NOW)
    assert store.newest("national", 2018) == done
    assert (done.text, done.modified, done.retrieved) == (MADE.text, "2018-10-31T02:00:00", NOW)
    assert (done.source.table, done.source.retrieved) == ("37296ned", NOW.date())
    used = with_stored_tables(BASE, stored_tables_for(BASE, store))
    assert used.name == "cbs-2018+national-20181203T080000"
    assert used.sources["national"] == done.source
    assert used.sources["origins"] == BASE.sources["origins"]


def test_the_answer_is_kept_beside_what_was_made_of_it(store: TableStore, tmp_path: Path) -> None:
    store.save(NATIONAL, MADE, SCOPE, NOW)
    (folder,) = entries(tmp_path)
    answer = json.loads((folder / "answer.json").read_text("utf-8"))
    assert answer["rows"] == [{"Perioden": "2018JJ00", "TotaleBevolking_1": 17_181_084, "Anders_2": None}]
    assert answer["where"] == MADE.where


def test_what_is_provisional_says_so_wherever_its_source_is_named(store: TableStore) -> None:
    assert store.save(NATIONAL, replace(MADE, provisional=True), SCOPE, NOW).source.reference.endswith(", voorlopig")


def test_a_table_of_another_year_is_not_used(store: TableStore) -> None:
    store.save(NATIONAL, MADE, replace(SCOPE, year=2017), NOW)
    assert store.newest("national", 2018) is None


DAMAGES: list[Callable[[Path], object]] = [
    lambda folder: (folder / "table.csv").write_bytes(b""),
    lambda folder: (folder / "table.csv").write_bytes((folder / "table.csv").read_bytes()[:-3]),
    lambda folder: (folder / "table.csv").write_bytes(b"\xff" * 100),
    lambda folder: (folder / "table.csv").unlink(),
    lambda folder: (folder / "entry.json").unlink(),
    lambda folder: (folder / "entry.json").write_bytes(b""),
    lambda folder: (folder / "entry.json").write_bytes(b"\xff\xfe"),
    lambda folder: (folder / "entry.json").write_text("[]", "utf-8"),
    lambda folder: (folder / "entry.json").write_text('{"key": "national"}', "utf-8"),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=range(len(DAMAGES)))
def test_what_is_damaged_gives_way_to_the_one_before(
    store: TableStore, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    first = store.save(NATIONAL, MADE, SCOPE, NOW)
    second = store.save(NATIONAL, replace(MADE, rows=2), SCOPE, NOW + timedelta(hours=1))
    assert store.newest("national", 2018) == second
    damage(entries(tmp_path)[0])
    assert store.newest("national", 2018) == first
    damage(entries(tmp_path)[1])
    assert store.newest("national", 2018) is None


def test_what_was_broken_off_is_not_looked_at_and_the_next_takes_its_place(store: TableStore, tmp_path: Path) -> None:
    store.save(NATIONAL, MADE, SCOPE, NOW)
    (folder,) = entries(tmp_path)
    folder.rename(folder.with_name(f".{folder.name}.part"))
    assert store.newest("national", 2018) is None
    store.save(NATIONAL, MADE, SCOPE, NOW)
    assert [each.name for each in entries(tmp_path)] == [folder.name]


def test_the_same_again_at_the_same_second_is_there_until_the_new_one_is_whole(
    store: TableStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A made-up clock stands still, so that two fetches can have one name."""
    first = store.save(NATIONAL, MADE, SCOPE, NOW)

    def full(self: Path, *_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(table_store.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        store.save(NATIONAL, MADE, SCOPE, NOW)
    assert store.newest("national", 2018) == first
    monkeypatch.undo()
    assert store.save(NATIONAL, replace(MADE, rows=2), SCOPE, NOW) == store.newest("national", 2018)
