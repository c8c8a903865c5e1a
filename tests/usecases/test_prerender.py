"""Printing before anyone registers: what is printed ahead is what packs are bound from later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from doubles.workspaces import workspace_of
from usecases.command_line import CommandLine
from usecases.meeting import PEOPLE

from reportgen.application.build import prerender as prerendering
from reportgen.application.build.load_event import load_event
from reportgen.application.build.prerender import municipality_parts, prerender
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.pack.contents import PartKind
from reportgen.errors import RenderingError
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.part_cache import PartCache
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

NOW = datetime(2018, 12, 3, tzinfo=ZONE)


@dataclass
class Clerk:
    """Notes what is to be printed, and fails at what it is told to."""

    fails_at: str = ""
    asked: list[Any] = field(default_factory=list)

    def done(self, work: Any, tasks: Sequence[Any], seconds: float = 60) -> Iterator[tuple[Any, bytes | Exception]]:
        """Each task with something in place of a part, or a fault."""
        for task in tasks:
            self.asked.append(task)
            code = task.content["profile"]["code"]
            yield task, RenderingError("no ink") if code == self.fails_at else code.encode()


@pytest.fixture(params=[PEOPLE, ()], ids=["some registered", "nobody registered"])
def cli(request: pytest.FixtureRequest, tmp_path: Path) -> CommandLine:
    return CommandLine.create(tmp_path, request.param)


def test_all_municipalities_are_printed_once_and_packs_use_just_those_parts(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, ledger = Paths(EMBEDDED, cli.output), Ledger.open_if_present(cli.output / "ledger.sqlite")
    workspace = workspace_of(cli.event, paths, ledger, NOW)
    parts = municipality_parts(workspace)
    assert len(parts) == 380
    for ready in load_event(workspace).packs:
        (mark,) = (mark for mark in ready.wanted.parts if mark.kind == PartKind.MUNICIPALITY)
        assert parts[ready.wanted.code].fingerprint == mark.fingerprint
    monkeypatch.setattr(prerendering, "municipality_parts", lambda _: parts)  # composing all takes seconds
    clerk, told = Clerk(), []
    print_context = PrintContext(clerk, PartCache(tmp_path / "stock", 100))
    done = prerender(workspace, print_context, lambda *at: told.append(at))
    assert done == (380, 0, [])
    assert {each.fingerprint for each in clerk.asked} == {part.fingerprint for part in parts.values()}
    assert told[-1] == ("part", 380, 380)
    assert prerender(workspace, print_context, lambda *_: None) == (0, 380, [])


def test_a_municipality_that_cannot_be_printed_is_named_and_the_others_are_in_stock(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path)
    paths, ledger = Paths(EMBEDDED, cli.output), Ledger.open_if_present(cli.output / "ledger.sqlite")
    workspace = workspace_of(cli.event, paths, ledger, NOW)
    print_context = PrintContext(Clerk(fails_at="GM0356"), PartCache(tmp_path / "stock", 100))
    printed, there, (failed,) = prerender(workspace, print_context, lambda *_: None)
    assert (printed, there, failed.code) == (379, 0, "ahead-failed")
    assert dict(failed.facts)["municipality"] == "GM0356"
