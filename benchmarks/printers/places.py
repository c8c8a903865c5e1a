"""Where a program runs so that no process it starts is lost: a control group of its own, or below this process."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from ctypes import CDLL
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Protocol

GRACE = 10.0
"""Seconds that processes get to end after the program that started them."""

_SUBREAPER = 36  # prctl(2), PR_SET_CHILD_SUBREAPER


class Place(Protocol):
    """Where a program runs; ``by`` says how its CPU time is counted."""

    by: str

    def entering(self, command: Sequence[str]) -> Sequence[str]:
        """The command that runs it there."""

    def cpu(self) -> float:
        """CPU seconds of everything that ever ran there."""

    def processes(self) -> Sequence[int]:
        """What runs there now."""

    def until_empty(self) -> None:
        """Waits for what is left, and ends it where that takes long."""

    def clear(self) -> None:
        """Ends whatever runs there, at once."""


class Group:
    """A control group of its own."""

    by = "control group"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entering(self, command: Sequence[str]) -> Sequence[str]:
        return ("/bin/sh", "-c", 'echo $$ > "$0" && exec "$@"', str(self._folder / "cgroup.procs"), *command)

    def cpu(self) -> float:
        fields = dict(line.split() for line in (self._folder / "cpu.stat").read_text().splitlines())
        return int(fields["usage_usec"]) / 1e6

    def processes(self) -> Sequence[int]:
        return [int(each) for each in (self._folder / "cgroup.procs").read_text().split()]

    def until_empty(self) -> None:
        late = time.monotonic() + GRACE
        while self.processes():
            if time.monotonic() > late:
                self.clear()
            time.sleep(0.01)

    def end(self) -> None:
        """Leaves nothing behind, however it ended."""
        while self.processes():
            self.clear()
            time.sleep(0.01)
        self._folder.rmdir()

    def clear(self) -> None:
        (self._folder / "cgroup.kill").write_text("1")


class Tree:
    """The processes below the program; those that lost their parent become ours."""

    by = "waiting for every process"

    def __init__(self) -> None:
        CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
        self._before = _waited_for()
        self._not_ours = set(_below(os.getpid()))

    def entering(self, command: Sequence[str]) -> Sequence[str]:
        return command

    def cpu(self) -> float:
        tick = os.sysconf("SC_CLK_TCK")
        alive = sum(sum(_ticks(each)) for each in self.processes())
        return alive / tick + _waited_for() - self._before

    def processes(self) -> Sequence[int]:
        return [each for each in _below(os.getpid()) if each not in self._not_ours]

    def until_empty(self) -> None:
        late = time.monotonic() + GRACE
        while left := self.processes():
            if time.monotonic() > late:
                self.clear()
            for each in left:
                try:
                    os.waitpid(each, os.WNOHANG)
                except ChildProcessError:  # the child of another orphan
                    continue
            time.sleep(0.01)

    def clear(self) -> None:
        for each in self.processes():
            with suppress(ProcessLookupError):  # it ended just now
                os.kill(each, signal.SIGKILL)


@contextmanager
def place() -> Iterator[Place]:
    """A place for one program."""
    folder = _group_of_this_process()
    if folder is not None:
        made = folder / f"reportgen-bench-{os.getpid()}"
        try:
            made.mkdir()
            subprocess.run(Group(made).entering(["/bin/true"]), check=True, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            if made.exists():
                made.rmdir()
        else:
            made.rmdir()
            made.mkdir()  # again, so that counting begins at nothing
            group = Group(made)
            try:
                yield group
            finally:
                group.end()
            return
    yield Tree()


def _group_of_this_process() -> Path | None:
    """The folder of the control group this process is in; None where there is none."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
        own = [line for line in Path("/proc/self/cgroup").read_text().splitlines() if line.startswith("0::")]
    except OSError:
        return None
    mounted = [Path(fields[1]) for fields in mounts if fields[2] == "cgroup2"]
    return mounted[0] / own[0].removeprefix("0::").lstrip("/") if mounted and own else None


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
