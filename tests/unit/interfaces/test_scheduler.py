"""The scheduler: it goes on whatever happens, and runs a job once for all that it slept through."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reportgen.config.timezone import ZONE
from reportgen.interfaces import scheduler
from reportgen.interfaces.scheduler import Jobs, run_until, scheduled_jobs

CRON = Path(__file__).parents[3] / "cron"


class Machine:
    """A clock on the wall and a timer, which go on when somebody sleeps or works, and can be moved apart."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)
        self.seconds = 1_000.0

    def clock(self) -> datetime:
        """The time on the wall."""
        return self.now.astimezone(ZONE)

    def timer(self) -> float:
        """The timer, which stands still while the machine is suspended."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Lets time pass."""
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds


class RecordedCommands:
    """Records when which command was run; each takes some time, and fails where it is told to."""

    def __init__(self, machine: Machine, fault: Exception | None = None, **lasts: timedelta) -> None:
        self.done: list[tuple[str, str]] = []
        self._machine = machine
        self._fault = fault
        self._lasts = lasts

    @property
    def commands(self) -> list[str]:
        """The names of the commands, in order."""
        return [name for name, _ in self.done]

    def times(self, name: str) -> list[str]:
        """When a command began, in Dutch time."""
        return [at for each, at in self.done if each == name]

    def __call__(self, command: Sequence[str]) -> int:
        self.done.append((command[0], f"{self._machine.clock():%d-%m %H:%M}"))
        self._machine.sleep(self._lasts.get(command[0], timedelta()).total_seconds())
        if self._fault:
            raise self._fault
        return 0


