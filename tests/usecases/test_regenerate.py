"""Packs that are made again: what the letter says of it, for whom it goes, and when it does not go at all."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.conftest import Ran
from usecases.meeting import ANNA, PEOPLE

REPLACES = "Dit pakket vervangt het pakket dat u eerder van ons kreeg."


def _read(letter: bytes) -> tuple[str, str, str]:
    """Subject, plain text and calendar of a letter."""
    message = message_from_bytes(letter, policy=policy.default)
    texts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    return message["Subject"], texts["text/plain"], texts["text/calendar"]


@pytest.fixture
def cli(sent: Ran, tmp_path: Path) -> CommandLine:
    """Everyone has a letter."""
    return sent.cli.copied(tmp_path)


@pytest.fixture
def moved(cli: CommandLine) -> CommandLine:
    """Anna is to sit at another table."""
    cli.write_list([replace(each, table=2) if each is ANNA else each for each in PEOPLE])
    return cli


def test_a_letter_that_follows_says_in_two_lines_what_is_different(moved: CommandLine) -> None:
    done = moved.run("run", *IN_TIME, *JSON).json
    assert done["edition"] == 2
    before, after = _read(moved.letters(1)["0002"]), _read(moved.letters(2)["0002"])
    assert after[0] == f"Gewijzigd: {before[0]}"
    lines = after[1].splitlines()
    at = lines.index(REPLACES)
    assert lines[at + 1].startswith("Wat er anders is: u zit nu aan tafel 2 (eerst tafel 1)")
    assert REPLACES not in before[1]
    (was, now) = (dict(re.findall(r"(UID|SEQUENCE):(\S+)", each[2])) for each in (before, after))
    assert was["UID"] == now["UID"]
    assert (was["SEQUENCE"], now["SEQUENCE"]) == ("0", "1")


def test_made_again_as_it_was_nothing_is_mailed(cli: CommandLine) -> None:
    before = cli.deliveries()
    done = cli.run("regenerate", "--all", "--reason", "voor de zekerheid", *JSON, *IN_TIME)
    assert (done.code, done.json["made"], done.json["edition"]) == (0, 0, None)
    assert cli.deliveries() == before


def test_only_the_chosen_are_made_again_and_the_reason_is_kept(moved: CommandLine) -> None:
    done = moved.run("regenerate", "--municipality", "utrecht", "--reason", "andere tafel", *IN_TIME)
    assert "u zit" not in done.out
    assert "table 2 instead of table 1" in done.out, "what changes is shown before"
    assert list(moved.packs(2)) == ["0002-GM0344.pdf"]
    record = json.loads((moved.edition(2) / "data" / "edition.json").read_text("utf-8"))
    assert record["because"] == "andere tafel"
    assert moved.states()["0002.0002"] == "printed"
    assert moved.run("verify").code == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--participant", "99", "--reason", "x"),
        ("--participant", "1", "--participant", "99", "--reason", "x"),
        ("--municipality", "Nergenshuizen", "--reason", "x"),
        ("--reason", "x"),
        ("--all", "--reason", " "),
        ("--all",),
    ],
)
def test_what_makes_no_sense_makes_nothing(cli: CommandLine, options: tuple[str, ...]) -> None:
    before = cli.deliveries()
    assert cli.run("regenerate", *options, *IN_TIME).code == 2
    assert cli.deliveries() == before


def test_a_change_that_is_taken_back_is_not_mailed(moved: CommandLine) -> None:
    assert moved.run("run", *IN_TIME, *JSON).json["waiting_for_release"] > 0
    moved.write_list(PEOPLE)
    done = moved.run("run", *IN_TIME, *JSON)
    assert (done.json["made"], done.json["waiting_for_release"]) == (0, 0)
    states = moved.states()
    assert {state for key, state in states.items() if key.endswith(".0001")} == {"sent"}
    assert {state for key, state in states.items() if key.endswith(".0002")} == {"withdrawn"}
    assert moved.run("run", *IN_TIME, *JSON).json["made"] == 0
    assert moved.run("verify").code == 0


def test_who_had_an_edition_with_an_error_reads_what_was_wrong(cli: CommandLine) -> None:
    says = "De tafels op bladzijde 7 klopten niet."
    done = cli.run("correct", "1", "--says", says, *IN_TIME, *JSON)
    assert (done.json["made"], done.json["waiting_for_release"]) == (4, 4), done.err
    for letter in cli.letters(2).values():
        subject, text, _ = _read(letter)
        assert subject.startswith("Gewijzigd: ")
        assert f"Wat er niet klopte: {says}" in text
    contents = [json.loads(each.read_text("utf-8")) for each in cli.edition(2).glob("data/contents/*.json")]
    assert [each["erratum"] for each in contents if "erratum" in each] == [says] * 4
    assert cli.run("release", *IN_TIME).code == 0
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 4
    assert cli.run("run", *IN_TIME, *JSON).json["made"] == 0


def test_only_those_who_had_it_are_told(moved: CommandLine) -> None:
    moved.run("run", *IN_TIME)
    moved.run("release", *IN_TIME)
    moved.run("send", *IN_TIME)
    had_two = {key[:4] for key, state in moved.states().items() if key.endswith(".0002") and state == "sent"}
    assert 0 < len(had_two) < len(PEOPLE)
    assert moved.run("correct", "2", "--says", "Fout.", *IN_TIME).code == 0
    assert set(moved.letters(3)) == had_two


@pytest.mark.parametrize("edition", ["2", "99"])
def test_an_edition_that_nobody_has_cannot_be_corrected(cli: CommandLine, edition: str) -> None:
    before = cli.deliveries()
    assert cli.run("correct", edition, "--says", "Fout.", *IN_TIME).code == 2
    assert cli.deliveries() == before


def test_a_pack_that_comes_out_as_it_was_is_said_as_that(cli: CommandLine) -> None:
    done = cli.run("regenerate", "--participant", "2", "--reason", "nakijken", *IN_TIME)
    assert done.out.startswith("Wonen in de regio: print 1 again; a pack that comes out as it was is not mailed again.")
    assert "print    0002 GM0344 Boer: on request" in done.out
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert {"packs made 0", "packs kept as they were 1", "of these printed again 1"} <= set(lines)
    assert "1 pack came out as before, and no letter goes again for that." in lines
    assert "Nothing to do" not in done.out
