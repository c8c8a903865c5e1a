"""Looking at the ledger without touching it, also while another process is at work on it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from reportgen.config.timezone import ZONE
from reportgen.errors import ArchiveError
from reportgen.storage.ledger.copies import copies_beside, ledger_copy, ledger_snapshot
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


def test_only_copies_that_can_be_put_back_are_named_whatever_else_lies_beside_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    for number, name in enumerate(("ledger.sqlite.format-8", "ledger-kopie.sqlite", "ledger-half.sqlite"), 1):
        ledger_copy(path, tmp_path / name).close()
        os.utime(tmp_path / name, (number, number))
    os.truncate(tmp_path / "ledger-half.sqlite", 5000)
    (tmp_path / "ledger-aan-het-begin.sqlite").symlink_to("/proc/self/mem")  # to read it fails
    (tmp_path / "ledger-hetzelfde.sqlite").hardlink_to(path)
    (tmp_path / "ledger-ook.sqlite").symlink_to(path)
    (tmp_path / "ledger-rond.sqlite").symlink_to(tmp_path / "ledger-rond.sqlite")
    (tmp_path / "ledger-map").mkdir()
    (tmp_path / "ledger-notities.txt").write_text("geen kopie")
    os.mkfifo(tmp_path / "ledger-pijp")
    assert copies_beside(path) == tuple(datetime.fromtimestamp(each, UTC) for each in (2, 1))
    path.unlink()
    assert len(copies_beside(path)) == 3  # the other name of it holds it still


def test_a_folder_that_cannot_be_read_has_no_copies(tmp_path: Path) -> None:
    assert copies_beside(tmp_path / "weg" / "ledger.sqlite") == ()
