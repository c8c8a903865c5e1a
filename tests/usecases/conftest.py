"""Runs that many tests look at; whoever goes on from one takes a copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from doubles.mail_server import MailServer, Running
from doubles.printed_parts import PrintedParts
from doubles.real_mail import PASSWORD, RealMail, real_mail
from doubles.session_files import once
from usecases import real_mail_event
from usecases.command_line import IN_TIME, JSON, ONE_WORKER, CommandLine, Done
from usecases.meeting import ANNA, COR, DINA, OPEN, OPENS_LATER, PEOPLE, RARE, changed

from reportgen.storage.ledger import database


@dataclass(frozen=True)
class Ran:
    """A command line after a run, and what the run said."""

    cli: CommandLine
    done: Done


def _run_at_once(**runs: tuple[CommandLine, Sequence[str]]) -> dict[str, tuple[CommandLine, Done]]:
    """Runs at several desks, so that no core is idle."""
    with ExitStack() as stack:
        started = {
            name: (cli, stack.enter_context(cli.start("run", *IN_TIME, *options, PYTHONHASHSEED=str(seed))))
            for seed, (name, (cli, options)) in enumerate(runs.items(), 1)
        }
        done = {}
        for name, (cli, process) in started.items():
            out, err = process.communicate(timeout=120)
            assert "Traceback" not in err
            done[name] = (cli, Done(process.returncode, out, err))
    return done


@pytest.fixture(scope="session")
def first_runs(common: Path, parts: PrintedParts) -> Mapping[str, tuple[CommandLine, Done]]:
    """Two runs that print the same by themselves."""

    def made(folder: Path) -> dict[str, tuple[CommandLine, Done]]:
        sent, early = CommandLine.create(folder / "sent"), CommandLine.create(folder / "early", tuple(reversed(PEOPLE)))
        early.replace_text("event.toml", OPEN, OPENS_LATER)
        ran = _run_at_once(sent=(sent, ()), early=(early, (*JSON, "--workers", "1")))
        parts.keep(sent.output)
        return {name: (replace(cli, parts=parts), done) for name, (cli, done) in ran.items()}

    return once(common / "first", made)


@pytest.fixture(scope="session")
def spoilt_runs(
    common: Path, parts: PrintedParts, first_runs: Mapping[str, tuple[CommandLine, Done]]
) -> Mapping[str, tuple[CommandLine, Done]]:
    """Two runs of which something cannot be printed."""

    def made(folder: Path) -> dict[str, tuple[CommandLine, Done]]:
        people = [
            ANNA,
            changed(COR, last=RARE),
            changed(DINA, function=f"burgemeester {'en nog heel veel meer ' * 220}"),
        ]
        failing, unprintable = (
            CommandLine.create(folder / "failing", people, parts),
            CommandLine.create(folder / "unprintable", [ANNA], parts),
        )
        unprintable.replace_text(
            "event.toml",
            "Wonen in de regio",
            f"Wonen in de regio {RARE}",
        )
        return _run_at_once(
            failing=(failing, (*JSON, "--workers", "1")), unprintable=(unprintable, (*JSON, "--workers", "1"))
        )

    return once(common / "spoilt", made)


@pytest.fixture(scope="session")
def sent(first_runs: Mapping[str, tuple[CommandLine, Done]]) -> Ran:
    """Everyone has a pack and was mailed."""
    return Ran(*first_runs["sent"])


@pytest.fixture(scope="session")
def early(first_runs: Mapping[str, tuple[CommandLine, Done]]) -> Ran:
    """The same event elsewhere: another order of rows, other processes, and before letters may leave."""
    return Ran(*first_runs["early"])


@pytest.fixture(scope="session")
def failing(spoilt_runs: Mapping[str, tuple[CommandLine, Done]]) -> Ran:
    """One pack that can be printed, one that waits for letters no font has, one whose cover is too full."""
    return Ran(*spoilt_runs["failing"])


@pytest.fixture(scope="session")
def unprintable(spoilt_runs: Mapping[str, tuple[CommandLine, Done]]) -> Ran:
    """A title in letters that no font of the packs has."""
    return Ran(*spoilt_runs["unprintable"])


@pytest.fixture
def waiting(early: Ran, tmp_path: Path) -> CommandLine:
    """Packs are made and letters released by hand; from now on they may leave."""
    cli = early.cli.copied(tmp_path)
    assert cli.run("release", "--yes-send", "4").code == 0
    cli.replace_text("event.toml", OPENS_LATER, OPEN)
    return cli


@pytest.fixture(scope="session")
def again(sent: Ran, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """After everyone was mailed: Dina cancels and comes back, and Anna's name was wrong."""
    cli = sent.cli.copied(tmp_path_factory.mktemp("again"))
    cli.write_list([changed(DINA, status="afgemeld"), *PEOPLE[1:]])
    cancelled = cli.run("run", *IN_TIME, *JSON)
    assert (cancelled.json["withdrawn"], cancelled.json["made"]) == (1, 0)
    cli.write_list([changed(ANNA, last="Boerma") if each is ANNA else each for each in PEOPLE])
    return Ran(cli, cli.run("run", *IN_TIME, *JSON))


