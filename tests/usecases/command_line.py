"""The driver of end-to-end tests: an event's folder, an output folder, and the commands that are run on them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from typing import Any

import typer.testing
from doubles.printed_parts import PrintedParts, copied_part_cache
from doubles.upcoming import back_in_2018, upcoming
from typer.main import get_command
from typer.testing import CliRunner
from usecases.forked import ForkedProcess, Moment
from usecases.meeting import DINA, EVENT, KEY, PEOPLE, PROGRAMME, Person

from reportgen.interfaces.cli import command_line
from reportgen.interfaces.faults import PROGRAM_FAULT

setattr(typer.testing, "_get_command", cache(get_command))  # noqa: B010 - all commands are put together once, not for each

FORKED = Path(__file__).with_name("forked.py")

IN_TIME = ("--now", "2018-12-03T08:00")
TOO_LATE = ("--now", "2018-12-09T18:01")
JSON = ("--format", "json")
DUTCH = ("--lang", "nl")
ONE_WORKER = ("--workers", "1")
PRINTING = ("run", "build", "regenerate")


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it said to a machine, and nothing beside it."""
        assert self.err == ""
        return json.loads(self.out)

    def assert_clear(self) -> None:
        """It said what is wrong in words, whatever it was."""
        assert "Traceback" not in self.out + self.err
        assert self.code in (0, 1) or "stopped:" in (self.out + self.err).lower()


