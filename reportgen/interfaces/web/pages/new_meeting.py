"""The page for a new meeting: by subject, from an earlier one, or without figures; and removing one made by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportgen.application.event.new_meeting import (
    MeetingRefused,
    NewMeeting,
    faults_of,
    make_meeting,
    refuse_removal,
    remove_meeting,
)
from reportgen.application.figures.subjects import subjects_of
from reportgen.application.organisers.accounts import INSTALLATION
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.audit_record import record_done
from reportgen.interfaces.web.context import EVENTS_PATH, WebContext
from reportgen.interfaces.web.inputs.made_once import form_mark, made_once
from reportgen.interfaces.web.installation import Installation
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Answer, Page, Redirect, home_page, page
from reportgen.interfaces.web.texts.error_messages import STORAGE_FAULTS, error_message
from reportgen.render.content.words import web_words

SUBJECT, EMPTY, EARLIER = "onderwerp:", "leeg", "eerder"
"""What the choice of where to begin says; the key of a subject follows, an earlier meeting has a field of its own."""

FIELDS = {"title": "titel", "day": "dag", "place": "plaats", "start": "begin"}
"""Names of the fields of the form, by what they are of a meeting."""

ORDER = (*FIELDS.values(), "eerdere")
"""The fields of the form."""

NO_FAULTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """A subject with what it tells: titles of its figures."""

    key: str
    title: str
    tells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierChoice:
    """An earlier meeting to begin from."""

    key: str
    title: str
    day: str


def new_meeting(installation: Installation, request: WebRequest) -> Page:
    """The form for a new meeting; ``?van=KEY`` chooses an earlier one."""
    earlier = request.query.get("van", "")
    values = {"begin": EARLIER, "eerdere": earlier} if earlier else {}
    return _form(installation, request, values)


@made_once
def create_meeting(installation: Installation, request: WebRequest) -> Answer:
    """Makes a meeting, and goes on with its set-up list; with faults the form again, as it was filled in."""
    values = {name: request.field(name) for name in ORDER}
    folders = {each.name: each for each in installation.event_folders()}
    begin, earlier = values["begin"], folders.get(values["eerdere"])
    subject = begin.removeprefix(SUBJECT) if begin.startswith(SUBJECT) else ""
    asked = NewMeeting(values["titel"], values["dag"], values["plaats"], subject, earlier if begin == EARLIER else None)
    today = installation.clock().date()
    faults = {FIELDS[each.field]: f"{each.field}-{each.code.removeprefix('day-')}" for each in faults_of(asked, today)}
    if not begin:
        faults["begin"] = "start-missing"
    elif begin == EARLIER and earlier is None:
        faults["eerdere"] = "start-unknown" if values["eerdere"] else "earlier-missing"
    elif begin != EARLIER and values["eerdere"]:
        faults["begin"] = "start-two"
    elif begin not in (EARLIER, EMPTY) and begin not in {each.key for each in _subjects()}:
        faults["begin"] = "start-unknown"
    folder = None
    if not faults:
        try:
            folder = _made(installation, request, asked, faults)
        except STORAGE_FAULTS as error:
            flash(request, error_message(error), "bad")
    if folder is None:
        return _form(installation, request, values, faults)
    flash(request, "De bijeenkomst is gemaakt. Hieronder staat wat er nog te doen is voor er brieven weg kunnen.")
    return Redirect(f"{EVENTS_PATH}/{folder.name}/voorbereiding")


def _made(installation: Installation, request: WebRequest, asked: NewMeeting, faults: dict[str, str]) -> Path | None:
    """Makes a meeting; None where the earlier one cannot be read, which is added to the faults.

    Raises:
        ReportgenError, OSError: it cannot be made; where that is for the audit log, nothing is made first.
    """
    now = installation.clock()
    with installation.accounts() as audit:
        try:
            folder = make_meeting(installation.events, asked, installation.paths, installation.ledger, now.date())
        except ReportgenError:
            if asked.earlier is None:
                raise
            faults["eerdere"] = "earlier-unreadable"
            return None
        for event in (folder.name, INSTALLATION):
            record_done(audit, request, event, "event-new", asked.title, now)
    return folder


def confirm_removal(context: WebContext, request: WebRequest) -> Page:
    """Asks whether the meeting is really to be removed, or says why that cannot be."""
    fault = ""
    try:
        refuse_removal(context.folder, context.paths, context.ledger)
    except MeetingRefused as refused:
        fault = refused.code
    return page(context, request, "remove_meeting", fault=fault)


def remove(context: WebContext, request: WebRequest) -> Redirect:
    """Removes a meeting that nobody is in."""
    if request.field("zeker") != "ja":
        flash(request, "Vink eerst aan dat u het zeker weet. Er is niets verwijderd.", "bad", "zeker")
        return Redirect("/verwijderen")
    title = context.title
    try:
        with context.writable_ledger() as ledger:
            remove_meeting(context.workspace(ledger))
            record_done(ledger.audit(), request, INSTALLATION, "event-remove", title, context.clock())
    except MeetingRefused as refused:
        flash(request, web_words()["removal_fault"][refused.code], "bad")
        return Redirect("/verwijderen")
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return Redirect("/verwijderen")
    flash(request, f"‘{title}’ is verwijderd.")
    return Redirect("/", of_meeting=False)


def _form(
    installation: Installation, request: WebRequest, values: dict[str, str], faults: Mapping[str, str] = NO_FAULTS
) -> Page:
    """The form.

    Args:
        values: what was filled in, by field.
        faults: codes of what is wrong with it, by field.
    """
    words = web_words()["meeting_fault"]
    made = home_page(
        installation,
        request,
        "new_meeting",
        values=values,
        faults={name: words[faults[name]] for name in ORDER if name in faults},
        subjects=_subjects(),
        earlier=_earlier_choices(installation),
        today=installation.clock().date(),
        empty=EMPTY,
        from_earlier=EARLIER,
        form_mark=form_mark(),
    )
    return Page(made.html, 422 if faults else 200)


def _earlier_choices(installation: Installation) -> list[EarlierChoice]:
    """The meetings that can be read, the newest first."""
    keys = {each.name for each in installation.event_folders()}
    choices = [
        EarlierChoice(each.key, event.title, event.day.isoformat())
        for each in installation.listed_meetings()
        if each.files.loaded and each.key in keys
        for event in [each.files.loaded.event]
    ]
    return sorted(choices, key=lambda each: (each.day, each.key), reverse=True)


@cache
def _subjects() -> tuple[SubjectChoice, ...]:
    """The subjects that come with the program, which stay as they are while it runs."""
    found, _ = subjects_of()
    return tuple(
        SubjectChoice(f"{SUBJECT}{each.key}", each.title, tuple(measure.title for measure in each.measures))
        for each in found.values()
    )
