"""Mending findings of the list where they stand, saying that they are right, and taking changes back."""

from __future__ import annotations

from dataclasses import replace

from reportgen.application.lists.change_people import (
    Making,
    NothingChanges,
    NotPossible,
    fields_changed,
    joined,
    kept_apart,
    said_right,
    undone,
)
from reportgen.application.lists.listed_people import ListedPeople
from reportgen.application.lists.typed_fields import typed_faults
from reportgen.domain.finding import Finding
from reportgen.domain.people.change_findings import can_be_accepted
from reportgen.domain.people.person_change import FIELDS, listed_text
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.inputs.keep_change import NOT_THERE, Made, keep_change, person_in
from reportgen.interfaces.web.pages.person_form import person_page, typed_fields
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, redirect_back
from reportgen.interfaces.web.rows.finding_rows import finding_id
from reportgen.render.content.finding_texts import finding_text
from reportgen.render.reports.list_report import ListReport
from reportgen.storage.versions import ChangedMeanwhile

SAVED_AS_IT_IS = "de wensen opgeslagen zoals ze zijn"


def mend(context: WebContext, request: WebRequest) -> Redirect | Page:
    """Gives somebody the field that mends a finding: one that was chosen, or what was typed."""
    people = context.listed_people()
    person = person_in(people, request)
    if person is None:
        flash(request, NOT_THERE, "bad")
        return redirect_back(request)
    typed = typed_fields(request, people, person)
    field, chosen = request.field("veld"), request.field("keuze")
    if field in FIELDS and chosen:
        typed = {field: chosen}
    if not typed:
        flash(request, "Kies of schrijf wat het moet zijn. Er is niets veranderd.", "bad")
        return redirect_back(request)
    if faults := typed_faults(typed, people.names, person.row, people.rounds):
        return person_page(context, request, people, person, typed, faults)
    found = _finding(context, request.field("bevinding"))
    why = finding_text(found)[0] if found else "bij de lijst hersteld"

    def make(now: ListedPeople, by: Making) -> Made:
        there = person_in(now, request)
        if there is None:
            raise ChangedMeanwhile("They changed meanwhile", todo="look again")
        numbers = [there.number] if there.number else []
        try:
            return fields_changed(now, there, typed, by, confirm=True), numbers
        except NothingChanges:
            if found is None or "wishes" not in typed or not can_be_accepted(found):
                raise
            return said_right(now, found, replace(by, why=SAVED_AS_IT_IS)), numbers

    keep_change(context, request, "mend-person", why, make)
    return redirect_back(request)


def say_right(context: WebContext, request: WebRequest) -> Redirect:
    """Keeps that a finding is right as it is, with the reason."""
    id, reason = request.field("bevinding"), request.field("reden")
    found = _finding(context, id)
    if found is None:
        flash(request, "Deze melding is er niet meer. Er is niets veranderd.", "bad")
        return redirect_back(request)
    if not reason:
        flash(request, "Schrijf erbij waarom het zo klopt; dat blijft bewaard.", "bad", f"reden-{id}")
        return redirect_back(request)
    keep_change(context, request, "say-right", reason, lambda now, by: (said_right(now, found, by), ()))
    return redirect_back(request)


def take_back(context: WebContext, request: WebRequest) -> Redirect:
    """Takes a change back; the list decides again."""
    id = request.number("wijziging") or 0

    def make(now: ListedPeople, by: Making) -> Made:
        change = next((each for each in now.changes if each.id == id), None)
        return undone(now, id, by), [change.number] if change and change.number else []

    keep_change(context, request, "undo-change", "", make)
    return redirect_back(request)


def settle_rows(context: WebContext, request: WebRequest) -> Redirect:
    """Says which of somebody's rows counts, or that one of them is about another person."""
    what, _, row = request.field("doe").partition(":")
    at = int(row) if row.isdecimal() and len(row) < 6 else -1

    def make(now: ListedPeople, by: Making) -> Made:
        person = person_in(now, request)
        if person is None:
            raise ChangedMeanwhile("They changed meanwhile", todo="look again")
        numbers = [person.number] if person.number else []
        rows = person.person.rows
        if what == "apart":
            return kept_apart(now, person, at, by), numbers
        if what != "telt" or not 0 <= at < len(rows):
            raise NotPossible("There is no such row", todo="look at the rows again")
        counts = {name: listed_text(rows[at], name) for name in FIELDS}
        return fields_changed(now, person, {name: text for name, text in counts.items() if text}, by, True), numbers

    keep_change(context, request, "settle-rows", request.field("reden") or "rijen vergeleken", make)
    return redirect_back(request)


def join_people(context: WebContext, request: WebRequest) -> Redirect:
    """Says that two people of the list are one."""
    other = request.number("nummer") or 0

    def make(now: ListedPeople, by: Making) -> Made:
        person, same = person_in(now, request), now.with_number(other)
        if person is None:
            raise ChangedMeanwhile("They changed meanwhile", todo="look again")
        if same is None:
            raise NotPossible("There is no participant with this number in the list", todo="choose another number")
        return joined(now, person, same, by), [each.number for each in (person, same) if each.number]

    keep_change(context, request, "join-people", request.field("reden"), make)
    return redirect_back(request)


def _finding(context: WebContext, id: str) -> Finding | None:
    """A finding about the list as it was checked last, which is what the page showed; else about the list of now.

    After each mend a large list is checked again for seconds, and the next mend does not wait for that.
    """
    before = context.list_check.value
    return _in_report(before, id) or _in_report(context.list_check.current(), id)


def _in_report(report: ListReport | None, id: str) -> Finding | None:
    return next((each for each in report.findings if finding_id(each) == id), None) if report else None
