"""A run that dies at any moment, as in a power cut, and the run after it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from doubles.printed_parts import PrintedParts
from usecases.command_line import IN_TIME, JSON, CommandLine, Done, leftovers_in, until
from usecases.conftest import Ran
from usecases.forked import Moment
from usecases.meeting import ANNA, COR
from usecases.recording_sender import RecordingSender, send_all

from reportgen.interfaces.signals import STOPPED
from reportgen.render.processes.executors import ProcessExecutor

PROC = Path("/proc")


def _running(group: int) -> list[int]:
    """The processes of a group that are still there."""
    found = []
    for folder in PROC.glob("[0-9]*"):
        try:
            state, _, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(folder.name))
    return found


@dataclass(frozen=True)
class Killed:
    """A run that was killed while it printed, what stood still meanwhile, and the run after it."""

    cli: CommandLine
    group: int
    second: Done
    left_over: list[str]
    orphans: list[int]
    after: Done


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    """Kills a run from outside, after its first pack; while it stood still a second run was typed."""
    cli = CommandLine.create(tmp_path_factory.mktemp("killed"), [ANNA, COR])
    part = cli.edition(1).with_name(".edition-0001.part")
    with cli.start("run", *IN_TIME, "--workers", "1") as process:
        until((cli.output / "ledger.sqlite").exists)
        os.killpg(process.pid, signal.SIGSTOP)
        second = cli.run("run", *IN_TIME)
        os.killpg(process.pid, signal.SIGCONT)
        until(lambda: list(part.glob("data/packs/*.pdf")))
        process.kill()
        process.wait(timeout=60)
        assert process.returncode == -signal.SIGKILL
        left_over = leftovers_in(cli.output)
        after = cli.run("run", *IN_TIME, *JSON)
        orphans = _running(process.pid) if PROC.is_dir() else []
        yield Killed(cli, process.pid, second, left_over, orphans, after)


def test_a_second_run_beside_the_first_steps_back_and_says_which_process_is_at_work(killed: Killed) -> None:
    assert killed.second.code == 8
    assert f"Another run is at work (process {killed.group})" in killed.second.err


def test_killed_while_printing_nothing_is_sealed_and_the_next_run_makes_all(killed: Killed) -> None:
    assert killed.left_over == [".edition-0001.part"]
    assert (killed.after.code, killed.after.json["made"], killed.after.json["sent"]) == (0, 2, 2)
    killed.cli.assert_everyone_was_mailed_once(2)


@pytest.mark.skipif(not PROC.is_dir(), reason="processes are only listed on Linux")
def test_printing_processes_end_with_the_run_that_started_them(killed: Killed) -> None:
    assert killed.orphans == []


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, parts: PrintedParts) -> CommandLine:
    """A run that died between the seal and the promise."""
    cli = CommandLine.create(tmp_path_factory.mktemp("sealed"), [ANNA], parts)
    cli.run_until_killed(
        "run", *IN_TIME, moment=("reportgen.storage.archive.archive:UnsealedEdition.seal", "after", "1")
    )
    assert cli.edition(1).is_dir()
    assert cli.states() == {}
    return cli


def test_killed_between_seal_and_promise_the_edition_is_adopted_without_printing(
    sealed: CommandLine, tmp_path: Path
) -> None:
    cli = sealed.copied(tmp_path)
    pack = cli.edition(1) / "data" / "packs" / "0001-GM0344.pdf"
    touched = pack.stat().st_mtime_ns
    done = cli.run("run", *IN_TIME, *JSON)
    assert (done.code, done.json["made"], done.json["kept"], done.json["sent"]) == (0, 0, 1, 1)
    assert pack.stat().st_mtime_ns == touched
    cli.assert_everyone_was_mailed_once(1)


def test_killed_while_an_edition_is_adopted_it_is_adopted_later(sealed: CommandLine, tmp_path: Path) -> None:
    cli = sealed.copied(tmp_path)
    cli.run_until_killed(
        "run", *IN_TIME, moment=("reportgen.storage.ledger.ledger:Ledger.record_edition", "before", "1")
    )
    assert cli.states() == {}
    assert cli.run("run", *IN_TIME, *JSON).json["sent"] == 1
    cli.assert_everyone_was_mailed_once(1)


def test_an_adopted_edition_that_is_damaged_is_not_promised(sealed: CommandLine, tmp_path: Path) -> None:
    cli = sealed.copied(tmp_path)
    (cli.edition(1) / "data" / "letters" / "0001.eml").write_bytes(b"To: x@y.example\r\n\r\n")
    done = cli.run("run", *IN_TIME)
    assert done.code == 7
    assert "Edition 1 is damaged: data/letters/0001.eml is changed" in done.err
    assert not cli.outbox()


def test_verify_knows_an_edition_that_was_sealed_and_not_promised(sealed: CommandLine, tmp_path: Path) -> None:
    done = sealed.copied(tmp_path).run("verify", *JSON)
    assert (done.code, done.json["faults"]) == (7, ["edition 1 is in the archive, and the ledger does not know it"])


@pytest.mark.parametrize(
    "moment",
    [
        # The third file that gets its name: after the last claim and the first letter.
        ("reportgen.storage.atomic:Path.replace", "before", "3"),
        ("reportgen.storage.atomic:Path.replace", "after", "3"),
    ],
    ids=["half written", "written and not noted"],
)
def test_killed_while_the_outbox_fills_everyone_is_still_mailed_once(waiting: CommandLine, moment: Moment) -> None:
    waiting.run_until_killed("send", *IN_TIME, moment=moment)
    assert list(waiting.states().values()).count("sent") == 1
    assert waiting.run("send", *IN_TIME, *JSON).code == 0
    waiting.assert_everyone_was_mailed_once()


def test_killed_while_letters_are_released_none_is_and_all_are_later(again: Ran, tmp_path: Path) -> None:
    cli = again.cli.copied(tmp_path)
    moment = ("reportgen.storage.ledger.deliveries:apply_action", "after", "2")
    cli.run_until_killed("release", *IN_TIME, moment=moment)
    assert "released" not in cli.states().values()
    assert cli.run("release", *IN_TIME).out.count("3 letters released.") == 1
    assert cli.run("send", *IN_TIME, *JSON).json["sent"] == 3


def test_the_lock_of_a_run_that_died_holds_nobody_up(killed: Killed) -> None:
    assert (killed.cli.output / ".lock").read_text() != str(killed.group)
    assert killed.cli.run("run", *IN_TIME).code == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_by_hand_it_says_that_nothing_is_lost_and_nothing_else(tmp_path: Path, how: signal.Signals) -> None:
    cli = CommandLine.create(tmp_path, [ANNA])
    lock = cli.output / ".lock"
    with cli.start("run", *IN_TIME) as process:
        until(lambda: lock.exists() and lock.read_text())
        os.killpg(process.pid, how)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == f"{STOPPED}\n"
    assert [path.name for path in cli.output.with_name("passing").iterdir()] == []


def test_a_scheduler_that_is_hung_up_on_ends_with_the_command_it_runs(tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path, [ANNA])
    cli.replace_text("event.toml", "not_after = 2018", "not_after = 2099")
    lock = cli.output / ".lock"
    with cli.start("schedule") as process:
        until(lambda: lock.exists() and lock.read_text())
        os.killpg(process.pid, signal.SIGHUP)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err.splitlines() == [STOPPED, "The scheduler is stopped by hand; nothing is lost. Start it again to go on."]


def slowly_touch(path: Path) -> None:
    """As long as a small page takes to print."""
    path.touch()
    time.sleep(0.05)


def test_stopped_by_hand_the_packs_that_are_not_begun_are_not_waited_for(tmp_path: Path) -> None:
    """The whole list is handed over at once; on hundreds of packs it would take minutes to stop."""
    with suppress(KeyboardInterrupt):
        for _ in ProcessExecutor(1).done(slowly_touch, [tmp_path / str(number) for number in range(200)]):
            raise KeyboardInterrupt
    begun = len(list(tmp_path.iterdir()))
    assert 1 <= begun < 100
    time.sleep(0.2)
    assert len(list(tmp_path.iterdir())) == begun


def test_a_letter_of_which_nobody_knows_whether_it_left_is_not_sent_again(waiting: CommandLine) -> None:
    sender = RecordingSender(answers=[KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        send_all(waiting, sender, made_up=False)
    assert waiting.states()["0001.0001"] == "sending"
    assert send_all(waiting, sender, made_up=False)[0] == 3
    assert waiting.states()["0001.0001"] == "uncertain"
    assert len({recipient for recipient, _ in sender.sent}) == len(sender.sent) == 4


def test_a_letter_of_which_nobody_knows_whether_it_left_is_told_to_a_person(waiting: CommandLine) -> None:
    with pytest.raises(KeyboardInterrupt):
        send_all(waiting, RecordingSender(answers=[KeyboardInterrupt()]), made_up=False)
    done = waiting.run("send", *IN_TIME, *JSON)
    assert (done.code, done.json["sent"]) == (1, 3)
    assert [each["code"] for each in done.json["findings"]] == ["letter-uncertain"]
