"""Digests of parts are cached, and packs come out as if nothing had been cached."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from shutil import copytree

import pytest
from doubles.known import MONDAY
from doubles.workspaces import opened, workspace_of
from usecases.command_line import CommandLine, adds
from usecases.meeting import DINA, PEOPLE, changed

from reportgen.application.build.build import build
from reportgen.application.build.cache import DecisionCache
from reportgen.application.build.load_event import EventInputs, load_event
from reportgen.application.build.plan import plan_build
from reportgen.application.build.prepared_pack import PreparedPack
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.canonical_json import JsonValue, canonical_json, digest
from reportgen.domain.pack.sections import Section
from reportgen.errors import ArchiveError
from reportgen.render.content.part_factory import PartFactory
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.part_cache import PartCache
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger

TODAY = MONDAY.date()
GUEST = changed(DINA, municipality="Ministerie van Wonen", last="Zwart", email="zwart@wonen.example")
EVERYONE = (*PEOPLE, GUEST)


@pytest.fixture(scope="module")
def knowing(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A command line at which everything about parts was found out and kept."""
    laid = CommandLine.create(tmp_path_factory.mktemp("knowing"), EVERYONE)
    found = inputs(laid).part_digests
    assert found is not None
    DecisionCache(path_of(laid)).store_part_digests(found)
    return laid


@pytest.fixture
def cli(knowing: CommandLine, tmp_path: Path) -> CommandLine:
    """The same elsewhere, to go on from there."""
    return knowing.copied(tmp_path)


def inputs(cli: CommandLine, today: date = TODAY, figures: Path = EMBEDDED) -> EventInputs:
    with opened(cli.event, Paths(figures, cli.output), datetime.combine(today, time(8), ZONE)) as workspace:
        return load_event(workspace)


def path_of(cli: CommandLine) -> Path:
    return Paths(EMBEDDED, cli.output).decision_cache(cli.event.name)


def afresh(cli: CommandLine, today: date = TODAY, figures: Path = EMBEDDED) -> EventInputs:
    """The same without anything that was kept."""
    path_of(cli).unlink()
    return inputs(cli, today, figures)


