"""Findings about changes beside the lists, and findings of which an organiser said that they are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reportgen.domain.finding import Finding, Place, Severity, finding
from reportgen.domain.people.list_changes import ChangeOutcome, ChangeState
from reportgen.domain.people.participant import full_name
from reportgen.domain.people.person_change import NAME_PARTS, ChangeKind, ListedAs, PersonChange, said_text
from reportgen.domain.programme.rounds import Round
from reportgen.domain.programme.wish import Wish, wishes_in

_OF_PLACE = frozenset(["other_line", "other_file", "column", "line"])
"""Facts that say where something stands, and not what it is."""


def change_findings(outcomes: Iterable[ChangeOutcome]) -> Iterator[Finding]:
    """What there is to say about changes: that the list differs, says it itself, or has the person no more."""
    for each in outcomes:
        change = each.change
        facts = {
            "change": change.id,
            "name": shown_name(change),
            "who": change.who,
            "day": change.at.date(),
            "given": _given(change),
        }
        match each.state:
            case ChangeState.WAITS:
                yield finding("change-waits", Severity.DOUBTFUL, Place(), **facts)
            case ChangeState.AMBIGUOUS:
                yield finding("change-ambiguous", Severity.DOUBTFUL, Place(), **facts)
            case ChangeState.DIFFERS:
                listed, given = text_of(each.listed, each.fields), text_of(change.becomes, each.fields)
                differing = {**facts, "listed": listed, "given": given}
                yield finding("change-differs", Severity.DOUBTFUL, Place(), **differing)
            case ChangeState.DONE if change.kind in (ChangeKind.FIELDS, ChangeKind.ADDED):
                yield finding("change-done", Severity.NOTED, Place(), **facts)


def lost_wishes(outcomes: Iterable[ChangeOutcome], rounds: Sequence[Round]) -> Iterator[Finding]:
    """Wishes that organisers gave, for sessions that the programme does not have any more.

    Args:
        rounds: of the programme.
    """
    there = {(label, key) for each in rounds for key in each.sessions for label in (each.label, "")}
    for change in (each.change for each in outcomes if each.state in (ChangeState.APPLIED, ChangeState.DIFFERS)):
        for wish in _wishes_given(change):
            if not any((wish.round, key) in there for key in wish.sessions):
                facts = {"change": change.id, "name": shown_name(change), "who": change.who}
                yield finding("change-wish-gone", Severity.DOUBTFUL, Place(), **facts, session="/".join(wish.sessions))


def _wishes_given(change: PersonChange) -> tuple[Wish, ...]:
    try:
        return wishes_in(change.fields.get("wishes", ""))
    except ValueError:
        return ()


def shown_name(change: PersonChange) -> str:
    """What the person of a change is called: as they were, or as they became where they had no name."""
    return change.person.shown or change.person.after(change.becomes).shown


def text_of(values: Mapping[str, str], fields: Sequence[str]) -> str:
    """Fields as text; the parts of a name together."""
    parts = [values[name] for name in NAME_PARTS if name in fields and values.get(name)]
    rest = [said_text(name, values[name]) for name in fields if name not in NAME_PARTS and values.get(name)]
    return ", ".join(filter(None, (" ".join(parts), *rest)))


def _given(change: PersonChange) -> str:
    match change.kind:
        case ChangeKind.APART | ChangeKind.SAME:
            return (change.other or ListedAs(change.person.name)).shown
        case ChangeKind.ADDED:
            return full_name(change.person.name)
    fields = change.fields or change.becomes
    return text_of(fields, [*fields])


def with_accepted(findings: Sequence[Finding], changes: Iterable[PersonChange]) -> tuple[Finding, ...]:
    """The findings; those of which somebody said that they are right are only noted.

    What is refused or blocks is never right as it is. Where anything is different than it was, it is asked again.
    """
    right = accepted_by(changes)
    return tuple(
        replace(each, severity=Severity.NOTED)
        if each.severity is Severity.DOUBTFUL and identity_of(each) in right
        else each
        for each in findings
    )


Identity = tuple[str, tuple[tuple[str, str], ...]]
"""What a finding says, without where it stands."""


def accepted_by(changes: Iterable[PersonChange]) -> dict[Identity, PersonChange]:
    """The changes that say of findings that they are right, by what these say."""
    right = (each for each in changes if each.kind is ChangeKind.RIGHT and each.is_open)
    return {_identity(each.code, each.facts): each for each in right}


def identity_of(found: Finding) -> Identity:
    """What a finding says, without where it stands."""
    return _identity(found.code, found.facts)


def can_be_accepted(found: Finding) -> bool:
    """Whether a person may say that a finding is right as it is."""
    return found.severity in (Severity.DOUBTFUL, Severity.NOTED)


def _identity(code: str, facts: Iterable[tuple[str, str]]) -> Identity:
    return code, tuple(sorted((name, text) for name, text in facts if name not in _OF_PLACE))
