"""Runs commands in forks of this process, where all is imported, and kills one at a moment as a power cut would.

A fork is a process like any other: it has its own lock, memory and signals. For commands that print nothing: after
this process has printed, the libraries of a fork may wait for threads that it does not have.

``python forked.py reportgen.storage.archive.archive:UnsealedEdition.add after 2 COMMAND …`` is the same without a fork.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Sequence
from functools import reduce, wraps
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

Moment = tuple[str, str, str]
"""A function as ``module:Owner.name``, ``before`` or ``after`` its call, and the how manieth call."""


class ForkedProcess:
    """A command that runs in a fork, in a process group of its own; used as a ``subprocess.Popen``.

    Args:
        typed: the command and its options.
        folder: an existing folder for its temporary files and for what it says.
        environment: variables to set; those of reportgen that are set already are taken away.
        moment: when it is to be killed; never if empty.
    """

    def __init__(self, typed: Sequence[str], folder: Path, environment: dict[str, str], moment: Moment | None) -> None:
        self.returncode: int | None = None
        said = tempfile.mkdtemp(prefix="said-", dir=folder)
        self._out, self._err = Path(said, "out"), Path(said, "err")
        self.pid = os.fork()
        if not self.pid:
            self._run(typed, folder, environment, moment)

    def _run(self, typed: Sequence[str], folder: Path, environment: dict[str, str], moment: Moment | None) -> NoReturn:
        code: Any = 1
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for descriptor, path in ((1, self._out), (2, self._err)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
            sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
            warnings.resetwarnings()
            tempfile.tempdir = str(folder)
            for name in [each for each in os.environ if each.startswith("REPORTGEN_")]:
                del os.environ[name]
            os.environ.update(environment)
            if moment:
                break_off(*moment)
            sys.argv = ["reportgen", *typed]
            import_module("reportgen.__main__").main()
            code = 0
        except SystemExit as ended:
            code = ended.code
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code if isinstance(code, int) else int(code is not None))

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float = 120) -> int:
        """Waits until it ended, for so many seconds; its exit code."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            assert time.monotonic() < end, "it does not end"
            time.sleep(0.01)
        return code

    def communicate(self, timeout: float = 120) -> tuple[str, str]:
        """Waits until it ended; what it said on standard output and on standard error."""
        self.wait(timeout)
        return self._out.read_text("utf-8"), self._err.read_text("utf-8")

    def kill(self) -> None:
        """Kills it on the spot."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


def break_off(function: str, when: str, time: str) -> None:
    """Lets a function of the program be the last that runs in this process."""
    module, _, path = function.partition(":")
    *owners, name = path.split(".")
    owner = reduce(getattr, owners, import_module(module))
    real = getattr(owner, name)
    times = count(1)

    @wraps(real)
    def until_then(*arguments: Any, **named: Any) -> Any:
        is_last = next(times) == int(time)
        if is_last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, until_then)


if __name__ == "__main__":
    break_off(*sys.argv[1:4])
    sys.argv[1:] = sys.argv[4:]
    import_module("reportgen.__main__").main()
