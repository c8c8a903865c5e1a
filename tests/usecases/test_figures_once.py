"""The figures of an event are made once in a command, and not at all where nothing depends on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from doubles.workspaces import workspace_of

from reportgen.application.build import load_event
from reportgen.application.event import readiness
from reportgen.application.lists.check import check_list
from reportgen.application.workspace import Workspace
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

EVENT = Path(__file__).parents[2] / "data" / "events" / "2018-12-10-diversiteit-door-migratie"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    paths = Paths(EMBEDDED, tmp_path)
    ledger = Ledger.open(paths.ledger)
    yield workspace_of(EVENT, paths, ledger, datetime(2018, 12, 3, tzinfo=ZONE))
    ledger.close()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was made by everything that makes figures."""
    found: list[Any] = []
    original = load_event.event_figures

    def counted(*given: Any) -> Any:
        found.append(original(*given))
        return found[-1]

    for module in (load_event, readiness):
        monkeypatch.setattr(module, "event_figures", counted)
    return found


def test_a_check_makes_the_figures_once(workspace: Workspace, made: list[Any]) -> None:
    check_list(workspace)
    assert len(made) == 1


def test_whether_letters_are_kept_back_needs_no_figures(workspace: Workspace, made: list[Any]) -> None:
    assert readiness.blocking_findings(workspace) == ()
    assert made == []
    found = readiness.event_findings(workspace)
    assert len(made) == 1
    assert readiness.event_findings(workspace, made[0]) == found
    assert len(made) == 1
