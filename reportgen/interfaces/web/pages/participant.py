"""One participant: the pack, the letters and their history; test copy, withdrawal, and uncertain deliveries."""

from __future__ import annotations

from typing import Any

from reportgen.application.archive.export import record_in
from reportgen.application.delivery import settle, test_send
from reportgen.domain.delivery.states import PENDING, WITHDRAWABLE, Delivery, LetterKind, State
from reportgen.domain.people.attendance import Attendance
from reportgen.errors import ReportgenError, UsageError
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.pages.attendance import signed_off_by
from reportgen.interfaces.web.pages.sending import NO_MAIL, why_held
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Page, Redirect, page, redirect_back, start_job
from reportgen.interfaces.web.rows.audit_lines import found_lines
from reportgen.interfaces.web.rows.participant_letters import letters_to
from reportgen.interfaces.web.rows.participant_list import CANCELLED, GONE, LEFT_OUT, participant_row
from reportgen.interfaces.web.rows.session_rows import AttendeeRow, SessionRows
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.difference_text import differences_told
from reportgen.render.content.web_pages import letter_count
from reportgen.storage.ledger.audit import AuditQuery
from reportgen.storage.ledger.ledger import Ledger

WITHDRAWN_MORE = " Met ‘Opnieuw maken’ komt er een nieuwe."


def participant(context: WebContext, request: WebRequest) -> Page:
    """The page of a participant: pack, actions and history."""
    number = request.path_params["number"]
    row = participant_row(context, number)
    ledger = context.ledger
    letters = letters_to(context, number)
    organiser = context.organiser(request.organiser)
    sessions, is_unfinished = _sessions_of(context, number)
    held = [each for each in letters if each.state is State.HELD]
    takes_part = row.state not in (CANCELLED, GONE, LEFT_OUT)
    signed_off = signed_off_by(context, number)
    to_resolve = settle.letter_to_resolve(letters)
    newer = settle.newer_letter(letters, to_resolve) if to_resolve else None
    return page(
        context,
        request,
        "participant",
        row=row,
        letters=[(each, ledger.history(each.key)) for each in reversed(letters)],
        reasons={each.edition: _reasons(context, each) for each in letters},
        last=letters[-1] if letters else None,
        last_pack=next((each for each in reversed(letters) if each.kind is LetterKind.PACK), None),
        sessions=sessions,
        sessions_unfinished=is_unfinished,
        attendance=ledger.attendance_history(context.people_key, number),
        takes_part=takes_part,
        signed_off=signed_off,
        can_sign_off=takes_part and not signed_off,
        to_resolve=to_resolve,
        newer=newer,
        newer_waits=newer is not None and newer.state in PENDING,
        same_address=newer is not None and to_resolve is not None and newer.is_to(to_resolve.recipient),
        held=[(each, why_held(ledger, each)) for each in held],
        can_withdraw=any(each.state in WITHDRAWABLE for each in letters),
        audit=found_lines(ledger.audit(), context.people_key, AuditQuery(numbers=(number,)), context.jobs.state, 50),
        organiser_email=organiser.email if organiser else "",
    )


def test_copy(context: WebContext, request: WebRequest) -> Redirect:
    """Sends a marked copy of a letter to the organiser's own address: that of ``editie``, or else the last one."""
    number, edition = request.path_params["number"], request.field("editie")
    organiser = context.organiser(request.organiser)
    path = "" if "terug" in request.fields else f"/deelnemers/{number}"
    problem = ""
    if organiser is None:
        problem = "Uw naam is hier niet meer bekend."
    elif context.loaded_event.settings.server and context.installation.made_up:
        problem = "De klok is verzonnen; dan gaat er geen echte post uit, ook geen proef."
    if organiser is None or problem:
        flash(request, problem, "bad")
        return Redirect(path) if path else redirect_back(request)

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        letters = test_send.current_letters(context.key, ledger)
        if edition:
            letters = tuple(each for each in ledger.letters_to(context.key, number) if str(each.edition) == edition)
        letters = tuple(each for each in letters if each.participant == number)
        if not letters:
            return False, f"Er is geen brief aan deelnemer {number}{' van deze editie' if edition else ''}."
        results, _ = test_send.send_test_letters(context.workspace(ledger), letters, organiser.email)
        (result,) = results
        if result.arrived:
            more = "" if context.loaded_event.settings.server else f" {NO_MAIL}"
            return True, f"De proef is verstuurd naar {organiser.email}. Voor de deelnemer verandert er niets.{more}"
        return False, f"De proef is niet aangenomen. Het antwoord was: {result.answer}"

    title = f"Proef van {number:04d} versturen"
    return start_job(context, request, title, job, "trial", (number,), path)


