"""Every printer at every size: what each costs, and what its files are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from statistics import mean

import page
import pikepdf

from printers.measure import Measured, measured
from printers.people import renamed
from printers.table import Row, Size, modelled

BEYOND = (Size(10_000, 380), Size(100_000, 380))
"""What is worked out and not measured."""

PAGES = range(5, 16)
"""Of a pack, and of that of a guest, who has no municipality."""

VALIDATED = 10
"""Files of each printer that are validated: one in twenty may have a stream whose end is ambiguous."""

BENCHMARKS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Rival:
    """A printer of others: its module, the package it needs, and how many packs of the largest event it prints at most.

    Every pack costs it the same, whatever it printed before, so that one event tells all.
    """

    name: str
    module: str
    package: str
    most: int

    def missing(self) -> str:
        """What has to be installed first; empty where everything is there."""
        if self.package and find_spec(self.package) is None:
            return f"{self.package} is not installed: pip install '.[dev]'"
        if self.module == "chromium" and not any(map(which, ("chromium", "chromium-browser", "google-chrome"))):
            return "there is no browser: apt-get install chromium"
        return ""


NAIVE = Rival("naive loop, WeasyPrint", "naive", "", 24)
RIVALS = (Rival("Chromium, by Playwright", "chromium", "playwright", 24),)


EMPTY, SHARED, ALL = "empty part cache", "shared parts in the cache", "all parts in the cache"


@dataclass(frozen=True, slots=True)
class Ours:
    """Our runs over one event, by what was in the part cache before."""

    size: Size
    runs: Mapping[str, Measured]
    output: Path


def our_runs(event: Path, folder: Path, workers: int) -> Ours:
    """This press at work on a whole event.

    What is shared gets into the cache by printing the same event with other names. The tables name people, so those are
    printed anew then, as page one is.
    """
    folder.mkdir()
    cache = folder / "stock"
    empty = _run("printers.ours", event, folder / "empty", workers)
    _run("printers.ours", renamed(event, folder), folder / "before", workers, cache)
    shared, everything = (_run("printers.ours", event, folder / name, workers, cache) for name in ("shared", "all"))
    said = dict(line.split() for line in empty.said)
    size = Size(int(said["packs"]), int(said["municipalities"]))
    return Ours(size, {EMPTY: empty, SHARED: shared, ALL: everything}, folder / "all")


def our_rows(ours: Sequence[Ours]) -> Iterator[Row]:
    """The lines of this press."""
    for state in (EMPTY, SHARED, ALL):
        runs = [each.runs[state] for each in ours]
        costs = [(each.size, run.whole.cpu - run.stages["read"].cpu) for each, run in zip(ours, runs, strict=True)]
        cpu = {size.packs: cost for size, cost in costs} | {size.packs: modelled(costs, size) for size in BEYOND}
        memory = max(run.stages["printed"].memory for run in runs)
        beyond = frozenset(size.packs for size in BEYOND)
        yield Row(f"this press, {state}", cpu, beyond, memory, *_files(ours[-1].output))


def a_pack_of(rival: Rival, event: Path, folder: Path) -> float:
    """CPU seconds a pack costs another printer now: machines are faster at one time than at another."""
    run = _run("printers", rival.module, event, folder, rival.most)
    return run.stages["printed"].cpu / rival.most


def rival_row(rival: Rival, events: Mapping[Path, Size], folder: Path, before: Sequence[float] = ()) -> Row:
    """The line of another printer; the largest event comes last.

    Args:
        before: CPU seconds a pack of that cost it at other times in this run; what counts is the mean.
    """
    costs: list[tuple[Size, float]] = []
    memory, output = 0, folder
    for event, size in list(events.items())[-1:]:
        count = min(rival.most, size.packs - 1)  # one more is printed to get warm
        output = folder / f"{rival.module}-{size.packs}"
        run = _run("printers", rival.module, event, output, count)
        a_pack = mean([run.stages["printed"].cpu / count, *before])
        costs.append((size, a_pack * size.packs))
        memory = max(memory, run.stages["printed"].memory)
    cpu = {each.packs: modelled(costs, each) for each in (*events.values(), *BEYOND)}
    cpu |= {each.packs: cost for each, cost in costs}
    return Row(rival.name, cpu, frozenset(cpu), memory, *_files(output))


def speed_up(event: Path, folder: Path, workers: int) -> float:
    """How many times sooner so many processes are ready than one, by the clock."""
    clocks = []
    for number in (1, workers):
        run = _run("printers.ours", event, folder / f"by-{number}", number)
        clocks.append(run.whole.clock - run.stages["read"].clock)
    return clocks[0] / clocks[1]


def _run(module: str, *arguments: object) -> Measured:
    path = os.pathsep.join([str(BENCHMARKS), str(BENCHMARKS.parent)])
    done = measured([sys.executable, "-m", module, *map(str, arguments)], {"PYTHONPATH": path}, quiet=False)
    if done.code:
        raise ValueError(f"{module} {' '.join(map(str, arguments))} ended with {done.code}")
    # A sign of life: all of it takes a while.
    stages = ", ".join(f"{name} {cost.cpu:.1f} s" for name, cost in done.stages.items())
    what = " ".join(Path(str(each)).name for each in arguments[1:])
    sys.stderr.write(f"{module} {what}: {done.whole.cpu:.1f} s CPU ({stages})\n")
    return done


def _files(output: Path) -> tuple[int, str]:
    """How many bytes a file has, and how many are what archives and screen readers ask; each has all its pages."""
    files = sorted(output.glob("*.pdf"))
    for each in files:
        with pikepdf.open(each) as document:
            if len(document.pages) not in PAGES:
                raise ValueError(f"{each} has {len(document.pages)} pages")
    validated = files[:: max(1, len(files) // VALIDATED)][:VALIDATED]
    good = sum(
        all(page.validate_pdf_bytes(each.read_bytes(), profile=profile).is_compliant for profile in ("2a", "ua1"))
        for each in validated
    )
    return sum(each.stat().st_size for each in files) // len(files), f"{good} of {len(validated)}"
