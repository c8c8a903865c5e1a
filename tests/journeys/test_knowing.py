"""What event.toml and the figures come to is kept, and holds for as long as they and the program stay as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from doubles.known import MONDAY
from journeys.desk import Desk
from journeys.meeting import EVENT, KEY, PEOPLE

from reportgen import config, knowing, recollecting
from reportgen.config import Draft
from reportgen.domain.edition import canonical, plain
from reportgen.domain.profile import Statistics
from reportgen.errors import ConfigurationError, SourceError, UsageError
from reportgen.gathering import gather
from reportgen.house import House
from reportgen.knowing import figures_known, known
from reportgen.records.ledger import Ledger
from reportgen.sources.cbs import statistics_from
from reportgen.sources.snapshots import EMBEDDED, Snapshot, snapshot_in
from reportgen.zone import ZONE

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
def house(tmp_path: Path) -> House:
    """A house in which nothing is known yet."""
    return House(EMBEDDED, tmp_path / "output")


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds for which event.toml was validated."""
    kinds: list[str] = []
    load = config.load

    def noting(folder: Path, kind: str = "briefing") -> Draft:
        kinds.append(kind)
        return load(folder, kind)

    monkeypatch.setattr(config, "load", noting)
    return kinds


@pytest.mark.parametrize("kind", ["briefing", "follow-up"])
def test_what_is_known_is_what_would_be_validated(folder: Path, house: House, kind: str, validated: list[str]) -> None:
    first = known(folder, house, kind, keep=True)
    again = known(folder, house, kind)
    assert validated == [kind]
    assert first == again == config.load(folder, kind)
    window = again.settings.rules.window
    assert window.not_before.tzinfo is window.not_after.tzinfo is ZONE


def test_a_house_that_is_only_looked_at_keeps_nothing(folder: Path, house: House) -> None:
    known(folder, house)
    assert not house.output.exists()


def _mended(folder: Path, old: str, new: str) -> None:
    text = (folder / "event.toml").read_text("utf-8")
    assert old in text
    (folder / "event.toml").write_text(text.replace(old, new), "utf-8")


def test_a_changed_file_is_validated_anew(folder: Path, house: House, validated: list[str]) -> None:
    known(folder, house, keep=True)
    _mended(folder, "Het Gebouw", "Het Huis")
    assert known(folder, house, keep=True).event.place == "Het Huis"
    assert known(folder, house).event.place == "Het Huis"
    assert validated == ["briefing", "briefing"]


def test_a_date_and_the_same_as_a_text_are_not_taken_for_each_other(folder: Path, house: House) -> None:
    _mended(folder, 'subtitle = "Wie woont waar, en wat vraagt dat?"', 'subtitle = "2018-12-10"')
    known(folder, house, keep=True)
    _mended(folder, 'subtitle = "2018-12-10"', "subtitle = 2018-12-10")
    with pytest.raises(ConfigurationError, match=r"event\.subtitle"):
        known(folder, house)


def test_another_program_validates_anew(
    folder: Path, house: House, validated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known(folder, house, keep=True)
    monkeypatch.setattr(knowing, "program", lambda: "another")
    known(folder, house)
    assert validated == ["briefing", "briefing"]


def test_a_folder_that_moved_is_validated_anew(folder: Path, house: House, tmp_path: Path) -> None:
    known(folder, house, keep=True)
    moved = folder.rename(tmp_path / "elsewhere").parent / "elsewhere"
    assert known(moved, house).settings.folder == moved


def test_faults_are_said_however_often_it_is_asked_for(folder: Path, house: House) -> None:
    _mended(folder, 'title = "Wonen in de regio"', "")
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="Field required"):
            known(folder, house, keep=True)
    assert not house.output.exists()


def test_a_kind_that_nobody_named_is_refused(folder: Path, house: House) -> None:
    with pytest.raises(UsageError, match="it has briefing, follow-up"):
        known(folder, house, "../../invitation", keep=True)


def test_a_certificate_that_is_gone_is_missed(folder: Path, house: House) -> None:
    known(folder, house, keep=True)
    (folder / "ca.pem").unlink()
    with pytest.raises(ConfigurationError, match=r"there is no file .*ca\.pem"):
        known(folder, house)


