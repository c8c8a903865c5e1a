"""The sessions of each round and who attends them, and moving someone to another one."""

from __future__ import annotations

from urllib.parse import urlencode

from reportgen.application.sessions.move_session import MovePreview, preview_session_move, record_session_move
from reportgen.domain.canonical_json import canonical_json, digest, to_json_value
from reportgen.domain.people.participant import full_name
from reportgen.domain.programme.rounds import session_name
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.background.page_timeout import timeout_of, wait_for_decisions
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import NotFound, WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, page
from reportgen.interfaces.web.rows.finding_rows import kind_of
from reportgen.interfaces.web.rows.participant_list import participant_rows
from reportgen.interfaces.web.rows.session_move_rows import move_rows
from reportgen.interfaces.web.rows.session_rows import SessionRows
from reportgen.interfaces.web.texts.error_messages import error_message

MAX_WAIT = 3.0
"""Seconds that the page waits for the assignment; it takes longer for hundreds of people, and then comes by itself."""

CHANGED = "Intussen is er iets veranderd. Kijk nog eens wat deze verplaatsing nu doet."


def sessions(context: WebContext, request: WebRequest) -> Page:
    """The sessions of one round side by side, and how all rounds stand."""
    check = context.session_check
    is_finished = check.wait(timeout_of(context, MAX_WAIT))
    loaded, error = (check.value, check.error) if is_finished else (None, None)
    rounds = SessionRows(loaded).pages() if loaded else ()
    wanted = request.query.get("ronde", "")
    return page(
        context,
        request,
        "sessions",
        is_finished=is_finished,
        error=error_message(error) if error else "",
        rounds=rounds,
        shown=next((each for each in rounds if each.label == wanted), rounds[0] if rounds else None),
        assignment=loaded.plan.assignment if loaded else None,
        findings=loaded.findings if loaded else (),
        wishes_ask=loaded is not None and any(kind_of(each) == "wens" for each in loaded.findings),
    )


def move_preview(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Where somebody may go in a round; and if that is chosen, what would change. Nothing changes yet."""
    number, undo = number_in(request.query.get("deelnemer", "")), request.query.get("ongedaan") == "ja"
    label, key = request.query.get("ronde", ""), request.query.get("naar", "")
    if number is None:
        raise NotFound
    try:
        loaded = context.session_check.required(timeout_of(context))
        if loaded is None:
            raise NotFound
        if key or undo:
            wait_for_decisions(context)
        rows = SessionRows(loaded)
        shown = next((each for each in rows.pages() if each.label == label), None)
        row = next((each for each in rows.of(number) if each.round.label == label), None)
        if shown is None or row is None:
            flash(request, "Die deelnemer of die ronde is er niet (meer). Kijk hieronder wie waar heen gaat.", "bad")
            return Redirect("/sessies")
        workspace, to = context.workspace(context.ledger), "" if undo else key
        preview = preview_session_move(workspace, number, to, label, request.organiser, loaded) if to or undo else None
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return Redirect(f"/sessies?{urlencode({'ronde': label})}")
    people = {each.number: each for each in participant_rows(context)}
    return page(
        context,
        request,
        "move_session",
        row=row,
        shown=shown,
        chosen=key,
        undo=undo,
        preview=move_rows(preview) if preview else None,
        digest=_digest(preview) if preview else "",
        packs=[people[each] for each in sorted(preview.packs) if each in people] if preview else [],
        older_lists=[people[each] for each in sorted(preview.older_lists) if each in people] if preview else [],
    )


def move(context: WebContext, request: WebRequest) -> Redirect:
    """Moves someone to another session, if what that changes is still what the organiser saw."""
    number, undo = request.number("deelnemer"), request.field("ongedaan") == "ja"
    label, key = request.field("ronde"), request.field("naar")
    if number is None or not (key or undo):
        flash(request, "Kies wie naar welke sessie gaat.", "bad")
        return Redirect("/sessies")
    chosen = {"deelnemer": number, "ronde": label, **({"ongedaan": "ja"} if undo else {"naar": key})}
    again = Redirect(f"/sessies/verplaatsen?{urlencode(chosen)}")
    try:
        with context.writable_ledger() as ledger:
            if (loaded := context.loaded_sessions()) is None:
                raise NotFound
            workspace = context.workspace(context.ledger)
            preview = preview_session_move(workspace, number, "" if undo else key, label, request.organiser, loaded)
            if _digest(preview) != request.field("stand"):
                flash(request, CHANGED, "bad")
                return again
            if preview.needs_consent and request.field("toch") != "ja":
                flash(request, "Er is niets veranderd: zet eerst het vinkje dat dit de bedoeling is.", "bad", "toch")
                return again
            record_session_move(context.workspace(ledger), preview, accept=True)
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return Redirect(f"/sessies?{urlencode({'ronde': label})}")
    flash(request, f"{_done_text(preview)} Maak de pakketten die daardoor veranderen.")
    return Redirect(f"/sessies?{urlencode({'ronde': label})}")


def _digest(preview: MovePreview) -> str:
    """What an organiser saw of a move, so that one that does something else by now is not made."""
    move = preview.move
    seen = (move.number, move.round, move.session, preview.changes, preview.crowded, sorted(preview.packs))
    return digest(canonical_json(to_json_value(seen)))


def _done_text(preview: MovePreview) -> str:
    """Where somebody goes now, in a sentence."""
    move, after = preview.move, preview.after
    name = full_name(after.participants[move.number].name)
    (each,) = (one for one in after.plan.rounds if one.label == move.round)
    session = each.sessions.get(after.plan.assignment.of(move.number).get(move.round, ""))
    to = f"naar {session_name(session)}" if session else "nergens heen"
    return f"{name} ({move.number:04d}) gaat in {each.name} nu {to}."
