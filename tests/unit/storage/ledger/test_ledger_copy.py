"""A copy of a ledger to write in, beside which the ledger itself stays as it is."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from usecases.command_line import digests_in

from reportgen.errors import ArchiveError
from reportgen.storage.ledger.copies import ledger_copy
from reportgen.storage.ledger.ledger import Ledger

NOW = datetime(2018, 12, 3, 8, tzinfo=ZoneInfo("Europe/Amsterdam"))


def _begun(path: Path) -> Ledger:
    ledger = Ledger.open(path)
    ledger.begin_edition("meeting", NOW)
    return ledger


def test_what_is_written_in_the_copy_is_not_in_the_ledger(tmp_path: Path) -> None:
    _begun(tmp_path / "real" / "ledger.sqlite").close()
    before = digests_in(tmp_path / "real")
    copy = ledger_copy(tmp_path / "real" / "ledger.sqlite", tmp_path / "copy" / "ledger.sqlite")
    assert copy.begun_edition("meeting") == 1
    copy.begin_edition("another", NOW)
    copy.close()
    assert digests_in(tmp_path / "real") == before


def test_what_only_stands_in_the_log_of_a_run_that_died_is_in_the_copy(tmp_path: Path) -> None:
    ledger = _begun(tmp_path / "ledger.sqlite")
    died = tmp_path / "died"
    died.mkdir()
    for each in ("ledger.sqlite", "ledger.sqlite-wal"):
        shutil.copyfile(tmp_path / each, died / each)
    ledger.close()
    before = {name: content for name, content in digests_in(died).items() if not name.endswith("-shm")}
    copy = ledger_copy(died / "ledger.sqlite", tmp_path / "copy.sqlite")
    assert copy.begun_edition("meeting") == 1
    copy.close()
    assert {name: content for name, content in digests_in(died).items() if not name.endswith("-shm")} == before


def test_where_there_is_no_ledger_the_copy_is_empty_and_nothing_is_made(tmp_path: Path) -> None:
    ledger_copy(tmp_path / "real" / "ledger.sqlite", tmp_path / "copy.sqlite").close()
    assert not (tmp_path / "real").exists()


@pytest.mark.parametrize("content", [b"no ledger at all", b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_ledger_is_named_by_its_own_place(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="ledger cannot be read") as raised:
        ledger_copy(path, tmp_path / "copy.sqlite")
    assert raised.value.where == str(path)


def test_a_ledger_of_another_program_or_a_newer_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    _begun(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ArchiveError, match="newer program") as raised:
        ledger_copy(path, tmp_path / "copy.sqlite")
    assert raised.value.where == str(path)
