"""One background job at a time, which ends between two steps."""

from __future__ import annotations

from time import sleep

from reportgen.interfaces.web.background.jobs import JobRunner, Progress


def test_jobs_run_one_at_a_time_and_end_between_two_steps() -> None:
    jobs = JobRunner()
    steps: list[int] = []

    def job(progress: Progress) -> tuple[bool, str]:
        for step in range(1_000):
            steps.append(step)
            progress("send", step + 1, 1_000)
            sleep(0.002)
        return True, "klaar"

    assert jobs.start("Versturen", "anna", job)
    assert not jobs.start("Maken", "bram", job)
    while jobs.state.done < 3:
        sleep(0.001)
    jobs.close()
    assert len(steps) < 1_000
    assert not jobs.state.running
    assert not jobs.start("Maken", "bram", job)
