"""The bell: rings the same journey as cron and systemd do, in a process of its own, until the window has closed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from schedule import Scheduler

from reportgen.config.timezone import ZONE
from reportgen.interfaces.cli.output.terminal import console

REFRESH_AT = "06:00"
"""Dutch time; CBS publishes by day, and nobody waits for the figures then."""

NAP = 30.0
"""Seconds to sleep at most: a machine that slept finds out soon after it wakes that it is late."""

Ring = Callable[[Sequence[str]], int]
"""Runs a command of the program, and gives its exit code."""


def bell(event: str, output: str, options: Sequence[str], minutes: int, ring: Ring) -> Scheduler:
    """The jobs: figures once a day, and the whole journey every so many minutes.

    Each rings at most once however long the machine slept, and what goes wrong in one stops neither.
    """
    jobs = Scheduler()
    run = ("run", event, "--output", output, "--tell", *options)
    jobs.every(minutes).minutes.do(_rung, run, ring)
    jobs.every().day.at(REFRESH_AT, str(ZONE)).do(_rung, ("refresh", event, "--output", output), ring)
    return jobs


def keep_ringing(
    jobs: Scheduler, last: datetime, clock: Callable[[], datetime], pause: Callable[[float], None]
) -> None:
    """Rings all at once to begin with, which makes up for what a restart missed, and then each in its time."""
    jobs.run_all()
    while clock() <= last:
        jobs.run_pending()
        pause(min(NAP, max(0.0, jobs.idle_seconds or 0.0)))
    jobs.run_all()


def in_a_process(command: Sequence[str]) -> int:
    """Runs a command of the program in a process of its own, so that nothing of it stays behind."""
    return subprocess.run([sys.executable, "-m", "reportgen", *command], check=False).returncode


def _rung(command: Sequence[str], ring: Ring) -> None:
    try:
        code: object = ring(command)
    except Exception as fault:  # a bell that stops ringing is worse than whatever went wrong
        code = f"{type(fault).__name__}: {fault}"
    console.print(f"{datetime.now(ZONE):%d-%m-%Y %H:%M}  reportgen {' '.join(command)}: {code}", soft_wrap=True)
