"""An archive of 5,000 packs is verified, beside ``sha256sum -c`` over the same files; and one pack is made again.

The packs and letters are as large as real ones and hold noise. All of it was just written, so it is read from memory;
what is told is the ratio, in this run, on this machine. The pack that is made again is one of the real example, by the
command from the shell, start-up included.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from reportgen.application.archive.verify import verify
from reportgen.config.paths import Paths
from reportgen.config.timezone import ZONE
from reportgen.domain.canonical_json import digest, to_json_value
from reportgen.domain.identifiers import delivery_key
from reportgen.domain.pack.decisions import PartDigest
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.archive.archive import Archive
from reportgen.storage.archive.bagit import PAYLOAD, TAGS
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.ledger.pack_records import PackRecord

EXAMPLE = Path(__file__).parent.parent / "data" / "events" / "2018-12-10-diversiteit-door-migratie"
KEY = "2018-12-10-archief"
MONDAY = datetime(2018, 12, 3, 8, 0, tzinfo=ZONE)

PACKS = 5_000
PACK, LETTER, CONTENT = 180_000, 250_000, 2_500
"""Bytes of a pack, of its letter, and of what one part was printed from."""

ROUNDS = 3


def main() -> None:
    """Prints a line about verifying and one about making a pack again."""
    with TemporaryDirectory() as name:
        paths = filled(Path(name), PACKS)
        bag = Archive(paths.archive(KEY)).bag(1)
        size = sum(path.stat().st_size for path in bag.rglob("*") if path.is_file())
        ours, theirs = [], []
        for _ in range(ROUNDS):
            ours.append(_seconds(lambda: _verified(paths)))
            theirs.append(_seconds(lambda: _summed(bag)))
        sys.stdout.write(
            f"archive of {PACKS:,} packs, {size / 1e9:.1f} GB: verified in {min(ours):.1f} s, "
            f"sha256sum -c takes {min(theirs):.1f} s: {min(theirs) / min(ours):.0%} of its speed\n"
        )
    with TemporaryDirectory() as name:
        _typed("run", str(EXAMPLE), "--output", name, "--now", "2018-12-03T08:00")
        again = [_typed("archive", "rebuild", str(EXAMPLE), "1", "--participant", "17", "--output", name)]
        again += [_typed("archive", "rebuild", str(EXAMPLE), "1", "--participant", "17", "--output", name)]
        clock, cpu = min(each[0] for each in again), min(each[1] for each in again)
        sys.stdout.write(f"one pack made again from the archive: {clock:.1f} s by the clock, {cpu:.1f} s CPU\n")


def filled(output: Path, packs: int, pack: int = PACK, letter: int = LETTER) -> Paths:
    """A house with one edition of so many packs, sealed and promised."""
    paths = Paths(EMBEDDED, output)
    ledger = Ledger.open(paths.ledger)
    edition = ledger.begin_edition(KEY, MONDAY)
    draft = Archive(paths.archive(KEY)).unsealed(edition)
    promises = [_kept(number, edition, draft.add, pack, letter) for number in range(1, packs + 1)]
    record = {"record": 1, "event": {"key": KEY}, "edition": edition, "packs": [_told(each) for each in promises]}
    draft.add("edition.json", json.dumps(record, indent=1).encode())
    ledger.record_edition(KEY, edition, draft.seal({}, MONDAY).bag, promises, MONDAY)
    ledger.close()
    return paths


def _kept(number: int, edition: int, add: Callable[[str, bytes], str], pack: int, letter: int) -> PackRecord:
    """Puts noise in the places of a pack, its letter and its content."""
    key = delivery_key(KEY, number, edition)
    content = os.urandom(CONTENT)
    add(f"contents/{digest(content)}.json", content)
    return PackRecord(
        key,
        number,
        "GM0356",
        digest(key.encode()),
        (PartDigest("personal", digest(content), digest(key.encode())),),
        add(f"packs/{number:04d}-GM0356.pdf", os.urandom(pack)),
        8,
        f"deelnemer{number}@gemeente.example",
        f"<{key}@vng.example>",
        add(f"letters/{number:04d}.eml", os.urandom(letter)),
    )


def _told(each: PackRecord) -> dict[str, object]:
    """A promise as edition.json has it."""
    return {
        "key": each.key,
        "number": each.number,
        "code": each.code,
        "fingerprint": each.fingerprint,
        "parts": to_json_value(each.parts),
        "pack": each.pack_digest,
        "pages": each.pages,
        "recipient": each.recipient,
        "message_id": each.message_id,
        "letter": each.letter_digest,
        "reasons": [],
    }


def _verified(paths: Paths) -> None:
    ledger = Ledger.open_if_present(paths.ledger)
    faults = verify(KEY, paths, ledger)
    ledger.close()
    if faults:
        raise AssertionError(f"an archive that was just sealed has faults: {faults[:3]}")


def _summed(bag: Path) -> None:
    for name in (PAYLOAD, TAGS):
        subprocess.run(["sha256sum", "--quiet", "-c", name], cwd=bag, check=True)


def _seconds(act: Callable[[], None]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


def _typed(*words: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor for a command from the shell, its children included."""
    before, begun = os.times(), perf_counter()
    as_people_have_it = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-m", "reportgen", *words]
    said = subprocess.run(command, capture_output=True, check=False, env=as_people_have_it)
    if said.returncode not in (0, 1):
        raise RuntimeError(said.stderr.decode())
    took, after = perf_counter() - begun, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return took, spent


if __name__ == "__main__":
    main()
