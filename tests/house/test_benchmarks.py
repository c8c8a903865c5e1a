"""What the benchmarks rest on: every process is counted, and the invented people are people like any others."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from doubles.released_letters import KEY as LETTERS
from doubles.released_letters import output_with_letters
from house.modules import ROOT

BENCHMARKS = str(ROOT / "benchmarks")
sys.path.append(BENCHMARKS)

from archiving import KEY, filled  # noqa: E402  # benchmarks are programs, not a package that is installed
from printers import places  # noqa: E402
from printers.measure import measured  # noqa: E402
from printers.people import event_with, inputs, participants, renamed, revised  # noqa: E402
from soaking.late_changes import RegistrationList  # noqa: E402
from soaking.mail_server import FAULTS, GONE, FaultyServer, Receipts  # noqa: E402
from soaking.verdict import faults_of  # noqa: E402

from reportgen.application.archive.verify import verify  # noqa: E402
from reportgen.application.build.load_event import EventInputs  # noqa: E402
from reportgen.domain.delivery.states import State  # noqa: E402
from reportgen.domain.pack.contents import PartKind  # noqa: E402
from reportgen.sources.cbs.embedded import EMBEDDED  # noqa: E402
from reportgen.sources.cbs.snapshot_values import snapshot_values  # noqa: E402
from reportgen.sources.cbs.snapshots import snapshot_in  # noqa: E402
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
    before = snapshot_values(snapshot_in(EMBEDDED)).values
    after = snapshot_values(snapshot_in(revised(EMBEDDED, tmp_path))).values
    assert (
        len(
            {
                code
                for name, of in after.items()
                for (code, year), each in of.items()
                if each != before[name][code, year]
            }
        )
        == 1
    )


def test_the_archive_that_is_verified_for_time_is_whole_until_a_byte_of_it_is_not(tmp_path: Path) -> None:
    house = filled(tmp_path, 3, 2_000, 3_000)
    ledger = Ledger.open_if_present(house.ledger)
    assert verify(KEY, house, ledger) == ()
    pack = next(house.archive(KEY).rglob("packs/*.pdf"))
    first, *others = pack.read_bytes()
    pack.write_bytes(bytes([first ^ 1, *others]))  # it is noise, of which the first byte may be any
    assert len(verify(KEY, house, ledger)) == 1
    ledger.close()


def test_the_list_of_a_soak_test_changes_and_keeps_its_numbers(tmp_path: Path) -> None:
    people = RegistrationList(500, Random(1))
    before = people.rows[:]
    totals = Counter[str]()
    for _ in range(5):
        totals.update(people.next_day())
    assert all(totals[name] for name in ("registered", "cancelled", "registered again", "changed"))
    assert [row.number for row in people.rows] == list(range(1, 500 + totals["registered"] + 1))
    assert people.rows[:500] != before
    assert len(people.addresses()) == sum(not row.cancelled for row in people.rows)
    event = event_with(500, tmp_path)
    people.write(event)
    assert len(inputs(event, tmp_path / "output").packs) == len(people.addresses())


def test_the_mail_server_of_a_soak_test_keeps_to_a_fault_until_it_has_happened() -> None:
    server = FaultyServer(Random(1))
    chosen = {name: server.fault(name) for name in (f"deelnemer{number}@goes.example" for number in range(2000))}
    assert set(chosen.values()) == {"ok", GONE, *FAULTS}
    assert all(server.fault(name) == fault for name, fault in chosen.items())
    failing = next(name for name, fault in chosen.items() if fault == "cut-dot")
    server.done(failing)
    assert server.happened == {"cut-dot": 1}
    assert failing not in server.faults


def test_a_soak_test_finds_what_is_lost_doubled_or_astray(tmp_path: Path) -> None:
    ledger = Ledger.open_if_present(output_with_letters(tmp_path, 5).ledger)
    letters = [replace(each, state=State.SENT) for each in ledger.deliveries(LETTERS)]
    ledger.close()
    receipts = Receipts({})
    for each in letters:
        receipts.append(("", each.recipient, f"Message-ID: {each.message_id}\r\n\r\n".encode()))
    addresses = [(each.recipient,) for each in letters]
    assert faults_of(letters, receipts, addresses) == []
    late = "nieuw@goes.example"
    assert faults_of(letters, receipts, [*addresses, (late, letters[0].recipient)]) == []
    assert faults_of(letters, receipts, [*addresses, (late,)]) == [f"never written to: {late}"]
    lost, doubled, astray, unknown = (each.message_id for each in letters[:4])
    del receipts.message_ids[lost]
    receipts.message_ids[doubled] += 1
    receipts.recipients[astray] = late
    letters[3] = replace(letters[3], state=State.RELEASED)
    assert faults_of(letters, receipts, []) == [
        f"lost: {letters[0].key}",
        f"doubled: {doubled}, 2 times",
        f"unknown to the ledger: {unknown}",
        f"to another address: {letters[2].key}",
    ]


def _marks(of: EventInputs) -> dict[PartKind, set[str]]:
    marks: dict[PartKind, set[str]] = {}
    for part in (part for pack in of.packs for part in pack.wanted.parts):
        marks.setdefault(PartKind(part.kind), set()).add(part.fingerprint)
    return marks
