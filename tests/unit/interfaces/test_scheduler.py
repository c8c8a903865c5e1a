"""The scheduler: it goes on whatever happens, and runs a job once for all that it slept through."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reportgen.config.timezone import ZONE
from reportgen.interfaces import scheduler
from reportgen.interfaces.scheduler import LONGEST_SLEEP, run_until, scheduled_jobs

CRON = Path(__file__).parents[3] / "cron"


class RecordedCommands:
    """Records which commands were run, and fails where it is told to."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.commands: list[str] = []
        self._fault = fault

    def __call__(self, command: Sequence[str]) -> int:
        self.commands.append(command[0])
        if self._fault:
            raise self._fault
        return 0


def test_a_run_that_fails_does_not_stop_the_scheduler() -> None:
    recorded = RecordedCommands(RuntimeError("broken"))
    jobs = scheduled_jobs("an-event", "output", (), 60, recorded)
    jobs.run_all()
    jobs.run_all()
    assert recorded.commands == ["run", "refresh"] * 2


def test_a_machine_that_slept_for_a_day_runs_each_job_once() -> None:
    recorded = RecordedCommands()
    jobs = scheduled_jobs("an-event", "output", (), 60, recorded)
    for job in jobs.jobs:
        assert job.next_run is not None
        job.next_run -= timedelta(days=1)
    jobs.run_pending()
    assert sorted(recorded.commands) == ["refresh", "run"]
    jobs.run_pending()
    assert sorted(recorded.commands) == ["refresh", "run"], "caught up"
    assert all(job.next_run and job.next_run.astimezone(ZONE) > datetime.now(ZONE) for job in jobs.jobs)


def test_it_runs_at_once_and_stops_when_the_window_has_closed() -> None:
    recorded = RecordedCommands()
    now = datetime(2018, 12, 9, 17, 59, tzinfo=ZONE)
    sleeps: list[float] = []

    def clock() -> datetime:
        return now + timedelta(seconds=LONGEST_SLEEP) * len(sleeps)

    run_until(now + timedelta(minutes=1), scheduled_jobs("an-event", "output", (), 60, recorded), clock, sleeps.append)
    assert recorded.commands == ["run", "refresh", "run", "refresh"], "once at the start, and once after the end"
    assert 0 < len(sleeps) < 10
    assert max(sleeps) <= LONGEST_SLEEP


def test_it_asks_for_figures_at_six_in_the_netherlands() -> None:
    refresh = next(job for job in scheduled_jobs("an-event", "output", (), 60, RecordedCommands()).jobs if job.at_time)
    assert refresh.next_run is not None
    assert refresh.next_run.astimezone(ZONE).strftime("%H:%M") == "06:00"


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