@dataclass(frozen=True)
class CommandLine:
    """An event's folder and an output folder.

    Attributes:
        parts: what tests printed already, where printing is not what is tested.
    """

    event: Path
    output: Path
    parts: PrintedParts | None = None

    @classmethod
    def create(cls, folder: Path, people: Sequence[Person] = PEOPLE, parts: PrintedParts | None = None) -> CommandLine:
        """A command line for a new event in a folder, which is ready to run."""
        cli = cls(folder / KEY, folder / "output", parts)
        cli.event.mkdir(parents=True)
        if parts:
            parts.lend(cli.output)
        (cli.event / "event.toml").write_text(EVENT, "utf-8")
        (cli.event / "programma.csv").write_text(PROGRAMME, "utf-8")
        cli.write_list(people)
        return cli

    def copied(self, folder: Path) -> CommandLine:
        """The same event and everything made of it, elsewhere, to go on from there."""
        copy = CommandLine(folder / KEY, folder / "output", self.parts)
        shutil.copytree(self.event, copy.event)
        shutil.copytree(self.output, copy.output, ignore=shutil.ignore_patterns("parts"))
        copied_part_cache(self.output, copy.output)
        if self.parts:
            self.parts.lend(copy.output)
        return copy

    def write_list(self, people: Sequence[Person]) -> None:
        """Writes the list of participants."""
        with (self.event / "deelnemers.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(DINA.row()), delimiter=";")
            writer.writeheader()
            writer.writerows(person.row() for person in people)

    def replace_text(self, file: str, old: str, new: str) -> None:
        """Replaces a text in a file of the event."""
        path = self.event / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def move_to_next_month(self) -> None:
        """Moves the event to next month, with its window open now: its letters may leave by the real clock."""
        path = self.event / "event.toml"
        path.write_text(upcoming(path.read_text("utf-8")), "utf-8")

    def move_back_to_2018(self) -> None:
        """Moves the event back to its own days."""
        path = self.event / "event.toml"
        path.write_text(back_in_2018(path.read_text("utf-8")), "utf-8")

    def run_process(self, command: str, *options: str, **environment: str) -> Done:
        """Runs a command in a process of its own."""
        done = subprocess.run(
            [*REPORTGEN, *self._typed(command, options)],
            capture_output=True,
            text=True,
            timeout=120,
            env=_environment(**environment),
        )
        assert "Traceback" not in done.stderr, done.stderr
        self._keeps_parts(command)
        return Done(done.returncode, done.stdout, done.stderr)

    def run(self, command: str, *options: str) -> Done:
        """Runs a command in this process, which is quicker where hardly anything is printed."""
        done = asked(*self._typed(command, options))
        self._keeps_parts(command)
        return done

    @contextmanager
    def start(
        self, command: str, *options: str, moment: Moment | None = None, **environment: str
    ) -> Iterator[subprocess.Popen[str]]:
        """Starts a command in a process of its own and goes on; the process is killed when the block ends.

        Args:
            moment: when it is to be killed.
        """
        start = [sys.executable, str(FORKED), *moment] if moment else REPORTGEN
        process = subprocess.Popen(
            [*start, *self._typed(command, options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=_environment(TMPDIR=str(self._passing_folder()), **environment),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdout, process.stderr):
                if pipe:
                    pipe.close()

    @contextmanager
    def start_fork(
        self, command: str, *options: str, moment: Moment | None = None, **environment: str
    ) -> Iterator[ForkedProcess]:
        """Starts a command that prints nothing in a fork of this process, which is quicker; the rest as ``start``."""
        process = ForkedProcess(self._typed(command, options), self._passing_folder(), environment, moment)
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def run_until_killed(self, command: str, *options: str, moment: Moment) -> None:
        """Runs a command in a process of its own, which is killed (SIGKILL) at a moment."""
        start = self.start if command in PRINTING else self.start_fork
        with start(command, *options, moment=moment) as process:
            assert process.wait(timeout=120) == -signal.SIGKILL, f"{moment} never came"

    @property
    def key(self) -> str:
        """The event's key."""
        return self.event.name

    def edition(self, number: int) -> Path:
        """The folder of a sealed edition."""
        return self.output / "archive" / self.key / f"edition-{number:04d}"

    def packs(self, edition: int = 1) -> dict[str, bytes]:
        """The packs of an edition, by file name."""
        return files_in(self.edition(edition) / "data" / "packs")

    def letters(self, edition: int = 1) -> dict[str, bytes]:
        """The letters of an edition, by participant's number."""
        return {name.removesuffix(".eml"): each for name, each in self._letters_kept(edition).items()}

    def outbox(self) -> dict[str, bytes]:
        """What left, by the letter's key without the event."""
        return {
            name.removeprefix(f"{self.key}.").removesuffix(".eml"): each
            for name, each in files_in(self.output / "outbox" / self.key).items()
        }

    def states(self) -> dict[str, str]:
        """How every letter stands, by key without the event."""
        return {each["key"].removeprefix(f"{self.key}."): each["state"] for each in self.deliveries()}

    def deliveries(self) -> list[dict[str, Any]]:
        """Every letter as ``status`` tells it to a machine."""
        found: list[dict[str, Any]] = self.run("status", *JSON).json["deliveries"]
        return found

    def execute_sql(self, statement: str, *values: object) -> None:
        """Executes a statement on the ledger."""
        connection = sqlite3.connect(self.output / "ledger.sqlite")
        with connection:
            connection.execute(statement, values)
        connection.close()

    def assert_everyone_was_mailed_once(self, people: int = len(PEOPLE)) -> None:
        """One letter each, the very bytes that are kept; nothing else lies about, and the archive is whole."""
        sent = {f"{number:04d}.0001": "sent" for number in range(1, people + 1)}
        assert self.states() == sent
        assert self.outbox() == {f"{number}.0001": content for number, content in self.letters().items()}
        assert not leftovers_in(self.output)
        assert self.run("verify").code == 0
        for key in sent:
            assert self.steps(key)[-2:] == ["claim", "accept"]
            assert self.steps(key).count("accept") == 1

    def steps(self, key: str) -> list[str]:
        """What happened to a letter, stages and digests of reports left out."""
        connection = sqlite3.connect(self.output / "ledger.sqlite")
        rows = connection.execute(
            "SELECT step FROM attempt WHERE key = ? AND step NOT IN ('stage', 'report') ORDER BY id",
            (f"{self.key}.{key}",),
        ).fetchall()
        connection.close()
        return [step for (step,) in rows]

    def _keeps_parts(self, command: str) -> None:
        if self.parts and command in PRINTING:
            self.parts.keep(self.output)

    def _passing_folder(self) -> Path:
        """For what a process that is killed leaves in its temporary folder."""
        folder = self.output.with_name("passing")
        folder.mkdir(exist_ok=True)
        return folder

    def _letters_kept(self, edition: int) -> dict[str, bytes]:
        return files_in(self.edition(edition) / "data" / "letters")

    def _typed(self, command: str, options: Sequence[str]) -> list[str]:
        return [*command.split(), str(self.event), *options, "--output", str(self.output)]


REPORTGEN = (sys.executable, "-m", "reportgen")


def adds(name: str, text: str) -> Callable[[CommandLine], None]:
    """A function that appends a text to a file of an event; the file is made if it is not there."""

    def add(cli: CommandLine) -> None:
        path = cli.event / name
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")

    return add


def asked(*arguments: str) -> Done:
    """A command in this process.

    A fault that is not turned into words comes out as it is.
    """
    result = CliRunner().invoke(
        command_line(), list(arguments), env={"REPORTGEN_OUTPUT": None, "REPORTGEN_FIGURES": None}
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code != PROGRAM_FAULT, result.stderr
    return Done(result.exit_code, result.stdout, result.stderr)


@contextmanager
def cramped(room: int) -> Iterator[None]:
    """As on a disk that is nearly full: no file can hold more than so many bytes."""
    before = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, before)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def digests_in(folder: Path) -> dict[str, str]:
    """The digest of every file below a folder, by its path from there: where two differ, their names say enough."""
    return {name: sha256(content).hexdigest() for name, content in files_in(folder).items()}


def leftovers_in(output: Path) -> list[str]:
    """Passing files and folders that a run should have taken away."""
    return [path.name for path in output.rglob("*") if path.suffix == ".part"]


def until(is_so: Callable[[], object], seconds: float = 60) -> None:
    """Waits for something to become so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never became so"
        time.sleep(0.01)


def _environment(**more: str) -> dict[str, str]:
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("REPORTGEN_") or name == "REPORTGEN_LANG"
    }
    return {**ours, **more}
