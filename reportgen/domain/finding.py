"""Findings: things about a row, person or figure that someone should look at; values, not exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Severity of a finding, from heavy to light."""

    BLOCKING = "blocking"  # no letter of the event is released or sent until someone acts
    REFUSED = "refused"  # the row, person or figure is left out until someone acts
    DOUBTFUL = "doubtful"  # it is used, and someone should look
    NOTED = "noted"  # it is used; good to know


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: its line, counted from 1, and its column."""

    file: str = ""
    line: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; ``code`` selects its Dutch text in templates/findings.toml, and ``facts`` fill that in."""

    code: str
    severity: Severity
    place: Place = Place()
    facts: tuple[tuple[str, str], ...] = ()


def finding(code: str, severity: Severity, place: Place = Place(), **facts: object) -> Finding:
    """A finding whose facts are the keyword arguments, as text, in the order given."""
    return Finding(code, severity, place, tuple((name, str(value)) for name, value in facts.items()))


def by_severity(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings from heavy to light, then by place; equal ones once."""
    order = list(Severity)

    def rank(each: Finding) -> tuple[int, str, int, str, str]:
        return (order.index(each.severity), each.place.file, each.place.line, each.place.column, each.code)

    return tuple(sorted(dict.fromkeys(findings), key=rank))
