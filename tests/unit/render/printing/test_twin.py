"""Two processes that are alike share a few tasks: both work, none is done twice, and what one dies of costs one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing import Pipe
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from reportgen.errors import RenderingError
from reportgen.render.content.parts import HOUSE
from reportgen.render.printing.executors import InlineExecutor
from reportgen.render.printing.hand import Twins, with_twin


def worker(task: Any) -> int:
    """The process that does it, in some time; below zero is a fault, and a tuple ends all processes but that one."""
    if isinstance(task, tuple):
        if task != (os.getpid(),):
            os.kill(os.getpid(), signal.SIGKILL)
    elif task < 0:
        raise RenderingError("less than nothing")
    time.sleep(0.1)
    return os.getpid()


HERE: list[str] = []
BOTH = Event()


def noted(task: str) -> int:
    """Notes what is done here, and when that are two."""
    HERE.append(task)
    if len(HERE) == 2:
        BOTH.set()
    return len(task)


SHARED = """
import os, sys
from unit.render.printing.test_twin import worker
from reportgen.render.printing.hand import with_twin
from reportgen.render.content.parts import HOUSE

if __name__ == "__main__":
    tasks = [(os.getpid(),) if each == "end" else int(each) for each in sys.argv[1:]]
    with with_twin(HOUSE) as twins:
        print(os.getpid(), type(twins).__name__)
        for task, result in twins.done(worker, tasks):
            named = "end" if isinstance(task, tuple) else task
            print(named, result if isinstance(result, int) else "fault", flush=True)
        os.kill(os.getpid(), 9 if sys.argv[-1] == "-9" else 0)
"""


def shared(tasks: Sequence[Any], folder: Path) -> tuple[str, list[tuple[str, str]]]:
    """Tasks that are shared by a process of one thread, as a command is: its number, and who did which."""
    script = folder / "shared.py"
    script.write_text(SHARED, "utf-8")
    said = subprocess.run(
        [sys.executable, str(script), *map(str, tasks)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(folder)},
        check=False,
    ).stdout
    (first, kind), *done = (line.split() for line in said.splitlines())
    assert kind == ("Twins" if sys.platform == "linux" else "Here")
    return first, [(task, process) for task, process in done]


def is_there(process: str) -> bool:
    """Whether a process runs; one that ended and was not taken in yet does not."""
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
@pytest.mark.parametrize("last", [5, -9])
def test_both_work_every_task_is_done_once_and_both_end(last: int, tmp_path: Path) -> None:
    us, done = shared([0, 1, 2, 3, 4, last], tmp_path)
    assert sorted(task for task, _ in done) == sorted(map(str, [0, 1, 2, 3, 4, last]))
    count = Counter(process for _, process in done if process != "fault")
    assert len(count) == 2
    assert us in count
    assert min(count.values()) >= 2
    until = time.monotonic() + 20
    while any(map(is_there, count)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_there, count))


def test_a_fault_costs_one_task_whoever_it_befalls(tmp_path: Path) -> None:
    _, done = shared([-1, 1, -2, 2, -3, -4], tmp_path)
    assert sorted(task for task, result in done if result == "fault") == ["-1", "-2", "-3", "-4"]
    assert sorted(task for task, result in done if result != "fault") == ["1", "2"]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
def test_when_the_other_dies_what_is_left_is_done_by_a_third(tmp_path: Path) -> None:
    us, done = shared(["end", 1, 2, 3], tmp_path)
    results = dict(done)
    assert results.keys() == {"end", "1", "2", "3"}
    assert results["end"] == "fault"
    assert len(done) == 4
    assert len({us, results["1"], results["2"], results["3"]} - {"fault"}) == 2


def test_the_longest_is_begun_first() -> None:
    ours, theirs = Pipe()

    def other() -> None:
        _, task = theirs.recv()
        assert BOTH.wait(20)
        theirs.send(f"{task} there")

    thread = Thread(target=other)
    thread.start()
    done = list(Twins(ours, len).done(noted, ["a", "abc", "ab"]))
    thread.join()
    assert done == [("ab", 2), ("a", 1), ("abc", "abc there")]


def test_elsewhere_this_process_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with with_twin(HOUSE) as alone:
        assert isinstance(alone, InlineExecutor)


def test_a_process_of_several_threads_is_not_copied() -> None:
    over = Event()
    thread = Thread(target=over.wait)
    thread.start()
    try:
        with with_twin(HOUSE) as alone:
            assert isinstance(alone, InlineExecutor)
    finally:
        over.set()
        thread.join()
