"""Where a run can be made to die on purpose, to see that nobody is mailed twice and nobody is forgotten.

``REPORTGEN_DIE_AT=dot`` kills the process, with a signal nobody can catch, as soon as it passes that step;
``dot:3`` the third time. It is for trials: without the variable nothing happens.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

from reportgen.errors import UsageError

VARIABLE = "REPORTGEN_DIE_AT"

STEPS = (
    *("begun", "printed", "sealed", "promised", "released"),
    *("opened", "connect", "mail", "rcpt", "data", "dot", "answered", "recorded"),
)
"""What happens to a letter, in order: connect is its claim, mail to dot are the stages of SMTP, each just noted."""

_passed: Counter[str] = Counter()


def crash_point(step: str) -> None:
    """Tells that a run passes a step; the one it is told to die at is its last.

    Raises:
        UsageError: the variable names no step.
    """
    if not (said := os.environ.get(VARIABLE)):
        return
    name, _, times = said.partition(":")
    if name not in STEPS or not (times or "1").isdecimal():
        raise UsageError(
            f"{said} is no step to die at", where=VARIABLE, todo=f"leave it out, or take one of {', '.join(STEPS)}"
        )
    _passed[step] += 1
    if step == name and _passed[step] == int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
