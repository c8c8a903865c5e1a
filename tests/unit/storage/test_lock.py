"""One run at a time on one output folder, also when a run is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.errors import BusyError
from reportgen.storage.lock import locked

HOLDER = """
import sys, time
from pathlib import Path
from reportgen.storage.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_refused_and_hears_which_process_is_at_work(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(BusyError, match=rf"\b{holder.pid}\b") as refused, locked(tmp_path):
        pytest.fail("two runs at once")
    assert refused.value.exit_code == 8
    assert refused.value.todo


def test_a_run_that_is_killed_leaves_the_folder_free(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with locked(tmp_path), pytest.raises(BusyError), locked(tmp_path):
        pytest.fail("two runs at once")


def test_a_run_that_ends_or_fails_leaves_the_folder_free(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="halfway"), locked(tmp_path):
        raise ValueError("halfway")
    entered = False
    with locked(tmp_path):
        entered = True
    assert entered


def test_runs_on_different_folders_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with locked(tmp_path / "one"), locked(tmp_path / "two"):
        assert (tmp_path / "one").is_dir()
        assert (tmp_path / "two").is_dir()
