"""One run at a time on one output folder, also when a run is killed."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.errors import ArchiveError, BusyError
from reportgen.storage.lock import NAME, holder_of, locked

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


def _remove(path: Path) -> None:
    path.unlink()


def _replace_by_file(path: Path) -> None:
    path.unlink()
    path.write_text("1")


def _replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _replace_by_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("ledger.sqlite"))


def _replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


SPOILT = [_remove, _replace_by_file, _replace_by_folder, _replace_by_link, _replace_by_pipe]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_second_run_is_refused_whatever_became_of_the_lock_file(
    tmp_path: Path, holder: subprocess.Popen[str], spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / NAME)
    with pytest.raises(BusyError), locked(tmp_path):
        pytest.fail("two runs at once")
    assert holder_of(tmp_path) is not None


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_lock_file_that_is_none_is_refused_in_words_and_nothing_is_written_through_it(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    ledger = tmp_path / "ledger.sqlite"
    ledger.write_text("everything")
    with locked(tmp_path):
        pass
    spoil(tmp_path / NAME)
    assert holder_of(tmp_path) is None
    if spoil in (_remove, _replace_by_file):
        with locked(tmp_path):
            assert (tmp_path / NAME).read_text() == str(os.getpid())
    else:
        with pytest.raises(ArchiveError, match="lock file cannot be used"), locked(tmp_path):
            pytest.fail("locked by no file")
    assert ledger.read_text() == "everything"


def test_whoever_asks_who_is_at_work_keeps_nobody_out(tmp_path: Path) -> None:
    assert holder_of(tmp_path / "none") is None
    with locked(tmp_path):
        holder = holder_of(tmp_path)
        assert holder is not None
        assert holder.process == str(os.getpid())
    assert holder_of(tmp_path) is None


def test_where_folders_cannot_be_locked_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flock = fcntl.flock

    def only_files(file: int, kind: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        flock(file, kind)

    monkeypatch.setattr("fcntl.flock", only_files)
    with locked(tmp_path), pytest.raises(BusyError), locked(tmp_path):
        pytest.fail("two runs at once")
