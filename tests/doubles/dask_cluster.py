"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

TIMEOUT = 60
"""Seconds until the scheduler must listen."""


@dataclass
class DaskCluster:
    """A cluster for as long as a test needs it.

    Attributes:
        address: where its scheduler listens.
        workers: the processes that print.
    """

    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def hires(self, count: int, **environment: str) -> None:
        """Starts so many workers."""
        for _ in range(count):
            self.workers.append(
                self.started(
                    *("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard"),
                    *("--death-timeout", str(TIMEOUT), "--local-directory", str(self.folder)),
                    **environment,
                )
            )

        end = monotonic() + TIMEOUT
        while (self.folder / "log").read_text("utf-8").count("Registered to:") < len(self.workers):
            assert monotonic() < end, (self.folder / "log").read_text("utf-8")
            sleep(0.1)

    def kills(self, number: int) -> None:
        """Ends a worker on the spot, whatever it is at."""
        self.workers[number].send_signal(signal.SIGKILL)
        self.workers[number].wait()

    def started(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        """A part of the cluster as a process."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                stdout=log,
                stderr=log,
                env={**os.environ, **environment},
            )


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[DaskCluster]:
    """A scheduler with so many workers; nothing of it stays behind."""
    cluster = DaskCluster(folder)
    address = folder / "scheduler.json"
    scheduler = cluster.started(
        *("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)),
    )
    try:
        end = monotonic() + TIMEOUT
        while not (address.is_file() and '"address"' in address.read_text("utf-8")):
            assert monotonic() < end, (folder / "log").read_text("utf-8")
            sleep(0.1)
        cluster.address = address.read_text("utf-8").partition('"address": "')[2].partition('"')[0]
        cluster.hires(workers)
        yield cluster
    finally:
        for each in (*cluster.workers, scheduler):
            each.kill()
            each.wait()
