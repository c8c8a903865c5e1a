"""Groups of options: a command line sees each option, and the command gets one value for a group."""

from __future__ import annotations

import inspect
from datetime import datetime
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from reportgen.config.paths import OUTPUT, OUTPUT_VARIABLE
from reportgen.domain.identifiers import BRIEFING
from reportgen.interfaces.cli.options import PackOptions, PrintOptions, grouped

Calls = list[tuple[PackOptions, int, PrintOptions]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    monkeypatch.delenv(OUTPUT_VARIABLE, raising=False)
    return []


@pytest.fixture
def program(calls: Calls) -> typer.Typer:
    """A program with one command, which records what it is called with."""
    app = typer.Typer()

    @app.command()
    @grouped
    def command(
        options: PackOptions, printing: PrintOptions, number: Annotated[int, typer.Option("--number")] = 7
    ) -> None:
        """Does nothing."""
        calls.append((options, number, printing))

    return app


def test_options_of_a_group_reach_the_command_as_one_value(program: typer.Typer, calls: Calls) -> None:
    given = ["events/wonen", "--pack", "terugblik", "--now", "2018-12-03T08:00", "--workers", "2", "--number", "3"]
    assert CliRunner().invoke(program, given).exit_code == 0
    ((options, number, printing),) = calls
    expected = PackOptions(event=Path("events/wonen"), now=datetime.fromisoformat("2018-12-03T08:00"), pack="terugblik")
    assert (options, number, printing.workers) == (expected, 3, 2)


def test_options_that_are_left_out_have_the_defaults_of_their_group(program: typer.Typer, calls: Calls) -> None:
    assert CliRunner().invoke(program, ["events/wonen"]).exit_code == 0
    ((options, number, printing),) = calls
    assert (options.output, options.now, options.pack) == (OUTPUT, None, BRIEFING)
    assert (number, printing) == (7, PrintOptions())


def test_the_argument_of_a_group_is_required(program: typer.Typer, calls: Calls) -> None:
    assert CliRunner().invoke(program, []).exit_code == 2
    assert calls == []


def test_a_command_keeps_its_name_and_its_help() -> None:
    @grouped
    def check(options: PackOptions, number: int = 7) -> None:
        """Checks a list."""

    assert (check.__name__, check.__doc__) == ("check", "Checks a list.")
    assert list(inspect.signature(check).parameters) == ["event", "output", "now", "pack", "number"]
