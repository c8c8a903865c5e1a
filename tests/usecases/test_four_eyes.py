"""Four eyes: who releases letters is somebody else than who had them made, where an event asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from doubles.printed_parts import PrintedParts
from doubles.workspaces import opened
from usecases.command_line import IN_TIME, JSON, CommandLine
from usecases.meeting import ANNA

from reportgen.application.delivery.four_eyes import (
    four_eyes_of,
    refuse_own_letters,
    releasable_builders,
    take_in_own_name,
)
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.delivery.states import State
from reportgen.errors import SafetyRefusal
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.audit import JOIN

NOW = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)
BY_TWO = 'release = "by-hand"\nfour_eyes = true'


@pytest.fixture
def cli(tmp_path: Path, parts: PrintedParts) -> CommandLine:
    """An event with one participant, whose letters two people see."""
    made = CommandLine.create(tmp_path, [ANNA], parts)
    made.replace_text("event.toml", 'release = "automatic"', BY_TWO)
    return made


def test_a_command_releases_nothing_and_the_page_knows_whose_letters_these_are(cli: CommandLine) -> None:
    assert cli.run("build", *IN_TIME, *JSON, "--by", "  Anna   de Boer ").json["made"] == 1
    refused = cli.run("release", *IN_TIME, "--yes-send", "1")
    assert (refused.code, "two people" in refused.err) == (9, True)
    assert cli.states() == {"0001.0001": "printed"}
    with opened(cli.event, Paths(EMBEDDED, cli.output), NOW) as workspace:
        letters = workspace.ledger.deliveries(workspace.key, State.PRINTED)
        eyes = four_eyes_of(workspace, letters)
        assert (eyes.builders, eyes.unnamed) == ((("Anna de Boer", 1),), ())
        for same in ("Anna de Boer", "anna DE boer", " ánna  de Boer", ""):
            with pytest.raises(SafetyRefusal):
                refuse_own_letters(workspace, letters, same)
        assert not eyes.may_release("anna de boer")
        assert eyes.may_release("Bram")
        refuse_own_letters(workspace, letters, "Bram")
        refuse_own_letters(workspace, (), "Anna de Boer")


def test_letters_of_a_run_by_itself_are_put_in_a_name_first_and_only_once(cli: CommandLine) -> None:
    assert cli.run("run", *IN_TIME, *JSON).json["made"] == 1
    assert cli.states() == {"0001.0001": "printed"}
    with opened(cli.event, Paths(EMBEDDED, cli.output), NOW) as workspace:
        letters = workspace.ledger.deliveries(workspace.key, State.PRINTED)
        assert four_eyes_of(workspace, letters).unnamed == (1,)
        with pytest.raises(SafetyRefusal):
            refuse_own_letters(workspace, letters, "Bram")
        assert take_in_own_name(workspace, letters, "Anna") == (1,)
        assert take_in_own_name(workspace, letters, "Bram") == ()
        assert four_eyes_of(workspace, letters).builders == (("Anna", 1),)
        refuse_own_letters(workspace, letters, "Bram")


def test_of_letters_of_several_people_those_are_offered_that_somebody_may_release(cli: CommandLine) -> None:
    assert cli.run("build", *IN_TIME, *JSON, "--by", "Anna").json["made"] == 1
    with opened(cli.event, Paths(EMBEDDED, cli.output), NOW) as workspace:
        first = workspace.ledger.deliveries(workspace.key, State.PRINTED)[0]
        letters = [first, replace(first, edition=2), replace(first, edition=3)]
        for edition in (2, 3):
            workspace.ledger.looks(workspace.key).record_builder(edition, "Bram", NOW)

        def offered(name: str) -> tuple[tuple[str, int], ...]:
            return releasable_builders(workspace, letters, name)

        assert (offered("anna"), offered("Bram")) == ((("Bram", 2),), (("Anna", 1),))
        assert offered("Carla") == (("Bram", 2), ("Anna", 1))
        workspace.ledger.audit().append("", "Bram", JOIN, "Anna", NOW - timedelta(hours=1))
        workspace.ledger.audit().append("", "Carla", JOIN, "Dirk", NOW - timedelta(hours=1))
        assert (offered("Anna"), offered("Bram")) == ((), ()), "they may be one person"
        assert offered("Carla") == (("Bram", 2), ("Anna", 1))
        with pytest.raises(SafetyRefusal):
            refuse_own_letters(workspace, letters[:1], "Bram")


def test_without_four_eyes_whoever_made_letters_releases_them(tmp_path: Path, parts: PrintedParts) -> None:
    cli = CommandLine.create(tmp_path, [ANNA], parts)
    cli.replace_text("event.toml", 'release = "automatic"', 'release = "by-hand"')
    assert cli.run("build", *IN_TIME, *JSON, "--by", "Anna").json["made"] == 1
    assert cli.run("release", *IN_TIME, "--yes-send", "1").code == 0
    assert cli.states() == {"0001.0001": "released"}


@pytest.mark.parametrize("pack", ["", '\n[[pack]]\nkind = "later"\nrelease = "automatic"\n'])
def test_a_release_by_itself_is_no_release_by_two(cli: CommandLine, pack: str) -> None:
    if pack:
        pack += "not_before = 2030-05-20T08:00:00\nnot_after = 2030-05-21T08:00:00\n"
        (cli.event / "event.toml").write_text((cli.event / "event.toml").read_text("utf-8") + pack, "utf-8")
    else:
        cli.replace_text("event.toml", BY_TWO, BY_TWO.replace("by-hand", "automatic"))
    done = cli.run("build", *IN_TIME)
    assert done.code
    assert 'four_eyes needs release = "by-hand"' in done.err
