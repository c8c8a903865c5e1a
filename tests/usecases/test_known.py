"""What event.toml and the figures come to is kept, and holds for as long as they and the program stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from doubles.known import MONDAY
from usecases.desk import Desk
from usecases.meeting import EVENT, KEY, PEOPLE

from reportgen.application.build import digest_cache
from reportgen.application.build import known as knowing
from reportgen.application.build.known import figures_known, known
from reportgen.application.build.load_event import load_event
from reportgen.config.paths import Paths
from reportgen.config.settings import LoadedEvent, load_event_file
from reportgen.config.timezone import ZONE
from reportgen.domain.canonical_json import canonical_json, to_json_value
from reportgen.domain.figures.statistics import Statistics
from reportgen.errors import ConfigurationError, SourceError, UsageError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.snapshots import Snapshot, snapshot_in
from reportgen.sources.cbs.statistics import statistics_from
from reportgen.storage.ledger.ledger import Ledger

FOLLOW_UP = """
[[pack]]
kind = "follow-up"
form = true
sections = ["personal/cover", "table/table"]
not_before = 2018-10-01T08:00:00
not_after = 2018-12-21T18:00:00Z
"""
EVERYTHING = EVENT.replace('release = "automatic"', 'sender = "smtp"\nredirect_all = "proef@organisatie.example"') + (
    '[lists]\nfiles = ["a.csv", {file = "b.xlsx", sheet = "Namen"}]\n'
    '[columns]\nGemeente = ["Stad", "Dorp"]\n[status]\ncoming = ["Groen"]\n'
    '[figures]\ntables = {origins = "70072NED"}\nmax_age = 400\n'
    '[mail]\nhost = "smtp.example.org"\nca_file = "ca.pem"\nuser = "brieven"\npatience = 12.5\n'
    "[delivery.waits]\nlater = [0.5, 30]\n"
    '[style]\nsubject = "#7A143C"\nlogo = "logo.svg"\n'
    '[[type]]\nname = "vissersplaatsen"\nmunicipalities = ["Urk"]\n'
    '[[reading]]\ntitle = "Een boek"\ntext = "Om te lezen."\nsource = "De uitgever, 2018"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An event that says nearly all that event.toml can say."""
    made = tmp_path / KEY
    made.mkdir()
    (made / "event.toml").write_text(EVERYTHING + FOLLOW_UP, "utf-8")
    (made / "ca.pem").write_text("", "utf-8")
    return made


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A house in which nothing is known yet."""
    return Paths(EMBEDDED, tmp_path / "output")


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds for which event.toml was validated."""
    kinds: list[str] = []
    load = load_event_file

    def noting(folder: Path, kind: str = "briefing") -> LoadedEvent:
        kinds.append(kind)
        return load(folder, kind)

    monkeypatch.setattr("reportgen.application.build.known.load_event_file", noting)
    return kinds


@pytest.mark.parametrize("kind", ["briefing", "follow-up"])
def test_what_is_known_is_what_would_be_validated(folder: Path, paths: Paths, kind: str, validated: list[str]) -> None:
    first = known(folder, paths, kind, keep=True)
    again = known(folder, paths, kind)
    assert validated == [kind]
    assert first == again == load_event_file(folder, kind)
    window = again.settings.rules.window
    assert window.not_before.tzinfo is window.not_after.tzinfo is ZONE


def test_a_house_that_is_only_looked_at_keeps_nothing(folder: Path, paths: Paths) -> None:
    known(folder, paths)
    assert not paths.output.exists()


def _mended(folder: Path, old: str, new: str) -> None:
    text = (folder / "event.toml").read_text("utf-8")
    assert old in text
    (folder / "event.toml").write_text(text.replace(old, new), "utf-8")


def test_a_changed_file_is_validated_anew(folder: Path, paths: Paths, validated: list[str]) -> None:
    known(folder, paths, keep=True)
    _mended(folder, "Het Gebouw", "Het Huis")
    assert known(folder, paths, keep=True).event.place == "Het Huis"
    assert known(folder, paths).event.place == "Het Huis"
    assert validated == ["briefing", "briefing"]


def test_a_date_and_the_same_as_a_text_are_not_taken_for_each_other(folder: Path, paths: Paths) -> None:
    _mended(folder, 'subtitle = "Wie woont waar, en wat vraagt dat?"', 'subtitle = "2018-12-10"')
    known(folder, paths, keep=True)
    _mended(folder, 'subtitle = "2018-12-10"', "subtitle = 2018-12-10")
    with pytest.raises(ConfigurationError, match=r"event\.subtitle"):
        known(folder, paths)


def test_another_program_validates_anew(
    folder: Path, paths: Paths, validated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known(folder, paths, keep=True)
    monkeypatch.setattr(knowing, "program", lambda: "another")
    known(folder, paths)
    assert validated == ["briefing", "briefing"]


def test_a_folder_that_moved_is_validated_anew(folder: Path, paths: Paths, tmp_path: Path) -> None:
    known(folder, paths, keep=True)
    moved = folder.rename(tmp_path / "elsewhere").parent / "elsewhere"
    assert known(moved, paths).settings.folder == moved


def test_faults_are_said_however_often_it_is_asked_for(folder: Path, paths: Paths) -> None:
    _mended(folder, 'title = "Wonen in de regio"', "")
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="Field required"):
            known(folder, paths, keep=True)
    assert not paths.output.exists()


