"""Executors run tasks in this process, in worker processes, or elsewhere; a worker that dies costs one task.

Worker processes are spawned: forked ones share what they should not, and leave files behind. ``ProcessPoolExecutor``
can wait for ever when it replaces a worker that is gone, therefore the pool is replaced as a whole.
"""

from __future__ import annotations

import gc
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

MAX_TASKS_PER_POOL = 1000
"""Tasks after which the workers are replaced: WeasyPrint keeps about 0.25 MB of each document for ever."""

MAX_MEMORY = 3 * 2**30
"""Bytes of address space of a worker, ten times what it needs; beyond it a task fails, and not the machine."""

GC_THRESHOLD = 500_000
"""Objects that a worker makes between two garbage collections. Those of a part live until it is drawn; with Python's
own threshold a seventh of printing would go into looking at them in vain."""

Task = TypeVar("Task")
Result = TypeVar("Result")


class PartExecutor(Protocol):
    """Runs many tasks, in whatever order."""

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised, as soon as it is there; a failure does not stop others."""


@dataclass(frozen=True, slots=True)
class ExternalExecutor:
    """Runs tasks on a ``concurrent.futures.Executor``: a cluster, or anything that behaves like a pool."""

    executor: Executor

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised."""
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
    """Runs tasks in this process."""

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised."""
        for task in tasks:
            try:
                yield task, work(task)
            except Exception as fault:  # whatever went wrong with one
                yield task, fault


@dataclass(frozen=True, slots=True)
class ProcessExecutor:
    """Runs tasks in so many worker processes of this machine."""

    workers: int

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised; one that a worker died of is tried once more by itself."""
        batches = [
            list(tasks[first : first + MAX_TASKS_PER_POOL]) for first in range(0, len(tasks), MAX_TASKS_PER_POOL)
        ]
        while batches:
            batch = batches.pop(0)
            lost: list[tuple[int, Task]] = []
            with pool(min(self.workers, len(batch))) as (executor, folder):
                noted: Callable[[tuple[int, Task]], Result] = partial(_with_note, folder, work)
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


def _with_note(folder: str, work: Callable[[Task], Result], numbered: tuple[int, Task]) -> Result:
    """Runs a task with its number in a file beside it, which stays behind when the worker dies of it."""
    place, task = numbered
    note = Path(folder, f"at.{place}")
    note.touch()
    try:
        return work(task)
    finally:
        note.unlink()


@contextmanager
def pool(workers: int) -> Iterator[tuple[Executor, str]]:
    """A pool of workers, and their folder for temporary files, which is removed afterwards."""
    with (
        TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder,
        ProcessPoolExecutor(
            max(1, workers), mp_context=get_context("spawn"), initializer=_set_up_worker, initargs=(folder,)
        ) as executor,
    ):
        with _interrupts_blocked():  # an executor that is interrupted while it starts its workers cannot be ended
            executor.submit(int)
        try:
            yield executor, folder
        except BaseException:  # nobody waits for the rest any more
            executor.shutdown(cancel_futures=True)
            raise


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Workers that are started in this block never get SIGINT; the coordinator gets it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _set_up_worker(folder: str) -> None:
    """Gives a worker its folder for temporary files and its limit of memory; it ends when its coordinator ends."""
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, resource.RLIM_INFINITY))
    gc.set_threshold(GC_THRESHOLD)
    threading.Thread(target=_end_with_the_coordinator, daemon=True).start()


def _end_with_the_coordinator() -> None:
    """Ends this process when the one that started it is gone, even if it was killed on the spot."""
    coordinator = parent_process()
    if coordinator is not None:
        wait([coordinator.sentinel])
        os._exit(1)
