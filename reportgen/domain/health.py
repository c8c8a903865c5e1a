"""One thing that a run needs, examined: how it is, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a thing is."""

    GREEN = "green"
    YELLOW = "yellow"  # a run goes on, and someone should look
    RED = "red"  # a run would stop
    GREY = "grey"  # nobody can tell from here


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """What was examined, and what came of it: what there is to say, where, and what to do next."""

    name: str
    verdict: Verdict
    said: str
    where: str = ""
    todo: str = ""


def good(said: str) -> HealthCheck:
    """A thing that is as it should be; its name is filled in by who asked."""
    return HealthCheck("", Verdict.GREEN, said)


def doubtful(said: str, todo: str, where: str = "") -> HealthCheck:
    """A thing to look at."""
    return HealthCheck("", Verdict.YELLOW, said, where, todo)


def wrong(said: str, todo: str, where: str = "") -> HealthCheck:
    """A thing that would stop a run."""
    return HealthCheck("", Verdict.RED, said, where, todo)


def unknown(said: str, todo: str = "") -> HealthCheck:
    """A thing that cannot be told from here."""
    return HealthCheck("", Verdict.GREY, said, "", todo)
