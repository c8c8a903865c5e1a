"""When letters leave, and which never do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from usecases.command_line import IN_TIME, JSON, TOO_LATE, CommandLine, cramped
from usecases.conftest import Ran
from usecases.meeting import COR, OPEN
from usecases.recording_sender import MONDAY, RecordingSender, send_all

from reportgen.config.settings import load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.rules import DeliveryWindow
from reportgen.domain.delivery.states import Postponed, Stage, State
from reportgen.errors import SafetyRefusal

ONE_PAGE = 4_096 + 24
"""Bytes of a page in the ledger's log, with its head."""


def test_before_the_window_packs_are_made_and_nothing_leaves(early: Ran) -> None:
    assert early.done.code == 0
    told = early.done.json
    assert (told["window"], told["made"], told["released"], told["sent"]) == ("ahead", 4, 0, 0)
    assert told["waiting_for_release"] == 4
    assert set(early.cli.states().values()) == {"printed"}
    assert not (early.cli.output / "outbox").exists()
    assert early.cli.run("verify").code == 0


def test_letters_that_a_person_released_before_the_window_wait_for_it(early: Ran, tmp_path: Path) -> None:
    cli = early.cli.copied(tmp_path)
    assert cli.run("release", "--yes-send", "4").code == 0
    for command in ("run", "send"):
        done = cli.run(command, *IN_TIME)
        assert done.code == 9
        assert "4 letters are ready, and may not leave before 4 December 2018, 07:00" in done.out + done.err


def test_years_after_the_window_a_run_makes_and_releases_nothing(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path)
    done = cli.run("run", "--now", "2026-11-28T10:00")
    assert done.code == 0
    assert "It is over: the window closed on 9 December 2018, 18:00." in done.out
    assert (cli.states(), cli.edition(1).exists(), cli.outbox()) == ({}, False, {})


def test_inside_the_window_they_leave(waiting: CommandLine) -> None:
    assert waiting.run("run", *IN_TIME).code == 0
    waiting.assert_everyone_was_mailed_once()


@pytest.mark.parametrize("command", ["run", "send"])
def test_after_the_window_nothing_leaves(waiting: CommandLine, command: str) -> None:
    done = waiting.run(command, *TOO_LATE)
    assert done.code == 9
    assert "may not leave after 9 December 2018, 18:00" in done.out + done.err
    assert set(waiting.states().values()) == {"released"}
    assert not waiting.outbox()