@pytest.fixture
def mail() -> Iterator[tuple[MailServer, int]]:
    state = MailServer()
    running = Running(state)
    running.start()
    yield state, running.port
    running.stop()


@pytest.fixture(scope="session")
def built(common: Path, parts: PrintedParts) -> CommandLine:
    """An event whose letters are printed, and not let go."""

    def made(folder: Path) -> CommandLine:
        cli = CommandLine.create(folder, parts=parts)
        assert cli.run("build", "--now", "2018-12-02T08:00", *ONE_WORKER).code == 0
        return cli

    return once(common / "built", made)


@pytest.fixture(scope="session")
def built_now(common: Path, parts: PrintedParts) -> CommandLine:
    """The same of an event next month, whose window is open now; its figures are older than the meeting."""

    def made(folder: Path) -> CommandLine:
        cli = CommandLine.create(folder, parts=parts)
        cli.move_to_next_month()
        assert cli.run("build", *ONE_WORKER).code == 1
        return cli

    return once(common / "built-now", made)


@pytest.fixture
def printed(built_now: CommandLine, tmp_path: Path, mail: tuple[MailServer, int]) -> CommandLine:
    """An event with printed letters, whose window is open now and whose letters go to the server."""
    cli = built_now.copied(tmp_path)
    event = cli.event / "event.toml"
    text = event.read_text("utf-8")
    text = text.replace('release = "automatic"', 'release = "automatic"\nsender = "smtp"')
    table = f'[mail]\nhost = "127.0.0.1"\nport = {mail[1]}\ntls = "none"\na_minute = 0\n'
    event.write_text(f"{text}\n{table}", "utf-8")
    return cli


@pytest.fixture
def cli(printed: CommandLine) -> CommandLine:
    """The same with its letters released."""
    assert printed.run("release", "--yes-send", "4").code == 0
    return printed


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that looks cut off is looked at again at once: no other process is writing it."""
    monkeypatch.setattr(database, "PAUSE", 0.0)


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the real mail servers are in the environment."""
    monkeypatch.setenv("REPORTGEN_SMTP_PASSWORD", PASSWORD)
    monkeypatch.setenv("REPORTGEN_IMAP_PASSWORD", PASSWORD)


@pytest.fixture(scope="session")
def accented(common: Path, parts: PrintedParts) -> CommandLine:
    """An event with names and texts that mail may break; its letters are printed, and not let go."""

    def made(folder: Path) -> CommandLine:
        cli = real_mail_event.create(folder, parts)
        done = cli.run("build", *ONE_WORKER)
        assert done.code == 1, done.err  # its figures are older than the meeting
        return cli

    return once(common / "accented", made)


@pytest.fixture(scope="session")
def real() -> Iterator[RealMail]:
    """Postfix and dovecot, with a mailbox for some of the participants."""
    with real_mail(
        [real_mail_event.BOUNCES, *(each.email for each in real_mail_event.AT_HOME)],
        refused=[real_mail_event.CLOSED.email],
    ) as running:
        yield running


@pytest.fixture(scope="session")
def delivered(
    real: RealMail, accented: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> real_mail_event.RealMailEvent:
    """Every letter has gone by the real servers; one was refused at once, and one came back."""
    going = real_mail_event.RealMailEvent.by(real, accented, tmp_path_factory.mktemp("delivered"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTGEN_SMTP_PASSWORD", PASSWORD)
        done = going.cli.run("send", *JSON)
    assert (done.code, done.json["sent"]) == (1, len(real_mail_event.PEOPLE) - 1), done.err
    real.until_idle()
    return going
