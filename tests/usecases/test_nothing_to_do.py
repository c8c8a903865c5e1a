"""A build that has nothing to do is remembered, until anything that it follows from changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from doubles.known import MONDAY, promised
from doubles.workspaces import opened, workspace_of
from usecases.command_line import CommandLine, adds
from usecases.meeting import DINA, PEOPLE, changed

from reportgen.application.build.build import build
from reportgen.application.build.cache import DecisionCache, NoopResult
from reportgen.application.build.input_digests import inputs_digest, state_digest
from reportgen.application.run_report import RunReport
from reportgen.config.paths import Paths
from reportgen.render.printing.context import PrintContext
from reportgen.render.processes.executors import InlineExecutor
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

NOW = MONDAY + timedelta(hours=1)
STRANGE = changed(DINA, municipality="Nieuwegijn", last="Zwart", email="zwart@nieuwegijn.example")


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """An event with something wrong in its list, of which everyone else has a pack."""
    made = CommandLine.create(tmp_path_factory.mktemp("laid"), (*PEOPLE, STRANGE))
    promised(made.event, made.output)
    return made


@pytest.fixture(scope="module")
def first(laid: CommandLine) -> RunReport:
    """What the first run said."""
    assert remembered(laid) is None
    return runs(laid)


@pytest.fixture
def cli(laid: CommandLine, first: RunReport, tmp_path: Path) -> Iterator[CommandLine]:
    """The command line after that run, put back afterwards: what is remembered holds for this folder only."""
    kept = laid.copied(tmp_path)
    yield laid
    for there, here in ((kept.event, laid.event), (kept.output, laid.output)):
        rmtree(here)
        copytree(there, here)


def paths(cli: CommandLine) -> Paths:
    return Paths(EMBEDDED, cli.output)


def runs(cli: CommandLine, now: datetime = NOW) -> RunReport:
    ledger = Ledger.open(paths(cli).ledger)
    try:
        return build(workspace_of(cli.event, paths(cli), ledger, now), PrintContext(InlineExecutor()), lambda *_: None)
    finally:
        ledger.close()


def state(cli: CommandLine, now: datetime = NOW, figures: Path = EMBEDDED) -> tuple[str, str]:
    """The digest of the inputs, and that of inputs and ledger."""
    with opened(cli.event, Paths(figures, cli.output), now) as workspace:
        inputs = inputs_digest(workspace)
        return inputs, state_digest(inputs, workspace)


def remembered(cli: CommandLine, now: datetime = NOW, figures: Path = EMBEDDED) -> NoopResult | None:
    inputs, digest = state(cli, now, figures)
    return DecisionCache(paths(cli).decision_cache(cli.event.name)).nothing_to_do(inputs, lambda: digest)


def written(cli: CommandLine, statement: str) -> None:
    """Changes the ledger by hand."""
    with sqlite3.connect(paths(cli).ledger) as file:
        file.execute(statement)
    file.close()


def test_the_second_run_says_the_same_from_memory_findings_included(cli: CommandLine, first: RunReport) -> None:
    assert remembered(cli) == NoopResult(len(PEOPLE), first.left_out, tuple(first.findings))
    assert runs(cli) == first
    assert first.needs_a_person
    assert first.made == 0


def test_a_run_from_memory_leaves_the_ledger_as_it_was(cli: CommandLine) -> None:
    before = state(cli)
    runs(cli)
    assert state(cli) == before


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(adds("deelnemers.csv", "\n"), id="a line in the list"),
        pytest.param(adds("event.toml", "# a word\n"), id="a word in event.toml"),
        pytest.param(adds("programma.csv", "\n"), id="a line in the programme"),
        pytest.param(adds("texts/welkom.txt", "Welkom."), id="a text of the organiser's own"),
        pytest.param(lambda cli: cli.write_list((*PEOPLE[:-1], STRANGE)), id="someone left the list"),
        pytest.param(lambda cli: written(cli, "UPDATE person SET name = 'X' WHERE number = 1"), id="a name"),
        pytest.param(lambda cli: written(cli, "UPDATE seat SET seated = 9 WHERE number = 1"), id="a seat"),
        pytest.param(lambda cli: written(cli, "UPDATE pack SET withdrawn = 'x' WHERE number = 1"), id="withdrawn"),
        pytest.param(lambda cli: written(cli, "UPDATE part SET fingerprint = 'x' WHERE number = 1"), id="a part"),
        pytest.param(lambda cli: written(cli, "UPDATE pack SET fingerprint = 'x' WHERE number = 1"), id="a pack"),
        pytest.param(lambda cli: written(cli, "UPDATE delivery SET state = 'bounced' WHERE number = 1"), id="bounced"),
        pytest.param(
            lambda cli: written(cli, f"INSERT INTO erratum VALUES ('{cli.event.name}', 1, 'fout', 'x')"),
            id="an error in what was sent",
        ),
    ],
)
def test_whatever_packs_follow_from_makes_a_run_think_again(
    cli: CommandLine, change: Callable[[CommandLine], None]
) -> None:
    assert remembered(cli) is not None
    change(cli)
    assert remembered(cli) is None


def test_another_day_makes_a_run_think_again(cli: CommandLine) -> None:
    """Figures grow old."""
    assert remembered(cli, NOW + timedelta(days=1)) is None
    assert remembered(cli, NOW + timedelta(hours=1)) is not None


def test_other_figures_make_a_run_think_again(cli: CommandLine) -> None:
    elsewhere = cli.output / "figures of ours"
    elsewhere.mkdir()
    for file in EMBEDDED.glob("*.*"):
        text = file.read_text("utf-8")
        (elsewhere / file.name).write_text(text.replace('name = "cbs-2018"', 'name = "cbs-2019"'), "utf-8")
    assert remembered(cli, figures=elsewhere) is None


def test_nothing_is_kept_while_someone_still_has_to_get_a_pack_or_to_lose_one(cli: CommandLine) -> None:
    cli.write_list((*PEOPLE[:-1], STRANGE))
    assert runs(cli).withdrawn == 1
    assert remembered(cli) is None
    assert runs(cli).kept == len(PEOPLE) - 1
    assert remembered(cli) is not None


def test_a_list_that_cannot_be_read_is_told_of_and_never_recalled(cli: CommandLine) -> None:
    (cli.event / "deelnemers.csv").unlink()
    assert state(cli) == ("", "")
    assert remembered(cli) is None
    DecisionCache(paths(cli).decision_cache(cli.event.name)).store_nothing_to_do("", "", NoopResult(1, 0, ()))
    assert remembered(cli) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-20],
        lambda text: "",
        lambda text: "[]",
        lambda text: "{}",
        lambda text: text.replace(f'"kept":{len(PEOPLE)}', f'"kept":{len(PEOPLE) + 1}'),
        lambda text: text.replace("Nieuwegijn", "Nieuwegein"),
    ],
)
def test_a_memory_that_was_damaged_is_no_memory(cli: CommandLine, damage: Callable[[str], str]) -> None:
    path = paths(cli).decision_cache(cli.event.name)
    before = path.read_text("utf-8")
    path.write_text(damage(before), "utf-8")
    assert path.read_text("utf-8") != before
    assert remembered(cli) is None
