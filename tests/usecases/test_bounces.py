"""What comes back is matched to its letter, counts once, and puts its addressee on the list to phone."""

from __future__ import annotations

import mailbox
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from doubles.reports import report
from python_calamine import CalamineWorkbook
from usecases.command_line import DUTCH, IN_TIME, JSON, TOO_LATE, CommandLine
from usecases.conftest import Ran
from usecases.meeting import ANNA, COR, KEY, PEOPLE


@pytest.fixture
def cli(sent: Ran, tmp_path: Path) -> CommandLine:
    return sent.cli.copied(tmp_path)


def _mbox(folder: Path, messages: Sequence[bytes]) -> str:
    path = folder / "bounces.mbox"
    box = mailbox.mbox(path)
    for each in messages:
        box.add(each)
    box.close()
    return str(path)


def _maildir(folder: Path, messages: Sequence[bytes]) -> str:
    path = folder / "Maildir"
    box = mailbox.Maildir(path)
    for each in messages:
        box.add(each)
    return str(path)


def _rows(workbook: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()


def _named(number: int, action: str = "failed") -> bytes:
    address = PEOPLE[number - 1].email
    return report(f"rfc822; {address}", action, returned="", envelope=f"{KEY}.{number:04d}.0001")


def _add_newer_letter(cli: CommandLine, state: str) -> None:
    """Adds a letter of a second edition to participant 2."""
    cli.execute_sql(
        """INSERT INTO delivery SELECT replace(key, '.0001', '.0002'), event, number, 2, recipient,
           replace(message_id, '.0001@', '.0002@'), letter, pack, 1, ?, 0, NULL, changed, kind
           FROM delivery WHERE number = 2""",
        state,
    )


@pytest.mark.parametrize(("option", "put"), [("--mbox", _mbox), ("--maildir", _maildir)])
def test_a_letter_that_came_back_is_noted_once(cli: CommandLine, tmp_path: Path, option: str, put: object) -> None:
    assert callable(put)
    box = put(tmp_path, [_named(2), _named(2), _named(1, "delayed"), _named(1, "delivered")])
    done = cli.run("bounces", option, box, *IN_TIME, *JSON)
    assert done.code == 1
    assert [each["number"] for each in done.json["bounced"]] == [2]
    assert (done.json["known"], done.json["others"]) == (1, 2)
    assert sorted(cli.states().values()) == ["bounced", "sent", "sent", "sent"]
    assert cli.run("bounces", option, box, *IN_TIME).code == 0
    assert cli.run("run", *IN_TIME, *JSON).json["sent"] == 0, "nobody is mailed again by itself"


def test_a_message_that_cannot_be_read_is_told_and_the_next_is_read(cli: CommandLine, tmp_path: Path) -> None:
    box = _maildir(tmp_path, [_named(2)])
    (Path(box) / "cur" / "weg").symlink_to("nergens")
    done = cli.run("bounces", "--maildir", box, *IN_TIME, *JSON)
    assert [each["number"] for each in done.json["bounced"]] == [2]
    assert [each["code"] for each in done.json["findings"]] == ["bounce-unreadable"]


def test_where_only_the_address_is_told_a_person_is_asked(cli: CommandLine, tmp_path: Path) -> None:
    """It may be about an invitation to the same address."""
    box, before = _mbox(tmp_path, [report(f"rfc822; {ANNA.email.upper()}", returned="")]), cli.deliveries()
    done = cli.run("bounces", "--mbox", box, *IN_TIME, *JSON)
    (found,) = done.json["findings"]
    assert (done.code, found["code"]) == (1, "bounce-unsure")
    assert "participant 2" in found["what"]
    assert cli.deliveries() == before


def test_what_nobody_could_read_counts_until_it_is_gone_from_the_mailbox(cli: CommandLine, tmp_path: Path) -> None:
    failure = b"From: MAILER-DAEMON@mx.example\nSubject: Undeliverable\nDate: Tue, 4 Dec 2018 10:00:00 +0100\n\nHelaas."
    box = _mbox(tmp_path, [failure, _named(2)])
    for bounced in ([2], []):
        done = cli.run("bounces", "--mbox", box, *IN_TIME, *JSON)
        assert done.code == 1
        assert [each["number"] for each in done.json["bounced"]] == bounced
        (found,) = done.json["findings"]
        assert all(each in found["what"] for each in ("mailer-daemon@mx.example", "Undeliverable", "4 December 2018"))


@pytest.mark.parametrize(("content", "code"), [(b"", 0), (b"\n\n", 1), (b"PK\x03\x04 geen post", 1)])
def test_a_file_without_any_message_is_told_unless_it_is_empty(
    cli: CommandLine, tmp_path: Path, content: bytes, code: int
) -> None:
    (tmp_path / "post.mbox").write_bytes(content)
    done = cli.run("bounces", "--mbox", str(tmp_path / "post.mbox"), *IN_TIME)
    assert (done.code, "post.mbox" in done.out + done.err) == (code, bool(code))


def test_a_letter_that_was_wrongly_noted_is_unmarked_by_hand_and_stays_so(cli: CommandLine, tmp_path: Path) -> None:
    box = _mbox(tmp_path, [_named(2)])
    cli.run("bounces", "--mbox", box, *IN_TIME)
    assert cli.run("resolve", "2", "--sent", *IN_TIME).code == 2, "it needs a reason"
    assert "No letter to participant 99 was ever made" in cli.run("resolve", "99", "--sent", *IN_TIME).err
    assert "the last is: sent" in cli.run("resolve", "3", "--sent", *IN_TIME).err
    assert cli.run("resolve", "2", "--sent", "--reason", "gebeld: de brief is er", *IN_TIME).code == 0
    assert cli.steps("0002.0001")[-2:] == ["bounce", "accept"]
    done = cli.run("bounces", "--mbox", box, *IN_TIME, *JSON)
    assert (done.code, done.json["bounced"], done.json["known"]) == (0, [], 1)
    assert cli.states()["0002.0001"] == "sent"
    later = _mbox(tmp_path, [_named(2).replace(b"Undelivered", b"Undelivered again")])
    assert cli.run("bounces", "--mbox", later, *IN_TIME).code == 1, "another report is another matter"


def test_a_letter_that_was_sent_once_more_is_not_marked_by_the_report_of_before(
    cli: CommandLine, tmp_path: Path
) -> None:
    box = _mbox(tmp_path, [_named(2)])
    cli.run("bounces", "--mbox", box, *IN_TIME)
    cli.run("resolve", "2", "--resend", *IN_TIME)
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 1
    assert cli.run("bounces", "--mbox", box, *IN_TIME, *JSON).json["known"] == 1
    assert cli.states()["0002.0001"] == "sent"


def test_after_a_newer_letter_a_report_about_the_older_one_asks(cli: CommandLine, tmp_path: Path) -> None:
    _add_newer_letter(cli, "sent")
    done = cli.run("bounces", "--mbox", _mbox(tmp_path, [_named(2)]), *IN_TIME, *JSON)
    assert (done.code, [each["code"] for each in done.json["findings"]]) == (1, ["bounce-older"])
    assert {cli.states()[each] for each in ("0002.0001", "0002.0002")} == {"sent"}


def test_while_a_newer_letter_waits_the_one_that_bounced_is_settled(cli: CommandLine, tmp_path: Path) -> None:
    cli.run("bounces", "--mbox", _mbox(tmp_path, [_named(2)]), *IN_TIME)
    _add_newer_letter(cli, "printed")
    assert cli.run("resolve", "2", "--sent", "--reason", "gebeld", *IN_TIME).code == 0
    assert cli.states()["0002.0001"] == "sent"


def test_a_report_about_a_letter_of_another_event_says_which(cli: CommandLine, tmp_path: Path) -> None:
    cli.execute_sql("UPDATE delivery SET event = '2019-elders' WHERE number = 2")
    done = cli.run("bounces", "--mbox", _mbox(tmp_path, [_named(2)]), *IN_TIME, *JSON)
    (found,) = done.json["findings"]
    assert (done.code, found["code"]) == (0, "bounce-elsewhere")
    assert "2019-elders" in found["what"]


def test_a_letter_that_was_never_sent_is_not_marked(cli: CommandLine, tmp_path: Path) -> None:
    _add_newer_letter(cli, "printed")
    waits = _named(2).replace(b".0001\n", b".0002\n")
    done = cli.run("bounces", "--mbox", _mbox(tmp_path, [waits]), *IN_TIME, *JSON)
    assert (done.code, [each["code"] for each in done.json["findings"]]) == (1, ["bounce-not-sent"])


def test_what_is_too_large_is_named_and_the_next_message_is_read(cli: CommandLine, tmp_path: Path) -> None:
    bomb = b"From: kwaad@elders.example\nSubject: diep\n" + b"Content-Type: message/rfc822\n\n" * 1000
    done = cli.run("bounces", "--mbox", _mbox(tmp_path, [bomb, _named(2)]), *IN_TIME, *JSON)
    assert [each["number"] for each in done.json["bounced"]] == [2]
    (found,) = done.json["findings"]
    assert (found["code"], "kwaad@elders.example" in found["what"]) == ("bounce-large", True)


def test_a_report_on_another_letter_changes_nothing(cli: CommandLine, tmp_path: Path) -> None:
    """A copy on trial, another event: the address may be the same, the letter is not."""
    before = cli.deliveries()
    box = _mbox(tmp_path, [report(f"rfc822; {ANNA.email}", returned="", envelope=f"test.{KEY}.0002.0001")])
    done = cli.run("bounces", "--mbox", box, *IN_TIME, *JSON)
    assert (done.code, done.json["strange"]) == (0, [ANNA.email])
    assert cli.deliveries() == before


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 2),
        (("--mbox", "/er/niet"), 2),
        (("--mbox", "/"), 2),
        (("--maildir", "/er/niet"), 2),
        (("--maildir", "/"), 2),
        (("--imap", "imap://u@mail.example/INBOX"), 2),
        (("--imap", "imaps://u:geheim@mail.example/INBOX"), 2),
        (("--imap", "geen adres"), 2),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_said_so(
    cli: CommandLine, options: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_IMAP_PASSWORD", "geheim")
    done = cli.run("bounces", *options, *IN_TIME)
    assert done.code == code
    assert "geheim" not in done.err + done.out
    assert cli.run("bounces", "--imap", "imap://u@127.0.0.1:9/INBOX", *IN_TIME).code == 6


def test_whom_to_phone_is_written_down(cli: CommandLine, tmp_path: Path) -> None:
    cli.run("bounces", "--mbox", _mbox(tmp_path, [_named(2)]), *IN_TIME)
    cli.execute_sql("UPDATE delivery SET state = 'uncertain' WHERE number = 3")
    calls = tmp_path / "bellen.xlsx"
    assert cli.run("status", *DUTCH, "--call-list", str(calls), *IN_TIME).code == 0
    head, *rows = _rows(calls)
    assert head[:2] == ["Nummer", "Naam"]
    assert [(row[0], row[4], row[5]) for row in rows] == [
        (2, ANNA.email, "teruggekomen"),
        (3, COR.email, "onzeker of hij aankwam"),
    ]
    assert rows[0][3] == "Utrecht"
    assert "550 5.1.1" in rows[0][7]


def test_past_the_deadline_whoever_still_waits_is_phoned(early: Ran, tmp_path: Path) -> None:
    cli = early.cli.copied(tmp_path)
    calls = tmp_path / "bellen.xlsx"
    for moment, people in ((IN_TIME, 0), (TOO_LATE, len(PEOPLE))):
        cli.run("status", *DUTCH, "--call-list", str(calls), *moment)
        assert len(_rows(calls)) == 1 + people
