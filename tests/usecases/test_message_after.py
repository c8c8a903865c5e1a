"""After a message: replies and reports of failure find it, people can be forgotten, and an export has it."""

from __future__ import annotations

import mailbox
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from doubles.answering import mailed
from doubles.reports import report
from python_calamine import CalamineWorkbook
from usecases.command_line import DUTCH, IN_TIME, JSON, CommandLine
from usecases.conftest import Ran
from usecases.meeting import ANNA, COR, DINA, KEY, PEOPLE
from usecases.test_message import write

TEXT = """purpose = "notice"
subject = "Over {naam}"
text = "{aanhef}, dit gaat over de zaal."
"""


@pytest.fixture
def told(sent: Ran, tmp_path: Path) -> CommandLine:
    """Everyone was mailed a pack, and then a message without one."""
    cli = sent.cli.copied(tmp_path)
    write(cli, "zaal", TEXT)
    assert cli.run("message make", "zaal", *IN_TIME, *JSON).json["letters"] == 4
    assert cli.run("release", "--yes-send", "4", *IN_TIME).code == 0
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 4
    return cli


def _maildir(folder: Path, messages: Sequence[bytes]) -> str:
    path = folder / "Maildir"
    box = mailbox.Maildir(path)
    for each in messages:
        box.add(each)
    return str(path)


def _message_ids(cli: CommandLine) -> dict[int, str]:
    return {each["number"]: each["message_id"] for each in cli.deliveries() if each["kind"] == "message"}


def test_a_reply_to_a_message_is_the_reply_of_its_reader(told: CommandLine, tmp_path: Path) -> None:
    answers = [
        mailed(ANNA.email, "1. Heel divers.\n\n> dit gaat over de zaal.", answers=_message_ids(told)[2]),
        mailed(DINA.email, "Is het zaal 3?", answers=_message_ids(told)[1]),
    ]
    collected = told.run("answers collect", _maildir(tmp_path, answers), *JSON)
    assert collected.json["waiting"] == 2, "whether it answers the questions is for a person to say"
    assert collected.json["answers"] == 0
    assert [each["code"] for each in collected.json["findings"]] == ["answers-message"] * 2


def test_a_message_that_comes_back_puts_its_reader_on_the_list_to_phone(told: CommandLine, tmp_path: Path) -> None:
    back = report(f"rfc822; {COR.email}", "failed", returned="", envelope=f"{KEY}.0003.0002")
    done = told.run("bounces", "--maildir", _maildir(tmp_path, [back]), *IN_TIME)
    assert done.code in (0, 1), done.err
    states = {(each["number"], each["kind"]): each["state"] for each in told.deliveries()}
    assert states[3, "message"] == "bounced"
    assert states[3, "pack"] == "sent"
    told.run("status", *DUTCH, "--call-list", str(tmp_path / "bellen.xlsx"), *IN_TIME)
    rows = CalamineWorkbook.from_path(tmp_path / "bellen.xlsx").get_sheet_by_index(0).to_python()
    assert [(int(float(str(row[0]))), row[5]) for row in rows[1:] if row[0] != ""] == [(3, "bericht: teruggekomen")]


def test_after_a_message_the_archive_agrees_and_its_letters_are_in_an_export(told: CommandLine, tmp_path: Path) -> None:
    assert told.run("verify", "--deep").code == 0
    shown = told.run("archive list", *JSON).json
    assert [(each["packs"], each["messages"]) for each in shown] == [(4, 0), (0, 4)]
    assert told.run("archive export", str(tmp_path / "uit")).code == 0
    letters = sorted(
        path.name for path in (tmp_path / "uit" / "edities" / "edition-0002" / "data" / "letters").iterdir()
    )
    assert letters == [f"{number:04d}.eml" for number in range(1, 5)]
    assert "edition-0002" in (tmp_path / "uit" / "vindmiddel.csv").read_text("utf-8-sig")
    letter = told.edition(2) / "data" / "letters" / "0001.eml"
    other = told.edition(2) / "data" / "letters" / "0002.eml"
    letter.chmod(0o644)
    letter.write_bytes(other.read_bytes())
    faults = told.run("verify")
    assert faults.code == 7
    assert "is the letter to participant 2" in faults.out


def test_one_who_is_forgotten_is_in_no_message_any_more(told: CommandLine) -> None:
    write(told, "spreker", TEXT.replace("de zaal", f"spreker {DINA.first} {DINA.infix} {DINA.last}"))
    assert told.run("message make", "spreker", *IN_TIME, *JSON).json["letters"] == 4
    told.write_list(PEOPLE[1:])
    (told.event / "berichten" / "spreker.toml").unlink()
    for earlier in (told.event / "eerder").glob("*") if (told.event / "eerder").is_dir() else ():
        earlier.unlink()
    done = told.run("forget", "1", "--yes")
    assert done.code in (0, 1), done.err
    assert not (told.edition(2) / "data" / "letters" / "0001.eml").exists()
    assert (told.edition(2) / "data" / "letters" / "0002.eml").exists()
    assert not list((told.edition(3) / "data" / "letters").glob("*.eml")), "they all told of her"
    left = subprocess.run(
        ["grep", "-rlE", f"{DINA.last}|{DINA.email}", str(told.output)], capture_output=True, text=True, check=False
    )
    assert left.stdout == ""
    assert told.run("verify").code == 0


def test_the_packs_of_another_kind_have_messages_of_their_own(told: CommandLine) -> None:
    before = [each["key"] for each in told.deliveries()]
    again = told.run("message make", "zaal", *IN_TIME, *JSON).json
    assert (again["made_before"], again["letters"]) == (True, 4)
    assert [each["key"] for each in told.deliveries()] == before
