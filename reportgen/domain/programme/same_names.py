"""Findings about themes, types, questions and studies of one event that have the same name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.domain.finding import Finding, Severity, finding
from reportgen.domain.programme.placeholders import EventText, plain_form, shortened

NAMES = {
    "theme.name": "theme",
    "type.name": "type",
    "question.text": "question",
    "reading.title": "reading",
}
"""The texts by which readers tell things apart, with the end of the code of the finding about two that are the same."""


def same_name_findings(texts: Iterable[EventText]) -> Iterator[Finding]:
    """A finding for each name that an earlier one is the same as, whatever its capitals, signs and spaces."""
    first: dict[tuple[str, str], EventText] = {}
    for each in texts:
        if each.key not in NAMES or not (form := plain_form(each.text)):
            continue
        earlier = first.setdefault((each.key, form), each)
        if earlier is not each:
            facts = {"key": each.key.partition(".")[2], "text": shortened(each.text), "first": earlier.place.line}
            yield finding(f"text-twice-{NAMES[each.key]}", Severity.DOUBTFUL, each.place, **facts)
