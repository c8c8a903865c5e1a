"""A process that does one task at a time within bounds of time and memory, and what is said when it dies.

It is spawned: a forked process shares what it should not, and its libraries may wait for threads that it lacks.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import current_process, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from shutil import rmtree
from typing import Any, TypeVar

from reportgen.errors import RenderingError
from reportgen.i18n.message import Message, said
from reportgen.render.processes.timeouts import too_slow

MAX_MEMORY = 3 * 2**30
"""Bytes of address space of a worker, ten times what it needs; beyond it a task fails, and not the machine."""

MIN_MEMORY = 600_000_000
"""Bytes of address space without which libraries end a process on the spot, this one too, and say little."""

START_TIMEOUT = 120
"""Seconds that a worker may take to start; it takes one, and much longer on a machine that is busy."""

GC_THRESHOLD = 500_000
"""Objects that a worker makes between two garbage collections. Those of a part live until it is drawn; with Python's
own threshold a seventh of printing would go into looking at them in vain."""

TIMER_SIGNALS = (signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU)
"""What ends a worker that does not react to its limit of time (see ``timeouts``)."""

FEWER_WORKERS = said(
    "give reportgen more memory (ulimit -v, MemoryMax of systemd), or less to do at a time: --workers 1"
)

Task = TypeVar("Task")
Result = TypeVar("Result")


class WorkerDied(RenderingError):
    """A worker ended in the middle of a task, by itself or by the system."""


class WorkerNotStarted(RenderingError):
    """The system does not let a worker start."""


class WorkerProcess:
    """A process that does one task at a time.

    Args:
        max_memory: bytes of address space it may take; less where this process itself may take less.

    Raises:
        WorkerNotStarted: the system refuses it, or it ends before it can do anything.
    """

    def __init__(self, max_memory: int = MAX_MEMORY) -> None:
        self.tasks = 0
        self._owner = os.getpid()
        self._folder = ""
        if 0 <= resource.getrlimit(resource.RLIMIT_AS)[0] < MIN_MEMORY:
            raise _not_started(f"it takes at least {MIN_MEMORY // 1_000_000} MB of memory")
        context = get_context("spawn")
        try:
            self._folder = tempfile.mkdtemp(prefix="reportgen-")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._folder, max_memory), daemon=True)
            with _interrupts_blocked():
                self._process.start()
        except (OSError, MemoryError, RuntimeError) as fault:
            rmtree(self._folder, ignore_errors=True)
            raise _not_started(str(fault) or type(fault).__name__) from None
        theirs.close()
        try:
            ready = self._connection.poll(START_TIMEOUT) and self._connection.recv_bytes()
        except (OSError, EOFError):
            ready = b""
        if not ready:
            self.close()
            raise _not_started(self._ending())

    def result(self, work: Callable[[Task], Result], task: Task, seconds: float) -> Result | Exception:
        """What the work makes of a task, or what it raised.

        Raises:
            TooSlow: it takes more than so many seconds; the process is gone.
            WorkerDied: the process ended before it had done the task.
        """
        self.tasks += 1
        try:
            message = pickle.dumps((work, task))
        except Exception as fault:  # whatever cannot be pickled
            return fault
        try:
            self._connection.send_bytes(message)
            if not self._connection.poll(seconds):
                self.close()
                raise too_slow(seconds)
            answer = self._connection.recv_bytes()
        except (OSError, EOFError):
            self.close()
            if self._process.exitcode in [-each for each in TIMER_SIGNALS]:
                raise too_slow(seconds) from None
            raise WorkerDied(said("The worker process {ending}", ending=self._ending()), todo=self._todo()) from None
        try:
            result: Result | Exception = pickle.loads(answer)
        except Exception as fault:  # as above
            return fault
        return result

    def kill(self) -> None:
        """Ends the process; whoever waits for its result gets ``WorkerDied``."""
        if os.getpid() == self._owner:
            self._process.kill()

    def close(self) -> None:
        """Ends the process, and removes what it left."""
        if os.getpid() != self._owner:  # a fork of this process does not own it
            return
        with suppress(ValueError, OSError):
            self._process.join(0)
            if self._process.exitcode is None:
                self._process.kill()
                self._process.join()
        self._connection.close()
        rmtree(self._folder, ignore_errors=True)

    def _ending(self) -> Message:
        """How it ended, in words."""
        code = self._process.exitcode
        if code == -signal.SIGKILL:
            return said("was killed by the system, which does so where memory runs out")
        if code is not None and code < 0:
            return said("was ended by the system ({signal})", signal=signal.Signals(-code).name)
        return said("ended by itself (exit code {code})", code=code)

    def _todo(self) -> str:
        return FEWER_WORKERS if self._process.exitcode in (-signal.SIGKILL, -signal.SIGSEGV, 1) else ""


def _not_started(why: str) -> WorkerNotStarted:
    limits = [
        said("{most:,} {what}", most=most // unit, what=what)
        for kind, unit, few, what in (
            (resource.RLIMIT_AS, 1_000_000, 2**62, said("MB of memory (ulimit -v)")),
            (resource.RLIMIT_NPROC, 1, 2000, said("processes (ulimit -u)")),
            (resource.RLIMIT_NOFILE, 1, 500, said("open files (ulimit -n)")),
        )
        if 0 <= (most := resource.getrlimit(kind)[0]) < few
    ]
    return WorkerNotStarted(
        said("No worker process can be started: {why}", why=why),
        where=said("this machine allows {limits}", limits=limits) if limits else "",
        todo="allow more, and run the same command again; nothing is lost",
    )


def _serve(connection: Connection, folder: str, max_memory: int) -> None:
    """Does the tasks that come in, until nobody sends any more."""
    _set_up(folder, max_memory)
    connection.send_bytes(b"ready")
    while True:
        try:
            message = connection.recv_bytes()
        except EOFError:
            return
        try:
            work, task = pickle.loads(message)
            del message
            result = work(task)
        except Exception as fault:  # whatever went wrong with one
            result = fault
        try:
            answer = pickle.dumps(result)
        except Exception as fault:  # a library's exception that cannot be pickled
            answer = pickle.dumps(RenderingError(f"{type(result).__name__}: {result}; {fault}"))
        connection.send_bytes(answer)
        del result, answer


def _set_up(folder: str, max_memory: int) -> None:
    """Gives a worker its folder for temporary files and its limit of memory; it ends when its coordinator ends.

    It may have a worker of its own, as whoever reads an event with a logo has: that one ends with it.
    """
    current_process().daemon = False
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    limit_memory(max_memory)
    gc.set_threshold(GC_THRESHOLD)
    threading.Thread(target=_end_with_the_coordinator, daemon=True).start()


def limit_memory(most: int) -> None:
    """Lets this process take so many bytes of address space, or what it may take already where that is less."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = [each for each in (most, soft, hard) if each != resource.RLIM_INFINITY]
    with suppress(OSError, ValueError):  # where no limit can be set, that of time is left
        resource.setrlimit(resource.RLIMIT_AS, (min(allowed), hard))


