"""Something a person should look at: a value, not an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, from heavy to light."""

    REFUSED = "refused"  # the row, person or figure is left out until someone acts
    DOUBTFUL = "doubtful"  # it is used, and someone should look
    NOTED = "noted"  # it is used; good to know


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a line (as an editor counts, from 1) and a column."""

    file: str = ""
    line: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; ``code`` picks the Dutch words, ``facts`` fill them in."""

    code: str
    severity: Severity
    place: Place = Place()
    facts: tuple[tuple[str, str], ...] = ()


def finding(code: str, severity: Severity, place: Place = Place(), **facts: object) -> Finding:
    """A finding from keyword facts, which are kept as text in the order given."""
    return Finding(code, severity, place, tuple((name, str(value)) for name, value in facts.items()))


def by_severity(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings from heavy to light, then by place; each thing once."""
    order = list(Severity)

    def rank(each: Finding) -> tuple[int, str, int, str, str]:
        return (order.index(each.severity), each.place.file, each.place.line, each.place.column, each.code)

    return tuple(sorted(dict.fromkeys(findings), key=rank))
