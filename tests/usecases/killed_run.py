"""Runs a command and kills the process at a moment, as a power cut would.

``python killed_run.py reportgen.storage.archive.archive:UnsealedEdition.add after 2 COMMAND …``: dies right after the
second time that function returns (``before``: instead of calling it that time).
"""

from __future__ import annotations

import os
import signal
import sys
from functools import reduce, wraps
from importlib import import_module
from itertools import count
from typing import Any


def break_off(function: str, when: str, time: int) -> None:
    """Lets a function of the program be the last that runs."""
    module, _, path = function.partition(":")
    *owners, name = path.split(".")
    owner = reduce(getattr, owners, import_module(module))
    real = getattr(owner, name)
    times = count(1)

    @wraps(real)
    def until_then(*arguments: Any, **named: Any) -> Any:
        is_last = next(times) == time
        if is_last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, until_then)


if __name__ == "__main__":
    function, when, time, *command = sys.argv[1:]
    break_off(function, when, int(time))
    sys.argv[1:] = command
    import_module("reportgen.__main__").main()
