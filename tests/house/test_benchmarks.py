"""What the benchmarks rest on: every process is counted, and the invented people are people like any others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from house.modules import ROOT

BENCHMARKS = str(ROOT / "benchmarks")
sys.path.append(BENCHMARKS)

from archiving import KEY, filled  # noqa: E402  # benchmarks are programs, not a package that is installed
from printers import places  # noqa: E402
from printers.measure import measured  # noqa: E402
from printers.people import event_with, inputs, participants, renamed, revised  # noqa: E402

from reportgen.application.archive.verify import verify  # noqa: E402
from reportgen.application.build.load_event import EventInputs  # noqa: E402
from reportgen.domain.pack.contents import PartKind  # noqa: E402
from reportgen.sources.cbs.embedded import EMBEDDED  # noqa: E402
from reportgen.sources.cbs.snapshots import snapshot_in  # noqa: E402
from reportgen.sources.cbs.statistics import statistics_from  # noqa: E402
from reportgen.storage.ledger.ledger import Ledger  # noqa: E402

LEAVING = """
import os, sys, time
from printers.measure import stage

def busy(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

busy(0.2)
stage("first")
if os.fork() == 0:
    if os.fork() == 0:  # its parent is gone at once, and it goes on by itself, as the processes of a browser do
        os.setsid()
        kept = bytearray(b"x" * 64_000_000)
        time.sleep(0.6)
        busy(0.4)
    os._exit(0)
os.wait()
"""


@pytest.mark.parametrize("group", ["where the kernel allows", "never"])
def test_what_a_program_leaves_behind_is_counted(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if group == "never":
        monkeypatch.setattr(places, "_group_of_this_process", lambda: None)
    done = measured([sys.executable, "-c", LEAVING], {"PYTHONPATH": BENCHMARKS})
    assert done.code == 0
    assert 0.2 <= done.stages["first"].cpu < done.whole.cpu
    assert done.whole.cpu - done.stages["first"].cpu >= 0.38  # the other way counts in ticks of 10 ms
    assert done.whole.memory > 64_000_000


def test_a_program_that_fails_says_so() -> None:
    assert measured([sys.executable, "-c", "print('no'); raise SystemExit(3)"]).code == 3


def test_nothing_is_found_wrong_with_the_invented_people(tmp_path: Path) -> None:
    people = participants(200)
    assert len({each.municipality for each in people}) == 135
    assert len({each.last for each in people}) == len({each.email for each in people}) == 200
    found = inputs(event_with(200, tmp_path), tmp_path / "output")
    assert len(found.packs) == 200
    assert found.findings == ()


def test_another_surname_leaves_what_is_shared_as_it_was(tmp_path: Path) -> None:
    event = event_with(12, tmp_path)
    other = renamed(event, tmp_path / "other")
    before, after = _marks(inputs(event, tmp_path / "one")), _marks(inputs(other, tmp_path / "two"))
    assert before[PartKind.MUNICIPALITY] == after[PartKind.MUNICIPALITY]
    assert not before[PartKind.PERSONAL] & after[PartKind.PERSONAL]


def test_a_revised_figure_is_one_of_one_municipality(tmp_path: Path) -> None:
    before = statistics_from(snapshot_in(EMBEDDED)).populations()
    after = statistics_from(snapshot_in(revised(EMBEDDED, tmp_path))).populations()
    assert len([code for code, population in after.items() if population != before[code]]) == 1


def test_the_archive_that_is_verified_for_time_is_whole_until_a_byte_of_it_is_not(tmp_path: Path) -> None:
    house = filled(tmp_path, 3, 2_000, 3_000)
    ledger = Ledger.open_if_present(house.ledger)
    assert verify(KEY, house, ledger) == ()
    pack = next(house.archive(KEY).rglob("packs/*.pdf"))
    pack.write_bytes(b"x" + pack.read_bytes()[1:])
    assert len(verify(KEY, house, ledger)) == 1
    ledger.close()


def _marks(of: EventInputs) -> dict[PartKind, set[str]]:
    marks: dict[PartKind, set[str]] = {}
    for part in (part for pack in of.packs for part in pack.wanted.parts):
        marks.setdefault(PartKind(part.kind), set()).add(part.fingerprint)
    return marks
