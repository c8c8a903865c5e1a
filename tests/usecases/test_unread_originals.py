"""What came in is known once it was read whole: until then it counts as to do, and the next collecting reads it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from doubles.answered_event import AnsweredEvent, reply
from doubles.released_letters import pack
from usecases.command_line import JSON, REPORTGEN, asked

from reportgen.application.crash_points import VARIABLE
from reportgen.application.feedback import pieces
from reportgen.mail.inbox.submissions import Submission
from reportgen.render.pdf import form_reader
from reportgen.render.processes.executors import InlineExecutor
from reportgen.render.processes.timeouts import TooSlow
from reportgen.render.processes.worker_process import WorkerDied, WorkerNotStarted
from reportgen.storage.originals import Originals

STEPS = ("reading-begun", "original-saved", "submissions-read", "answers-recorded")


@pytest.fixture
def event(tmp_path: Path) -> AnsweredEvent:
    return AnsweredEvent.create(tmp_path)


@pytest.fixture(autouse=True)
def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_reader, "ProcessExecutor", lambda _: InlineExecutor())


@cache
def form(number: int) -> Submission:
    content = pack(number)
    return Submission(f"{number}.pdf", content, None, len(content))


def collecting_from(event: AnsweredEvent, folder: Path, *options: str) -> tuple[str, ...]:
    return ("answers", "collect", str(event.folder), str(folder), "--output", str(event.paths.output), *options)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("step", STEPS)
def test_what_a_killed_run_left_is_read_by_the_next(
    event: AnsweredEvent, tmp_path: Path, step: str, times: int
) -> None:
    back = tmp_path / "terug"
    back.mkdir()
    for number in (1, 2):
        (back / f"{number}.eml").write_bytes(reply(number, f"1. Van {number}."))
    killed = subprocess.run(
        [*REPORTGEN, *collecting_from(event, back)],
        env={**os.environ, VARIABLE: f"{step}:{times if step == 'answers-recorded' else 1}"},
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL
    counted = times if step == "answers-recorded" else 0
    assert (len(event.answers()), len(event.waiting())) == (counted, 2 - counted)
    done = asked(*collecting_from(event, back, *JSON))
    assert (done.code, done.json["answers"], done.json["waiting"]) == (0, 2 - counted, 0)
    assert event.answers() == [(1, 1, "Van 1.", False), (2, 1, "Van 2.", False)]
    assert len(list(event.originals.iterdir())) == 2


class _Failing:
    """An executor that gives every task this result."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def done(self, work: Callable[..., Any], tasks: Sequence[Any], seconds: float = 0) -> Iterator[tuple[Any, Any]]:
        for task in tasks:
            if isinstance(self.fault, WorkerNotStarted):
                raise self.fault
            yield task, self.fault


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (WorkerDied("it was killed"), "answers-died"),
        (WorkerNotStarted("no more processes"), "answers-died"),
        (MemoryError(), "answers-memory"),
    ],
)
def test_a_form_whose_reading_failed_is_read_at_the_next_collecting(
    event: AnsweredEvent, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str
) -> None:
    monkeypatch.setattr(form_reader, "ProcessExecutor", lambda _: _Failing(fault))
    for attempt in (1, 2, 3, 4):
        result = event.collect(*[form(1), reply(2, "1. Ja.")][: 2 if attempt == 1 else 0])
        assert ([each.code for each in result.findings], result.is_done, result.waiting) == ([code], False, 1)
        (item,) = event.waiting()
        assert (item.outcome, item.attempts, item.name) == ("unread", attempt, "1.pdf")
    assert event.answers() == [(2, 1, "Ja.", False)], "the others are read"
    monkeypatch.setattr(form_reader, "ProcessExecutor", lambda _: InlineExecutor())
    result = event.collect()
    assert [each.code for each in result.findings] == ["answers-strange"], "it was read: it is a pack of nobody"
    assert [(each.id, each.outcome) for each in event.waiting()] == [(item.id, "strange")], "under the number it had"


