"""A second process for a few parts: one that gets ready while it is still decided what to print, or a twin.

Starting one when that is known takes as long again as deciding; where it can be foreseen that something will be
printed, it is started before anything else is loaded. It prints in the same way as any other, and is ended
when nobody needs it any more, whatever it is doing then. A process of one thread is copied (fork), which spares its
copy loading what is there already; any other has one start afresh (spawn).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import replace
from multiprocessing import Pipe, get_context, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportgen.render.content.style import Style
from reportgen.render.printing.context import PrintContext
from reportgen.render.printing.executors import (
    InlineExecutor,
    PartExecutor,
    ProcessExecutor,
    Result,
    Task,
    deaf,
    settle,
)


class Hand:
    """One process that does task after task; when it is lost, what is left is done by another.

    Args:
        meanwhile: what this process does while the other does the first.
    """

    def __init__(self, line: Connection, meanwhile: Callable[[], None] = lambda: None) -> None:
        self._line: Connection | None = line
        self._meanwhile = meanwhile

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with what came of it."""
        left = list(tasks)
        while left and self._line is not None:
            try:
                self._line.send((work, left[0]))
                self._meanwhile()
                result = self._line.recv()
            except Exception:  # it died, or cannot say what came of it
                self._line = None
            else:
                yield left.pop(0), result
        if left:
            yield from ProcessExecutor(1).done(work, left)


class Twins:
    """This process and another like it: each takes the next task when it is free, the longest first."""

    def __init__(self, line: Connection, length: Callable[[Any], int]) -> None:
        self._line = line
        self._length = length

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with what came of it; one that the other process died of is tried once more by a third."""
        left = sorted(tasks, key=self._length, reverse=True)
        there: list[Task] = []
        try:
            while left or there:
                if not there:
                    there.append(left.pop(0))
                    self._line.send((work, there[0]))
                if not left or self._line.poll():
                    yield there[0], self._line.recv()
                    there.clear()
                else:
                    yield from InlineExecutor().done(work, [left.pop(0)])
        except (OSError, EOFError):
            yield from ProcessExecutor(1).done(work, [*there, *left])


@contextmanager
def with_hand(
    print_context: PrintContext, style: Style, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[PrintContext]:
    """The means with a process that gets ready beside this one; as they are where others than processes print.

    Args:
        meanwhile: what this process does while the other prints, once or more often.
    """
    if not isinstance(print_context.executor, ProcessExecutor):
        yield print_context
        return
    with nullcontext(_early.pop()) if _early else _beside() as line:
        with suppress(OSError):  # it died; that is seen when it is to print
            line.send((print_context.stock, style))
        yield replace(print_context, hand=Hand(line, meanwhile))


@contextmanager
def early() -> Iterator[None]:
    """A process that gets ready from now on, for the first ``with_hand`` in the block."""
    with ExitStack() as stack:
        with suppress(OSError):  # whoever needs one will say why there is none
            _early.append(stack.enter_context(_beside()))
        try:
            yield
        finally:
            _early.clear()


_early: list[Connection] = []
"""The line to a process that was started early and is not anybody's yet."""


@contextmanager
def with_twin(style: Style, length: Callable[[Any], int] = lambda task: 1) -> Iterator[PartExecutor]:
    """This process with its twin; alone where a process cannot be copied safely.

    Args:
        length: of a task, next to others; who begins the longest first waits least at the end.
    """
    from reportgen.render.printing.worker import get_ready  # by who prints only

    with suppress(Exception):  # a part that cannot be printed will say why
        get_ready(None, style)
    if not _can_be_copied():
        yield InlineExecutor()
        return
    with _beside() as line:
        line.send((None, style))
        yield Twins(line, length)


def _can_be_copied() -> bool:
    """Whether a copy of this process would run: one of several threads, as the judge starts them, may wait for ever for
    those that were not copied, and libraries of other systems than Linux do not survive it.
    """
    return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1


@contextmanager
def _beside() -> Iterator[Connection]:
    """The line to a process that does what it is sent, after stock and style; it is ended afterwards."""
    copied = _can_be_copied()
    with TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder:
        ours, theirs = Pipe()
        serve = _serve_as_copy if copied else _serve
        process = get_context("fork" if copied else "spawn").Process(  # type: ignore[attr-defined]  # both have it
            target=serve, args=(theirs, folder), daemon=True
        )
        try:
            with deaf():
                process.start()
            theirs.close()
            yield ours
        finally:
            if process.pid is not None:
                process.kill()
                process.join()
            ours.close()


def _serve_as_copy(line: Connection, folder: str) -> None:
    """Serves with nothing in hand of what the one that was copied has open: its locks end when it ends."""
    parent = parent_process()
    own = {0, 1, 2, line.fileno(), *((parent.sentinel,) if parent else ())}
    for each in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
        if each not in own:
            with suppress(OSError):  # that of looking
                os.close(each)
    _serve(line, folder)


def _serve(line: Connection, folder: str) -> None:
    """Gets ready for a stock and a style, and then does what it is sent until the line breaks."""
    settle(folder)
    from reportgen.render.printing.worker import get_ready  # by this process only

    with suppress(OSError, EOFError):
        stock, style = line.recv()
        with suppress(Exception):  # a part that cannot be printed will say why
            get_ready(stock, style)
        _work(line)


def _work(line: Connection) -> None:
    while True:
        work, task = line.recv()
        try:
            result = work(task)
        except Exception as fault:  # whatever went wrong with one
            result = fault
        line.send(result)
