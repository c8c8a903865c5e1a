"""Executors run tasks in this process, in worker processes, or elsewhere; a worker that dies costs one task."""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread, current_thread, main_thread
from typing import Any, Generic, Protocol, TypeVar

from reportgen.i18n.message import said
from reportgen.render.processes.timeouts import TooSlow
from reportgen.render.processes.worker_process import WorkerDied, WorkerNotStarted, WorkerProcess

MAX_TASKS_PER_WORKER = 500
"""Tasks after which a worker is replaced: WeasyPrint keeps about 0.25 MB of each document for ever."""

MAX_TASK_SECONDS = 600.0
"""Seconds after which a task fails where its caller says nothing else."""

FEW = 10
"""Tasks that are done by one worker, which is kept for the next: to start others takes as long as to print so many.

Only in the main thread: a web page that stands for days keeps no process beside it.
"""

TRIES = 2
"""Times that a task is tried which a worker died of: it may have been the fault of another process."""

MAX_SLOW_IN_A_ROW = 4
"""Tasks one after another that took too long, after which the rest is not tried: what holds them up is the same."""

Task = TypeVar("Task")
Result = TypeVar("Result")


class PartExecutor(Protocol):
    """Runs many tasks, in whatever order."""

    def done(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], seconds: float = MAX_TASK_SECONDS
    ) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised, as soon as it is there; a failure does not stop others.

        Args:
            seconds: that a task may take, where it can be ended from outside.
        """


@dataclass(frozen=True, slots=True)
class ExternalExecutor:
    """Runs tasks on a ``concurrent.futures.Executor``: a cluster, or anything that behaves like a pool."""

    executor: Executor

    def done(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], seconds: float = MAX_TASK_SECONDS
    ) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised; how long it takes is up to whoever runs it."""
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

    def done(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], seconds: float = MAX_TASK_SECONDS
    ) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised; nothing outside it ends one that goes on for ever."""
        for task in tasks:
            try:
                yield task, work(task)
            except Exception as fault:  # whatever went wrong with one
                yield task, fault


@dataclass(frozen=True, slots=True)
class ProcessExecutor:
    """Runs tasks in so many worker processes of this machine.

    Args:
        keep: whether one worker is kept for the next tasks of this process, which saves its start; not for files
            that came from outside.
    """

    workers: int
    keep: bool = False

    def done(
        self, work: Callable[[Task], Result], tasks: Sequence[Task], seconds: float = MAX_TASK_SECONDS
    ) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with its result, or with what it raised; one that a worker died of is tried once more.

        Raises:
            WorkerNotStarted: no worker can be started at all.
        """
        if not tasks:
            return
        run = _Run(work, tasks, seconds, self.keep)
        run.start(max(1, min(self.workers, len(tasks))))
        try:
            for _ in tasks:
                task, result = run.results.get()
                if isinstance(result, WorkerNotStarted):
                    raise result
                yield task, result
        finally:
            run.stop()


def executor_for(count: int, executor: PartExecutor) -> PartExecutor:
    """The executor for so many tasks: one worker that is kept where they are few."""
    if isinstance(executor, ProcessExecutor) and count <= FEW and current_thread() is main_thread():
        return ProcessExecutor(1, keep=True)
    return executor


class _Run(Generic[Task, Result]):
    """Tasks that are being done: each thread has a worker process of its own, and waits for it."""

    def __init__(self, work: Callable[[Task], Result], tasks: Sequence[Task], seconds: float, keep: bool) -> None:
        self._work, self._seconds, self._keep = work, seconds, keep
        self._todo = deque(tasks)
        self._lock = Lock()
        self._workers: set[WorkerProcess] = set()
        self._at_work = self._slow_in_a_row = 0
        self._threads: list[Thread] = []
        self.results: SimpleQueue[tuple[Task, Any]] = SimpleQueue()

    def start(self, workers: int) -> None:
        """Starts with so many workers; with fewer where the system allows no more threads."""
        self._at_work = workers
        for each in range(workers):
            thread = Thread(target=self._run, name="printing", daemon=True)
            try:
                thread.start()
            except RuntimeError as fault:
                with self._lock:
                    self._at_work -= workers - each
                if not each:
                    self.results.put(
                        (self._todo[0], WorkerNotStarted(said("No thread can be started: {reason}", reason=fault)))
                    )
                return
            self._threads.append(thread)

    def stop(self) -> None:
        """Ends what is not done yet."""
        with self._lock:
            self._todo.clear()
            for worker in self._workers:
                worker.kill()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        worker: WorkerProcess | None = None
        while True:
            with self._lock:
                if not self._todo:
                    self._at_work -= 1
                    break
                task = self._todo.popleft()
            if self._slow_in_a_row >= MAX_SLOW_IN_A_ROW:
                self.results.put(
                    (
                        task,
                        TooSlow(
                            said(
                                "It was not tried: {count} before it took too long",
                                count=MAX_SLOW_IN_A_ROW,
                            )
                        ),
                    )
                )
                continue
            try:
                worker, result = self._result(worker, task)
            except WorkerNotStarted as fault:
                with self._lock:
                    self._at_work -= 1
                    if self._at_work:  # others go on, and do it
                        self._todo.appendleft(task)
                        return
                self.results.put((task, fault))
                return
            with self._lock:
                self._slow_in_a_row = self._slow_in_a_row + 1 if isinstance(result, TooSlow) else 0
            self.results.put((task, result))
        if worker:
            self._leave(worker)

    def _result(self, worker: WorkerProcess | None, task: Task) -> tuple[WorkerProcess | None, Result | Exception]:
        """The worker that did a task, None where it is gone, and the result."""
        died: Exception | None = None
        for _ in range(TRIES):
            if worker and worker.tasks >= MAX_TASKS_PER_WORKER:
                self._leave(worker, keep=False)
                worker = None
            worker = worker or self._new_worker()
            try:
                return worker, worker.result(self._work, task, self._seconds)
            except TooSlow as fault:
                self._leave(worker, keep=False)
                return None, fault
            except WorkerDied as fault:
                self._leave(worker, keep=False)
                worker, died = None, fault
        assert died is not None
        return None, died

    def _new_worker(self) -> WorkerProcess:
        worker = (_kept_worker() if self._keep else None) or WorkerProcess()
        with self._lock:
            self._workers.add(worker)
        return worker

    def _leave(self, worker: WorkerProcess, keep: bool = True) -> None:
        with self._lock:
            self._workers.discard(worker)
        if not (keep and self._keep and _keep_worker(worker)):
            worker.close()


_kept: list[WorkerProcess] = []
_kept_lock = Lock()


def _kept_worker() -> WorkerProcess | None:
    with _kept_lock:
        return _kept.pop() if _kept else None


def _keep_worker(worker: WorkerProcess) -> bool:
    """Keeps a worker for the next tasks, and returns whether there is room for it."""
    with _kept_lock:
        if _kept:
            return False
        _kept.append(worker)
        return True


@atexit.register
def close_kept_worker() -> None:
    """Ends the worker that was kept."""
    while worker := _kept_worker():
        with suppress(OSError):
            worker.close()


def _forget_kept_worker() -> None:
    global _kept_lock  # that of the parent may be locked for ever
    _kept_lock = Lock()
    _kept.clear()


os.register_at_fork(after_in_child=_forget_kept_worker)
