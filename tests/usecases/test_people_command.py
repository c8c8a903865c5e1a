"""The command ``people``: the same changes beside the list as on the page."""

from __future__ import annotations

from contextlib import closing
from errno import ENOSPC
from pathlib import Path

import pytest
from usecases.command_line import DUTCH, JSON, CommandLine
from usecases.meeting import KEY, PEOPLE, changed

from reportgen.application.lists import change_people
from reportgen.errors import ArchiveError
from reportgen.sources.lists.change_file import CHANGES_FILE
from reportgen.storage.ledger.audit import AuditLog, OutcomeState
from reportgen.storage.ledger.ledger import Ledger

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


def _log(cli: CommandLine) -> list[tuple[str, str, OutcomeState]]:
    """Who did what, and what became of it, as the log has it; the oldest first."""
    with closing(Ledger.open(cli.output / "ledger.sqlite")) as ledger:
        entries, outcomes = ledger.audit().entries(KEY), ledger.audit().outcomes(KEY)
    return [(each.who, each.what, outcomes[each.at, each.who, each.what].state) for each in reversed(entries)]


ADD = ("--add", "--set", "last=Mol", "--set", "organisation=Utrecht", "--set", "email=k.mol@utrecht.example", *WHY)


@pytest.mark.parametrize(("step", "is_made"), [("change-begun", False), ("change-written", True)])
def test_a_change_that_is_killed_halfway_stands_in_the_log(cli: CommandLine, step: str, is_made: bool) -> None:
    assert cli.run_process("people", *ADD, REPORTGEN_DIE_AT=step).code == -9
    assert (cli.event / CHANGES_FILE).exists() == is_made
    assert _log(cli) == [("anna", "add-person", OutcomeState.RUNNING)]
    assert cli.run("people", "--undo" if is_made else "--add", *(("1", *WHY) if is_made else ADD[1:])).code == 0
    assert _log(cli)[1][2] is OutcomeState.DONE


def test_a_change_that_cannot_be_written_is_in_the_log_as_one_that_failed(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(change_people, "replace_file", full)
    done = cli.run("people", *ADD)
    assert done.code == 7
    assert not (cli.event / CHANGES_FILE).exists()
    assert _log(cli) == [("anna", "add-person", OutcomeState.FAILED)]


def test_without_room_for_the_log_nothing_is_changed(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AuditLog, "begin", _without_room)
    assert cli.run("people", *ADD).code == 7
    assert not (cli.event / CHANGES_FILE).exists()


def test_where_the_log_fails_after_the_change_it_is_said_to_be_made(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(AuditLog, "end", _without_room)
        done = cli.run("people", *ADD, *DUTCH)
    assert done.code == 7
    told = " ".join(done.err.split())
    assert "De wijziging is gemaakt, maar hoe dat afliep staat niet in het logboek" in told
    assert "doe het niet nog eens" in told
    assert (cli.event / CHANGES_FILE).exists()
    assert _log(cli) == [("anna", "add-person", OutcomeState.RUNNING)]


def _without_room(*_: object) -> None:
    raise ArchiveError("The ledger cannot be written: database or disk is full")


def test_changes_that_cannot_be_read_stop_the_run(cli: CommandLine) -> None:
    for content in ("{", '{"format": 2, "changes": []}', '{"format": 1, "changes": [{"id": -1}]}', "[]"):
        (cli.event / CHANGES_FILE).write_text(content, "utf-8")
        assert cli.run("check").code == 3
