"""Changes beside the list in Dutch: what was changed, how it stands with the list, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportgen.application.lists.change_effects import Effect, effects_of, letter_of
from reportgen.application.lists.listed_people import ListedPeople
from reportgen.domain.delivery.states import Delivery
from reportgen.domain.finding import Finding, Severity
from reportgen.domain.people.change_findings import shown_name
from reportgen.domain.people.list_changes import ChangeOutcome, ChangeState
from reportgen.domain.people.participant import full_name
from reportgen.domain.people.person_change import NAME_PARTS, ChangeKind, ListedAs, PersonChange, said_text
from reportgen.render.content.finding_texts import finding_text
from reportgen.render.content.plurals import filled
from reportgen.render.content.words import web_words

MAX_EFFECTS = 4
"""People of whom it is said what follows; of the others how many they are."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as the page shows it.

    Attributes:
        what: what was changed, in words.
        state: how it stands with the list, in words.
        waits: somebody has to look at it.
        can_undo: it counts, and can be taken back.
        person: the id of whom it is about, where they are in the lists.
    """

    change: PersonChange
    name: str
    what: str
    state: str
    waits: bool
    can_undo: bool
    person: str = ""


def change_rows(people: ListedPeople) -> list[ChangeRow]:
    """All changes, the newest first."""
    outcomes = {each.change.id: each for each in people.outcomes}
    whose = {subject: each.id for each in people.people.values() for subject in each.person.subjects}
    ordered = sorted(people.changes, key=lambda each: each.id, reverse=True)
    return [_row(each, outcomes.get(each.id), whose.get(each.subject, "")) for each in ordered]


def _row(change: PersonChange, outcome: ChangeOutcome | None, person: str) -> ChangeRow:
    words = web_words()["change_state"]
    state = outcome.state if outcome else ChangeState.APPLIED if change.is_open else ChangeState.CLOSED
    if state is ChangeState.CLOSED:
        said = str(words[str(change.closing or "closed")]).format(who=change.closed_by)
    elif outcome and state is ChangeState.DIFFERS:
        now = {name: outcome.listed[name] for name in outcome.fields}
        said = str(words["differs"]).format(listed=fields_text(now), given=fields_text(change.becomes, now))
    else:
        said = str(words[str(state)])
    waits = state in (ChangeState.WAITS, ChangeState.AMBIGUOUS, ChangeState.DIFFERS)
    name = shown_name(change) if change.kind is not ChangeKind.RIGHT else ""
    return ChangeRow(change, name, what_text(change), said, waits, change.is_open, person)


def what_text(change: PersonChange) -> str:
    """What a change is, in words."""
    words = web_words()["change_kind"]
    match change.kind:
        case ChangeKind.FIELDS:
            return "; ".join(_field_changes(change))
        case ChangeKind.RIGHT:
            what, _ = finding_text(Finding(change.code, Severity.DOUBTFUL, facts=change.facts))
            return str(words["right"]).format(what=what)
        case ChangeKind.ADDED:
            return str(words["added"]).format(fields=fields_text(change.becomes))
        case ChangeKind.APART:
            key = "apart"
        case ChangeKind.SAME:
            key = "same"
    other = change.other or ListedAs(change.person.name)
    return str(words[key]).format(other=", ".join(filter(None, (other.shown, other.organisation, other.email))))


def _field_changes(change: PersonChange) -> list[str]:
    words = web_words()
    said = []
    if any(part in change.becomes for part in NAME_PARTS):
        was, now = full_name(change.person.name), full_name(change.person.after(change.becomes).name)
        said.append(f"{words['person_field']['name']}: {was or '–'} → {now or '–'}")
    for name, text in change.becomes.items():
        if name not in NAME_PARTS:
            was, now = said_text(name, change.was.get(name, "")), said_text(name, text)
            said.append(f"{words['person_field'][name]}: {was or '–'} → {now or '–'}")
    return said


def changed_fields(changes: Iterable[PersonChange]) -> str:
    """What the fields are called that some changes are about; not what stands in them."""
    words = web_words()["person_field"]
    names = dict.fromkeys("name" if each in NAME_PARTS else each for change in changes for each in change.becomes)
    return ", ".join(str(words[each]) for each in names)


def fields_text(fields: Mapping[str, str], only: Mapping[str, str] | None = None) -> str:
    """Fields in one line, each with what it is called."""
    words = web_words()["person_field"]
    shown = {name: text for name, text in fields.items() if only is None or name in only}
    return "; ".join(f"{words[name]}: {said_text(name, text) or '–'}" for name, text in shown.items())


def effects_text(deliveries: Sequence[Delivery], before: ListedPeople, after: ListedPeople) -> str:
    """What follows from a change, for whom it was made and for everyone else, in a few sentences.

    Args:
        deliveries: the letters that there are.
    """
    words = web_words()["change_effect"]
    effects = effects_of(before, after)
    sentences = []
    for each in effects[:MAX_EFFECTS]:
        has = letter_of(each.person.number, deliveries)
        why = ""
        if each.effect is Effect.LEFT_OUT:
            why = "; ".join(finding_text(found)[0] for found in _refusing(after, each.person.id))
        sentences.append(str(words[str(each.effect)][str(has)]).format(name=each.person.name, why=why))
    if more := len(effects) - MAX_EFFECTS:
        sentences += [filled(words["more"], {"count": more})] if more > 0 else []
    return " ".join(sentences) or str(words["nothing"])


def _refusing(people: ListedPeople, id: str) -> list[Finding]:
    lines = {line for line, whose in people.by_line.items() if whose == id}
    found = people.enrolment.findings
    return [each for each in found if each.severity == "refused" and (each.place.file, each.place.line) in lines]
