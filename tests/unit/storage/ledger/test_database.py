"""Older ledgers are upgraded; damaged, foreign and newer files are refused and left as they are."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import islice
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from signal import SIGKILL
from threading import Barrier

import pytest
from unit.storage.conftest import EVENT, Seal

from reportgen.domain.answers.answer import Answer, AnswerOutcome
from reportgen.domain.people.participant import Enrolled
from reportgen.domain.programme.session_records import SessionMove
from reportgen.errors import ArchiveError
from reportgen.storage.ledger import database
from reportgen.storage.ledger.answers import AnswerRecord
from reportgen.storage.ledger.copies import ledger_copy, ledger_snapshot
from reportgen.storage.ledger.database import VERSION
from reportgen.storage.ledger.ledger import Ledger


def test_every_change_is_on_the_disk_when_its_method_returns(ledger: Ledger) -> None:
    connection = ledger._db
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert not connection.in_transaction


def test_a_ledger_that_two_programs_upgrade_at_once_is_upgraded_once(
    path: Path, ledger: Ledger, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger._db.executescript("DROP TABLE review; DROP TABLE decision; PRAGMA user_version = 7;")
    ledger.close()
    copy = database._copy

    def copy_and_let_the_other_go_first(connection: sqlite3.Connection, to: Path) -> None:
        copy(connection, to)
        monkeypatch.setattr(database, "_copy", copy)
        Ledger.open(path).close()

    monkeypatch.setattr(database, "_copy", copy_and_let_the_other_go_first)
    opened = Ledger.open(path)
    opened.answers(EVENT).save("0" * 64, [AnswerRecord(AnswerOutcome.EMPTY, now, 1, 1)], now)
    assert opened.answers(EVENT).has_original("0" * 64)
    opened.close()


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_ledger_of_each_older_format_opens_and_keeps_what_it_holds(
    path: Path, ledger: Ledger, sealed: Seal, now: datetime, version: int
) -> None:
    ledger.save_people(EVENT, [Enrolled(1, "a@x.example", "A", "GM0356")], [])
    sealed(1, (1,))
    before = ledger.deliveries(EVENT)
    ledger.close()
    connection = sqlite3.connect(path)
    added = {
        9: tuple(re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", database.FORMAT_9)),
        8: ("review", "decision"),
        7: ("assigned", "session_move"),
        6: ("attendance",),
        5: ("answer", "original"),
        4: ("organiser", "deed"),
        3: ("pace", "told", "erratum"),
    }
    for table in (table for format, tables in added.items() if version < format for table in tables):
        connection.execute(f"DROP TABLE {table}")
    if version < 6:
        connection.execute("ALTER TABLE delivery DROP COLUMN kind")
    if version == 1:
        connection.execute("ALTER TABLE person DROP COLUMN details")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    opened = Ledger.open(path)
    assert opened.deliveries(EVENT) == before
    assert opened.enrolled(EVENT) == (Enrolled(1, "a@x.example", "A", "GM0356"),)
    opened.notes(EVENT).record_notification("a failure", now)
    assert opened.notes(EVENT).was_notified("a failure")
    opened.audit().append(EVENT, "anna", "build", "", now)
    assert [each.who for each in opened.audit().entries(EVENT)] == ["anna"]
    opened.answers(EVENT).save("0" * 64, [AnswerRecord(AnswerOutcome.EMPTY, now, 1, 1)], now)
    assert opened.answers(EVENT).has_original("0" * 64)
    assert opened.sessions(EVENT).told() == {}
    opened.sessions(EVENT).add_move(SessionMove(1, "1", "a", "anna", now))
    assert [each.session for each in opened.sessions(EVENT).moves()] == ["a"]
    assert opened._db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    opened.close()
    copy = sqlite3.connect(path.with_name(f"{path.name}.format-{version}"))
    assert copy.execute("PRAGMA user_version").fetchone() == (version,)
    assert copy.execute("SELECT count(*) FROM delivery").fetchone() == (1,)
    copy.close()


@pytest.mark.parametrize("moment", range(1, 1 + sum(1 for _ in database._statements(database.FORMAT_9))))
def test_an_upgrade_that_is_killed_half_way_leaves_the_older_ledger_and_is_done_by_the_next(
    path: Path, ledger: Ledger, sealed: Seal, moment: int
) -> None:
    sealed(1, (1, 2))
    before = ledger.deliveries(EVENT)
    ledger.close()
    tables = re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", database.FORMAT_9)
    with sqlite3.connect(path) as connection:
        for table in tables:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 8")
    connection.close()
    killed = os.fork()
    if not killed:
        statements = database._statements

        def until_then(script: str) -> Iterator[str]:
            yield from islice(statements(script), moment)
            os.kill(os.getpid(), SIGKILL)

        database._statements = until_then
        Ledger.open(path)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(killed, 0)[1]) == -SIGKILL
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (8,)
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    connection.close()
    assert not names & {*tables}
    opened = Ledger.open(path)
    assert opened.deliveries(EVENT) == before
    assert opened._db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert {*tables} <= {name for (name,) in opened._db.execute("SELECT name FROM sqlite_schema")}
    opened.close()


ANSWERS_OF_FORMAT_7 = """
DROP TABLE review; DROP TABLE decision; DROP TABLE answer; DROP TABLE original;
CREATE TABLE original (
    event TEXT NOT NULL, digest TEXT NOT NULL, piece INTEGER NOT NULL, at TEXT NOT NULL, written TEXT NOT NULL,
    number INTEGER, edition INTEGER, became TEXT NOT NULL CHECK (became IN
        ('taken', 'empty', 'strange', 'other', 'active', 'locked', 'broken', 'large', 'automatic', 'forgotten')),
    PRIMARY KEY (event, digest, piece)
) STRICT;
CREATE TABLE answer (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL, digest TEXT NOT NULL, piece INTEGER NOT NULL, number INTEGER NOT NULL,
    edition INTEGER NOT NULL, question INTEGER NOT NULL, text TEXT NOT NULL, named INTEGER NOT NULL,
    FOREIGN KEY (event, digest, piece) REFERENCES original (event, digest, piece)
) STRICT;
PRAGMA user_version = 7;
"""


def test_what_an_older_ledger_did_not_count_waits_for_a_person(path: Path, ledger: Ledger, now: datetime) -> None:
    ledger.close()
    connection = sqlite3.connect(path)
    connection.executescript(ANSWERS_OF_FORMAT_7)
    at, later = now.isoformat(), now.replace(year=now.year + 1).isoformat()
    connection.executemany(
        "INSERT INTO original VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (EVENT, "a" * 64, 0, at, at, 1, 1, "taken"),
            (EVENT, "a" * 64, 1, at, at, 1, 1, "empty"),
            (EVENT, "b" * 64, 0, at, later, None, None, "strange"),
            (EVENT, "c" * 64, 0, at, at, None, None, "automatic"),
            (EVENT, "d" * 64, 0, at, at, 2, 1, "forgotten"),
        ],
    )
    connection.execute("INSERT INTO answer VALUES (7, ?, ?, 0, 1, 1, 2, 'Zó.', 1)", (EVENT, "a" * 64))
    connection.commit()
    connection.close()
    answers = Ledger.open(path).answers(EVENT)
    assert answers.all() == (Answer(1, 1, 2, "Zó.", named=True),)
    assert [(each.digest[0], each.piece, each.outcome) for each in answers.reviews.waiting()] == [
        ("a", 1, "empty"),
        ("b", 0, "strange"),
    ]
    assert answers.reviews.waiting()[0].doubts[0].code == "answers-earlier"
    taken = next(each for each in answers.reviews.all() if each.outcome == "taken")
    assert (taken.reading.texts, taken.reading.named) == ({2: "Zó."}, True)
    assert all(answers.has_original(each * 64) for each in "abcd")
    assert answers.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_reader_of_the_ledger_sees_what_the_run_at_work_has_done(path: Path, ledger: Ledger, sealed: Seal) -> None:
    looking = Ledger.open(path)
    assert looking.deliveries(EVENT) == ()
    sealed(1, (1,))
    assert len(looking.deliveries(EVENT)) == 1
    looking.close()


def test_a_ledger_of_a_newer_program_is_refused_and_left_as_it_is(path: Path, ledger: Ledger) -> None:
    ledger.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="newer"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"Aanmeldnummer;Achternaam\r\n" * 100)
    with pytest.raises(ArchiveError) as refused:
        Ledger.open(path)
    assert refused.value.where == str(path)
    assert refused.value.todo
    assert path.read_bytes() == b"Aanmeldnummer;Achternaam\r\n" * 100


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()
    with pytest.raises(ArchiveError):
        Ledger.open(path)


def test_a_folder_where_the_ledger_should_be_is_an_error_that_says_so(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(ArchiveError):
        Ledger.open(path)


@pytest.mark.parametrize("left", [0.3, 0.6, 0.9])
def test_a_ledger_that_was_cut_off_is_refused(path: Path, ledger: Ledger, sealed: Seal, left: float) -> None:
    sealed(1, tuple(range(1, 60)))
    ledger.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * left)])
    with pytest.raises(ArchiveError, match="cannot be read"):
        Ledger.open(path)


def test_opening_a_ledger_again_keeps_the_locks_of_a_connection_that_is_open(path: Path, ledger: Ledger) -> None:
    ledger.save_people(EVENT, [Enrolled(1, "a@x.example", "A", "GM0356")], [])
    ledger._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    Ledger.open(path).close()
    elsewhere = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM person').fetchone()"
    subprocess.run([sys.executable, "-c", elsewhere, str(path)], check=True)
    ledger.save_people(EVENT, [Enrolled(1, "b@x.example", "A", "GM0356")], [])
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT email FROM person").fetchall() == [("b@x.example",)]


def test_a_ledger_with_a_page_overwritten_is_refused(path: Path, ledger: Ledger, sealed: Seal) -> None:
    sealed(1, tuple(range(1, 60)))
    ledger.close()
    whole = bytearray(path.read_bytes())
    whole[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    path.write_bytes(whole)
    with pytest.raises(ArchiveError, match="cannot be read"):
        Ledger.open(path)


def test_commands_that_start_at_once_on_a_new_folder_all_find_the_ledger(tmp_path: Path) -> None:
    def look(path: Path, start: Barrier) -> tuple[Enrolled, ...]:
        start.wait()
        ledger = Ledger.open(path)
        try:
            return ledger.enrolled(EVENT)
        finally:
            ledger.close()

    with ThreadPoolExecutor(6) as commands:
        for turn in range(20):
            path, start = tmp_path / f"{turn}.sqlite", Barrier(6)
            looks = [commands.submit(look, path, start) for _ in range(6)]
            assert [each.result() for each in looks] == [()] * 6


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.mkdir, "no ordinary file"),
        (os.mkfifo, "no ordinary file"),
        (lambda path: path.symlink_to("/dev/zero"), "no ordinary file"),
        (lambda path: path.symlink_to(path.with_name("weg")), "a link to .*weg, which is not there"),
    ],
)
def test_what_is_no_file_is_not_taken_for_a_ledger_that_is_not_there(
    make: Callable[[Path], object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.sqlite"
    make(path)
    for look in (
        Ledger.open,
        Ledger.open_if_present,
        ledger_snapshot,
        lambda path: ledger_copy(path, tmp_path / "copy"),
    ):
        with pytest.raises(ArchiveError, match=said) as refused:
            look(path)
        assert refused.value.todo


def test_a_ledger_may_lie_behind_a_link(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "elders.sqlite").close()
    (tmp_path / "ledger.sqlite").symlink_to(tmp_path / "elders.sqlite")
    Ledger.open_if_present(tmp_path / "ledger.sqlite").close()


def test_a_fault_of_the_disk_asks_for_no_older_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path).close()
    allowed = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (0, allowed[1]))
    try:
        with pytest.raises(ArchiveError) as stopped:
            Ledger.open(path)
    finally:
        setrlimit(RLIMIT_FSIZE, allowed)
    assert "make room" in (stopped.value.todo or "")
    Ledger.open(path).close()
    path.write_bytes(path.read_bytes()[:100] + b"x" * 5000)
    with pytest.raises(ArchiveError, match="cannot be read") as stopped:
        Ledger.open(path)
    assert "leave the archive as it is" in (stopped.value.todo or "")
