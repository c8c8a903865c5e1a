"""A run that dies at any moment, as in a power cut, and the run after it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from doubles.printed_parts import PrintedParts
from usecases.conftest import Ran
from usecases.desk import IN_TIME, JSON, Desk, Done, leftovers_in, until
from usecases.meeting import ANNA, COR
from usecases.recording_sender import RecordingSender, send_all

from reportgen.render.printing.executors import ExternalExecutor, pool

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

    desk: Desk
    group: int
    second: Done
    left_over: list[str]
    orphans: list[int]
    after: Done


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    """Kills a run from outside, after its first pack; while it stood still a second run was typed."""
    desk = Desk.laid(tmp_path_factory.mktemp("killed"), [ANNA, COR])
    part = desk.edition(1).with_name(".edition-0001.part")
    with desk.starts("run", *IN_TIME, "--workers", "1") as process:
        until((desk.output / "ledger.sqlite").exists)
        os.killpg(process.pid, signal.SIGSTOP)
        second = desk.asks("run", *IN_TIME)
        os.killpg(process.pid, signal.SIGCONT)
        until(lambda: list(part.glob("data/packs/*.pdf")))
        process.kill()
        process.wait(timeout=60)
        assert process.returncode == -signal.SIGKILL
        left_over = leftovers_in(desk.output)
        after = desk.asks("run", *IN_TIME, *JSON)
        orphans = _running(process.pid) if PROC.is_dir() else []
        yield Killed(desk, process.pid, second, left_over, orphans, after)


def test_a_second_run_beside_the_first_steps_back_and_says_which_process_is_at_work(killed: Killed) -> None:
    assert killed.second.code == 8
    assert f"Another run is at work (process {killed.group})" in killed.second.err


def test_killed_while_printing_nothing_is_sealed_and_the_next_run_makes_all(killed: Killed) -> None:
    assert killed.left_over == [".edition-0001.part"]
    assert (killed.after.code, killed.after.json["made"], killed.after.json["sent"]) == (0, 2, 2)
    killed.desk.assert_everyone_was_mailed_once(2)


@pytest.mark.skipif(not PROC.is_dir(), reason="processes are only listed on Linux")
def test_printing_processes_end_with_the_run_that_started_them(killed: Killed) -> None:
    assert killed.orphans == []


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, parts: PrintedParts) -> Desk:
    """A run that died between the seal and the promise."""
    desk = Desk.laid(tmp_path_factory.mktemp("sealed"), [ANNA], parts)
    desk.breaks_off("run", *IN_TIME, moment=("reportgen.storage.archive.archive:UnsealedEdition.seal", "after", "1"))
    assert desk.edition(1).is_dir()
    assert desk.states() == {}
    return desk


def test_killed_between_seal_and_promise_the_edition_is_adopted_without_printing(sealed: Desk, tmp_path: Path) -> None:
    desk = sealed.copied(tmp_path)
    pack = desk.edition(1) / "data" / "packs" / "0001-GM0344.pdf"
    touched = pack.stat().st_mtime_ns
    done = desk.asks("run", *IN_TIME, *JSON)
    assert (done.code, done.json["made"], done.json["kept"], done.json["sent"]) == (0, 0, 1, 1)
    assert pack.stat().st_mtime_ns == touched
    desk.assert_everyone_was_mailed_once(1)


def test_killed_while_an_edition_is_adopted_it_is_adopted_later(sealed: Desk, tmp_path: Path) -> None:
    desk = sealed.copied(tmp_path)
    desk.breaks_off("run", *IN_TIME, moment=("reportgen.storage.ledger.ledger:Ledger.record_edition", "before", "1"))
    assert desk.states() == {}
    assert desk.asks("run", *IN_TIME, *JSON).json["sent"] == 1
    desk.assert_everyone_was_mailed_once(1)


def test_an_adopted_edition_that_is_damaged_is_not_promised(sealed: Desk, tmp_path: Path) -> None:
    desk = sealed.copied(tmp_path)
    (desk.edition(1) / "data" / "letters" / "0001.eml").write_bytes(b"To: x@y.example\r\n\r\n")
    done = desk.asks("run", *IN_TIME)
    assert done.code == 7
    assert "Edition 1 is damaged: data/letters/0001.eml is changed" in done.err
    assert not desk.outbox()


def test_verify_knows_an_edition_that_was_sealed_and_not_promised(sealed: Desk, tmp_path: Path) -> None:
    done = sealed.copied(tmp_path).asks("verify", *JSON)
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
def test_killed_while_the_outbox_fills_everyone_is_still_mailed_once(waiting: Desk, moment: tuple[str, ...]) -> None:
    waiting.breaks_off("send", *IN_TIME, moment=moment)
    assert list(waiting.states().values()).count("sent") == 1
    assert waiting.asks("send", *IN_TIME, *JSON).code == 0
    waiting.assert_everyone_was_mailed_once()


def test_killed_while_letters_are_released_the_rest_is_released_later(again: Ran, tmp_path: Path) -> None:
    desk = again.desk.copied(tmp_path)
    desk.breaks_off("release", *IN_TIME, moment=("reportgen.storage.ledger.ledger:Ledger.act", "after", "2"))
    assert sorted(desk.states().values()).count("released") == 2
    assert desk.asks("release", *IN_TIME).out.count("1 letters released.") == 1
    assert desk.asks("send", *IN_TIME, *JSON).json["sent"] == 3


def test_the_lock_of_a_run_that_died_holds_nobody_up(killed: Killed) -> None:
    assert (killed.desk.output / ".lock").read_text() != str(killed.group)
    assert killed.desk.asks("run", *IN_TIME).code == 0


def test_stopped_by_hand_it_says_that_nothing_is_lost(tmp_path: Path) -> None:
    desk = Desk.laid(tmp_path, [ANNA])
    lock = desk.output / ".lock"
    with desk.starts("run", *IN_TIME) as process:
        until(lambda: lock.exists() and lock.read_text())
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "Stopped by hand; nothing is lost." in err
    assert "Traceback" not in err


class Sleepers(Executor):
    """Printing processes that only sleep; it remembers what they were asked."""

    def __init__(self, processes: Executor) -> None:
        self._processes = processes
        self.asked: list[Future[Any]] = []

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Lets a process sleep as long as a small page takes."""
        self.asked.append(self._processes.submit(time.sleep, 0.05))
        return self.asked[-1]