def test_a_kind_that_nobody_named_is_refused(folder: Path, paths: Paths) -> None:
    with pytest.raises(UsageError, match="it has briefing, follow-up"):
        known(folder, paths, "../../invitation", keep=True)


def test_a_certificate_that_is_gone_is_missed(folder: Path, paths: Paths) -> None:
    known(folder, paths, keep=True)
    (folder / "ca.pem").unlink()
    with pytest.raises(ConfigurationError, match=r"there is no file .*ca\.pem"):
        known(folder, paths)


def _cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _other_server(content: bytes) -> bytes:
    assert b"smtp.example.org" in content
    return content.replace(b"smtp.example.org", b"evil.example.org")


def _sealed(content: bytes) -> bytes:
    """A file that is whole, but not ours."""
    return f"{digest_cache.digest(content)}\n".encode() + content


@pytest.mark.parametrize(
    "spoilt",
    [
        _cut_off,
        _other_server,
        lambda _: b"",
        lambda _: b"\xff\x00",
        lambda _: _sealed(b"\xff"),
        lambda _: _sealed(b"[]"),
        lambda _: _sealed(b'{"mark": 1}'),
        lambda content: _sealed(content.partition(b"\n")[2].replace(b'"day":"2018-12-10"', b'"day":"2018-13-10"')),
        lambda content: _sealed(content.partition(b"\n")[2].replace(b'"seats":8', b'"seats":"8"')),
    ],
)
def test_a_file_that_is_not_what_was_kept_is_not_believed(
    folder: Path, paths: Paths, spoilt: Callable[[bytes], bytes], validated: list[str]
) -> None:
    before = known(folder, paths, keep=True)
    path = paths.draft(KEY)
    path.write_bytes(spoilt(path.read_bytes()))
    assert known(folder, paths, keep=True) == before
    assert known(folder, paths) == before
    assert validated == ["briefing", "briefing"]


# Figures


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sets of figures that were worked out."""
    names: list[str] = []
    work_out = knowing.statistics_from

    def noting(snapshot: Snapshot) -> Statistics:
        names.append(snapshot.name)
        return work_out(snapshot)

    monkeypatch.setattr(knowing, "statistics_from", noting)
    return names


def test_figures_that_are_known_are_those_that_would_be_worked_out(paths: Paths, worked_out: list[str]) -> None:
    snapshot = snapshot_in(EMBEDDED)
    first = figures_known(snapshot, paths, keep=True)
    again = figures_known(snapshot, paths)
    assert worked_out == [snapshot.name]
    assert first == again == statistics_from(snapshot)
    assert canonical_json(to_json_value(again)) == canonical_json(to_json_value(first))


def test_figures_of_another_day_are_worked_out_anew(paths: Paths, worked_out: list[str]) -> None:
    snapshot = snapshot_in(EMBEDDED)
    figures_known(snapshot, paths, keep=True)
    source = replace(snapshot.sources["origins"], digest="0" * 64)
    figures_known(replace(snapshot, sources={**snapshot.sources, "origins": source}), paths)
    assert len(worked_out) == 2


def test_figures_that_are_only_looked_at_are_not_kept(paths: Paths) -> None:
    figures_known(snapshot_in(EMBEDDED), paths)
    assert not paths.output.exists()


@pytest.mark.parametrize(
    "spoilt", [_cut_off, lambda _: b"", lambda _: _sealed(b"\xc1"), lambda content: content.replace(b"Urk", b"Ark", 1)]
)
def test_figures_that_are_not_what_was_kept_are_not_believed(
    paths: Paths, spoilt: Callable[[bytes], bytes], worked_out: list[str]
) -> None:
    snapshot = snapshot_in(EMBEDDED)
    before = figures_known(snapshot, paths, keep=True)
    assert b"Urk" in paths.statistics.read_bytes()
    paths.statistics.write_bytes(spoilt(paths.statistics.read_bytes()))
    assert figures_known(snapshot, paths) == before
    assert len(worked_out) == 2


def test_figures_with_a_fault_are_refused_however_often_they_are_asked_for(paths: Paths) -> None:
    snapshot = replace(snapshot_in(EMBEDDED), residents=1)
    for _ in range(2):
        with pytest.raises(SourceError, match="do not add up"):
            figures_known(snapshot, paths, keep=True)
    assert not paths.output.exists()


def test_packs_from_what_is_known_are_those_from_what_was_read(tmp_path: Path) -> None:
    desk = Desk.laid(tmp_path, PEOPLE)
    found = []
    for _ in range(2):
        ledger = Ledger.open(desk.output / "ledger.sqlite")
        inputs = load_event(desk.event, Paths(EMBEDDED, desk.output), ledger, MONDAY.date(), keep=True)
        ledger.close()
        found.append([(each.wanted, [part.content for part in each.parts]) for each in inputs.packs])
    assert found[0] == found[1]
    assert Paths(EMBEDDED, desk.output).statistics.is_file()


def test_a_run_keeps_what_it_read_and_plan_leaves_nothing(tmp_path: Path) -> None:
    desk = Desk.laid(tmp_path, PEOPLE)
    paths = Paths(EMBEDDED, desk.output)
    desk.asks("plan")
    assert not paths.draft(KEY).exists()
    assert not paths.statistics.exists()
    desk.asks("build")
    assert paths.draft(KEY).exists()
    assert paths.statistics.exists()
