"""The cache of solutions: integer programmes that were solved before, by a digest of all that decides the solution.

Assigning 400 people takes seconds, and every command and page that shows an event needs the assignment. A solution is
stored under the digest of its programme, the code of the solver and the version of HiGHS, so that it is never that of
other input. It contains no names and no numbers of people; the file may be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportgen.domain.canonical_json import canonical_json, digest, to_json_value
from reportgen.domain.programme.integer_programme import IntegerProgramme, Reached, Solution, Solver
from reportgen.storage.atomic import write_atomically

MOST = 8
"""Solutions that are kept, the newest: a page that shows what a move changes needs two."""

SOLVER_MODULE = "reportgen.solver.highs"


def cached(path: Path) -> Solver:
    """A solver that solves each programme once; without the file, or with a damaged one, it solves anew.

    HiGHS is loaded only when it has to solve.

    Args:
        path: the file of the cache.
    """

    def solve(programme: IntegerProgramme) -> Solution:
        key, stored = _key(programme), _stored(path)
        if (found := _solution(stored.get(key), programme)) is not None:
            return found
        from reportgen.solver.highs import solve as solve_anew  # takes time to load

        solution = solve_anew(programme)
        kept = dict(list({each: one for each, one in stored.items() if each != key}.items())[-(MOST - 1) :])
        _store(path, {**kept, key: to_json_value(solution)})
        return solution

    return solve


def _key(programme: IntegerProgramme) -> str:
    """The digest of everything that decides the solution of a programme."""
    spec = find_spec(SOLVER_MODULE)
    code = Path(spec.origin).read_bytes() if spec and spec.origin else b""
    limits = [(each.terms, each.low, each.high) for each in programme.limits]
    objectives = [(each.name, sorted(each.weights.items()), each.exact) for each in programme.objectives]
    text = repr((version("highspy"), programme.lower, programme.upper, limits, objectives))
    return sha256(code + text.encode()).hexdigest()


def _stored(path: Path) -> dict[str, Any]:
    """The solutions by key, the newest last; none where the digest of the file does not match."""
    try:
        expected, _, text = path.read_bytes().partition(b"\n")
        content = json.loads(text) if expected == digest(text).encode() else []
        return {str(key): solution for key, solution in content}
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def _solution(stored: Any, programme: IntegerProgramme) -> Solution | None:
    """A stored solution; None where it is none of this programme."""
    try:
        values = tuple(int(each) for each in stored["values"])
        reached = tuple(
            Reached(str(each["name"]), int(each["value"]), int(each["bound"])) for each in stored["reached"]
        )
    except (KeyError, TypeError, ValueError):
        return None
    fits = len(values) == len(programme.lower) and all(
        low <= value <= high for low, value, high in zip(programme.lower, values, programme.upper, strict=True)
    )
    return Solution(values, reached) if fits else None


def _store(path: Path, solutions: Mapping[str, Any]) -> None:
    text = canonical_json([[key, solution] for key, solution in solutions.items()])
    with suppress(OSError):  # a cache that cannot be written costs time later, and is no error
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, f"{digest(text)}\n".encode() + text)
