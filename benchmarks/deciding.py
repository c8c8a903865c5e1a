"""What it costs to find out that there is nothing to do: everything read, every pack thought through, all of it known.

People of all municipalities are invented, about eight at a table, and the ledger is told that each of them got the
pack that follows from the list; nothing is printed. Seconds are of the processor.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from doubles.known import MONDAY, promised
from doubles.workspaces import workspace_of

from reportgen.application.build.plan import plan_build
from reportgen.config.paths import Paths
from reportgen.domain.pack.decisions import Keep
from reportgen.domain.places.division import division_on
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.sources.names.divisions import embedded_divisions
from reportgen.storage.ledger.ledger import Ledger

EXAMPLE = Path(__file__).parent.parent / "data" / "events" / "2018-12-10-diversiteit-door-migratie"
SIZES = (1_000, 10_000)
ROUNDS = 3

SYLLABLES = ("berg", "dijk", "veld", "hof", "laan", "beek", "horst", "stein", "water", "woud")
INFIXES = ("", "", "van der", "de", "")
FUNCTIONS = ("burgemeester", "wethouder", "wethouder", "adviseur")


def main() -> None:
    """Prints one line for each number of people: deciding within a process, and the whole command from the shell."""
    start_up = min(_command("--help") for _ in range(ROUNDS))
    for people in SIZES:
        with TemporaryDirectory() as folder:
            event, output = event_with(Path(folder), people), Path(folder) / "output"
            promised(event, output)
            decided = min(_decided(event, output) for _ in range(ROUNDS))
            run = ("run", str(event), "--output", str(output), "--now", "2018-12-04T08:00")
            first, *again = [_command(*run) for _ in range(1 + ROUNDS)]
        sys.stdout.write(
            f"{people:>6,} packs known: decided in {decided:.2f} s ({decided / people * 1e6:.0f} µs each); "
            f"the first run {first:.2f} s, one in the same state {min(again):.2f} s, "
            f"start-up {start_up:.2f} s\n"
        )


def event_with(folder: Path, people: int) -> Path:
    """The event of the example with so many invented people in its list; the one list that faults are left out of."""
    event = folder / EXAMPLE.name
    copytree(EXAMPLE, event)
    names = [each.name for each in division_on(date(2018, 12, 10), embedded_divisions())]
    lines = ["Voorletters;Tussenvoegsel;Achternaam;Functie;Gemeente;E-mailadres;Status;Aanmelddatum;Deelnemerslijst"]
    for number in range(people):
        surname = "".join(SYLLABLES[int(digit)] for digit in str(number)).capitalize()
        infix, function = INFIXES[number % len(INFIXES)], FUNCTIONS[number % len(FUNCTIONS)]
        day, consent = f"{number % 28 + 1:02}-{number % 2 + 10}-2018", "nee" if number % 9 == 0 else "ja"
        mailbox = f"{surname.lower()}@gemeente{number % len(names)}.example"
        name = names[number % len(names)]
        lines.append(f"A.;{infix};{surname};{function};{name};{mailbox};aangemeld;{day};{consent}")
    (event / "deelnemers.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return event


def _decided(event: Path, output: Path) -> float:
    paths = Paths(EMBEDDED, output)
    ledger = Ledger.open(paths.ledger)
    begun = process_time()
    todo = plan_build(workspace_of(event, paths, ledger, MONDAY + timedelta(days=1)))
    took = process_time() - begun
    ledger.close()
    if not all(isinstance(each, Keep) for each in todo.decisions):
        raise AssertionError("packs that the ledger knows are to be printed")
    return took


def _command(*words: str) -> float:
    """Seconds of the processor for a command from the shell, its children included."""
    before = os.times()
    command = [sys.executable, "-m", "reportgen", *words]
    said = subprocess.run(command, capture_output=True, check=False)
    if said.returncode not in (0, 1):
        raise RuntimeError(said.stderr.decode())
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
