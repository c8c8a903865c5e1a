"""The programme as a table that is edited: what is wrong with it, what letters told of it, and saving it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from reportgen.application.event import edit_programme
from reportgen.application.event.edit_programme import CheckedProgramme, check_programme
from reportgen.application.event.merge_programme import Clash
from reportgen.application.event.programme_told import told_changes_of
from reportgen.config.event_folder import programme_file
from reportgen.domain.canonical_json import canonical_json, digest, to_json_value
from reportgen.domain.programme.told_changes import ToldChanges
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.access.login_sessions import Undo
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.file_changes import changed_meanwhile
from reportgen.interfaces.web.inputs.programme_form import (
    FIELDS,
    MORE,
    SHOWN,
    FormRow,
    kept_rows,
    kind_choices,
    pressed,
    rows_in_form,
    shown_rows,
)
from reportgen.interfaces.web.inputs.programme_upload import rows_of_upload
from reportgen.interfaces.web.pages.previews import packs_to_make
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.rows.programme_occupancy import occupancy_texts
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.interfaces.web.texts.programme_words import (
    change_words,
    fault_words,
    finding_words,
    told_texts,
    too_many_words,
)
from reportgen.sources.lists.csv_text import MAX_CELL
from reportgen.sources.lists.programme_table import LONG_COLUMNS, programme_table
from reportgen.storage import versions

PATH = "/programma"

MAX_UPLOAD = 2_000_000
"""Bytes of a programme that is uploaded; one with a hundred parts has thirty thousand."""

_SAID = {
    "volgorde": "De onderdelen staan op volgorde van tijd. Er is nog niets bewaard.",
    "weg": "Het lege onderdeel is weg. Er is nog niets bewaard.",
}
"""What is said of a button after which the page shows no row that it was about."""


def programme(context: WebContext, request: WebRequest) -> Page:
    """The programme as it is."""
    names = edit_programme.programme_names(context.folder)
    if len(names) > 1:
        return page(context, request, "programme", several=names, error="", rows=[])
    try:
        table = programme_table(programme_file(context.folder))
        if len(table.rows) > edit_programme.MAX_PARTS:
            stand = edit_programme.programme_stand(context.folder)
            said = too_many_words(len(table.rows))
            return page(context, request, "programme", several=(), error=said, rows=[], stand=stand)
        rows = [FormRow(each) for each in table.rows]
        return _form(context, request, rows, _checked(context, rows), edit_programme.programme_stand(context.folder))
    except (ReportgenError, OSError) as error:
        stand = versions.digest_in(context.folder, names[0]) if names else ""
        return page(context, request, "programme", several=(), error=error_message(error), rows=[], stand=stand)


def change(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Does what a button of the form says: changes rows on the page, or saves them."""
    stand, base = request.field("stand"), None
    with suppress(ReportgenError, OSError):
        base = edit_programme.table_at(context.folder, stand)
    rows, button = rows_in_form(request, base), request.field("doe")
    try:
        if button != "bewaren":
            rows, place = pressed(rows, button)
            act = button.partition("-")[0]
            if place is None and act in _SAID:
                flash(request, _SAID[act])
            return _form(context, request, rows, _checked(context, rows), stand, at=place, act=act)
        if stand != edit_programme.programme_stand(context.folder):
            return _after_other(context, request, rows)
        return _save(context, request, rows, stand)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return _form(context, request, rows, None, stand)


