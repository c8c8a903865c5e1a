"""One printer at work, as a process that is measured: ``python -m printers PRINTER EVENT OUTPUT COUNT``.

It reads the event, gets warm with one pack, and then prints so many packs one after another into OUTPUT.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path

from printers.measure import stage
from printers.people import inputs
from reportgen.domain.places.municipality import COUNTRY
from reportgen.render.printing.job import Job


def sample(jobs: Sequence[tuple[str, Job]], count: int) -> list[Job]:
    """So many packs: everyone of some municipalities, as many of each as in the whole.

    Args:
        jobs: each with the code of its municipality. Those of guests are left out.
    """
    together: dict[str, list[Job]] = {}
    for code, job in jobs:
        if code != COUNTRY:
            together.setdefault(code, []).append(job)
    codes = sorted(together)
    step = max(1, len(codes) * count // max(1, len(jobs)))
    spread = [codes[number * len(codes) // step] for number in range(step)]
    rest = [code for code in codes if code not in spread]
    return list(islice((job for code in (*spread, *rest) for job in together[code]), count))


def main() -> None:
    """Prints, and says at the end of each stage that it is over."""
    name, event, output, count = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    printer = import_module(f"printers.{name}").printer
    output.mkdir(parents=True, exist_ok=True)
    packs = inputs(event, output / "made").packs
    jobs = sample([(each.wanted.code, each.job) for each in packs], count + 1)
    stage("read")
    with printer() as printed:
        for number, job in enumerate(jobs):
            pdf = printed(job)
            (output / f"{job.identity.participant}.pdf").write_bytes(pdf)
            if number == 0:
                stage("warm")
    stage("printed")


if __name__ == "__main__":
    main()
