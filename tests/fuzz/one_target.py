"""Looks for inputs on which one reader fails, with atheris: ``python -m fuzz.one_target NAME [OPTION ...]``.

The options are those of libFuzzer.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["reportgen"]):
    from fuzz.targets import TARGETS, run

MEGABYTES = 2_000
"""More memory than a reader may use."""


def main() -> None:
    """Tries inputs until the time is over, or one of them fails; that one is then kept in a file."""
    name, *options = sys.argv[1:]
    target = TARGETS[name]
    atheris.Setup([name, f"-rss_limit_mb={MEGABYTES}", *options], lambda content: run(target, content))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
