"""This press at work on all packs of an event: ``python -m printers.ours EVENT OUTPUT WORKERS [STOCK]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from printers.measure import stage
from printers.people import gathered
from reportgen.render.press import Job, Means, Misprint, press
from reportgen.render.stock import Stock
from reportgen.render.workforce import Processes

MEGABYTES = 2000
"""Room for the parts of everyone: a stock that gives things up is not what is measured."""


def printed_all(jobs: Sequence[Job], workers: int, stock: Path | None) -> Iterator[tuple[str, bytes]]:
    """Whose pack, and the pack, as they come off the press. How our press is called stands here and nowhere else.

    Args:
        stock: where printed parts are kept and looked for; None for a press that begins with nothing.
    """
    means = Means(Processes(workers), Stock(stock, MEGABYTES) if stock else None)
    for each in press(jobs, means):
        if isinstance(each, Misprint):
            raise ValueError(f"{each.identity.participant}: {each.reason}")
        yield each.identity.participant, each.pdf


def main() -> None:
    """Prints, and says at the end of each stage that it is over."""
    event, output, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    stock = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    packs = gathered(event, output / "made").packs
    jobs = [each.job for each in packs]
    municipalities = len({each.wanted.code for each in packs})
    sys.stdout.write(f"packs {len(jobs)}\nmunicipalities {municipalities}\n")
    stage("read")
    for participant, pdf in printed_all(jobs, workers, stock):
        (output / f"{participant}.pdf").write_bytes(pdf)
    stage("printed")


if __name__ == "__main__":
    main()