def _cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _other_server(content: bytes) -> bytes:
    assert b"smtp.example.org" in content
    return content.replace(b"smtp.example.org", b"evil.example.org")


def _sealed(content: bytes) -> bytes:
    """A file that is whole, but not ours."""
    return f"{recollecting.digest(content)}\n".encode() + content


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
    folder: Path, house: House, spoilt: Callable[[bytes], bytes], validated: list[str]
) -> None:
    before = known(folder, house, keep=True)
    path = house.draft(KEY)
    path.write_bytes(spoilt(path.read_bytes()))
    assert known(folder, house, keep=True) == before
    assert known(folder, house) == before
    assert validated == ["briefing", "briefing"]


def test_what_is_known_needs_nothing_that_validates(folder: Path, house: House) -> None:
    known(folder, house, keep=True)
    asks = (
        "import sys; from pathlib import Path; from reportgen.house import House; from reportgen.knowing import known\n"
        f"draft = known(Path({str(folder)!r}), House(Path({str(EMBEDDED)!r}), Path({str(house.output)!r})))\n"
        "print(draft.event.place, 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout == "Het Gebouw False\n"


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


def test_figures_that_are_known_are_those_that_would_be_worked_out(house: House, worked_out: list[str]) -> None:
    snapshot = snapshot_in(EMBEDDED)
    first = figures_known(snapshot, house, keep=True)
    again = figures_known(snapshot, house)
    assert worked_out == [snapshot.name]
    assert first == again == statistics_from(snapshot)
    assert canonical(plain(again)) == canonical(plain(first))


def test_figures_of_another_day_are_worked_out_anew(house: House, worked_out: list[str]) -> None:
    snapshot = snapshot_in(EMBEDDED)
    figures_known(snapshot, house, keep=True)
    source = replace(snapshot.sources["origins"], digest="0" * 64)
    figures_known(replace(snapshot, sources={**snapshot.sources, "origins": source}), house)
    assert len(worked_out) == 2


def test_figures_that_are_only_looked_at_are_not_kept(house: House) -> None:
    figures_known(snapshot_in(EMBEDDED), house)
    assert not house.output.exists()


@pytest.mark.parametrize(
    "spoilt", [_cut_off, lambda _: b"", lambda _: _sealed(b"\xc1"), lambda content: content.replace(b"Urk", b"Ark", 1)]
)
def test_figures_that_are_not_what_was_kept_are_not_believed(
    house: House, spoilt: Callable[[bytes], bytes], worked_out: list[str]
) -> None:
    snapshot = snapshot_in(EMBEDDED)
    before = figures_known(snapshot, house, keep=True)
    assert b"Urk" in house.statistics.read_bytes()
    house.statistics.write_bytes(spoilt(house.statistics.read_bytes()))
    assert figures_known(snapshot, house) == before
    assert len(worked_out) == 2


def test_figures_with_a_fault_are_refused_however_often_they_are_asked_for(house: House) -> None:
    snapshot = replace(snapshot_in(EMBEDDED), residents=1)
    for _ in range(2):
        with pytest.raises(SourceError, match="do not add up"):
            figures_known(snapshot, house, keep=True)
    assert not house.output.exists()


def test_packs_from_what_is_known_are_those_from_what_was_read(tmp_path: Path) -> None:
    desk = Desk.laid(tmp_path, PEOPLE)
    found = []
    for _ in range(2):
        ledger = Ledger.open(desk.output / "ledger.sqlite")
        gathered = gather(desk.event, House(EMBEDDED, desk.output), ledger, MONDAY.date(), keep=True)
        ledger.close()
        found.append([(each.wanted, [part.content for part in each.parts]) for each in gathered.packs])
    assert found[0] == found[1]
    assert House(EMBEDDED, desk.output).statistics.is_file()


def test_a_run_keeps_what_it_read_and_plan_leaves_nothing(tmp_path: Path) -> None:
    desk = Desk.laid(tmp_path, PEOPLE)
    house = House(EMBEDDED, desk.output)
    desk.asks("plan")
    assert not house.draft(KEY).exists()
    assert not house.statistics.exists()
    desk.asks("build")
    assert house.draft(KEY).exists()
    assert house.statistics.exists()
