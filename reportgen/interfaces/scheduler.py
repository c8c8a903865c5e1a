"""Runs scheduled jobs until the delivery window closes: each is a command of this program, in a process of its own."""

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

LONGEST_SLEEP = 30.0
"""Seconds: a machine that was suspended notices missed jobs this soon after it resumes."""

RunCommand = Callable[[Sequence[str]], int]
"""Runs a command of the program, and returns its exit code."""


def scheduled_jobs(event: str, output: str, options: Sequence[str], minutes: int, run_command: RunCommand) -> Scheduler:
    """The jobs: ``refresh`` once a day, and ``run`` every so many minutes.

    A job runs once after any number of missed times, and an error in one job stops no other.

    Args:
        options: more options for ``run``.
    """
    jobs = Scheduler()
    run = ("run", event, "--output", output, "--tell", *options)
    jobs.every(minutes).minutes.do(_run_and_report, run, run_command)
    jobs.every().day.at(REFRESH_AT, str(ZONE)).do(_run_and_report, ("refresh", event, "--output", output), run_command)
    return jobs


def run_until(last: datetime, jobs: Scheduler, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
    """Runs all jobs at the start, to catch up after a restart; then each at its time; and all once more at the end.

    Args:
        last: when the last round of jobs starts.
    """
    jobs.run_all()
    while clock() <= last:
        jobs.run_pending()
        sleep(min(LONGEST_SLEEP, max(0.0, jobs.idle_seconds or 0.0)))
    jobs.run_all()


def run_in_process(command: Sequence[str]) -> int:
    """Runs a command of the program in a new process, so that it leaves no state behind."""
    with subprocess.Popen([sys.executable, "-m", "reportgen", *command]) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it ends the letter in hand as it would by itself; subprocess.run would kill it
            process.terminate()
            process.wait()
            raise


def _run_and_report(command: Sequence[str], run_command: RunCommand) -> None:
    try:
        code: object = run_command(command)
    except Exception as fault:  # the scheduler must go on whatever fails
        code = f"{type(fault).__name__}: {fault}"
    console.print(f"{datetime.now(ZONE):%d-%m-%Y %H:%M}  reportgen {' '.join(command)}: {code}", soft_wrap=True)
