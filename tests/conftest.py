"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage

import pytest
from doubles.cbs import Cbs
from doubles.figures_once import remember_figures
from doubles.printed_parts import PrintedParts
from doubles.shared import common_folder
from hypothesis import settings

# Derandomised: a test that fails on one machine fails on the next one too. No deadline: printing warms up slowly.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

remember_figures()

MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and disk_usage(MEMORY).free > 1_000_000_000:
    # What a test writes need not outlive the machine: a ledger that is synced to a real disk waits for it each time.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

LONG = ("test_browser_mornings", "test_refresh", "test_browser_pages", "test_cluster", "test_simulate")
"""Files that take long for how many tests they hold: they begin first, so that no core waits for them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the rest as it was found."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


@pytest.fixture
def cbs() -> Iterator[Cbs]:
    """CBS's open data on this machine."""
    with Cbs() as service:
        yield service


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of all processes that run the tests."""
    return common_folder(tmp_path_factory)


@pytest.fixture(scope="session")
def parts(common: Path) -> PrintedParts:
    """Parts that some test printed, for tests that are not about printing."""
    folder = common / "parts"
    folder.mkdir(exist_ok=True)
    return PrintedParts(folder)
