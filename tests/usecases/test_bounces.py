"""What comes back is matched to its letter, counts once, and puts its addressee on the list to phone."""

from __future__ import annotations

import mailbox
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from doubles.reports import report
from python_calamine import CalamineWorkbook
from usecases.command_line import IN_TIME, JSON, TOO_LATE, CommandLine
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


def _named(number: int) -> bytes:
    return report(returned="", envelope=f"{KEY}.{number:04d}.0001")


@pytest.mark.parametrize(("option", "put"), [("--mbox", _mbox), ("--maildir", _maildir)])
def test_a_letter_that_came_back_is_noted_once(cli: CommandLine, tmp_path: Path, option: str, put: object) -> None:
    assert callable(put)
    box = put(
        tmp_path, [_named(2), _named(2), report(action="delayed", returned="", envelope=f"{KEY}.0001.0001"), b"Hoi"]
    )
    done = cli.run("bounces", option, box, *IN_TIME, *JSON)
    assert done.code == 1
    assert [each["number"] for each in done.json["bounced"]] == [2]
    assert (done.json["known"], done.json["others"]) == (1, 2)
    assert sorted(cli.states().values()) == ["bounced", "sent", "sent", "sent"]
    assert cli.run("bounces", option, box, *IN_TIME).code == 0
    assert cli.run("run", *IN_TIME, *JSON).json["sent"] == 0, "nobody is mailed again by itself"


def test_without_a_name_the_only_letter_to_that_address_is_meant(cli: CommandLine, tmp_path: Path) -> None:
    box = _mbox(tmp_path, [report(f"rfc822; {ANNA.email.upper()}", returned="")])
    assert cli.run("bounces", "--mbox", box, *IN_TIME).code == 1
    assert [each["recipient"] for each in cli.deliveries() if each["state"] == "bounced"] == [ANNA.email]


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
        (("--mbox", "/er/niet"), 6),
        (("--maildir", "/er/niet"), 6),
        (("--imap", "imap://u@mail.example/INBOX"), 6),
        (("--imap", "imaps://u:geheim@mail.example/INBOX"), 6),
        (("--imap", "geen adres"), 6),
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
    assert cli.run("status", "--call-list", str(calls), *IN_TIME).code == 0
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
        cli.run("status", "--call-list", str(calls), *moment)
        assert len(_rows(calls)) == 1 + people
