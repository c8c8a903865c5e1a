"""Terminal output of what organisers changed of people beside the list."""

from __future__ import annotations

from typing import Any

from reportgen.application.lists.listed_people import ListedPeople
from reportgen.domain.canonical_json import to_json_value
from reportgen.domain.people.change_findings import shown_name, text_of
from reportgen.domain.people.list_changes import ChangeState
from reportgen.domain.people.person_change import ChangeKind, PersonChange
from reportgen.i18n.message import said
from reportgen.interfaces.cli.output.terminal import console, plain_text, say, table_of
from reportgen.interfaces.language import here

STATES = {
    ChangeState.APPLIED: said("counts"),
    ChangeState.DIFFERS: said("counts, and the list differs"),
    ChangeState.DONE: said("the list says it itself"),
    ChangeState.WAITS: said("waits: not on the list"),
    ChangeState.AMBIGUOUS: said("waits: may be several people"),
    ChangeState.REPLACED: said("a later change counts"),
    ChangeState.CLOSED: said("counts no more"),
}


def show_changes(people: ListedPeople) -> None:
    """Shows every change, the newest first."""
    if not people.changes:
        say("Nothing was changed beside the list.")
        return
    table = table_of("Change", "Who", "What", "State", "By", "Why")
    states = _states(people)
    for each in sorted(people.changes, key=lambda each: each.id, reverse=True):
        state = here(STATES[states[each.id]])
        by = f"{each.who}, {each.at:%Y-%m-%d %H:%M}"
        texts = (str(each.id), shown_name(each), _what(each), state, by, each.why)
        table.add_row(*map(plain_text, texts))
    console.print(table)


def changes_json(key: str, people: ListedPeople) -> dict[str, Any]:
    """Every change with what became of it, as JSON."""
    states = _states(people)
    changes = [{**_as_dict(each), "state": str(states[each.id])} for each in people.changes]
    return {"event": key, "changes": changes}


def _states(people: ListedPeople) -> dict[int, ChangeState]:
    states = {each.id: ChangeState.APPLIED if each.is_open else ChangeState.CLOSED for each in people.changes}
    return states | {each.change.id: each.state for each in people.outcomes}


def _what(change: PersonChange) -> str:
    if change.kind is ChangeKind.RIGHT:
        return change.code
    given = text_of(change.becomes, [*change.becomes])
    return given or (change.other.shown if change.other else "")


def _as_dict(change: PersonChange) -> dict[str, Any]:
    value = to_json_value(change)
    return dict(value) if isinstance(value, dict) else {}