def marks(of: EventInputs) -> list[object]:
    return [each.wanted for each in of.packs]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the parts whose content was made."""
    kinds: list[str] = []
    of = PartFactory.content

    def noting(self: PartFactory, section: Section) -> tuple[JsonValue, str]:
        kinds.append(section.kind)
        return of(self, section)

    monkeypatch.setattr(PartFactory, "content", noting)
    return kinds


SHARED = ["event", "questions"]
"""What is made each time: it is small, and the same for everyone."""


def test_what_is_known_of_a_part_is_not_made_again(cli: CommandLine, made: list[str]) -> None:
    again = inputs(cli)
    assert sorted(made) == SHARED
    assert again.part_digests is None
    assert marks(again) == marks(afresh(cli))
    assert len(made) > len(EVERYONE)


def test_only_what_changed_is_made_again(cli: CommandLine, made: list[str]) -> None:
    cli.write_list((changed(PEOPLE[0], function="voorzitter"), *EVERYONE[1:]))
    again = inputs(cli)
    assert made.count("personal") == 1
    assert made.count("table") == 1
    assert "municipality" not in made
    assert again.part_digests is not None
    assert marks(again) == marks(afresh(cli))


def test_where_in_the_list_someone_stands_is_in_no_part(cli: CommandLine, made: list[str]) -> None:
    before = marks(inputs(cli))
    made.clear()
    cli.write_list(EVERYONE[::-1])
    assert marks(inputs(cli)) == before
    assert sorted(made) == SHARED


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda cli: cli.write_list(EVERYONE[1:]), id="someone left"),
        pytest.param(
            lambda cli: cli.write_list((*EVERYONE, changed(DINA, last="Bos", email="bos@diemen.example"))),
            id="one more",
        ),
        pytest.param(
            lambda cli: cli.write_list((changed(EVERYONE[0], municipality="Diemen"), *EVERYONE[1:])), id="moved"
        ),
        pytest.param(
            lambda cli: cli.write_list([replace(each, consent="nee") for each in EVERYONE]), id="nobody agrees"
        ),
        pytest.param(lambda cli: cli.replace_text("event.toml", "Wonen in de regio", "Werken"), id="another title"),
        pytest.param(lambda cli: cli.replace_text("event.toml", '"Urk", "Vaals"', '"Urk"'), id="another example"),
        pytest.param(adds("event.toml", "\n[pack]\nform = true\n"), id="a form"),
        pytest.param(
            adds("event.toml", '\n[[type]]\nname = "n"\nreason = "r"\nmunicipalities = ["Urk", "Diemen", "Utrecht"]\n'),
            id="a type",
        ),
        pytest.param(adds("event.toml", '\n[style]\nsubject = "#7a143c"\n'), id="another colour"),
        pytest.param(adds("programma.csv", "16.30;17.00;Nazit;;;borrel\n"), id="one more session"),
        pytest.param(adds("texts/welkom.txt", "Welkom."), id="own words"),
    ],
)
def test_packs_are_marked_as_if_nothing_had_been_kept(cli: CommandLine, change: Callable[[CommandLine], None]) -> None:
    before = marks(inputs(cli))
    change(cli)
    with_memory = marks(inputs(cli))
    assert with_memory == marks(afresh(cli))
    assert with_memory != before


def test_figures_that_grew_old_make_all_parts_anew(cli: CommandLine, made: list[str]) -> None:
    adds("event.toml", "\n[figures]\nmax_age = 30\n")(cli)
    inputs(cli)
    made.clear()
    later = inputs(cli, date(2030, 1, 1))
    assert made.count("municipality") == len({each.wanted.code for each in later.packs})
    assert marks(later) == marks(afresh(cli, date(2030, 1, 1)))


def test_other_figures_make_all_parts_anew(cli: CommandLine, tmp_path: Path, made: list[str]) -> None:
    figures = tmp_path / "figures"
    copytree(EMBEDDED, figures)
    manifest = figures / "snapshot.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('name = "', 'name = "other-', 1), "utf-8")
    other = inputs(cli, figures=figures)
    assert made.count("municipality") == len({each.wanted.code for each in other.packs})


def test_nobody_is_named_in_what_is_kept(cli: CommandLine) -> None:
    kept = path_of(cli).read_text("utf-8").casefold()
    for person in EVERYONE:
        for said in map(str, person.row().values()):
            assert len(said) < 4 or said.casefold() not in kept


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-20],
        lambda content: content.replace(b'"personal ', b'"personal x', 1),
        lambda content: content.partition(b"\n")[2],
        lambda content: b"\xff\xfe\n" + content,
        lambda content: signed(b"[]"),
        lambda content: signed(b'{"parts":{"base":"x","peers":{},"measures":{}}}'),
    ],
)
def test_what_was_damaged_is_not_there(cli: CommandLine, damage: Callable[[bytes], bytes], made: list[str]) -> None:
    path = path_of(cli)
    before = path.read_bytes()
    path.write_bytes(damage(before))
    assert path.read_bytes() != before
    again = inputs(cli)
    assert again.part_digests is not None
    assert made.count("personal") == len(EVERYONE)


def signed(content: bytes) -> bytes:
    return f"{digest(content)}\n".encode() + content


def test_a_memory_that_lies_makes_no_pack(cli: CommandLine) -> None:
    path = path_of(cli)
    kept = json.loads(path.read_bytes().partition(b"\n")[2])
    name = next(each for each in kept["parts"]["measures"] if each.startswith("municipality"))
    kept["parts"]["measures"][name][0] = "0" * 64
    path.write_bytes(signed(canonical_json(kept)))
    lying = inputs(cli)
    with pytest.raises(ArchiveError, match="output/cache"):
        [ready.parts for ready in lying.packs]


def test_a_run_keeps_what_it_found_out_and_a_look_keeps_nothing(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path, EVERYONE)
    paths, ledger = Paths(EMBEDDED, cli.output), Ledger.open(cli.output / "ledger.sqlite")
    workspace = workspace_of(cli.event, paths, ledger, MONDAY)
    plan_build(workspace)
    assert not path_of(cli).exists()

    class Nobody:
        """Prints nothing."""

        def done(self, work: object, tasks: list[object], seconds: float = 60) -> Iterator[tuple[object, Exception]]:
            """Each task with a fault."""
            return ((task, ArchiveError("no paper")) for task in tasks)

    print_context = PrintContext(Nobody(), PartCache(tmp_path / "stock", 1))  # type: ignore[arg-type]
    build(workspace, print_context, lambda *_: None)
    ledger.close()
    assert path_of(cli).exists()
    assert inputs(cli).part_digests is None


def test_parts_that_are_asked_for_are_those_the_pack_is_marked_by(cli: CommandLine) -> None:
    def contents(ready: PreparedPack) -> list[str]:
        return [part.fingerprint for part in ready.parts]

    for ready in inputs(cli).packs:
        assert contents(ready) == [mark.fingerprint for mark in ready.wanted.parts]