def at(text: str) -> datetime:
    """A moment in Dutch time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def scheduled(machine: Machine, recorded: RecordedCommands, minutes: int = 60) -> Jobs:
    return scheduled_jobs("an-event", "output", (), minutes, recorded, machine.clock, machine.timer)


def runs_between(
    begin: str, end: str, moves: dict[str, Callable[[Machine], None]] | None = None, **lasts: timedelta
) -> RecordedCommands:
    """What was run from one moment to another.

    Args:
        moves: what happens to the machine, by the first moment on the wall at which it happens.
    """
    machine, waiting = Machine(at(begin)), dict(moves or {})
    recorded = RecordedCommands(machine, **lasts)

    def sleep(seconds: float) -> None:
        machine.sleep(seconds)
        for moment in [each for each in waiting if machine.clock() >= at(each)]:
            waiting.pop(moment)(machine)

    run_until(lambda: at(end), scheduled(machine, recorded), sleep)
    assert not waiting
    return recorded


def test_a_run_that_fails_does_not_stop_the_scheduler() -> None:
    machine = Machine(at("2018-12-03T08:00"))
    recorded = RecordedCommands(machine, RuntimeError("broken"))
    jobs = scheduled(machine, recorded)
    jobs.run_all()
    jobs.run_all()
    assert recorded.commands == ["run", "refresh"] * 2


def test_it_runs_at_once_every_hour_and_once_more_when_the_window_has_closed() -> None:
    recorded = runs_between("2018-12-03T08:00", "2018-12-03T10:30")
    assert recorded.times("run") == ["03-12 08:00", "03-12 09:00", "03-12 10:00", "03-12 10:30"]
    assert recorded.times("refresh") == ["03-12 08:00"]


def test_years_after_the_window_nothing_is_run_and_it_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    recorded = runs_between("2026-11-28T08:00", "2018-12-09T18:00")
    assert recorded.commands == []
    assert capsys.readouterr().out == "It is over: the window closed on 9 December 2018, 18:00. Nothing is run.\n"


def test_a_window_that_is_moved_while_it_waits_counts() -> None:
    machine = Machine(at("2018-12-03T08:00"))
    ends = iter([at("2018-12-03T09:00")] * 10 + [at("2018-12-03T08:10")] * 99)
    recorded = RecordedCommands(machine)
    run_until(lambda: next(ends), scheduled(machine, recorded), machine.sleep)
    assert recorded.times("run") == ["03-12 08:00", "03-12 08:10"]


def test_figures_are_asked_for_at_six_in_the_netherlands_across_both_changes_of_the_clock() -> None:
    for begin, end, days in (
        ("2019-03-29T12:00", "2019-04-02T12:00", ["30-03", "31-03", "01-04", "02-04"]),
        ("2018-10-26T12:00", "2018-10-30T12:00", ["27-10", "28-10", "29-10", "30-10"]),
    ):
        assert runs_between(begin, end).times("refresh")[1:] == [f"{day} 06:00" for day in days]


def test_an_hour_is_an_hour_across_both_changes_of_the_clock() -> None:
    spring = runs_between("2019-03-31T00:30", "2019-03-31T05:00").times("run")
    assert spring == ["31-03 00:30", "31-03 01:30", "31-03 03:30", "31-03 04:30", "31-03 05:00"]
    autumn = runs_between("2018-10-28T00:30", "2018-10-28T04:00").times("run")
    hours = ["00:30", "01:30", "02:30", "02:30", "03:30", "04:00"]
    assert autumn == [f"28-10 {hour}" for hour in hours]


@pytest.mark.parametrize(
    ("begin", "end", "times"),
    [
        ("2019-03-30T12:00", "2019-04-01T12:00", ["31-03 03:30", "01-04 02:30"]),
        ("2018-10-27T12:00", "2018-10-29T12:00", ["28-10 02:30", "29-10 02:30"]),
    ],
)
@pytest.mark.parametrize("lasts", [timedelta(), timedelta(minutes=40), timedelta(minutes=90)])
def test_a_time_of_day_that_is_left_out_or_comes_twice_counts_once(
    monkeypatch: pytest.MonkeyPatch, begin: str, end: str, times: list[str], lasts: timedelta
) -> None:
    monkeypatch.setattr(scheduler, "REFRESH_AT", "02:30")
    found = runs_between(begin, end, refresh=lasts).times("refresh")[1:]
    assert [each[:5] for each in found] == [each[:5] for each in times], "once a day"
    if not lasts:
        assert found == times


def _suspended(hours: float) -> Callable[[Machine], None]:
    def move(machine: Machine) -> None:
        machine.now += timedelta(hours=hours)  # and the timer stands still

    return move


_set_forward = _suspended


def _set_back(hours: float) -> Callable[[Machine], None]:
    return _suspended(-hours)


def test_a_machine_that_slept_for_days_runs_each_job_once() -> None:
    recorded = runs_between("2018-12-03T08:00", "2018-12-06T10:20", {"2018-12-03T08:10": _suspended(73.9)})
    assert recorded.times("refresh") == ["03-12 08:00", "06-12 10:04"]
    assert recorded.times("run") == ["03-12 08:00", "06-12 10:04", "06-12 10:20"]


def test_a_clock_that_is_set_back_makes_no_run_wait_longer() -> None:
    recorded = runs_between("2018-12-03T08:00", "2018-12-03T10:30", {"2018-12-03T08:30": _set_back(1)})
    assert recorded.times("run") == ["03-12 08:00", "03-12 08:00", "03-12 09:00", "03-12 10:00", "03-12 10:30"]


def test_a_clock_that_was_a_year_ahead_silences_nothing() -> None:
    machine = Machine(at("2018-12-03T08:00"))
    recorded = RecordedCommands(machine)
    jobs = scheduled(machine, recorded)
    _set_forward(24 * 365)(machine)
    jobs.run_pending()
    _set_back(24 * 365)(machine)
    for _ in range(24 * 60):
        machine.sleep(60)
        jobs.run_pending()
    assert recorded.times("refresh") == ["03-12 08:00", "04-12 06:00"]
    assert len(recorded.times("run")) == 1 + 24


def test_a_clock_that_is_set_back_over_six_asks_for_figures_once() -> None:
    recorded = runs_between("2018-12-03T05:00", "2018-12-03T09:00", {"2018-12-03T06:20": _set_back(1)})
    assert recorded.times("refresh")[1:] == ["03-12 06:00"]


def test_figures_that_take_over_an_hour_skip_no_run_and_stack_none() -> None:
    recorded = runs_between("2018-12-03T05:30", "2018-12-03T09:20", refresh=timedelta(minutes=100))
    assert recorded.times("run") == ["03-12 05:30", "03-12 07:10", "03-12 08:50", "03-12 09:20"]


def test_jobs_that_are_due_together_run_in_one_order_whatever_the_library_takes_for_their_next_time() -> None:
    for first, last in (("run", "refresh"), ("refresh", "run")):
        machine = Machine(at("2018-12-03T05:30"))
        recorded = RecordedCommands(machine)
        jobs = scheduled(machine, recorded)
        for each in jobs.jobs:
            each.next_run = at("2018-12-03" if f"'{first}'" in str(each) else "2018-12-04")
        machine.sleep(3_600)
        jobs.run_pending()
        assert recorded.commands == ["run", "refresh"], (first, last)


def test_a_run_that_takes_over_an_hour_is_followed_by_one_other() -> None:
    recorded = runs_between("2018-12-03T06:30", "2018-12-03T10:00", run=timedelta(minutes=90))
    assert recorded.times("run") == ["03-12 06:30", "03-12 08:00", "03-12 09:30", "03-12 11:01"]


def test_a_command_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert scheduler.run_in_process(("status", str(tmp_path))) == 3


def test_stopped_by_hand_a_command_may_end_what_it_has_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    real = subprocess.Popen.wait

    def interrupted(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        monkeypatch.setattr(subprocess.Popen, "wait", real)
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
    monkeypatch.setattr(subprocess.Popen, "kill", lambda _: ended.append(signal.SIGKILL))
    monkeypatch.setattr(subprocess.Popen, "terminate", lambda _: ended.append(signal.SIGTERM))
    with pytest.raises(KeyboardInterrupt):
        scheduler.run_in_process(("--help",))
    assert ended == [signal.SIGTERM]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_its_units(tmp_path: Path) -> None:
    for unit in CRON.glob("reportgen*@.*"):
        text = unit.read_text("utf-8").replace("/srv/reportgen/.venv/bin/reportgen", "/bin/true")
        (tmp_path / unit.name.replace("@", "@an-event")).write_text(text, "utf-8")
    units = sorted(str(each) for each in tmp_path.iterdir())
    assert len(units) == 4
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, timeout=60, check=False
    )
    said = [line for line in done.stderr.splitlines() if "reportgen" in line]
    assert (done.returncode, said) == (0, [])
