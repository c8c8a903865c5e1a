"""A printing process that gets ready while it is still decided what to print, for the few parts of a small change.

Starting one when that is known takes as long again as deciding. It prints in the same way as any other, and is ended
when nobody needs it any more, whatever it is doing then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory

from reportgen.render.means import Means
from reportgen.render.stock import Stock
from reportgen.render.style import Style
from reportgen.render.workforce import Processes, Result, Task, deaf, settle


class Hand:
    """One process that does task after task; when it is lost, what is left is done by another."""

    def __init__(self, line: Connection) -> None:
        self._line: Connection | None = line

    def done(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[tuple[Task, Result | Exception]]:
        """Each task with what came of it."""
        left = list(tasks)
        while left and self._line is not None:
            try:
                self._line.send((work, left[0]))
                result = self._line.recv()
            except Exception:  # it died, or cannot say what came of it
                self._line = None
            else:
                yield left.pop(0), result
        if left:
            yield from Processes(1).done(work, left)


@contextmanager
def with_hand(means: Means, style: Style) -> Iterator[Means]:
    """The means with a process that gets ready beside this one; as they are where others than processes print."""
    if not isinstance(means.workforce, Processes):
        yield means
        return
    context = get_context("spawn")
    with TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder:
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, folder, means.stock, style), daemon=True)
        try:
            with deaf():
                process.start()
            theirs.close()
            yield replace(means, hand=Hand(ours))
        finally:
            if process.pid is not None:
                process.kill()
                process.join()
            ours.close()


def _serve(line: Connection, folder: str, stock: Stock | None, style: Style) -> None:
    """Gets ready, and then does what it is sent until the line breaks."""
    settle(folder)
    from reportgen.render.printing import get_ready  # by this process only

    with suppress(Exception):  # a part that cannot be printed will say why
        get_ready(stock, style)
    while True:
        try:
            work, task = line.recv()
        except (OSError, EOFError):
            return
        try:
            result = work(task)
        except Exception as fault:  # whatever went wrong with one
            result = fault
        line.send(result)
