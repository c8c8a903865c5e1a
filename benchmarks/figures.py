"""What it costs to read 84910NED: thirteen years of more than 31,000 rows each, from a server on this machine.

The server is a process of its own, so that the memory that is told is the reader's alone.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from reportgen.sources.cbs.counts import counts_by_origin
from reportgen.sources.cbs.groupings import eighteen_groups
from reportgen.sources.cbs.odata import CbsOpenData

YEARS = range(2010, 2023)
TESTS = Path(__file__).parent.parent / "tests"

SERVER = """
import sys
sys.path.insert(0, {tests!r})
from dataclasses import replace
from doubles.cbs import Cbs
from doubles.cbs_tables import origins_by_municipality

# Figures of one year under the name of each, with as many more regions as make the rows of the real table: what is
# measured is how much there is, not what it says.
like = origins_by_municipality()
amsterdam = [row for row in like.rows if row["RegioS"] == "GM0363" and row["Geslacht"] == "T001038"]
more = [f"CR{{number:04d}}" for number in range(573)]
like = replace(
    like,
    rows=[*like.rows, *({{**row, "RegioS": region}} for region in more for row in amsterdam)],
    dimensions={{
        **like.dimensions,
        "RegioS": (*like.dimensions["RegioS"], *({{**like.dimensions["RegioS"][0], "Key": each}} for each in more)),
    }},
)
with Cbs([like]) as service:
    print(service.address, flush=True)
    for line in sys.stdin:
        year = line.strip()
        rows = [{{**row, "Perioden": f"{{year}}JJ00"}} for row in like.rows]
        service.holds(replace(like, rows=rows))
        print("ready", flush=True)
"""


def measured() -> None:
    """Prints a line for a person."""
    command = [sys.executable, "-c", SERVER.format(tests=str(TESTS))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        source = CbsOpenData(server.stdout.readline().strip(), time.monotonic)
        rows, seconds = 0, 0.0
        for year in YEARS:
            server.stdin.write(f"{year}\n")
            server.stdin.flush()
            server.stdout.readline()
            start = time.perf_counter()
            counts, answer, _ = counts_by_origin(source, eighteen_groups().table, year)
            seconds += time.perf_counter() - start
            rows += len(answer.rows)
            divided = [eighteen_groups().residents_by_group(each, code) for code, each in counts.items()]
            assert len(divided) > 380
        server.stdin.close()
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"84910NED, {len(YEARS)} years: {rows:,} rows read in {seconds:.1f} s, peak {peak:.0f} MB\n")


if __name__ == "__main__":
    measured()
