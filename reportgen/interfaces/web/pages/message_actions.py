"""What an organiser does with one message: saving, a test copy, making its letters, withdrawing, copying, removing."""

from __future__ import annotations

from reportgen.application.messages import drafts
from reportgen.application.messages.make import make_message
from reportgen.application.messages.test_copy import send_test_copy
from reportgen.config.message_file import file_of
from reportgen.domain.messages.message import Message
from reportgen.errors import ReportgenError, SafetyRefusal, UsageError
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.file_changes import changed_meanwhile, newest_version
from reportgen.interfaces.web.inputs.message_form import MessageForm, form_in, message_of
from reportgen.interfaces.web.pages.message import checked_person, draft_of, form_page, requested_name
from reportgen.interfaces.web.pages.messages import PATH
from reportgen.interfaces.web.request import WebRequest, flash, number_in
from reportgen.interfaces.web.responses import Page, Redirect, start_job
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.web_pages import letter_count
from reportgen.storage.ledger.ledger import Ledger
from reportgen.storage.versions import ChangedMeanwhile

CHANGED = "Er is ondertussen iets veranderd; er is niets gemaakt. Kijk nog eens."


def save(context: WebContext, request: WebRequest) -> Page | Redirect:
    """Saves the form of a message.

    Raises:
        NotFound: there is none of this name.
    """
    name = requested_name(request)
    draft, fault = draft_of(context, name)
    if draft is None:
        flash(request, fault, "bad")
        return Redirect(f"{PATH}/{name}")
    form = form_in(request)
    try:
        written = message_of(form, draft, context.message_people())
        if written is None:
            flash(request, "Er is nog niets bewaard: niet alles klopt. Het staat erbij.", "bad")
            return form_page(context, request, draft, form, request.field("stand"))
        with context.writable_ledger() as ledger:
            workspace = context.workspace(ledger)
            drafts.save_message(workspace, written, request.organiser, request.field("stand"))
            context.record(ledger, request, "message-write", name)
    except ChangedMeanwhile:
        return _after_other(context, request, draft, form)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return form_page(context, request, draft, form, request.field("stand"))
    flash(request, "Bewaard. Er is nog niets gemaakt of verstuurd: kijk het hieronder na.")
    return Redirect(f"{PATH}/{name}{_person_query(request)}")


def test_copy(context: WebContext, request: WebRequest) -> Redirect:
    """Sends a marked copy of the letter to one recipient to the organiser.

    Raises:
        NotFound: there is no such message or recipient.
    """
    name, organiser = requested_name(request), context.organiser(request.organiser)
    path = f"{PATH}/{name}{_person_query(request)}"
    checked, person = checked_person(context, request)
    if organiser is None:
        flash(request, "Uw naam is hier niet meer bekend.", "bad")
        return Redirect(path)
    if context.loaded_event.settings.server and context.installation.made_up:
        flash(request, "De klok is verzonnen; dan gaat er geen echte post uit, ook geen proef.", "bad")
        return Redirect(path)

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        result, _ = send_test_copy(context.workspace(ledger), checked, person, organiser.email)
        if result.arrived:
            return True, f"De proef is verstuurd naar {organiser.email}. Deelnemers merken er niets van."
        return False, f"De proef is niet aangenomen. De mailserver zei: {result.answer}"

    return start_job(context, request, "Proef van het bericht versturen", job, "trial", (person.number,), path)


def make(context: WebContext, request: WebRequest) -> Redirect:
    """Makes the letters of a message, if it and whom it is for are as the organiser saw them."""
    name, seen = requested_name(request), request.field("gezien")

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        try:
            result = make_message(context.workspace(ledger), name, request.organiser, progress, seen)
        except SafetyRefusal:
            return False, CHANGED
        if result.made is None:
            return False, "Er is niets gemaakt: het bericht klopt nog niet voor iedereen. Kijk wat erbij staat."
        if result.was_made:
            return True, f"Dit bericht was al gemaakt: {letter_count(result.letters)}. Er komt niets dubbel."
        numbers = [each.participant for each in ledger.deliveries(context.key) if each.edition == result.made.edition]
        context.record(ledger, request, "message-make", str(result.letters), numbers)
        waits = "wacht" if result.letters == 1 else "wachten"
        return True, f"{letter_count(result.letters)} van dit bericht {waits} op vrijgeven. Er is nog niets verstuurd."

    return start_job(context, request, "Brieven van het bericht maken", job, "", (), f"{PATH}/{name}")


def withdraw(context: WebContext, request: WebRequest) -> Redirect:
    """Withdraws the letters of a message that were not sent."""
    name, reason = requested_name(request), request.field("reden")
    if not reason:
        flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "reden")
        return Redirect(f"{PATH}/{name}")
    try:
        with context.writable_ledger() as ledger:
            numbers = drafts.withdraw_message(context.workspace(ledger), name, request.organiser, reason)
            context.record(ledger, request, "message-withdraw", reason, numbers)
    except UsageError:
        flash(request, "Er is geen brief van dit bericht die nog tegengehouden kan worden.", "bad")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
    else:
        gone = "is ingetrokken en gaat" if len(numbers) == 1 else "zijn ingetrokken en gaan"
        flash(request, f"{letter_count(len(numbers))} {gone} niet weg.")
    return Redirect(f"{PATH}/{name}")


def copy(context: WebContext, request: WebRequest) -> Redirect:
    """Writes the same message once more, to change it and make letters of it."""
    name = requested_name(request)
    try:
        with context.writable_ledger() as ledger:
            new = drafts.copy_message(context.workspace(ledger), name, request.organiser)
            context.record(ledger, request, "message-write", new)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return Redirect(f"{PATH}/{name}")
    flash(request, "Dit is een kopie. Verander wat anders moet, en bewaar het.")
    return Redirect(f"{PATH}/{new}")


def remove(context: WebContext, request: WebRequest) -> Redirect:
    """Removes a message of which no letters were made; its versions stay."""
    name = requested_name(request)
    try:
        with context.writable_ledger() as ledger:
            drafts.remove_message(context.workspace(ledger), name, request.organiser)
            context.record(ledger, request, "message-remove", name)
    except (ReportgenError, OSError) as error:
        flash(request, error_message(error), "bad")
        return Redirect(f"{PATH}/{name}")
    flash(request, "Het concept is weggegooid. Wat erin stond, blijft bij de vorige versies bewaard.")
    return Redirect(PATH)


def _after_other(context: WebContext, request: WebRequest, draft: Message, form: MessageForm) -> Page:
    """The form as it was typed, with what somebody else saved meanwhile said above it."""
    said = changed_meanwhile("dit bericht", newest_version(context, file_of(draft.name)))
    said += f" Het onderwerp is nu ‘{draft.subject}’ en de tekst begint met ‘{_beginning(draft.text)}’. "
    said += "Wat u typte, staat hieronder; bewaart u het nog eens, dan geldt dat, en de andere versie blijft bewaard."
    flash(request, said, "bad")
    return form_page(context, request, draft, form)


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:119].rstrip()}…"


def _person_query(request: WebRequest) -> str:
    number = number_in(request.field("deelnemer"))
    return f"?deelnemer={number}" if number else ""
