"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage

import pytest
from doubles.cbs import Cbs
from doubles.kept_figures import kept_figures
from doubles.printed_parts import PrintedParts
from doubles.session_files import common_folder
from hypothesis import settings

# Derandomised: a test that fails on one machine fails on the next one too. No deadline: printing warms up slowly.
settings.register_profile("dev", max_examples=30, deadline=None, derandomize=True, database=None)
settings.register_profile("quick", settings.get_profile("dev"), max_examples=10)
settings.register_profile("fuzz", max_examples=1000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "dev")

MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and disk_usage(MEMORY).free > 1_000_000_000:
    # What a test writes need not outlive the machine: a ledger that is synced to a real disk waits for it each time.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

os.environ["REPORTGEN_LANG"] = "en"
"""Whatever the locale of the machine: tests in Dutch say so themselves."""

for each in ("CI", "BUILD_NUMBER"):
    # Where these are set, pytest prints what it compared in full, and once more at its end: megabytes after the names.
    os.environ.pop(each, None)

LONG = (
    "test_browser_mornings",
    "test_refresh",
    "test_browser_pages",
    "test_cluster",
    "test_simulate",
    "test_failing_packs",
)
"""Files that take long for how many tests they hold: they begin first, so that no core waits for them at the end."""

LONGEST_REASON = 300
"""Characters of why a test failed, at the end."""

QUICK = ("test_part_cache", "test_objects", "test_words", "test_dutch", "test_design")
"""Files of ``tests/unit/render`` that print nothing, and compose few packs."""

SLOW = (
    "test_odata",
    "test_fetched_tables",
    "test_cli",
    "test_documented_commands",
    "test_benchmarks",
    "test_executors",
    "test_scheduler",
    "test_standard_streams",
    "test_file_search",
    "test_optimal_assignment",
)
"""Other files of ``tests/unit`` and ``tests/house`` that start programs, wait or calculate for long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, the rest as it was found; what prints, starts programs or waits is marked as slow."""
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))
    for item in items:
        prints = "render" in item.path.parts and item.path.stem not in QUICK
        if prints or item.path.stem in SLOW or not {"unit", "house"} & set(item.path.parts):
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each test that failed, with the reason on one line, just before the end."""
    for report in (each for kind in ("failed", "error") for each in terminalreporter.getreports(kind)):
        crash = getattr(report.longrepr, "reprcrash", None)
        reason = " ".join((crash.message if crash else report.longreprtext).split())
        terminalreporter.write_line(f"{report.nodeid} ({report.when}): {reason[:LONGEST_REASON]}")


@pytest.fixture
def cbs() -> Iterator[Cbs]:
    """CBS's open data on this machine."""
    with Cbs() as service:
        yield service


@pytest.fixture(scope="session", autouse=True)
def known_figures() -> Iterator[None]:
    """What figures are computed from hardly ever differs between tests."""
    with kept_figures():
        yield


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
