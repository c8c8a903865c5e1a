"""The pages on which somebody of the list is changed, with what the list says beside it, and somebody is added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.application.lists.change_people import (
    Making,
    differing,
    fields_changed,
    found_by,
    person_added,
)
from reportgen.application.lists.listed_people import ListedPeople, ListedPerson
from reportgen.application.lists.typed_fields import typed_faults
from reportgen.application.sessions.plan_sessions import rounds_in
from reportgen.domain.finding import Finding
from reportgen.domain.people.participant import Enrolled
from reportgen.domain.people.person_change import CANCELLED, COMING, FIELDS, NO, UNREADABLE, YES, listed_text, said_text
from reportgen.domain.programme.rounds import Round
from reportgen.interfaces.web.background.page_timeout import people_for_page
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.inputs.keep_change import NOT_THERE, Made, keep_change, person_in
from reportgen.interfaces.web.inputs.wish_fields import sent_wishes, wish_groups
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.texts.change_texts import change_rows
from reportgen.render.content.finding_texts import finding_text
from reportgen.sources.names.person_names import name_parts
from reportgen.storage.versions import ChangedMeanwhile

NAMESAKES = 8
"""People who may be the same that are shown to choose from."""

UNNAMED = "deze persoon"
"""What somebody without a name is called where something is wrong with another field."""

EMPTY = {**dict.fromkeys(FIELDS, ""), "consent": NO, "status": COMING}


def change_page(context: WebContext, request: WebRequest) -> Page | Redirect:
    """The form to change somebody of the list, who may have no number yet.

    Raises:
        NotFound: they are in no list.
    """
    people = people_for_page(context, request)
    number = request.path_params.get("number", 0)
    person = people.with_number(number) if number else people.people.get(request.query.get("wie", ""))
    if person is not None:
        return person_page(context, request, people, person)
    gone = next((each for each in people.enrolled if number and each.number == number and each.name), None)
    if gone is None:
        raise NotFound
    flash(request, f"{gone.name} staat in geen lijst meer. Komt {gone.name} toch, voeg die persoon dan hier toe.")
    return Redirect(f"/deelnemers/nieuw?nummer={number}")


def person_page(
    context: WebContext,
    request: WebRequest,
    people: ListedPeople,
    person: ListedPerson,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, Finding] | None = None,
    meanwhile: bool = False,
) -> Page:
    """The form to change somebody.

    Args:
        typed: what was typed, where it could not be kept.
        faults: what is wrong with it, by field.
        meanwhile: somebody else changed them since the form was filled in.
    """
    now = {name: text.removesuffix(UNREADABLE) for name, text in person.fields.items()}
    listed = person.listed_fields
    shown = page(
        context,
        request,
        "person_form",
        person=person,
        values=(values := {**now, **(typed or {})}),
        wishes=wish_groups(people.rounds, values["wishes"]),
        wishes_now=said_text("wishes", now["wishes"]) if now["wishes"] != values["wishes"] else None,
        now=now,
        listed={}
        if person.person.is_added
        else {name: said_text(name, listed[name]) for name in FIELDS if listed[name] != now[name]},
        faults=_said(faults or {}),
        meanwhile=meanwhile,
        rows=_rows(person),
        changes=[each for each in change_rows(people) if each.change.subject in person.person.subjects],
        namesakes=_namesakes(people, person),
        municipalities=sorted(context.municipality_names().values()),
        statuses=(COMING, CANCELLED),
        consents=(YES, NO),
        reason=request.field("reden") if request.fields else "",
    )
    return Page(shown.html, 422) if faults or meanwhile else shown


def save_person(context: WebContext, request: WebRequest) -> Redirect | Page:
    """Keeps what was changed of somebody."""
    people = context.listed_people()
    person = people.people.get(request.field("wie"))
    if person is None:
        flash(request, NOT_THERE, "bad")
        return Redirect("/lijst")
    typed = typed_fields(request, people, person)
    if person.stand != request.field("stand"):
        return person_page(context, request, people, person, typed, meanwhile=True)
    faults = typed_faults(differing(person, typed), people.names, person.row, people.rounds)
    reason = request.field("reden")
    if faults or not reason:
        if not reason and not faults:
            flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "reden")
        return person_page(context, request, people, person, typed, faults)

    def make(now: ListedPeople, by: Making) -> Made:
        there = person_in(now, request)
        if there is None:
            raise ChangedMeanwhile("They changed meanwhile", todo="look again")
        return fields_changed(now, there, typed, by), [there.number] if there.number else []

    keep_change(context, request, "change-person", reason, make)
    return Redirect(f"/deelnemers/{person.number}" if person.number else "/lijst")


def new_person_page(context: WebContext, request: WebRequest) -> Page:
    """The form to add somebody who is in no list; of who was in one, it is filled in."""
    number = number_in(request.query.get("nummer", ""))
    before = next((each for each in context.ledger.enrolled(context.people_key) if each.number == number), None)
    rounds = rounds_in(context.folder)
    return _new_person(context, request, rounds, {**EMPTY, **(_as_before(before, context) if before else {})})


def add_person(context: WebContext, request: WebRequest) -> Redirect | Page:
    """Adds somebody who is in no list."""
    people = context.listed_people()
    typed = {name: text for name, text in typed_fields(request, people).items() if name != "status"}
    faults = typed_faults(typed, people.names, rounds=people.rounds)
    reason = request.field("reden")
    by = Making(request.organiser, context.clock(), reason)
    there = None if faults else found_by(people, typed, by)
    if faults or there or not reason:
        if not reason and not faults and not there:
            flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "reden")
        return _new_person(context, request, people.rounds, {**EMPTY, **typed}, faults, there)

    def make(now: ListedPeople, by: Making) -> Made:
        return person_added(now, typed, by), ()

    after = keep_change(context, request, "add-person", reason, make)
    return Redirect("/lijst") if after else _new_person(context, request, people.rounds, {**EMPTY, **typed})


def _new_person(
    context: WebContext,
    request: WebRequest,
    rounds: Sequence[Round],
    values: Mapping[str, str],
    faults: Mapping[str, Finding] | None = None,
    there: ListedPerson | None = None,
) -> Page:
    shown = page(
        context,
        request,
        "person_new",
        values=values,
        wishes=wish_groups(rounds, values["wishes"]),
        faults=_said(faults or {}),
        there=there,
        municipalities=sorted(context.municipality_names().values()),
        consents=(YES, NO),
        reason=request.field("reden") if request.fields else "",
    )
    return Page(shown.html, 422) if request.fields else shown


def _said(faults: Mapping[str, Finding]) -> dict[str, tuple[str, str]]:
    """What is wrong with each field and what to do; who has no name yet is called so."""
    named = {
        field: replace(
            each, facts=tuple((key, (text or UNNAMED) if key == "name" else text) for key, text in each.facts)
        )
        for field, each in faults.items()
    }
    return {field: finding_text(each) for field, each in named.items()}


def _as_before(person: Enrolled, context: WebContext) -> dict[str, str]:
    """What the last list had of somebody, in fields."""
    details, (name, _) = dict(person.details), name_parts(person.name)
    place = details.get("organisation") or context.municipality_names().get(person.code, "")
    known = {
        "initials": details.get("initials") or name.initials,
        "first": name.first,
        "infix": name.infix,
        "last": name.last,
        "organisation": place,
        "email": person.email,
    }
    more = ("function", "salutation", "consent", "wishes")
    return known | {each: details.get(each, "") for each in more if details.get(each)}


def typed_fields(request: WebRequest, people: ListedPeople, person: ListedPerson | None = None) -> dict[str, str]:
    """What a form says of a person, by field.

    Args:
        person: as the form showed them; None for somebody new.
    """
    typed = {name: request.field(f"veld-{name}") for name in FIELDS if f"veld-{name}" in request.fields}
    wishes = sent_wishes(request.fields, people.rounds, person.fields["wishes"] if person else "")
    return typed if wishes is None else {**typed, "wishes": wishes}


def _rows(person: ListedPerson) -> list[dict[str, str]]:
    """The rows about somebody, where there are several, with what each says."""
    rows = person.person.rows
    if len(rows) < 2:
        return []
    return [
        {"place": f"{row.place.file}, regel {row.place.line}", **{name: listed_text(row, name) for name in FIELDS}}
        for row in rows
    ]


def _namesakes(people: ListedPeople, person: ListedPerson) -> list[ListedPerson]:
    """Others with a number who may be the same person: the same surname or address."""
    last, email = person.row.name.last.casefold(), person.row.email
    like = (
        each
        for each in people.people.values()
        if each.id != person.id
        and each.number
        and not each.person.is_added
        and ((last and each.row.name.last.casefold() == last) or (email and each.row.email == email))
    )
    return [] if person.person.is_added else list(like)[:NAMESAKES]
