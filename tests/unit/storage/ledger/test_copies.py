"""Looking at the ledger without touching it, also while another process is at work on it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from reportgen.config.timezone import ZONE
from reportgen.errors import ArchiveError
from reportgen.storage.ledger.copies import ledger_snapshot
from reportgen.storage.ledger.ledger import Ledger

MONDAY = datetime(2018, 12, 3, 8, tzinfo=ZONE)


def test_a_ledger_that_is_written_meanwhile_is_seen_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    started, done = Event(), Event()

    def write() -> None:
        ledger = Ledger.open(path)
        while not done.is_set():
            ledger.notes("2018-wonen").record_duration("print", 1, 2.0, MONDAY)
            started.set()
            sleep(0.005)
        ledger.close()

    writer = Thread(target=write)
    writer.start()
    try:
        assert started.wait(60)
        paces = [ledger_snapshot(path).notes("2018-wonen").pace().printing for _ in range(20)]
    finally:
        done.set()
        writer.join()
    assert paces == [2.0] * 20


def test_where_there_is_no_ledger_none_is_made(tmp_path: Path) -> None:
    ledger = ledger_snapshot(tmp_path / "not" / "here.sqlite")
    assert ledger.deliveries("2018-wonen") == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_ledger_is_named_by_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no ledger at all, whatever its name says" * 100)
    with pytest.raises(ArchiveError, match="cannot be read") as caught:
        ledger_snapshot(path)
    assert caught.value.where == str(path)
    assert [each.name for each in tmp_path.iterdir()] == ["ledger.sqlite"]