def test_outside_the_window_with_nothing_to_send_all_is_well(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    assert cli.run("run", *TOO_LATE).code == 0


def test_a_window_that_closes_halfway_keeps_the_rest(waiting: CommandLine) -> None:
    closed = datetime(2018, 12, 9, 18, 1, tzinfo=ZONE)
    sender = RecordingSender()
    moments = [*[MONDAY] * 5, closed]
    assert send_all(waiting, sender, made_up=False, moments=moments)[0] == 1
    assert list(waiting.states().values()) == ["sent", "released", "released", "released"]


def test_a_made_up_clock_never_sends_real_mail(waiting: CommandLine) -> None:
    sender = RecordingSender()
    with pytest.raises(SafetyRefusal, match="made-up clock"):
        send_all(waiting, sender, made_up=True)
    assert sender.sent == []
    assert set(waiting.states().values()) == {"released"}


def test_a_made_up_clock_may_fill_a_folder(waiting: CommandLine) -> None:
    sender = RecordingSender(sends_real_mail=False)
    assert send_all(waiting, sender, made_up=True)[0] == 4


def test_a_sender_gets_every_letter_once_as_it_was_sealed(waiting: CommandLine) -> None:
    sender = RecordingSender()
    assert send_all(waiting, sender, made_up=False) == (4, [])
    assert send_all(waiting, sender, made_up=False) == (0, [])
    assert [letter for _, letter in sender.sent] == list(waiting.letters().values())
    assert [recipient for recipient, _ in sender.sent] == [each["recipient"] for each in waiting.deliveries()]


def test_a_letter_that_was_postponed_goes_later_as_the_same_bytes(waiting: CommandLine) -> None:
    sender = RecordingSender(answers=[Postponed(Stage.RCPT, "451 try again")])
    assert send_all(waiting, sender, made_up=False)[0] == 3
    assert waiting.states()["0001.0001"] == "deferred"
    assert send_all(waiting, sender, made_up=False)[0] == 0
    assert send_all(waiting, sender, made_up=False, moments=[MONDAY.replace(hour=9)])[0] == 1
    assert sender.sent[0] == sender.sent[-1]
    assert set(waiting.states().values()) == {State.SENT}


def test_letters_swapped_between_two_participants_are_not_sent(waiting: CommandLine) -> None:
    folder = waiting.edition(1) / "data" / "letters"
    one, other = (folder / f"{number:04d}.eml" for number in (2, 3))
    swapped = other.read_bytes(), one.read_bytes()
    for path, content in zip((one, other), swapped, strict=True):
        path.write_bytes(content)
    done = waiting.run("send", *IN_TIME, *JSON)
    assert done.code == 1
    assert waiting.outbox().keys() == {"0001.0001", "0004.0001"}
    assert [each["code"] for each in done.json["findings"]] == ["letter-failed"] * 2
    assert all("not what was sealed" in each["what"] for each in done.json["findings"])


def test_letters_swapped_in_archive_and_ledger_alike_are_not_sent(waiting: CommandLine) -> None:
    folder = waiting.edition(1) / "data" / "letters"
    one, other = (folder / f"{number:04d}.eml" for number in (2, 3))
    swapped = other.read_bytes(), one.read_bytes()
    for path, content in zip((one, other), swapped, strict=True):
        path.write_bytes(content)
    digests = {each["number"]: each["letter_digest"] for each in waiting.deliveries()}
    for number, digest in ((2, digests[3]), (3, digests[2])):
        waiting.execute_sql("UPDATE delivery SET letter = ? WHERE number = ?", digest, number)
    done = waiting.run("send", *IN_TIME, *JSON)
    assert (done.code, done.json["sent"]) == (1, 2)
    assert waiting.outbox().keys() == {"0001.0001", "0004.0001"}
    assert all("address, Message-ID, pack, pack's owner" in each["what"] for each in done.json["findings"])


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        (f"UPDATE delivery SET recipient = '{COR.email}' WHERE number = 2", "address"),
        ("UPDATE delivery SET message_id = '<x@y.example>' WHERE number = 2", "Message-ID"),
        (
            "UPDATE delivery SET pack = (SELECT pack FROM delivery WHERE number = 3) WHERE number = 2",
            "pack",
        ),
    ],
)
def test_a_letter_that_is_not_what_the_ledger_says_is_not_sent(
    waiting: CommandLine, statement: str, wrong: str
) -> None:
    waiting.execute_sql(statement)
    done = waiting.run("send", *IN_TIME, *JSON)
    assert (done.code, done.json["sent"]) == (1, 3)
    assert "0002.0001" not in waiting.outbox()
    (finding,) = done.json["findings"]
    assert f"does not match its addressee: {wrong} " in finding["what"]
    assert waiting.states()["0002.0001"] == "released"


def test_a_letter_that_cannot_be_trusted_is_told_to_a_person(waiting: CommandLine) -> None:
    waiting.execute_sql("UPDATE delivery SET recipient = 'x@y.example' WHERE number = 2")
    done = waiting.run("send", *IN_TIME)
    assert done.code == 1
    assert "left out    the letter to participant 2 was not sent" in done.out
    assert "See with ‘reportgen status’" in done.out


def test_a_disk_that_is_full_is_said_in_words_and_nothing_is_lost_or_double(waiting: CommandLine) -> None:
    with cramped(len(waiting.letters()["0001"]) // 2):
        done = waiting.run("send", *IN_TIME)
    done.assert_clear()
    assert "Stopped: " in done.err
    assert not [key for key in waiting.outbox() if not key.endswith(".part")]
    assert waiting.run("send", *IN_TIME).code == 0
    waiting.assert_everyone_was_mailed_once()


def test_a_disk_that_fills_up_under_the_ledger_is_said_in_words(early: Ran, tmp_path: Path) -> None:
    """Room enough to open the ledger and for a page more, and not for four letters to be released in it."""
    cli = early.cli.copied(tmp_path)
    with closing(sqlite3.connect(cli.output / "ledger.sqlite")) as other:
        other.execute("SELECT count(*) FROM delivery").fetchone()  # the index of the log is there, at its full size
        with cramped(2 * ONE_PAGE):
            done = cli.run("release", *IN_TIME)
    assert (done.code, "Stopped: The ledger cannot be written" in done.err) == (7, True)
    assert "put back" not in done.err
    assert set(cli.states().values()) == {"printed"}
    assert cli.run("release", *IN_TIME).code == 0
    assert set(cli.states().values()) == {"released"}


def test_the_window_is_dutch_time(waiting: CommandLine) -> None:
    assert load_event_file(waiting.event).settings.rules.window == DeliveryWindow(
        datetime.fromisoformat(f"{OPEN}+01:00"), datetime.fromisoformat("2018-12-09T18:00:00+01:00")
    )
