"""A process that gets ready early: it does what it is sent, is replaced when it dies, and outlives nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import RenderingError
from reportgen.render.content.parts import HOUSE
from reportgen.render.printing import hand as hands
from reportgen.render.printing import press
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.executors import InlineExecutor, PartExecutor, ProcessExecutor
from reportgen.render.printing.hand import early, with_hand
from reportgen.render.printing.part_cache import PartCache
from reportgen.render.printing.press import Document, Job


def whose(task: Any) -> int:
    """The process that does it; a word ends it, and a number below zero is a fault."""
    if task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if task < 0:
        raise RenderingError("less than nothing", where="here", todo="more")
    return os.getpid()


@pytest.fixture
def hand() -> Iterator[PartExecutor]:
    with with_hand(PrintContext(), HOUSE) as print_context:
        assert print_context.hand is not None
        yield print_context.hand


def test_one_process_does_task_after_task_and_a_fault_is_no_end(hand: PartExecutor) -> None:
    first, fault, last = (result for _, result in hand.done(whose, [1, -1, 2]))
    assert isinstance(fault, RenderingError)
    assert (fault.what, fault.where, fault.todo) == ("less than nothing", "here", "more")
    assert first == last != os.getpid()
    assert [result for _, result in hand.done(whose, [3])] == [first]
    assert list(hand.done(whose, [])) == []


def test_what_a_process_that_died_left_is_done_by_another(hand: PartExecutor) -> None:
    results = dict(hand.done(whose, [1, "die", 2]))
    assert isinstance(results["die"], RenderingError)
    assert isinstance(results[1], int)
    assert isinstance(results[2], int)
    assert results[1] != results[2]


def is_there(process: int) -> bool:
    """Whether a process runs; one that ended and was not taken in yet does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("fault", [KeyboardInterrupt, RenderingError, None])
def test_it_ends_when_nobody_needs_it_whatever_it_is_doing(fault: type[BaseException] | None) -> None:
    begun = time.monotonic()
    try:
        with with_hand(PrintContext(), HOUSE) as print_context:
            assert print_context.hand is not None
            ((_, process),) = print_context.hand.done(whose, [1])
            assert isinstance(process, int)
            assert is_there(process)
            begun = time.monotonic()
            if fault:
                raise fault("enough")
    except (KeyboardInterrupt, RenderingError):
        pass
    assert not is_there(process)
    assert time.monotonic() - begun < 5


KILLED = """
import os, signal, sys
from unit.render.printing.test_hand import whose
from reportgen.render.printing.hand import with_hand
from reportgen.render.printing.context import PrintContext
from reportgen.render.content.parts import HOUSE

if __name__ == "__main__":
    with with_hand(PrintContext(), HOUSE) as print_context:
        ((_, process),) = print_context.hand.done(whose, [1])
        print(process, flush=True)
        os.kill(os.getpid(), getattr(signal, sys.argv[1]))
        import time
        time.sleep(60)
"""


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_it_ends_with_the_one_that_started_it(how: str, tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script), how],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)},
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )
    assert done.returncode != 0
    process = int(done.stdout)
    until = time.monotonic() + 20
    while is_there(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_there(process)


def test_where_others_print_there_is_none() -> None:
    print_context = PrintContext(InlineExecutor())
    with with_hand(print_context, HOUSE) as same:
        assert same is print_context


class Nobody:
    """Who is not to be asked."""

    def done(self, work: Any, tasks: Any) -> Iterator[Any]:
        """Fails."""
        pytest.fail("others are asked to print")


def test_a_handful_of_parts_is_printed_by_it_and_every_byte_is_the_same(
    job: Job, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = PartCache(tmp_path, 100)
    with with_hand(PrintContext(ProcessExecutor(1), stock), HOUSE) as print_context:
        monkeypatch.setattr(press, "Here", Nobody)
        monkeypatch.setattr(ProcessExecutor, "done", Nobody.done)
        assert list(press.press([job], print_context)) == [document]


def opened(_: Any) -> list[str]:
    """What the process that does it has open."""
    return [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.exists()]


LOCKED = """
import os, sys
from pathlib import Path
from threading import Thread
from time import sleep
from unit.render.printing.test_hand import opened
from reportgen.storage.lock import locked
from reportgen.render.printing.hand import with_hand
from reportgen.render.printing.context import PrintContext
from reportgen.render.content.parts import HOUSE

if __name__ == "__main__":
    if sys.argv[1] == "threads":
        Thread(target=sleep, args=(300,), daemon=True).start()
    with locked(Path(sys.argv[2])), with_hand(PrintContext(), HOUSE) as print_context:
        ((_, there),) = print_context.hand.done(opened, [1])
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        started = [b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes() for child in children]
        print(sum(each.endswith("/.lock") for each in there), sum(each.endswith("/.lock") for each in opened(0)))
        print("afresh" if any(started) else "as a copy")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")
@pytest.mark.parametrize(("how", "started"), [("alone", "as a copy"), ("threads", "afresh")])
def test_a_process_of_one_thread_is_copied_without_its_locks(how: str, started: str, tmp_path: Path) -> None:
    script = tmp_path / "locked.py"
    script.write_text(LOCKED, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script), how, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(tmp_path)},
        check=True,
    )
    locks, said = done.stdout.splitlines()
    assert locks == "0 1"
    assert said == started


def test_what_there_is_to_do_meanwhile_is_done_before_it_answers() -> None:
    done: list[str] = []
    with with_hand(PrintContext(), HOUSE, lambda: done.append("meanwhile")) as print_context:
        assert print_context.hand is not None
        for _ in print_context.hand.done(whose, [1]):
            done.append("answer")
    assert done == ["meanwhile", "answer"]


# One that is started before anything else

IN_PROC = pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")


def children() -> set[int]:
    """The processes this one started that run."""
    me = str(os.getpid())
    status = (path for path in Path("/proc").glob("[0-9]*/status") if path.exists())
    parents = {int(path.parent.name): path.read_text() for path in status}
    return {child for child, said in parents.items() if f"\nPPid:\t{me}\n" in said and is_there(child)}


@contextmanager
def one_early() -> Iterator[int]:
    """The process that was started early, for as long as the block runs."""
    before = children()
    with early():
        (started,) = children() - before
        yield started


@IN_PROC
def test_one_that_was_started_early_is_the_one_and_only_the_first_gets_it() -> None:
    with one_early() as started:
        for same in (True, False):
            with with_hand(PrintContext(), HOUSE) as print_context:
                assert print_context.hand is not None
                ((_, process),) = print_context.hand.done(whose, [1])
                assert (process == started) is same
    assert not is_there(started)


@IN_PROC
def test_one_that_nobody_asked_for_ends_with_the_block() -> None:
    with one_early() as started:
        assert is_there(started)
    assert not is_there(started)


@IN_PROC
def test_one_that_died_before_it_was_asked_for_is_replaced() -> None:
    with one_early() as started:
        os.kill(started, signal.SIGKILL)
        while is_there(started):
            time.sleep(0.01)
        with with_hand(PrintContext(), HOUSE) as print_context:
            assert print_context.hand is not None
            ((_, process),) = print_context.hand.done(whose, [1])
            assert isinstance(process, int)
            assert process not in (started, os.getpid())


def test_a_machine_that_has_no_room_for_one_is_no_fault_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(hands, "TemporaryDirectory", full)
    with early():
        assert hands._early == []
