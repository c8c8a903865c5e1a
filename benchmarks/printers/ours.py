"""This press at work on all packs of an event: ``python -m printers.ours EVENT OUTPUT WORKERS [CACHE]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from printers.measure import stage
from printers.people import inputs
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.job import Job, PrintFailure
from reportgen.render.printing.part_cache import PartCache
from reportgen.render.printing.press import printed_packs
from reportgen.render.processes.executors import ProcessExecutor

MEGABYTES = 2000
"""Room for the parts of everyone: a cache that removes parts is not what is measured."""


def printed_all(jobs: Sequence[Job], workers: int, cache: Path | None) -> Iterator[tuple[str, bytes]]:
    """Whose pack, and the pack, as they come off the press. How our press is called stands here and nowhere else.

    Args:
        cache: the folder of the part cache; None to keep no parts.
    """
    print_context = PrintContext(ProcessExecutor(workers), PartCache(cache, MEGABYTES) if cache else None)
    for each in printed_packs(jobs, print_context):
        if isinstance(each, PrintFailure):
            raise ValueError(f"{each.identity.participant}: {each.reason}")
        yield each.identity.participant, each.pdf


def main() -> None:
    """Prints, and says at the end of each stage that it is over."""
    event, output, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    cache = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    packs = inputs(event, output / "made").packs
    jobs = [each.job for each in packs]
    municipalities = len({each.wanted.code for each in packs})
    sys.stdout.write(f"packs {len(jobs)}\nmunicipalities {municipalities}\n")
    stage("read")
    for participant, pdf in printed_all(jobs, workers, cache):
        (output / f"{participant}.pdf").write_bytes(pdf)
    stage("printed")


if __name__ == "__main__":
    main()
