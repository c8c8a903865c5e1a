"""The soak test: ten days of an event with 5,000 participants; ``make soak``, or ``python -m soaking COUNT DAYS SEED``.

Every day the list changes, letters are released and sent three times over a mail server with faults, and some runs are
killed at a step chosen by chance and started again. At the end every letter that the ledger calls sent must be with the
server, none of them twice, and ledger and archive must agree. The exit code is 1 where they do not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from doubles.mail_server import Running
from printers.people import EXAMPLE

from reportgen.application.archive.verify import verify
from reportgen.application.crash_points import VARIABLE
from reportgen.config.paths import Paths
from reportgen.sources.cbs.embedded import EMBEDDED
from reportgen.storage.ledger.ledger import Ledger
from soaking.late_changes import RegistrationList
from soaking.mail_server import FaultyServer
from soaking.verdict import faults_of

FIRST_DAY = date(2018, 11, 27)
HOURS = (7, 12, 17)
KILLED = 0.4
"""Part of the runs that is killed."""

ONCE_A_RUN = ("begun", "printed", "sealed", "promised", "released")
OF_A_LETTER = ("opened", "connect", "mail", "rcpt", "data", "dot", "answered", "recorded")
"""Steps at which a run is killed: those that come once, and those that come once for each letter."""

MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
tls = "none"
per_minute = 0
"""


@dataclass(slots=True)
class Soak:
    """The event with its output folder, its list and its mail server."""

    event: Path
    output: Path
    people: RegistrationList
    server: FaultyServer
    random: Random
    kills: Counter[str] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def day(self, number: int) -> None:
        """One day: the list changes, three runs, and each that was killed is started again."""
        begun, totals = perf_counter(), Counter[str]()
        changes = self.people.next_day() if number else {"registered": len(self.people.rows)}
        self.people.write(self.event)
        memory = 0
        for hour in HOURS:
            moment = datetime.combine(FIRST_DAY + timedelta(days=number), time(hour))
            tries = [""]
            if self.random.random() < KILLED:
                step = self.random.choice((*ONCE_A_RUN, *OF_A_LETTER))
                times = self.random.randint(1, 40) if step in OF_A_LETTER else 1
                tries = [f"{step}:{times}", ""]
            for place, step in enumerate(tries):
                if result := self.run(moment + timedelta(minutes=30 * place), step):
                    totals.update({name: result[name] for name in ("made", "withdrawn", "sent", "settled")})
                    totals["stopped"] += bool(result["stopped"])
                    memory = max(memory, result["memory"])
        self.memory.append(memory)
        said = ", ".join(f"{count:,} {name}" for name, count in (*changes.items(), *totals.items()))
        seconds = perf_counter() - begun
        print(f"day {number + 1}: {said}; most memory {memory / 1e6:.0f} MB; {seconds:.0f} s", flush=True)

    def run(self, moment: datetime, killed_at: str = "") -> dict[str, Any] | None:
        """One run; None where it was killed.

        Args:
            killed_at: the step at which it is killed, if it gets there.
        """
        environment = {**os.environ, **({VARIABLE: killed_at} if killed_at else {})}
        done = subprocess.run(
            [sys.executable, "-m", "soaking.one_run", str(self.event), str(self.output), moment.isoformat()],
            input="\n".join(self.server.receipts.message_ids),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            result: dict[str, Any] = json.loads(done.stdout)
            return result
        if done.returncode == -9 and killed_at:
            self.kills[killed_at.partition(":")[0]] += 1
        else:
            self.faults.append(f"{moment:%d %b %H:%M}, exit code {done.returncode}: {done.stderr[-2000:]}")
        return None

    def verdict(self) -> Sequence[str]:
        """Everything that is wrong at the end."""
        paths = Paths(EMBEDDED, self.output)
        ledger = Ledger.open_if_present(paths.ledger)
        letters = ledger.deliveries(self.event.name)
        faults = [*self.faults, *verify(self.event.name, paths, ledger)]
        ledger.close()
        received = self.server.receipts.message_ids
        faults += faults_of(letters, self.server.receipts, self.people.addresses())
        states = Counter(str(each.state) for each in letters)
        print(f"letters: {', '.join(f'{count:,} {state}' for state, count in sorted(states.items()))}")
        print(f"accepted by the mail server: {received.total():,}; its faults: {dict(self.server.happened)}")
        print(f"killed: {self.kills.total()} runs, at {dict(self.kills)}")
        return faults


def main() -> None:
    """Runs the days, and says what was found."""
    count, days, seed = (int(each) for each in (*sys.argv[1:], *("5000", "10", "1")[len(sys.argv) - 1 :]))
    random = Random(seed)
    begun = perf_counter()
    with TemporaryDirectory() as folder:
        event = Path(folder) / EXAMPLE.name
        server = FaultyServer(random)
        controller = Running(server)
        controller.start()
        _write_event(event, controller.port)
        soak = Soak(event, Path(folder) / "output", RegistrationList(count, random), server, random)
        for number in range(days):
            soak.day(number)
        faults = soak.verdict()
        controller.stop()
        size = sum(path.stat().st_size for path in soak.output.rglob("*") if path.is_file())
    print(f"{count:,} participants, {days} days, seed {seed}: {size / 1e9:.1f} GB, {perf_counter() - begun:.0f} s")
    print(f"most memory of a run: first day {soak.memory[0] / 1e6:.0f} MB, last day {soak.memory[-1] / 1e6:.0f} MB")
    print("\n".join([f"{len(faults)} faults", *faults[:50]]))
    sys.exit(bool(faults))


def _write_event(event: Path, port: int) -> None:
    """The example event, with this mail server and a window of all its days."""
    shutil.copytree(EXAMPLE, event)
    settings = (event / "event.toml").read_text("utf-8")
    settings = settings.replace("not_before = 2018-12-03", f"not_before = {FIRST_DAY}")
    settings = settings.replace('sender = "outbox"', 'sender = "smtp"')
    (event / "event.toml").write_text(settings + MAIL.format(port=port), "utf-8")


if __name__ == "__main__":
    main()
