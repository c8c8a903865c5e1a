"""The workspace of a use case: keys, folders and moments follow from the event, the output folder and the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from doubles.workspaces import EXAMPLE, workspace_of

from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

NEW_YEAR = datetime(2019, 1, 1, 0, 30, tzinfo=ZONE)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def workspace(tmp_path: Path, ledger: Ledger) -> Workspace:
    return workspace_of(EXAMPLE, Paths(EMBEDDED, tmp_path), ledger, NEW_YEAR)


def test_a_briefing_has_the_key_of_its_event(workspace: Workspace) -> None:
    assert (workspace.key, workspace.people_key) == (EXAMPLE.name, EXAMPLE.name)
    assert workspace.archive.folder == workspace.paths.archive(EXAMPLE.name)


def test_another_kind_of_pack_has_a_key_of_its_own_and_the_same_people(workspace: Workspace) -> None:
    event = replace(workspace.event, key=f"{EXAMPLE.name}.terugblik")
    follow_up = replace(workspace, loaded=replace(workspace.loaded, event=event, kind="terugblik"))
    assert (follow_up.key, follow_up.people_key) == (f"{EXAMPLE.name}.terugblik", EXAMPLE.name)
    assert follow_up.archive.folder != workspace.archive.folder


def test_the_kind_of_pack_is_named_in_commands_unless_it_is_the_briefing(workspace: Workspace) -> None:
    assert workspace.command_arguments == str(EXAMPLE)
    assert replace(workspace, loaded=replace(workspace.loaded, kind="terugblik")).command_arguments == (
        f"{EXAMPLE} --pack terugblik"
    )


def test_the_day_is_that_of_the_moment_in_dutch_time(workspace: Workspace) -> None:
    assert (workspace.moment, workspace.day) == (NEW_YEAR, date(2019, 1, 1))


def test_a_change_can_be_tried_on_another_ledger(workspace: Workspace, tmp_path: Path) -> None:
    other = Ledger.open(tmp_path / "other.sqlite")
    assert workspace.with_ledger(other).ledger is other
    assert workspace.ledger is not other
    other.close()
