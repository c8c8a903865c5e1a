"""Reads the logo file of an event, and refuses one that is too large, needs something outside itself or never ends."""

from __future__ import annotations

import stat
from functools import lru_cache, partial
from pathlib import Path
from threading import current_thread, main_thread

from reportgen.errors import ConfigurationError
from reportgen.i18n.message import said
from reportgen.render.content.svg_check import UnusableDrawing
from reportgen.render.processes.executors import ProcessExecutor
from reportgen.render.processes.timeouts import UNRESPONSIVE, TooSlow
from reportgen.render.processes.worker_process import WorkerDied, WorkerNotStarted, fault_text

MAX_LOGO_BYTES = 1_000_000
"""Bytes of a logo: a pack has to stay small enough to mail, and every pack has one."""

LOGO_TIMEOUT = 10.0
"""Seconds that drawing a logo may take; one with thousands of paths takes one."""


LIBRARIES_TIMEOUT = 50.0
"""Seconds that the printer may take to be there in a new process, on a machine that is busy with packs."""


def load_logo(path: Path, timeout: float = LOGO_TIMEOUT) -> tuple[bytes, str]:
    """A logo and its media type; it was drawn once, in a process of its own.

    Args:
        timeout: seconds that drawing it may take.

    Raises:
        ConfigurationError: it is not there, too large, no picture, needs more than itself, or cannot be drawn in time.
        RenderingError: no process can be started to draw it.
    """
    content = _content(path)
    try:
        return content, _kind_when_drawn(content, timeout)
    except UnusableDrawing as fault:
        raise ConfigurationError(
            said("The logo {reason}", reason=fault.what), where=str(path), todo=fault.todo
        ) from None


def _content(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ConfigurationError("The logo is no file", where=str(path), todo="mend logo in event.toml")
        with path.open("rb") as file:
            content = file.read(MAX_LOGO_BYTES + 1)
    except OSError as fault:
        raise ConfigurationError(
            said("The logo cannot be read ({reason})", reason=fault),
            where=str(path),
            todo="put it there, or mend logo in event.toml",
        ) from None
    if len(content) > MAX_LOGO_BYTES:
        raise ConfigurationError(
            said(
                "The logo is {size:.0f} kB; {most} kB is the most, for a pack must be mailed",
                size=max(found.st_size, len(content)) / 1000,
                most=MAX_LOGO_BYTES // 1000,
            ),
            where=str(path),
            todo="save it smaller, or as svg",
        )
    return content


@lru_cache(maxsize=8)
def _kind_when_drawn(content: bytes, timeout: float) -> str:
    """The media type of a picture, after it was drawn; what was found is remembered for as long as this process runs.

    Raises:
        UnusableDrawing: it cannot be drawn.
    """
    from reportgen.render.printing.logo_proof import kind_of_drawn  # the printer: only who has a logo waits for it

    executor = ProcessExecutor(1, keep=current_thread() is main_thread())
    work = partial(kind_of_drawn, seconds=timeout)
    ((_, result),) = executor.done(work, [content], timeout * UNRESPONSIVE + LIBRARIES_TIMEOUT)
    match result:
        case str():
            return result
        case WorkerNotStarted() | UnusableDrawing():
            raise result
        case TooSlow():
            raise UnusableDrawing(
                said("takes more than {timeout:g} seconds to draw", timeout=timeout),
                "make it simpler, or save it as png",
            )
        case WorkerDied() | MemoryError():
            raise UnusableDrawing(
                said("cannot be drawn: {reason}", reason=fault_text(result)), "make it simpler, or save it as png"
            )
        case RecursionError():
            raise UnusableDrawing("has elements within elements, too deep to draw", "ungroup it, or save it as png")
        case Exception():
            raise UnusableDrawing(
                said("cannot be drawn: {reason}", reason=fault_text(result)), "save it as plain svg, or as png"
            )
