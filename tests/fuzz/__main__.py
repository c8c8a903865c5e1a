"""Fuzzes every reader for a while: ``python -m fuzz [MINUTES] [TARGET ...]``; exit code 1 where one failed.

What fails is kept in ``failures/``: give it to the corpus of its target, and mend it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FAILURES = Path(__file__).parent / "failures"

SLOW = 10
"""Seconds after which one input counts as one that never ends."""


def main() -> None:
    """Divides the time over the targets, on all cores, and says what came of it."""
    minutes, *chosen = (*sys.argv[1:], *(["8"] if len(sys.argv) < 2 else []))
    names = chosen or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        sys.exit(f"There is no target {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
    cores = os.cpu_count() or 1
    seconds = max(1, int(float(minutes) * 60 * min(cores, len(names)) / len(names)))
    FAILURES.mkdir(exist_ok=True)
    with ThreadPoolExecutor(cores) as at_once:
        codes = list(at_once.map(lambda name: _fuzz(name, seconds), names))
    sys.exit(any(codes))


def _fuzz(name: str, seconds: int) -> int:
    """Fuzzes one target, and says how many inputs were tried or what failed; returns its exit code."""
    with TemporaryDirectory() as found:
        options = [f"-max_total_time={seconds}", f"-timeout={SLOW}", "-max_len=20000", "-print_final_stats=1"]
        options.append(f"-artifact_prefix={FAILURES}/{name}-")
        done = subprocess.run(
            [sys.executable, "-m", "fuzz.one_target", name, *options, found, *_corpus_of(name)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    said = done.stderr.splitlines()
    tried = next((line.split()[-1] for line in said if line.startswith("stat::number_of_executed_units")), "?")
    print(f"{name}: {tried} inputs in {seconds} s{', and one FAILED:' if done.returncode else ''}", flush=True)
    if done.returncode:
        print("\n".join(f"    {line}" for line in said[-25:] if not line.startswith("stat::")), flush=True)
    return done.returncode


def _corpus_of(name: str) -> Sequence[str]:
    folder = CORPUS / name
    return [str(folder)] if folder.is_dir() else []


if __name__ == "__main__":
    main()