def upload(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Shows an uploaded programme as a form, beside what it is now; nothing is saved yet."""
    given = request.files.get("bestand")
    try:
        if given is None or not given.size:
            empty = "Dat bestand is leeg. Sla het programma nog eens op."
            flash(
                request,
                empty if given and given.name else "Kies eerst een bestand met het programma.",
                "bad",
                "bestand",
            )
            return Redirect(PATH)
        if given.size > MAX_UPLOAD:
            flash(request, "Een programma mag hoogstens 2 MB zijn. Er is niets veranderd.", "bad", "bestand")
            return Redirect(PATH)
        present = edit_programme.present_table(context.folder)
        found = rows_of_upload(given.name, given.read(), present)
        if len(found.rows) > edit_programme.MAX_PARTS:
            flash(request, too_many_words(len(found.rows)), "bad", "bestand")
            return Redirect(PATH)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad", "bestand")
        return Redirect(PATH)
    said = f"Dit staat in ‘{found.name}’. Er is nog niets veranderd: kijk het na en klik op ‘Bewaren’."
    if found.others:
        said += f" Deze kolommen worden hier niet gebruikt en gaan niet mee: {', '.join(found.others)}."
    flash(request, said)
    stand = edit_programme.programme_stand(context.folder)
    return _form(context, request, found.rows, _checked(context, found.rows), stand)


def keep(context: WebContext, request: WebRequest) -> Redirect:
    """Lets one of several files be the programme."""
    name = request.field("bestand")
    try:
        with context.writable_ledger() as ledger:
            edit_programme.keep_programme(context.folder, name, request.organiser, context.clock())
            context.record(ledger, request, "programme-keep")
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
    return Redirect(PATH)


def undo(context: WebContext, request: WebRequest) -> Redirect:
    """Puts back the programme as it was before the last change, if nobody changed it since."""
    try:
        with context.writable_ledger() as ledger:
            number = request.number("versie")
            edit_programme.restore_programme(
                context.folder, number or 0, request.organiser, context.clock(), request.field("stand")
            )
            context.record(ledger, request, "programme-undo")
    except versions.ChangedMeanwhile:
        flash(request, "Intussen is het programma weer veranderd. Er is niets teruggezet.", "bad")
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
    else:
        flash(request, "Het programma is weer zoals het was.")
    return Redirect(PATH)


def _save(context: WebContext, request: WebRequest, rows: Sequence[FormRow], stand: str) -> Page | Redirect:
    checked = check_programme(context.folder, kept_rows(rows))
    if checked.faults:
        count = len(checked.faults)
        said = "1 veld klopt" if count == 1 else f"{count} velden kloppen"
        flash(request, f"Er is nog niets bewaard: {said} nog niet. Het staat erbij.", "bad")
        return _form(context, request, rows, checked, stand)
    before = edit_programme.present_table(context.folder)
    path = programme_file(context.folder)
    if path.exists() and checked.content == path.read_bytes():
        flash(request, "Er was niets veranderd.")
        return Redirect(PATH)
    told = told_changes_of(context.folder, checked.sessions, context.ledger, context.people_key)
    asks = {"told": told if told.changes else None, "converts": before.workbook}
    if (told.changes or before.workbook) and request.field("gezien") != _seen(told, before.workbook):
        return _form(context, request, rows, checked, stand, asks=asks, seen=_seen(told, before.workbook))
    about = change_words(edit_programme.change_counts(before.rows, kept_rows(rows)))
    try:
        with context.writable_ledger() as ledger:
            edit_programme.save_programme(
                context.folder, checked.content, request.organiser, context.clock(), stand, about
            )
            context.record(ledger, request, "programme", about)
    except versions.ChangedMeanwhile:
        return _after_other(context, request, rows)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return _form(context, request, rows, checked, stand)
    flash(request, f"Het programma is bewaard: {about}.{packs_to_make(context)}", undo=_undo(context))
    return Redirect(PATH)


def _after_other(context: WebContext, request: WebRequest, rows: Sequence[FormRow]) -> Page:
    """The form with what somebody else saved meanwhile beside what was typed."""
    base = edit_programme.table_at(context.folder, request.field("stand"))
    merged = edit_programme.rows_with_both_changes(context.folder, base, kept_rows(rows))
    said = changed_meanwhile("het programma", edit_programme.newest_version(context.folder))
    if merged.clashes:
        said += " Hieronder staat wat u typte, met erbij wat er nu staat. Kies, en klik nog eens op ‘Bewaren’."
    else:
        said += " Hieronder staat wat u beiden deden. Kijk het na, en klik nog eens op ‘Bewaren’."
    flash(request, said, "bad")
    both = [FormRow(each) for each in merged.rows]
    stand = edit_programme.programme_stand(context.folder)
    return _form(context, request, both, _checked(context, both), stand, merged.clashes)


def _form(
    context: WebContext,
    request: WebRequest,
    rows: Sequence[FormRow],
    checked: CheckedProgramme | None,
    stand: str,
    clashes: Sequence[Clash] = (),
    at: int | None = None,
    act: str = "",
    asks: Mapping[str, Any] | None = None,
    seen: str = "",
) -> Page:
    told: ToldChanges | None = asks["told"] if asks else None
    return page(
        context,
        request,
        "programme",
        several=(),
        error="",
        rows=shown_rows(rows, checked, clashes),
        whole=[each for each in checked.faults if each.code in ("no-rows", "too-many")] if checked else [],
        stand=stand,
        file=programme_file(context.folder).name,
        at=at,
        act=act,
        fields=FIELDS,
        shown=SHOWN,
        more=MORE,
        long=LONG_COLUMNS,
        most=MAX_CELL,
        kinds=kind_choices,
        fault_words=fault_words,
        finding_words=finding_words,
        rooms=sorted({each.row.cell("Zaal") for each in rows} - {""}),
        occupied=occupancy_texts(context, rows),
        has_rounds=any(each.row.cell("Ronde") for each in rows),
        told=told,
        told_texts=told_texts(told) if told else [],
        asks=asks,
        seen=seen,
    )


def _checked(context: WebContext, rows: Sequence[FormRow]) -> CheckedProgramme | None:
    """What is to be said of rows that are on the page; nothing of an empty table."""
    kept = kept_rows(rows)
    try:
        return check_programme(context.folder, kept) if kept else None
    except ReportgenError:
        return None


def _seen(told: ToldChanges, converts: bool) -> str:
    """What an organiser saw before they saved it all the same."""
    return digest(canonical_json(to_json_value((told, converts))))


def _undo(context: WebContext) -> Undo | None:
    number = edit_programme.version_before(context.folder)
    if number is None:
        return None
    fields = {"versie": f"{number}", "stand": edit_programme.programme_stand(context.folder)}
    return Undo(f"{context.base}{PATH}/terug", fields)
