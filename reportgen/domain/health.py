"""Health checks: the verdict on one thing that a run needs, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Verdict of a health check."""

    GREEN = "green"
    YELLOW = "yellow"  # a run goes on, and someone should look
    RED = "red"  # a run would stop
    GREY = "grey"  # it could not be checked


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """The result of one check: its verdict, what was found, where, and what to do next."""

    name: str
    verdict: Verdict
    said: str
    where: str = ""
    todo: str = ""


def good(said: str) -> HealthCheck:
    """A check that passed; the caller fills in the name."""
    return HealthCheck("", Verdict.GREEN, said)


def doubtful(said: str, todo: str, where: str = "") -> HealthCheck:
    """A check that someone should look at."""
    return HealthCheck("", Verdict.YELLOW, said, where, todo)


def wrong(said: str, todo: str, where: str = "") -> HealthCheck:
    """A check that failed: a run would stop."""
    return HealthCheck("", Verdict.RED, said, where, todo)


def unknown(said: str, todo: str = "") -> HealthCheck:
    """A check that could not be done."""
    return HealthCheck("", Verdict.GREY, said, "", todo)
