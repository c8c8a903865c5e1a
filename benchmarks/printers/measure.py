"""What a program costs: CPU time of its whole process tree, time by the clock, and memory at its highest.

Where the kernel lets us, the program runs in a control group (cgroup v2) of its own: the kernel then counts the CPU
time of every process that was ever in it, of those that left their parent too, as those of a browser do. Elsewhere on
Linux this process takes in the orphans of the program, and what it waited for and what still lives are added up, in
ticks of 10 ms. Memory is the sum of PSS (pages that processes share are divided among them), looked at every quarter
of a second, so a shorter peak may be missed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from printers.places import Place, place

LOOK = 0.25
"""Seconds between two looks at memory."""

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
    with place() as here:
        begun = time.perf_counter()
        with subprocess.Popen(
            here.entering(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            text=True,
            env={**os.environ, **(environment or {})},
        ) as program:
            watch = _Watch(here)
            assert program.stdin is not None
            assert program.stdout is not None
            stages: dict[str, Cost] = {}
            said: list[str] = []
            cpu, clock = 0.0, 0.0
            try:
                for line in program.stdout:
                    if not line.startswith(_MARK):
                        said.append(line.rstrip("\n"))
                        continue
                    now_cpu, now = here.cpu(), time.perf_counter() - begun
                    stages[line.removeprefix(_MARK).strip()] = Cost(now_cpu - cpu, now - clock, watch.highest_since())
                    cpu, clock = now_cpu, now
                    program.stdin.write("\n")
                    program.stdin.flush()
            except BaseException:  # nobody waits for it any more
                here.clear()
                raise
        here.until_empty()
        whole = Cost(here.cpu(), time.perf_counter() - begun, watch.ended())
        return Measured(whole, stages, here.by, program.returncode, tuple(said))


class _Watch:
    """Looks at the memory of all processes now and then, from a thread of its own."""

    def __init__(self, where: Place) -> None:
        self._place = where
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
        now = sum(_pss(each) for each in self._place.processes())
        self._highest, self._since = max(self._highest, now), max(self._since, now)


def _pss(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it ended just now
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