def withdraw(context: WebContext, request: WebRequest) -> Redirect:
    """Withdraws the letter to a participant that has not been sent."""
    number, reason = request.path_params["number"], request.field("reden")
    if not reason:
        flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "intrekken")
        return _redirect_to_participant(number)
    try:
        with context.writable_ledger() as ledger:
            count = sum(each.participant == number for each in ledger.deliveries(context.key, *WITHDRAWABLE))
            settle.withdraw(context.key, (number,), ledger, context.clock(), request.organiser, reason)
            context.record(ledger, request, "withdraw", reason, (number,))
            absent = ledger.attendance(context.people_key).get(number)
    except UsageError:
        flash(request, "Er is geen brief die nog tegengehouden kan worden.", "bad")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
    else:
        takes_part = absent is None or absent.state is Attendance.TAKES_PART
        gone = "De brief is ingetrokken en gaat" if count == 1 else f"{letter_count(count)} zijn ingetrokken en gaan"
        flash(request, f"{gone} niet weg.{WITHDRAWN_MORE if takes_part else ''}")
    return _redirect_to_participant(number)


def send_anyway(context: WebContext, request: WebRequest) -> Redirect:
    """Lets the letter to a participant that is held go as it is, with the next send."""
    number, reason, edition = request.path_params["number"], request.field("reden"), request.number("editie") or 0
    if not reason:
        flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", f"toch-{edition}")
        return _redirect_to_participant(number)
    try:
        with context.writable_ledger() as ledger:
            by, only = request.organiser, {(edition, number)}
            settle.send_anyway(context.key, (number,), ledger, context.clock(), by, reason, only)
            context.record(ledger, request, "anyway", reason, (number,))
    except UsageError:
        flash(request, "De brief aan deze deelnemer is niet (meer) aangehouden.", "bad")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
    else:
        flash(request, "Genoteerd. De brief gaat met de volgende verzending mee zoals hij is.")
    return _redirect_to_participant(number)


def resolve_uncertain(context: WebContext, request: WebRequest) -> Redirect:
    """Settles a letter that is uncertain, bounced or refused: the form says ``wel`` or ``niet`` received."""
    number, received, reason = request.path_params["number"], request.field("ontvangen"), request.field("reden")
    if received not in ("wel", "niet"):
        flash(request, "Zeg of de brief wel of niet is ontvangen.", "bad")
        return _redirect_to_participant(number)
    letters = letters_to(context, number)
    letter = settle.letter_to_resolve(letters)
    if letter is None:
        flash(request, "Over de brief aan deze deelnemer bestaat geen onzekerheid (meer).", "bad")
        return _redirect_to_participant(number)
    if letter.state is State.BOUNCED and received == "wel" and not reason:
        flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "opgelost")
        return _redirect_to_participant(number)
    try:
        with context.writable_ledger() as ledger:
            now, by = context.clock(), request.organiser
            state = settle.resolve(context.key, number, ledger, now, received == "wel", reason, by)
            context.record(ledger, request, f"resolve-{received}", reason, (number,))
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return _redirect_to_participant(number)
    more = " Dezelfde brief gaat met de volgende verzending nog eens mee." if state is State.RELEASED else ""
    flash(request, f"Genoteerd: {received} ontvangen.{more}")
    return _redirect_to_participant(number)


def _reasons(context: WebContext, delivery: Delivery) -> tuple[str, list[dict[str, Any]]]:
    """Why an edition has a pack for someone: the reason an organiser gave, and each value that changed."""
    try:
        record = record_in(context.archive, delivery.edition)
        if delivery.kind is LetterKind.CANCELLATION:
            return "", []
        own = next(pack for pack in record["packs"] if pack["number"] == delivery.participant)
        return str(record.get("because", "")), differences_told(own["reasons"])
    except (ReportgenError, KeyError, StopIteration):
        return "", []


def _sessions_of(context: WebContext, number: int) -> tuple[tuple[AttendeeRow, ...], bool]:
    """What a participant attends in each round; and whether that is still being worked out."""
    if not context.has_rounds():
        return (), False
    check = context.session_check
    is_current, loaded = check.is_current(), check.value
    if not is_current or loaded is None:
        return (), not is_current
    return SessionRows(loaded).of(number), False


def _redirect_to_participant(number: int) -> Redirect:
    """A redirect to the page of a participant."""
    return Redirect(f"/deelnemers/{number}")
