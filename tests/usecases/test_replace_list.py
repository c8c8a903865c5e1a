"""Another list takes the place of the present one: whole, with everything else as it was, and nothing lost."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from doubles.small_event import PEOPLE, sheet, small_event
from doubles.workspaces import workspace_of
from hypothesis import given
from hypothesis import strategies as st
from usecases.command_line import digests_in

from reportgen.application.lists import replace
from reportgen.application.workspace import Workspace
from reportgen.config.edit_event_toml import event_toml_with_list
from reportgen.config.paths import Paths
from reportgen.config.settings import load_event_file
from reportgen.config.timezone import ZONE
from reportgen.errors import UsageError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.versions import read_version, versions_of

NOW = datetime(2018, 12, 3, 8, tzinfo=ZONE)
KEY = "2018-12-10-klein"


@pytest.fixture
def event(tmp_path: Path) -> Path:
    return small_event(tmp_path)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(EMBEDDED, tmp_path / "output")


def _workspace(event: Path, paths: Paths) -> Workspace:
    return workspace_of(event, paths, Ledger.open_if_present(paths.ledger), NOW)


def _brought(event: Path, paths: Paths, name: str, content: bytes) -> replace.PendingList:
    return replace.keep_pending(_workspace(event, paths), name, content, 0, "anna")


def test_a_list_that_waits_changes_nothing_until_it_is_accepted(event: Path, paths: Paths) -> None:
    before = digests_in(event)
    concept = _brought(event, paths, "Aanmeldingen 3 dec.csv", sheet(PEOPLE[:3]).encode())
    assert replace.pending_list(paths, KEY) == concept
    assert digests_in(event) == before
    assert len(replace.check_pending(_workspace(event, paths), concept).participants) == 3
    replace.drop_pending(paths, KEY)
    assert replace.pending_list(paths, KEY) is None


def test_an_accepted_list_of_the_same_kind_takes_the_place_and_the_old_one_is_kept(event: Path, paths: Paths) -> None:
    old = (event / "deelnemers.csv").read_bytes()
    toml = (event / "event.toml").read_bytes()
    new = sheet(PEOPLE[:4]).encode()
    path = replace.accept_pending(_workspace(event, paths), _brought(event, paths, "nieuw.csv", new))
    assert (path.name, path.read_bytes()) == ("deelnemers.csv", new)
    now, before = versions_of(event, "deelnemers.csv")
    assert (now.who, now.about, before.who) == ("anna", "lijst nieuw.csv", "")
    assert (read_version(event, before.number), read_version(event, now.number)) == (old, new)
    assert (event / "event.toml").read_bytes() == toml
    assert replace.pending_list(paths, KEY) is None


def test_a_list_of_another_kind_is_named_in_event_toml_and_every_comment_stays(event: Path, paths: Paths) -> None:
    text = (event / "event.toml").read_text("utf-8")
    path = replace.accept_pending(_workspace(event, paths), _brought(event, paths, "nieuw.tsv", sheet().encode()))
    assert path.name == "deelnemers.tsv"
    assert not (event / "deelnemers.csv").exists()
    assert [each.name for each, _ in load_event_file(event).settings.lists] == ["deelnemers.tsv"]
    changed = (event / "event.toml").read_text("utf-8")
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in changed.splitlines() if line.lstrip().startswith("#")] == comments


def test_a_file_of_the_new_name_that_was_there_is_kept_as_well(event: Path, paths: Paths) -> None:
    (event / "deelnemers.tsv").write_text("een andere lijst", "utf-8")
    present = (event / "deelnemers.csv").read_bytes()
    replace.accept_pending(_workspace(event, paths), _brought(event, paths, "nieuw.tsv", sheet().encode()))
    _, other = versions_of(event, "deelnemers.tsv")
    assert read_version(event, other.number) == b"een andere lijst"
    gone, list_before = versions_of(event, "deelnemers.csv")
    assert (gone.is_removal, read_version(event, list_before.number)) == (True, present)


def test_what_a_kill_left_of_a_list_goes_with_the_next(event: Path, paths: Paths) -> None:
    left = _brought(event, paths, "eerste.csv", sheet().encode())
    (left.path.parent / "over.json").unlink()  # an acceptance was ended half-way
    assert replace.pending_list(paths, KEY) is None
    concept = _brought(event, paths, "tweede.csv", sheet(PEOPLE[:3]).encode())
    assert replace.pending_list(paths, KEY) == concept
    assert {each.name for each in left.path.parent.iterdir()} == {concept.path.name, "over.json"}


@pytest.mark.parametrize(
    ("name", "content"), [("lijst.pdf", b"x"), ("lijst", b"x"), ("", b"x"), ("lijst.csv", b""), (".csv", b"")]
)
def test_what_is_no_list_is_refused(event: Path, paths: Paths, name: str, content: bytes) -> None:
    with pytest.raises(UsageError):
        _brought(event, paths, name, content)
    assert replace.pending_list(paths, KEY) is None


@pytest.mark.parametrize(
    "name",
    [
        "../../event.csv",
        "C:\\Users\\anna\\lijst.csv",
        "/etc/lijst.csv",
        "..csv.csv",
        "ë\u202e é.csv",
        "a" * 400 + ".csv",
    ],
)
def test_a_name_leads_nowhere(event: Path, paths: Paths, name: str) -> None:
    concept = _brought(event, paths, name, sheet().encode())
    assert concept.path.parent == paths.output / "concept" / KEY
    assert replace.pending_list(paths, KEY) == concept


def test_a_concept_that_is_spoilt_is_none(event: Path, paths: Paths) -> None:
    concept = _brought(event, paths, "nieuw.csv", sheet().encode())
    (concept.path.parent / "over.json").write_text("{", "utf-8")
    assert replace.pending_list(paths, KEY) is None


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(st.lists(NAMES, min_size=1, max_size=4), st.data(), NAMES)
def test_only_the_one_list_is_another(names: list[str], data: st.DataObject, new: str) -> None:
    place = data.draw(st.integers(0, len(names) - 1))
    given_as = data.draw(st.sampled_from(("names", "tables")))
    files = names if given_as == "names" else [{"file": name, "sheet": "Blad 1"} for name in names]
    text = f"[event]  # een\ntitle = 'x'\n[lists]\nfiles = {_toml(files)}  # twee\n[tables]\nseats = 8\n"
    before, after = tomllib.loads(text), tomllib.loads(event_toml_with_list(text, place, new))
    wanted = [*files]
    wanted[place] = new if given_as == "names" else {"file": new, "sheet": "Blad 1"}
    assert after == {**before, "lists": {"files": wanted}}


def test_an_event_that_names_no_list_gets_one() -> None:
    assert tomllib.loads(event_toml_with_list("[event]\ntitle = 'x'\n", 0, "a.xlsx"))["lists"] == {"files": ["a.xlsx"]}


def _toml(value: object) -> str:
    match value:
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{key} = {_toml(each)}' for key, each in value.items())}}}"
    escaped = "".join(f"\\U{ord(sign):08x}" for sign in str(value))
    return f'"{escaped}"'
