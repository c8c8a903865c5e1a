"""Runs scheduled jobs until the delivery window closes: each is a command of this program, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from schedule import Job, Scheduler

from reportgen.config.timezone import ZONE
from reportgen.domain.timer import Timer
from reportgen.interfaces.cli.output.terminal import say, show_text
from reportgen.interfaces.language import language
from reportgen.render.content.catalogue import moment_text

REFRESH_AT = "06:00"
"""Dutch time; CBS publishes by day, and nobody waits for the figures then."""

TICK = 30.0
"""Seconds between two looks at the clocks: a machine that was suspended notices missed jobs so soon after it wakes."""

SET_BACK = timedelta(days=1)
"""A clock that was set back by more than this was wrong before, and so was the day on which a job ran last."""

WallClock = Callable[[], datetime]
"""The present moment, with its time zone."""

RunCommand = Callable[[Sequence[str]], int]
"""Runs a command of the program, and returns its exit code."""


class Jobs(Scheduler):
    """The jobs of ``schedule``, which are due by the clocks that are given and whatever happens to these.

    The library itself knows only the naive local time: where that goes back an hour it waits an hour too long, and a
    clock that is set back by a year silences it for that year.
    """

    def __init__(self, clock: WallClock, timer: Timer) -> None:
        super().__init__()
        self.clock = clock
        self.timer = timer

    def now(self) -> datetime:
        """The present moment in UTC, in which differences of moments are durations."""
        return self.clock().astimezone(UTC)

    def every(self, interval: int = 1) -> Job:
        """A new job, as in the library."""
        return ReliableJob(interval, self)

    def run_pending(self) -> None:
        """Runs the jobs that are due, in the order in which they were made.

        The library sorts them by when it would run them, for which it asks the clock of the machine.
        """
        due = [each for each in self.jobs if each.should_run]
        for each in due:
            each.run()  # type: ignore[no-untyped-call]  # the library has no types here


class ReliableJob(Job):
    """A job that runs once for any number of missed times, and never twice for one.

    A job with a time of day runs when that was passed since its last run: the first of two equal times in autumn, and
    the first moment behind a time that spring leaves out. Any other runs when its interval has passed on the clock or
    on the timer: a timer stands still while a machine sleeps, and a clock can be set back.
    """

    def __init__(self, interval: int, jobs: Jobs) -> None:
        super().__init__(interval, jobs)
        self._jobs = jobs
        self._handled, self._started = jobs.now(), jobs.timer()

    @property
    def should_run(self) -> bool:
        """Whether it is due."""
        now = self._jobs.now()
        if self.at_time is not None:
            if self._handled - now > SET_BACK:
                self._handled = now
            return last_time_of_day(now, self.at_time) > self._handled
        span = timedelta(**{str(self.unit): self.interval})
        return now - self._handled >= span or self._jobs.timer() - self._started >= span.total_seconds()

    def run(self) -> object:
        """Runs it; its interval begins here, so that a long run does not move the next one."""
        self._handled, self._started = self._jobs.now(), self._jobs.timer()
        return super().run()  # type: ignore[no-untyped-call]  # as above


def last_time_of_day(now: datetime, at: time) -> datetime:
    """The last moment, up to now, at which the clocks of events came to a time of day.

    Args:
        now: a moment with a time zone.
        at: a time of day in the time zone of events.
    """
    today = now.astimezone(ZONE).date()
    days = (datetime.combine(today - timedelta(days=back), at, ZONE) for back in range(3))
    # fold=0: the first of two equal times; of a time that is left out, the moment as many minutes behind the gap
    moments = (each.astimezone(UTC) for each in days)
    return next(each for each in moments if each <= now.astimezone(UTC))


def scheduled_jobs(
    event: str,
    output: str,
    options: Sequence[str],
    minutes: int,
    run_command: RunCommand,
    clock: WallClock,
    timer: Timer,
) -> Jobs:
    """The jobs, in the order in which they run where they are due together: first ``run``, then ``refresh``.

    ``run`` is every so many minutes, ``refresh`` once a day. A job runs once after any number of missed times, and an
    error in one job stops no other.

    Args:
        options: more options for ``run``.
        timer: monotonic seconds.
    """
    jobs = Jobs(clock, timer)

    def report(command: Sequence[str]) -> None:
        _run_and_report(command, run_command, clock)

    run = ("run", event, "--output", output, "--tell", *options)
    jobs.every(minutes).minutes.do(report, run).tag("run")
    jobs.every().day.at(REFRESH_AT, str(ZONE)).do(report, ("refresh", event, "--output", output))
    return jobs


def run_until(window_end: Callable[[], datetime], jobs: Jobs, sleep: Callable[[float], None]) -> None:
    """Runs all jobs at the start, to catch up after a restart; then each at its time; and ``run`` once more at the end.

    Does nothing at all where the window is over at the start.

    Args:
        window_end: the end of the window; asked at every look, since organisers may move it.
    """
    if jobs.clock() > (end := window_end()):
        say("It is over: the window closed on {end}. Nothing is run.", end=end)
        return
    jobs.run_all()
    while jobs.clock() <= (end := window_end()):
        jobs.run_pending()
        sleep(TICK)
    for each in jobs.get_jobs("run"):
        each.run()  # type: ignore[no-untyped-call]  # as above
    say("The window closed on {end}: the scheduler ends.", end=end)


def run_in_process(command: Sequence[str]) -> int:
    """Runs a command of the program in a new process, so that it leaves no state behind."""
    with subprocess.Popen([sys.executable, "-m", "reportgen", *command]) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:  # it ends the letter in hand as it would by itself; subprocess.run would kill it
            process.terminate()
            process.wait()
            raise


def _run_and_report(command: Sequence[str], run_command: RunCommand, clock: WallClock) -> None:
    try:
        code: object = run_command(command)
    except Exception as fault:  # the scheduler must go on whatever fails
        code = f"{type(fault).__name__}: {fault}"
    show_text(f"{moment_text(clock(), language())}  reportgen {' '.join(command)}: {code}")