@contextmanager
def growth_limited(most: int) -> Iterator[bool]:
    """Lets this process take so many bytes of address space beside what it has now, as long as the block runs.

    Yields:
        whether it may take them: False where it had less left already, or the system does not tell what it has.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        wanted = pages * resource.getpagesize() + most
        is_limited = soft == resource.RLIM_INFINITY or wanted <= soft
        if is_limited:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (OSError, ValueError):
        is_limited = False
    try:
        yield is_limited
    finally:
        if is_limited:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _end_with_the_coordinator() -> None:
    """Ends this process when the one that started it is gone, even if it was killed on the spot."""
    coordinator = parent_process()
    if coordinator is not None:
        wait([coordinator.sentinel])
        os._exit(1)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Processes started in this block never get what a terminal sends to all; the coordinator gets it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    try:
        resource_tracker.ensure_running()  # a process of the library's own, which unblocks SIGINT when it has started
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def fault_text(fault: Any) -> str:
    """Why a task failed, as a person reads it."""
    if isinstance(fault, MemoryError):
        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        most = MAX_MEMORY if limit == resource.RLIM_INFINITY else min(limit, MAX_MEMORY)
        return f"It needs more memory than a worker process may have ({most // 1_000_000:,} MB)"
    if isinstance(fault, RecursionError):
        return "It has elements or texts within each other, too deep to print"
    return str(fault) if isinstance(fault, RenderingError) else f"{type(fault).__name__}: {fault}"
