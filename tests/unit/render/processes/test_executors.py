"""Who prints: each task once, whatever dies, hangs or is cut off."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import RenderingError
from reportgen.render.processes import executors
from reportgen.render.processes.executors import ExternalExecutor, InlineExecutor, PartExecutor, ProcessExecutor
from reportgen.render.processes.timeouts import time_limit
from reportgen.render.processes.worker_process import MAX_MEMORY


class AtOnce(Executor):
    """Does its work as soon as it is asked, in this process."""

    def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as fault:
            future.set_exception(fault)
        return future


class Fatal:
    """Ends the process that unpacks it at once."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return os._exit, (1,)


def never_react(_: Any) -> None:
    """Computes for ever, in a library that looks at no signals."""
    re.match("(a+)+$", "a" * 60 + "b")


def swallow_everything(_: Any) -> None:
    """Goes on for ever, whatever is raised in it."""
    while True:
        with suppress(BaseException):
            time.sleep(10)


def within_a_limit(work: Any) -> None:
    """Does the work with a limit that its own process keeps."""
    with time_limit(0.2):
        work(None)


def tenth(task: Any) -> float:
    """A tenth of a number; a word ends the process, and anything else is a fault."""
    if task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "grow":
        return len(bytearray(MAX_MEMORY + 1))
    return float(task) / 10


EVERYONE = [InlineExecutor(), ExternalExecutor(AtOnce()), ExternalExecutor(ThreadPoolExecutor(2)), ProcessExecutor(2)]


@pytest.mark.parametrize("who", EVERYONE, ids=["here", "at once", "threads", "processes"])
def test_every_task_comes_back_with_its_result_and_a_fault_stops_no_other(who: PartExecutor) -> None:
    results = dict(who.done(tenth, [5, "x", 7]))
    assert (results[5], results[7]) == (0.5, 0.7)
    assert isinstance(results["x"], ValueError)


@pytest.mark.parametrize("who", EVERYONE[:3], ids=["here", "at once", "threads"])
def test_no_tasks_are_no_results(who: PartExecutor) -> None:
    assert list(who.done(tenth, [])) == []


def test_a_task_that_kills_its_process_fails_alone() -> None:
    results = dict(ProcessExecutor(2).done(tenth, [*range(12), "die"]))
    assert {task: result for task, result in results.items() if task != "die"} == {n: n / 10 for n in range(12)}
    assert isinstance(results["die"], RenderingError)


def test_a_task_that_kills_before_it_begins_fails_alone() -> None:
    fatal = Fatal()
    results = dict(ProcessExecutor(1).done(tenth, [1, fatal, 2]))
    assert (results[1], results[2]) == (0.1, 0.2)
    assert isinstance(results[fatal], RenderingError)


def test_a_task_that_takes_too_much_memory_fails_alone() -> None:
    results = dict(ProcessExecutor(1).done(tenth, [1, "grow", 2]))
    assert (results[1], results[2]) == (0.1, 0.2)
    assert isinstance(results["grow"], MemoryError)


REPLACED = """
import sys
from reportgen.render.processes import executors

if __name__ == "__main__":
    executors.MAX_TASKS_PER_WORKER = 2
    print(len(dict(executors.ProcessExecutor(int(sys.argv[1])).done(abs, range(9)))))
"""


def test_work_goes_on_when_processes_are_replaced(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(REPLACED, "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), "2"], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail("it waits for processes that are not there any more")
    assert said.strip() == "9"


def test_a_part_that_never_ends_is_ended_and_named() -> None:
    with pytest.raises(RenderingError, match="more than 1 seconds"), time_limit(1):
        time.sleep(30)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_weasyprint_does_not_take_the_limit_for_a_fault_in_a_picture() -> None:
    def stubborn() -> None:
        try:
            time.sleep(30)
        except Exception:
            time.sleep(30)

    with pytest.raises(RenderingError, match="more than 1 seconds"), time_limit(1):
        stubborn()


@pytest.mark.parametrize("work", [time.sleep, never_react, swallow_everything])
def test_a_task_that_never_ends_is_ended_from_outside_and_fails_alone(work: Any) -> None:
    begun = time.monotonic()
    ((_, result),) = ProcessExecutor(1).done(work, [60], seconds=0.3)
    assert isinstance(result, RenderingError)
    assert result.what == "It takes more than 0.3 seconds"
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("work", [never_react, swallow_everything])
def test_a_worker_ends_itself_where_a_task_does_not_react_to_its_limit(work: Any) -> None:
    ((_, result),) = ProcessExecutor(1).done(within_a_limit, [work], seconds=30)
    assert isinstance(result, RenderingError)
    assert result.what.startswith("It takes more than")


def test_a_worker_that_the_system_kills_is_said_as_that() -> None:
    ((_, result),) = ProcessExecutor(1).done(tenth, ["die"])
    assert isinstance(result, RenderingError)
    assert "killed by the system" in result.what
    assert "memory" in result.todo


def test_the_other_tasks_are_done_while_one_never_ends() -> None:
    tasks = [0.0, 60.0, 0.0, 0.0]
    results = dict(enumerate(sorted(str(result) for _, result in ProcessExecutor(2).done(time.sleep, tasks, 1))))
    assert list(results.values()) == ["It takes more than 1 seconds", "None", "None", "None"]


def test_a_worker_that_is_kept_does_the_next_tasks_too() -> None:
    kept = ProcessExecutor(1, keep=True)
    try:
        ((_, first),), ((_, second),) = kept.done(process_of, [0]), kept.done(process_of, [0])
        ((_, other),) = ProcessExecutor(1).done(process_of, [0])
    finally:
        executors.close_kept_worker()
    assert first == second != other
    assert executors._kept_worker() is None


def process_of(_: Any) -> int:
    """The number of the process that does it."""
    return os.getpid()


def test_where_one_task_after_another_takes_too_long_the_rest_is_not_tried() -> None:
    results = [result for _, result in ProcessExecutor(2).done(time.sleep, [60.0] * 40, seconds=0.1)]
    assert len(results) == 40
    assert all(isinstance(each, RenderingError) for each in results)
    assert sum("not tried" in str(each) for each in results) >= 30


INHERITED = """
import resource, sys
resource.setrlimit(getattr(resource, sys.argv[1]), (int(sys.argv[2]), int(sys.argv[2])))
from reportgen.render.processes.executors import ProcessExecutor

if __name__ == "__main__":
    try:
        print(list(ProcessExecutor(2).done(abs, [-1, -2])))
    except Exception as fault:
        print(type(fault).__name__, fault)
"""


@pytest.mark.parametrize(
    ("limit", "most", "said"),
    [
        ("RLIMIT_AS", 1_200_000_000, "[(-1, 1), (-2, 2)]"),  # less than ours, and enough
        ("RLIMIT_NOFILE", 20, "[(-1, 1), (-2, 2)]"),
        ("RLIMIT_NOFILE", 6, "WorkerNotStarted No worker process can be started"),
    ],
)
def test_inherited_limits_are_kept_and_one_that_is_too_low_is_said(
    limit: str, most: int, said: str, tmp_path: Path
) -> None:
    script = tmp_path / "script.py"
    script.write_text(INHERITED, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script), limit, str(most)], capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    assert sorted(done.stdout.strip()) == sorted(said) or done.stdout.startswith(said)
