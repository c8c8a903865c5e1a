"""The figures that were fetched, checked on every load, down to what they add up to."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from example import figures

from reportgen.errors import SourceError
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.cbs.indicator_values import IndicatorValues
from reportgen.sources.cbs.snapshot_values import snapshot_municipalities, snapshot_values
from reportgen.sources.cbs.snapshots import REQUIRED_FILES, snapshot_in

MANIFEST = "snapshot.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the figures to tamper with."""
    return Path(shutil.copytree(EMBEDDED, tmp_path / "figures"))


def _values(folder: Path) -> IndicatorValues:
    return snapshot_values(snapshot_in(folder))


def _edit(folder: Path, file: str, change: Callable[[str], str]) -> None:
    path = folder / file
    before = path.read_bytes().decode("utf-8")
    after = change(before)
    assert after != before
    path.write_bytes(after.encode("utf-8"))


def _redigested(folder: Path, key: str, change: Callable[[str], str]) -> None:
    """Changes a file as if it had been kept like that: digest and number of rows go along."""
    path = folder / f"{key}.csv"
    was = path.read_bytes()
    _edit(folder, path.name, change)
    digests = sha256(was).hexdigest(), sha256(path.read_bytes()).hexdigest()
    _edit(folder, MANIFEST, lambda text: text.replace(*digests))
    rows = [len(content.splitlines()) - 1 for content in (was, path.read_bytes())]
    if rows[0] != rows[1]:
        _edit(
            folder,
            MANIFEST,
            lambda text: text.replace(
                f'rows = {rows[0]}\nsha256 = "{digests[1]}', f'rows = {rows[1]}\nsha256 = "{digests[1]}'
            ),
        )


def _without_line(starting: str) -> Callable[[str], str]:
    return lambda text: "".join(line for line in text.splitlines(keepends=True) if not line.startswith(starting))


def test_the_figures_that_come_with_the_program_have_the_known_totals() -> None:
    year, municipalities = snapshot_municipalities(figures.snapshot())
    values = snapshot_values(figures.snapshot()).values
    assert (year, len(municipalities)) == (2018, 380)
    assert {code for code, of in values["dutch"] if of == 2018} == {*municipalities, "NL"}
    assert values["population"]["NL", 2018] == 17_181_084
    assert sum(each.residents for each in municipalities.values()) == 17_181_084


def test_every_source_can_be_named_with_table_date_and_digest() -> None:
    sources = figures.snapshot().sources
    assert set(sources) == set(REQUIRED_FILES)
    tables = {key: source.table for key, source in sources.items()}
    assert tables == {
        "municipalities": "84286NED",
        "origins": "70072NED",
        "districts": "83765NED",
        "changes": "",
        "national": "37296ned",
    }
    for key, source in sources.items():
        assert source.title
        assert source.reference
        assert source.retrieved >= date(2018, 12, 10)
        assert source.digest == sha256((EMBEDDED / f"{key}.csv").read_bytes()).hexdigest()


def test_an_untouched_copy_is_as_good(folder: Path) -> None:
    assert _values(folder) == snapshot_values(figures.snapshot())


@pytest.mark.parametrize("key", REQUIRED_FILES)
@pytest.mark.parametrize("place", [0, 60, -2])
def test_one_flipped_bit_is_refused(folder: Path, key: str, place: int) -> None:
    path = folder / f"{key}.csv"
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(SourceError, match="SHA-256") as caught:
        snapshot_in(folder)
    assert caught.value.where == str(path)
    assert "data/figures" in caught.value.todo


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: content + b"\n", id="one line break more"),
        pytest.param(lambda content: content.replace(b"\n", b"\r\n"), id="lines of Windows"),
        pytest.param(lambda content: b"", id="nothing left"),
    ],
)
def test_a_file_that_was_saved_again_is_refused(folder: Path, change: Callable[[bytes], bytes]) -> None:
    path = folder / "origins.csv"
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(SourceError, match="SHA-256"):
        snapshot_in(folder)


@pytest.mark.parametrize("key", REQUIRED_FILES)
def test_a_missing_file_is_named(folder: Path, key: str) -> None:
    (folder / f"{key}.csv").unlink()
    with pytest.raises(SourceError, match="cannot be read") as caught:
        snapshot_in(folder)
    assert caught.value.where == str(folder / f"{key}.csv")


