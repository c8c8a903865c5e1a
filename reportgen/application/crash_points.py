"""Crash points: steps at which a test can kill a run, to prove that nobody is mailed twice or left out.

``REPORTGEN_DIE_AT=dot`` kills the process with SIGKILL as soon as it passes that step; ``dot:3`` the third time. It is
for tests: without the variable nothing happens.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

from reportgen.errors import UsageError
from reportgen.i18n.message import said

VARIABLE = "REPORTGEN_DIE_AT"

STEPS = (
    *("withdrawn", "begun", "printed", "sealed", "promised", "released"),
    *("opened", "connect", "mail", "rcpt", "data", "dot", "answered", "recorded"),
    *("copies-cleaned", "files-erased"),
    *("change-begun", "change-written"),
    *("reading-begun", "original-saved", "submissions-read", "answers-recorded"),
)
"""The steps of a letter, in order: connect is its claim, mail to dot are the stages of SMTP, each just recorded.

Those after that are of an erasure, of a change of people, and of collecting answers.
"""

_passed: Counter[str] = Counter()


def crash_point(step: str) -> None:
    """Marks that a run passes a step; kills the process if that is the one in the environment variable.

    Raises:
        UsageError: the variable names no step.
    """
    if not (value := os.environ.get(VARIABLE)):
        return
    name, _, times = value.partition(":")
    if name not in STEPS or not (times or "1").isdecimal():
        raise UsageError(
            said("{value} is no step to die at", value=value),
            where=VARIABLE,
            todo=said("leave it out, or take one of {steps}", steps=", ".join(STEPS)),
        )
    _passed[step] += 1
    if step == name and _passed[step] == int(times or 1):
        os.kill(os.getpid(), signal.SIGKILL)