def test_stopped_by_hand_the_packs_that_are_not_begun_are_not_waited_for() -> None:
    """The whole list is handed over at once; on hundreds of packs it would take minutes to stop."""
    with suppress(KeyboardInterrupt), pool(1) as (processes, _):
        sleepers = Sleepers(processes)
        for _ in ExternalExecutor(sleepers).done(abs, range(20)):
            raise KeyboardInterrupt
    assert not sleepers.asked[0].cancelled()
    assert sleepers.asked[-1].cancelled()


def test_a_letter_of_which_nobody_knows_whether_it_left_is_not_sent_again(waiting: Desk) -> None:
    sender = RecordingSender(answers=[KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        send_all(waiting, sender, made_up=False)
    assert waiting.states()["0001.0001"] == "sending"
    assert send_all(waiting, sender, made_up=False)[0] == 3
    assert waiting.states()["0001.0001"] == "uncertain"
    assert len({recipient for recipient, _ in sender.sent}) == len(sender.sent) == 4


def test_a_letter_of_which_nobody_knows_whether_it_left_is_told_to_a_person(waiting: Desk) -> None:
    with pytest.raises(KeyboardInterrupt):
        send_all(waiting, RecordingSender(answers=[KeyboardInterrupt()]), made_up=False)
    done = waiting.asks("send", *IN_TIME, *JSON)
    assert (done.code, done.json["sent"]) == (1, 3)
    assert [each["code"] for each in done.json["findings"]] == ["letter-uncertain"]
