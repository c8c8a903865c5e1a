"""Whose address changes after the letter left: no letter goes by itself, and somebody is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from usecases.command_line import IN_TIME, JSON, CommandLine, Done
from usecases.conftest import Ran
from usecases.meeting import ANNA, PEOPLE, changed

NEW_ADDRESS = "anna.deboer@utrecht.example"
MOVED = [each if each is not ANNA else changed(ANNA, email=NEW_ADDRESS) for each in PEOPLE]


@pytest.fixture
def cli(sent: Ran, tmp_path: Path) -> CommandLine:
    """Everyone was mailed, and then the list gave someone another address."""
    cli = sent.cli.copied(tmp_path)
    cli.write_list(MOVED)
    return cli


def _asked(told: Done) -> list[str]:
    return [each["what"] for each in told.json["findings"] if each["code"] == "readdressed"]


def test_no_letter_goes_to_the_new_address_and_the_run_asks_about_it(cli: CommandLine) -> None:
    done = cli.run("run", *IN_TIME, *JSON)
    assert (done.code, done.json["made"], done.json["sent"]) == (1, 0, 0)
    (said,) = _asked(done)
    assert ANNA.email in said
    assert NEW_ADDRESS in said


def test_nothing_is_asked_while_the_address_is_the_same_but_for_capitals(sent: Ran, tmp_path: Path) -> None:
    cli = sent.cli.copied(tmp_path)
    cli.write_list([each if each is not ANNA else changed(ANNA, email=ANNA.email.capitalize()) for each in PEOPLE])
    assert _asked(cli.run("run", *IN_TIME, *JSON)) == []


def test_nothing_is_asked_any_more_once_a_new_letter_is_made(cli: CommandLine) -> None:
    number = next(each["number"] for each in cli.deliveries() if each["recipient"] == ANNA.email)
    cli.run("regenerate", "--participant", str(number), "--reason", "ander adres", *IN_TIME)
    assert _asked(cli.run("build", *IN_TIME, *JSON)) == []
    cli.run("release", *IN_TIME)
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 1
    assert NEW_ADDRESS in [each["recipient"] for each in cli.deliveries()]
    assert cli.run("run", *IN_TIME).code == 0


def test_after_the_meeting_nothing_is_asked(cli: CommandLine) -> None:
    assert _asked(cli.run("build", "--now", "2018-12-11T09:00", *JSON)) == []
