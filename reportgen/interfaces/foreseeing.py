"""What a command will probably do, seen before it is loaded: a guess, which costs or spares time and nothing else."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from reportgen.config.event_folder import EVENT_FILE
from reportgen.config.paths import OUTPUT, OUTPUT_VARIABLE, Paths

MAKE_PACKS = ("build", "run")
"""The commands that decide what to make, and make it."""


def prints_a_few(words: Sequence[str]) -> bool:
    """Whether a command line will probably make a few packs anew: something changed since nothing was to be done.

    Where none were made yet there will be many, for which others are started; where nothing changed there are none.

    Args:
        words: what was typed behind the name of the program.
    """
    if command_in(words) not in MAKE_PACKS:
        return False
    try:
        event = next((Path(word) for word in words if Path(word, EVENT_FILE).is_file()), None)
        if event is None:
            return False
        paths, key = Paths(Path(), _output(words)), event.resolve().name
        if not paths.digest_cache(key).is_file():
            return False
        memory = paths.noop_cache(key)
        known = memory.stat().st_mtime_ns if memory.is_file() else 0
        return any(path.stat().st_mtime_ns > known for path in (event, *event.rglob("*")))
    except (OSError, ValueError):  # the command will say so, in words
        return False


def command_in(words: Sequence[str]) -> str:
    """The command of a command line; empty where it has none."""
    return next((word for word in words if not word.startswith("-")), "")


def _output(words: Sequence[str]) -> Path:
    named = [value for word, value in pairwise(words) if word == "--output"]
    named += [word.partition("=")[2] for word in words if word.startswith("--output=")]
    return Path(named[-1] if named else os.environ.get(OUTPUT_VARIABLE, OUTPUT))
