"""Printing packs: this press beside a naive loop and Chromium, on the same pages, in one run.

Run with ``make bench``; ``--write`` keeps what came out in benchmarks/RESULTS.md. What is told are ratios of CPU time
of whole process trees, on this machine and in this run. Chromium comes with ``pip install '.[dev]'`` and
``apt-get install chromium``; without it, it is left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from printers.changes import CHANGES
from printers.people import event_with
from printers.race import BEYOND, NAIVE, RIVALS, a_pack_of, our_rows, our_runs, rival_row, speed_up
from printers.table import written

SIZES = (80, 200, 1000)
"""Participants: the example (which has some more), of 135 municipalities, of all 380."""

RESULTS = Path(__file__).parent / "RESULTS.md"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

NOTES = """\
How many times less CPU time than the naive loop, and CPU seconds for so many packs. CPU time is that of the whole
process tree ({by}); memory is the sum of PSS of all processes at its highest. Reading the event is the same
for all and left out. This press is measured whole: starting processes and validating files are in it. The others
validate nothing, and their start and first pack are left out.
* worked out: the naive loop and Chromium from {sample} packs; what lies beyond the events from what a pack and what a
municipality cost."""


def main() -> None:
    """Prints the table and the lines below it."""
    wish = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    wish.add_argument("--write", action="store_true", help="keep it in benchmarks/RESULTS.md")
    wish.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many participants")
    wish.add_argument("--no-changes", action="store_true", help="leave out the runs in which little changed")
    asked = wish.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no browser stays behind
    lines = [*_machine(), ""]
    told = _table(sorted(asked.sizes))
    for line in told if asked.no_changes else (*told, *_changes()):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        lines.append(line)
    if asked.write:
        RESULTS.write_text("\n".join(["# What printing costs", "", *lines, ""]), "utf-8")


def _table(sizes: Sequence[int]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as name:
        folder = Path(name)
        events = [event_with(number, folder / str(number)) for number in sizes]
        naive, ours = [], []
        for event in events:
            naive.append(a_pack_of(NAIVE, event, folder / f"naive-before-{event.parent.name}"))
            ours.append(our_runs(event, event.parent / "ours", CORES))
        known = {event: runs.size for event, runs in zip(events, ours, strict=True)}
        rows = [rival_row(NAIVE, known, folder, naive)]
        for rival in RIVALS:
            if missing := rival.missing():
                yield f"{rival.name} is left out: {missing}"
            else:
                rows.append(rival_row(rival, known, folder))
        rows += our_rows(ours)
        every = [*known.values(), *BEYOND]
        municipalities = ", ".join(str(each.municipalities) for each in every)
        yield f"Packs of about ten pages, of {municipalities} municipalities."
        yield ""
        yield from written(rows, [each.packs for each in every])
        yield ""
        yield from NOTES.format(by=next(iter(ours[0].runs.values())).by, sample=NAIVE.most).splitlines()
        if CORES > 1:
            yield f"{CORES} processes are ready {speed_up(events[0], folder, CORES):.2f} times as soon as one."


def _changes() -> Iterator[str]:
    yield ""
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as folder:
        for name, change in CHANGES:
            done = change(Path(folder))
            what = " ".join(done.said[0].split())
            yield f"- {name}: {done.whole.cpu:.1f} s CPU, {done.whole.clock:.1f} s by the clock, start included; {what}"


def _machine() -> Iterator[str]:
    today = datetime.now(UTC).date().isoformat()
    yield f"{today}, {_processor()}, {CORES} cores, {platform.system()} {platform.release()}"
    names = ("weasyprint", "pikepdf", "playwright")
    libraries = ", ".join(f"{name} {found}" for name in names if (found := _version(name)))
    yield ""
    yield f"Python {platform.python_version()}, {libraries}{_browser()}"


def _processor() -> str:
    try:
        said = subprocess.run(["lscpu"], capture_output=True, text=True, check=True, env={"LC_ALL": "C"}).stdout
    except (OSError, subprocess.CalledProcessError):
        return platform.processor() or platform.machine()
    return next(line.partition(":")[2].strip() for line in said.splitlines() if line.startswith("Model name"))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _browser() -> str:
    try:
        said = subprocess.run(["chromium", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f", {' '.join(said.split()[:2])}"


if __name__ == "__main__":
    main()