def test_a_folder_without_a_manifest_is_no_snapshot(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    with pytest.raises(SourceError, match="no snapshot") as caught:
        snapshot_in(folder)
    assert caught.value.where == str(folder / MANIFEST)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("[totals]", "[totals"), id="no TOML"),
        pytest.param(lambda text: text.replace("residents = 17181084", 'residents = "veel"'), id="a word for a number"),
        pytest.param(lambda text: text.replace('licence = "CC BY 4.0"\n', ""), id="no licence"),
        pytest.param(lambda text: text.replace("rows = 380", "lines = 380"), id="an unknown key"),
        pytest.param(lambda text: text.replace("retrieved = 2026", "retrieved = 20261"), id="no date"),
    ],
)
def test_a_manifest_with_a_fault_is_refused(folder: Path, change: Callable[[str], str]) -> None:
    _edit(folder, MANIFEST, change)
    with pytest.raises(SourceError, match="manifest cannot be read") as caught:
        snapshot_in(folder)
    assert caught.value.where == str(folder / MANIFEST)


@pytest.mark.parametrize("key", REQUIRED_FILES)
def test_a_manifest_that_leaves_a_file_out_is_refused(folder: Path, key: str) -> None:
    _edit(folder, MANIFEST, lambda text: text.replace(f"[files.{key}]", "[files.other]"))
    with pytest.raises(SourceError, match=f"no file '{key}'"):
        snapshot_in(folder)


@pytest.mark.parametrize("key", REQUIRED_FILES)
def test_a_wrong_number_of_rows_is_refused(folder: Path, key: str) -> None:
    rows = tomllib.loads((folder / MANIFEST).read_text("utf-8"))["files"][key]["rows"]
    _edit(folder, MANIFEST, lambda text: text.replace(f"rows = {rows}\n", f"rows = {rows + 1}\n"))
    with pytest.raises(SourceError, match=f"'{key}' has {rows} rows instead of {rows + 1}"):
        _values(folder)


def test_rows_that_went_missing_are_refused(folder: Path) -> None:
    rows = (folder / "districts.csv").read_bytes()
    digest = sha256(rows).hexdigest()
    kept = b"".join(rows.splitlines(keepends=True)[:-1])
    (folder / "districts.csv").write_bytes(kept)
    _edit(folder, MANIFEST, lambda text: text.replace(digest, sha256(kept).hexdigest()))
    with pytest.raises(SourceError, match="'districts' has 3066 rows instead of 3067"):
        _values(folder)


@pytest.mark.parametrize(
    ("key", "change", "says"),
    [
        pytest.param(
            "municipalities",
            _without_line("GM0184,"),
            "379 municipalities instead of 380",
            id="one municipality less",
        ),
        pytest.param(
            "municipalities",
            lambda text: text.replace("Appingedam,Groningen,11801,", "Appingedam,Groningen,11802,"),
            "17,181,085 residents of all municipalities together instead of 17,181,084",
            id="one resident more in one",
        ),
        pytest.param(
            "national",
            lambda text: text.replace("17181084,13209225,", "17181085,13209226,"),
            "17,181,085 residents of the country instead of 17,181,084",
            id="one resident more in the country",
        ),
        pytest.param(
            "national",
            lambda text: text.replace(",404459,", ",404460,"),
            "national groups do not add up",
            id="one resident more in one group",
        ),
        pytest.param(
            "origins",
            _without_line("2018,GM0184,"),
            "379 municipalities with origin groups in 2018 instead of 380",
            id="one municipality without groups",
        ),
        pytest.param(
            "origins",
            lambda text: text.replace("1996,GM0003,11.2,7.2,", "1996,GM0003,11.2,7.7,"),
            "Origin groups do not add up: GM0003 in 1996",
            id="groups that do not make the total",
        ),
        pytest.param(
            "origins",
            lambda text: text.replace("2018,GM0184,", "2018,GM9184,"),
            "379 municipalities with origin groups in 2018 instead of 380",
            id="groups of a municipality that does not exist",
        ),
    ],
)
def test_figures_that_do_not_add_up_are_refused(
    folder: Path, key: str, change: Callable[[str], str], says: str
) -> None:
    _redigested(folder, key, change)
    with pytest.raises(SourceError, match=says):
        _values(folder)


@pytest.mark.parametrize(
    ("total", "says"),
    [("municipalities = 380", "380 municipalities instead of 381"), ("residents = 17181084", "17,181,084 residents")],
)
def test_other_totals_than_the_figures_are_refused(folder: Path, total: str, says: str) -> None:
    name, _, number = total.partition(" = ")
    _edit(folder, MANIFEST, lambda text: text.replace(total, f"{name} = {int(number) + 1}"))
    with pytest.raises(SourceError, match=says):
        _values(folder)
