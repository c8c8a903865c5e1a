"""Who prints: this process, warm processes of this machine, or whatever executor is lent; one that dies costs one part.

Processes are started afresh (spawn): forked ones share what they should not, and leave files behind. The pool's own
way to replace its processes can wait for ever for one that is gone, therefore the pool is replaced as a whole.
"""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

from reportgen.errors import RenderingError

TASKS_A_POOL = 1000
"""Parts after which the printing processes are replaced; the printer keeps a little of each for ever."""

MOST_MEMORY = 3 * 2**30
"""Bytes a printing process may address, ten times what it needs; beyond it a part fails, and not the machine."""

Task = TypeVar("Task")
Result = TypeVar("Result")


class PartExecutor(Protocol):
    """Anyone who can do many tasks, in whatever order."""

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with what came of it, as it comes; a task that fails is no reason to stop."""


@dataclass(frozen=True, slots=True)
class ExternalExecutor:
    """Whoever stands behind an executor: a cluster, or anything that behaves like a pool."""

    executor: Executor

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with what came of it."""
        waiting: dict[Future[Result], Task] = {}
        for task in tasks:
            try:
                waiting[self.executor.submit(work, task)] = task
            except BrokenExecutor as fault:
                yield task, fault
        for future in as_completed(waiting):
            task = waiting.pop(future)
            try:
                yield task, future.result()
            except Exception as fault:  # whatever went wrong with one
                yield task, fault


class InlineExecutor:
    """This process, for a few tasks: starting another takes longer than doing them."""

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with what came of it."""
        for task in tasks:
            try:
                yield task, work(task)
            except Exception as fault:  # whatever went wrong with one
                yield task, fault


@dataclass(frozen=True, slots=True)
class ProcessExecutor:
    """So many processes of this machine."""

    workers: int

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with what came of it; one during which its process died is tried once more by itself."""
        batches = [list(tasks[first : first + TASKS_A_POOL]) for first in range(0, len(tasks), TASKS_A_POOL)]
        while batches:
            batch = batches.pop(0)
            lost: list[tuple[int, Task]] = []
            with pool(min(self.workers, len(batch))) as (executor, folder):
                noted: Callable[[tuple[int, Task]], Result] = partial(_noting, folder, work)
                for (place, task), result in ExternalExecutor(executor).done(noted, list(enumerate(batch))):
                    if isinstance(result, BrokenExecutor):
                        lost.append((place, task))
                    else:
                        yield task, result
                suspects = {int(path.suffix[1:]) for path in Path(folder).glob("at.*")}
            if len(batch) == 1 and lost:
                yield batch[0], RenderingError("The printing process died of it, twice")
                continue
            if lost and not suspects.intersection(place for place, _ in lost):  # it died before it noted anything
                half = len(lost) // 2 or 1
                batches[:0] = [[task for _, task in some] for some in (lost[:half], lost[half:]) if some]
                continue
            batches[:0] = [[task] for place, task in lost if place in suspects]
            if others := [task for place, task in lost if place not in suspects]:
                batches.append(others)


def _noting(folder: str, work: Callable[[Task], Result], numbered: tuple[int, Task]) -> Result:
    """Does a task, and notes which, so that a process that dies leaves behind during what."""
    place, task = numbered
    note = Path(folder, f"at.{place}")
    note.touch()
    try:
        return work(task)
    finally:
        note.unlink()


@contextmanager
def pool(workers: int) -> Iterator[tuple[Executor, str]]:
    """A pool of warm processes, with a folder for passing files of their own, which is removed afterwards."""
    with (
        TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder,
        ProcessPoolExecutor(
            max(1, workers), mp_context=get_context("spawn"), initializer=settle, initargs=(folder,)
        ) as executor,
    ):
        with deaf():  # an executor that is interrupted while it starts its processes cannot be ended
            executor.submit(int)
        try:
            yield executor, folder
        except BaseException:  # nobody waits for the rest any more
            executor.shutdown(cancel_futures=True)
            raise


@contextmanager
def deaf() -> Iterator[None]:
    """Processes that are started meanwhile never hear an interruption by hand: the coordinator does, afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def settle(folder: str) -> None:
    """Makes this process one that prints: with a folder for passing files, bounds, and an end when its starter ends."""
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.RLIM_INFINITY))
    threading.Thread(target=_end_with_the_coordinator, daemon=True).start()


def _end_with_the_coordinator() -> None:
    """Ends this process when the one that started it is gone, even if it was killed on the spot."""
    coordinator = parent_process()
    if coordinator is not None:
        wait([coordinator.sentinel])
        os._exit(1)
