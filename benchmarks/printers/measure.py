"""What a program costs: CPU time of its whole process tree, time by the clock, and memory at its highest.

Where the kernel lets us, the program runs in a control group (cgroup v2) of its own: the kernel then counts the CPU
time of every process that was ever in it, of those that left their parent too, as those of a browser do. Elsewhere on
Linux this process takes in the orphans of the program, and what it waited for and what still lives are added up, in
ticks of 10 ms. Memory is the sum of PSS (pages that processes share are divided among them), looked at every quarter
of a second, so a shorter peak may be missed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import CDLL
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Protocol

LOOK = 0.25
"""Seconds between two looks at memory."""

GRACE = 10.0
"""Seconds that processes get to end after the program that started them."""

_SUBREAPER = 36  # prctl(2), PR_SET_CHILD_SUBREAPER
_MARK = "mark "


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and clock in seconds, memory at its highest in bytes."""

    cpu: float
    clock: float
    memory: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What a program cost: the whole, and each of its stages by name.

    Attributes:
        by: how CPU time was counted.
        code: the exit code of the program.
        said: what it said, line by line.
    """

    whole: Cost
    stages: Mapping[str, Cost]
    by: str
    code: int
    said: tuple[str, ...]


def stage(name: str) -> None:
    """Called in a program that is measured, at the end of each stage: waits until its cost is noted."""
    sys.stdout.write(f"{_MARK}{name}\n")
    sys.stdout.flush()
    sys.stdin.readline()


def measured(command: Sequence[str], environment: Mapping[str, str] | None = None, quiet: bool = True) -> Measured:
    """Runs a program to its end, and that of every process it started.

    Args:
        quiet: its complaints are not shown.
    """
    with _place() as place:
        begun = time.perf_counter()
        with subprocess.Popen(
            place.entering(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            text=True,
            env={**os.environ, **(environment or {})},
        ) as program:
            watch = _Watch(place, program.pid)
            assert program.stdin is not None
            assert program.stdout is not None
            stages: dict[str, Cost] = {}
            said: list[str] = []
            cpu, clock = 0.0, 0.0
            for line in program.stdout:
                if not line.startswith(_MARK):
                    said.append(line.rstrip("\n"))
                    continue
                now_cpu, now = place.cpu(program.pid), time.perf_counter() - begun
                stages[line.removeprefix(_MARK).strip()] = Cost(now_cpu - cpu, now - clock, watch.highest_since())
                cpu, clock = now_cpu, now
                program.stdin.write("\n")
                program.stdin.flush()
        place.until_empty()
        whole = Cost(place.cpu(program.pid), time.perf_counter() - begun, watch.ended())
        return Measured(whole, stages, place.by, program.returncode, tuple(said))


class _Place(Protocol):
    """Where a program runs, so that nothing it starts is lost."""

    by: str

    def entering(self, command: Sequence[str]) -> Sequence[str]: ...

    def cpu(self, root: int) -> float: ...

    def processes(self, root: int) -> Sequence[int]: ...

    def until_empty(self) -> None: ...


class _Group:
    """A control group of its own."""

    by = "control group"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entering(self, command: Sequence[str]) -> Sequence[str]:
        return ("/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', str(self._folder / "cgroup.procs"), *command)

    def cpu(self, root: int) -> float:
        fields = dict(line.split() for line in (self._folder / "cpu.stat").read_text().splitlines())
        return int(fields["usage_usec"]) / 1e6

    def processes(self, root: int) -> Sequence[int]:
        return [int(each) for each in (self._folder / "cgroup.procs").read_text().split()]

    def until_empty(self) -> None:
        late = time.monotonic() + GRACE
        while self.processes(0):
            if time.monotonic() > late:
                self._kill()
            time.sleep(0.01)

    def end(self) -> None:
        """Leaves nothing behind, however it ended."""
        while self.processes(0):
            self._kill()
            time.sleep(0.01)
        self._folder.rmdir()

    def _kill(self) -> None:
        (self._folder / "cgroup.kill").write_text("1")


class _Tree:
    """The processes below the program; those that lost their parent become ours."""

    by = "waiting for every process"

    def __init__(self) -> None:
        CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
        self._before = _waited_for()
        self._not_ours = set(_below(os.getpid()))

    def entering(self, command: Sequence[str]) -> Sequence[str]:
        return command

    def cpu(self, root: int) -> float:
        tick = os.sysconf("SC_CLK_TCK")
        alive = sum(sum(_ticks(each)) for each in self.processes(root))
        return alive / tick + _waited_for() - self._before

    def processes(self, root: int) -> Sequence[int]:
        return [each for each in _below(os.getpid()) if each not in self._not_ours]

    def until_empty(self) -> None:
        late = time.monotonic() + GRACE
        while left := self.processes(0):
            for each in left:
                if time.monotonic() > late:
                    os.kill(each, signal.SIGKILL)
                try:
                    os.waitpid(each, os.WNOHANG)
                except ChildProcessError:  # the child of another orphan
                    continue
            time.sleep(0.01)


@contextmanager
def _place() -> Iterator[_Place]:
    folder = _group_of_this_process()
    if folder is not None:
        made = folder / f"reportgen-bench-{os.getpid()}"
        try:
            made.mkdir()
            subprocess.run(_Group(made).entering(["/bin/true"]), check=True, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            if made.exists():
                made.rmdir()
        else:
            made.rmdir()
            made.mkdir()  # again, so that counting begins at nothing
            group = _Group(made)
            try:
                yield group
            finally:
                group.end()
            return
    yield _Tree()


def _group_of_this_process() -> Path | None:
    """The folder of the control group this process is in; None where there is none."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
        own = [line for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::")]
    except OSError:
        return None
    mounted = [Path(fields[1]) for fields in mounts if fields[2] == "cgroup2"]
    return mounted[0] / own[0].removeprefix("0::").lstrip("/") if mounted and own else None


class _Watch:
    """Looks at the memory of all processes now and then, from a thread of its own."""

    def __init__(self, place: _Place, root: int) -> None:
        self._place, self._root = place, root
        self._highest, self._since = 0, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def highest_since(self) -> int:
        """The highest since this was asked before, in bytes."""
        self._note()
        highest, self._since = self._since, 0
        return highest

    def ended(self) -> int:
        """The highest of all, in bytes."""
        self._over.set()
        self._thread.join()
        return self._highest

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            self._note()

    def _note(self) -> None:
        now = sum(_pss(each) for each in self._place.processes(self._root))
        self._highest, self._since = max(self._highest, now), max(self._since, now)


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended just now
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _below(root: int) -> list[int]:
    """All descendants of a process."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, ahead = [], [root]
    while ahead:
        ahead = [child for each in ahead for child in children.get(each, ())]
        found += ahead
    return found


def _ticks(process: int) -> tuple[int, ...]:
    """CPU time of a process and of those it waited for, in ticks."""
    fields = _stat(process)
    return tuple(int(each) for each in fields[11:15]) if fields else ()


def _stat(process: int) -> list[str]:
    """The fields of a process behind its name, the state first; empty when it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _waited_for() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
