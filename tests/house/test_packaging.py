"""An installed package has all that the program reads: templates, borders, figures, indicators, subjects and lists."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from house.modules import ROOT

BUILD = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.parametrize(
    ("stored", "installed"),
    [
        ("templates", "_templates"),
        ("data/borders", "_borders"),
        ("data/figures", "_figures"),
        ("data/indicators", "_indicators"),
        ("data/municipalities", "_municipalities"),
        ("data/subjects", "_subjects"),
    ],
)
def test_the_wheel_carries_all_files_of_a_folder(stored: str, installed: str, wheel: Path) -> None:
    own = {path.relative_to(ROOT / stored).as_posix() for path in (ROOT / stored).rglob("*") if path.is_file()}
    carried = {name.partition(f"reportgen/{installed}/")[2] for name in ZipFile(wheel).namelist()}
    assert own
    assert own <= carried


def test_what_is_installed_lists_its_subjects_and_starts_an_event(wheel: Path, tmp_path: Path) -> None:
    ZipFile(wheel).extractall(tmp_path / "site")
    program = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); "]
    program[2] += "import reportgen; from reportgen.__main__ import main; print(reportgen.__file__); sys.exit(main())"
    for words in (("figures", "subjects"), ("new", "2030-05-16-wonen", "--subject", "housing-ageing")):
        done = subprocess.run([*program, *words], cwd=tmp_path, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert str(tmp_path) in done.stdout
        assert "housing-ageing" in done.stdout