def test_a_form_that_takes_too_long_is_bad_itself_and_not_read_again(
    event: AnsweredEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_reader, "ProcessExecutor", lambda _: _Failing(TooSlow("20 seconds")))
    assert [each.code for each in event.collect(form(1)).findings] == ["answers-large"]
    result = event.collect(form(1))
    assert (result.known, result.findings, result.waiting) == (1, [], 1)


def test_a_message_for_which_there_was_no_memory_is_read_later(
    event: AnsweredEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(_: bytes) -> object:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(pieces, "replies_in", no_memory)
        result = event.collect(reply(1, "1. Ja."))
    assert ([each.code for each in result.findings], result.is_done) == (["answers-memory"], False)
    assert asked("status", str(event.folder), "--output", str(event.paths.output), *JSON).json["answers_waiting"] == 1
    assert event.collect().is_done, "it is read from the original that was saved"
    assert event.answers() == [(1, 1, "Ja.", False)]


def test_an_original_that_does_not_fit_on_the_disk_is_not_known(
    event: AnsweredEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Originals, content: bytes, digest: str) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Originals, "save", full)
        result = event.collect(reply(1, "1. Ja."), reply(2, "1. Nee."))
    assert [each.code for each in result.findings] == ["answers-unsaved"] * 2
    assert len(event.waiting()) == 2
    away = event.collect()
    assert ([each.code for each in away.findings], away.is_done) == (["answers-unsaved"] * 2, False)
    assert event.collect(reply(1, "1. Ja."), reply(2, "1. Nee.")).is_done
    assert event.answers() == [(1, 1, "Ja.", False), (2, 1, "Nee.", False)]


def test_what_ends_the_program_each_time_is_read_last_and_then_only_when_asked_for(
    event: AnsweredEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, read = reply(1, "1. Gif."), pieces.replies_in

    def ends(message: bytes) -> Any:
        if b"Gif." in message:
            raise KeyboardInterrupt  # as a kill: nothing of ours catches it
        return read(message)

    with monkeypatch.context() as patched:
        patched.setattr(pieces, "replies_in", ends)
        for number in (2, 3, 4):
            with pytest.raises(KeyboardInterrupt):
                event.collect(reply(number, "1. Goed."), poison)
        result = event.collect()
        assert [each.code for each in result.findings] == ["answers-interrupted"]
    assert [each[0] for each in event.answers()] == [2, 3, 4], "it ended no more runs, and the others are read"
    assert event.collect().waiting == 1, "nobody asked for it"
    (item,) = event.waiting()
    again = asked("answers", "review", str(event.folder), str(item.id), "--reopen", "--output", str(event.paths.output))
    assert (again.code, item.attempts) == (1, 3)
    assert event.collect().is_done
    assert (1, 1, "Gif.", False) in event.answers()


def test_a_person_may_decide_about_what_was_never_read(event: AnsweredEvent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_reader, "ProcessExecutor", lambda _: _Failing(WorkerDied("it was killed")))
    event.collect(form(1))
    (item,) = event.waiting()
    where = ("--output", str(event.paths.output))
    told = ("--participant", "1", "--answer", "2=Overgetypt.")
    assert asked("answers", "review", str(event.folder), str(item.id), *told, *where).code == 0
    assert event.collect(form(1)).known == 1, "it is not read again"
    assert event.answers() == [(1, 2, "Overgetypt.", False)]
    assert event.originals.joinpath(f"{item.digest}.pdf").exists()


def test_what_was_read_with_others_is_tried_again_however_often_the_program_ended(
    event: AnsweredEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(self: Originals, content: bytes, digest: str) -> Path:
        raise KeyboardInterrupt  # before any original is saved

    several = [reply(number, "1. Goed.") for number in (1, 2, 3)]
    with monkeypatch.context() as patched:
        patched.setattr(Originals, "save", ends)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                event.collect(*several)
    assert [each.attempts for each in event.waiting()] == [1, 1, 1]
    assert event.collect(*several).is_done
    assert [each[0] for each in event.answers()] == [1, 2, 3]
