"""The command ``people``: the same changes beside the list as on the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from usecases.command_line import JSON, CommandLine
from usecases.meeting import PEOPLE, changed

from reportgen.sources.lists.change_file import CHANGES_FILE

WHY = ("--why", "phoned", "--who", "anna")


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine.create(tmp_path)


def test_a_change_counts_in_the_check_and_outlives_the_next_list(cli: CommandLine) -> None:
    first = PEOPLE[0]
    cli.write_list([changed(first, municipality="Nieuwegijn"), *PEOPLE[1:]])
    before = cli.run("check", *JSON).json["participants"]
    added = ("last=Mol", "first=Kees", "organisation=Utrecht", "email=k.mol@utrecht.example", "function=wethouder")
    assert cli.run("people", "--add", *(word for each in added for word in ("--set", each)), *WHY).code == 0
    assert cli.run("check", *JSON).json["participants"] == before + 1
    cli.write_list([changed(first, municipality="Nieuwegijn", table=2), *PEOPLE[1:]])
    assert cli.run("check", *JSON).json["participants"] == before + 1
    (change,) = cli.run("people", *JSON).json["changes"]
    assert (change["who"], change["why"], change["state"]) == ("anna", "phoned", "applied")
    assert cli.run("people", "--undo", "1", *WHY).code == 0
    assert cli.run("check", *JSON).json["participants"] == before


@pytest.mark.parametrize(
    "words",
    [
        ("--participant", "1"),
        ("--set", "email=x@urk.example"),
        ("--add", "--set", "email", *WHY),
        ("--add", "--set", "email=nobody", "--set", "last=Mol", "--set", "organisation=Utrecht", *WHY),
        ("--participant", "999", "--set", "last=Mol", *WHY),
        ("--undo", "4", *WHY),
        ("--add", "--undo", "1"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(cli: CommandLine, words: tuple[str, ...]) -> None:
    done = cli.run("people", *words)
    assert done.code == 2
    assert not (cli.event / CHANGES_FILE).exists()


def test_changes_that_cannot_be_read_stop_the_run(cli: CommandLine) -> None:
    for content in ("{", '{"format": 2, "changes": []}', '{"format": 1, "changes": [{"id": -1}]}', "[]"):
        (cli.event / CHANGES_FILE).write_text(content, "utf-8")
        assert cli.run("check").code == 3
