"""What an archivist gets: the editions, what one holds, and a copy that proves itself."""

from __future__ import annotations

import csv
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import bagit
import pytest
from usecases.command_line import JSON, CommandLine, Done, asked
from usecases.conftest import Ran

from reportgen.application.archive import export, rebuild
from reportgen.config.paths import Paths
from reportgen.render.printing.versions import printer_versions
from reportgen.render.processes.executors import ProcessExecutor
from reportgen.render.reports.finding_aid import MDTO
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive
from reportgen.storage.ledger.ledger import Ledger


@pytest.fixture(scope="module")
def cli(sent: Ran, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A command line with one edition, sent."""
    return sent.cli.copied(tmp_path_factory.mktemp("archive"))


def _asks(cli: CommandLine, command: str, *options: str) -> Done:
    return asked("archive", command, str(cli.event), *options, "--output", str(cli.output))


def test_the_editions_are_listed_and_shown(cli: CommandLine) -> None:
    (kept,) = _asks(cli, "list", *JSON).json
    assert (kept["edition"], kept["flaws"]) == (1, [])
    record = _asks(cli, "show", "1", *JSON).json
    assert len(record["packs"]) == kept["packs"] > 0
    assert "Edition 2" not in _asks(cli, "show", "1").out
    missing = _asks(cli, "show", "2")
    assert (missing.code, "choose from: 1" in missing.err) == (2, True)


def test_a_lost_file_is_seen_at_a_glance(cli: CommandLine, tmp_path: Path) -> None:
    other = cli.copied(tmp_path)
    next((other.output / "archive").rglob("packs/*.pdf")).unlink()
    done = _asks(other, "list")
    assert (done.code, "fault: data is changed" in done.out) == (7, True)
    assert _asks(other, "verify").code == 7


def test_another_reader_of_bags_finds_an_edition_valid_and_one_flipped_byte_in_it(
    cli: CommandLine, tmp_path: Path
) -> None:
    bagit.Bag(str(cli.edition(1))).validate()
    other = cli.copied(tmp_path).edition(1)
    path = next(other.rglob("packs/*.pdf"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(bagit.BagValidationError, match=path.name):
        bagit.Bag(str(other)).validate()


@pytest.mark.parametrize("name", ["uitvoer", "uitvoer.zip"])
def test_an_export_proves_itself_and_describes_each_file(cli: CommandLine, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert _asks(cli, "export", str(target)).code == 0
    folder = target
    if target.suffix:
        with ZipFile(target) as packed:
            packed.extractall(tmp_path / "los")
        folder = tmp_path / "los" / target.stem
    (bag,) = (folder / "edities").iterdir()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--quiet", "-c", manifest], cwd=bag, check=True)
    with (folder / "vindmiddel.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    on_disk = {path for path in bag.rglob("*") if path.parent.name in ("packs", "letters")}
    assert {folder / row["path"] for row in rows} == on_disk
    page = (folder / "vindmiddel.html").read_text("utf-8")
    for row in rows:
        content = (folder / row["path"]).read_bytes()
        assert (sha256(content).hexdigest(), str(len(content))) == (row["digest"], row["size"])
        assert row["digest"] in page
        described = ElementTree.parse(folder / "metadata" / f"{row['path'].removeprefix('edities/')}.xml")
        assert described.findtext(f"{{{MDTO}}}checksumWaarde") == row["digest"]
        assert row["state"] == "sent"
    ledger = Ledger.open_if_present(Paths(EMBEDDED, cli.output).ledger)
    names = [each.name for each in ledger.enrolled(cli.event.name)]
    ledger.close()
    assert names
    assert not any(name in page for name in names)


def test_packs_come_out_again_byte_for_byte_or_it_is_said_what_differs(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _asks(cli, "rebuild", "1", "--workers", "1", *JSON).json
    assert len(done) > 1
    assert {(each["same"], *each["why"]) for each in done} == {(True,)}
    assert _asks(cli, "rebuild", "1", "--participant", "99").code == 2
    newer = {**printer_versions(), "weasyprint": "99.0"}
    monkeypatch.setattr(rebuild, "printer_versions", lambda: newer)
    record = export.record_of(Archive(Paths(EMBEDDED, cli.output).archive(cli.event.name)), 1)
    assert rebuild.what_differs(record) == (f"weasyprint was {printer_versions()['weasyprint']}, and is 99.0",)


def test_one_pack_is_made_again_by_itself(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    workers: list[int] = []
    done = ProcessExecutor.done

    def noted(self: ProcessExecutor, *arguments: Any, **named: Any) -> Any:
        workers.append(self.workers)
        return done(self, *arguments, **named)

    monkeypatch.setattr(ProcessExecutor, "done", noted)
    assert _asks(cli, "rebuild", "1", "--participant", "2", *JSON).json == [{"number": 2, "same": True, "why": []}]
    assert workers == [1]


def test_an_archive_opens_years_later_whatever_event_toml_has_become(cli: CommandLine, tmp_path: Path) -> None:
    other = cli.copied(tmp_path)
    (other.event / "event.toml").write_text('[event]\ntitle = 7\n\n[[pack]]\nkind = "follow-up"\n', "utf-8")
    assert [each["edition"] for each in _asks(other, "list", *JSON).json] == [1]
    assert _asks(other, "show", "1").code == 0
    assert _asks(other, "rebuild", "1", "--participant", "2").code == 0
    assert _asks(other, "export", str(tmp_path / "copy")).code == 0
    strange = _asks(other, "list", "--pack", "poster")
    assert (strange.code, "it has briefing, follow-up" in strange.err) == (2, True)
    (other.event / "event.toml").write_text("pack = 3", "utf-8")
    assert _asks(other, "list").code == 0
    (other.event / "event.toml").write_text("no TOML", "utf-8")
    assert _asks(other, "list").code == 3


def test_a_pack_of_which_something_is_gone_or_another_is_named(cli: CommandLine, tmp_path: Path) -> None:
    other = cli.copied(tmp_path)
    archive = Archive(Paths(EMBEDDED, other.output).archive(other.event.name))
    first, second, *_ = archive.record(1)["packs"]
    kept = {part["kind"]: part["content"] for part in first["parts"]}
    (archive.bag(1) / "data" / "contents" / f"{kept['personal']}.json").unlink()
    done = {each["number"]: each for each in _asks(other, "rebuild", "1", "--workers", "1", *JSON).json}
    assert (done[first["number"]]["same"], done[second["number"]]["same"]) == (False, True)


def test_an_export_takes_no_place_that_is_taken_and_leaves_nothing_half(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "uitvoer").mkdir()
    assert _asks(cli, "export", str(tmp_path / "uitvoer")).code == 2
    empty = CommandLine(cli.event, tmp_path / "leeg")
    assert _asks(empty, "export", str(tmp_path / "niets")).code == 2
    broken = cli.copied(tmp_path / "stuk")
    next((broken.output / "archive").rglob("edition.json")).write_text("{", "utf-8")
    assert _asks(broken, "export", str(tmp_path / "half.zip")).code == 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stuk", "uitvoer"]
