"""One message: its text and whom it is for, what each reader gets, a test copy, and making its letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from reportgen.application.messages import drafts
from reportgen.application.messages.check import CheckedMessage, check_message
from reportgen.application.messages.compose import MessageComposer
from reportgen.application.messages.people import MessagePerson
from reportgen.application.messages.test_copy import example_letter
from reportgen.config.message_file import file_of, load_message
from reportgen.domain.delivery.states import WITHDRAWABLE
from reportgen.domain.messages.message import CalendarUse, Message, Purpose
from reportgen.domain.messages.placeholders import Placeholder, placeholders_in
from reportgen.domain.messages.selection import Role, Standing
from reportgen.domain.people.participant import full_name
from reportgen.domain.programme.rounds import rounds_of
from reportgen.errors import ReportgenError, UsageError
from reportgen.interfaces.web.background.page_timeout import message_people_for_page
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.inputs.message_form import MessageForm, form_of, session_choices
from reportgen.interfaces.web.pages.letter import framed_html
from reportgen.interfaces.web.pages.messages import shown_subject
from reportgen.interfaces.web.request import NotFound, WebRequest, number_in
from reportgen.interfaces.web.responses import Framed, Page, page
from reportgen.interfaces.web.rows.list_page import ListPage
from reportgen.interfaces.web.rows.participant_list import participant_rows
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.mail.letter_reader import parse_letter
from reportgen.storage.ledger.messages import MadeMessage

PAGE_SIZE = 100
"""Letters of a message that was made, on one page."""


def message(context: WebContext, request: WebRequest) -> Page:
    """The page of a message: a form until its letters are made, and then how they stand.

    Raises:
        NotFound: there is none of this name.
    """
    name = requested_name(request)
    made = context.ledger.messages(context.key).by_name(name)
    if made:
        return _made_page(context, request, made)
    draft, fault = draft_of(context, name)
    if draft is None:
        return page(context, request, "message_fault", called=name, fault=fault)
    return form_page(context, request, draft)


def framed_example(context: WebContext, request: WebRequest) -> Framed:
    """The letter to one recipient as its HTML looks, for the frame on the page of the message.

    Raises:
        NotFound: there is no such message or recipient, or its text has a fault.
    """
    checked, person = checked_person(context, request)
    try:
        composer = MessageComposer(context.workspace(context.ledger), checked, _next_edition(context), context.clock())
        html = composer.texts(person).html
    except KeyError:
        raise NotFound from None
    return Framed(framed_html(html, dark=False))


def _made_page(context: WebContext, request: WebRequest, made: MadeMessage) -> Page:
    letters = [each for each in context.ledger.deliveries(context.key) if each.edition == made.edition]
    pages = ListPage.of(request, len(letters), PAGE_SIZE, f"/berichten/{made.name}")
    return page(
        context,
        request,
        "message_made",
        made=made,
        heading_subject=shown_subject(context, made.subject),
        letters=pages.part(letters),
        states=Counter(str(each.state) for each in letters),
        pages=pages,
        rows={row.number: row for row in participant_rows(context)},
        can_withdraw=any(each.state in WITHDRAWABLE for each in letters),
    )


def form_page(
    context: WebContext, request: WebRequest, draft: Message, form: MessageForm | None = None, stand: str = ""
) -> Page:
    """The form of a message, with everything that its letters would say.

    Args:
        draft: as it is saved.
        form: as it was typed, where that is not saved.
        stand: of the file that was typed over; empty for that of now.
    """
    people = message_people_for_page(context, request)
    workspace = context.workspace(context.ledger)
    checked = check_message(workspace, draft, people)
    person = _person(checked, request)
    example: dict[str, Any] = {}
    if person and not any(each.place.line for each in checked.findings):
        letter = parse_letter(example_letter(workspace, checked, person))
        example = {"subject": letter.subject, "text": letter.text, "attachments": letter.attachments}
    organiser = context.organiser(request.organiser)
    return page(
        context,
        request,
        "message",
        message=draft,
        heading_subject=shown_subject(context, draft.subject),
        form=form or form_of(draft, people.municipalities),
        stand=stand or drafts.stand_of(workspace, draft.name),
        checked=checked,
        is_saved=form is None,
        person=person,
        person_name=full_name(person.participant.name) if person else "",
        longest=_longest(checked.recipients),
        names=[(each.number, full_name(each.participant.name)) for each in checked.recipients],
        values=_values(checked, person),
        known=[str(each) for each in Placeholder],
        example=example,
        standings=list(Standing),
        roles=list(Role),
        calendars=_calendars(draft),
        session_choices=[(each.name, session_choices(each)) for each in rounds_of(people.event.sessions)],
        types=[each.name for each in people.event.kinds],
        organiser_email=organiser.email if organiser else "",
        is_off=draft.purpose is Purpose.CANCELLATION,
        window=workspace.settings.rules.window,
        now=context.clock(),
    )


def _calendars(draft: Message) -> list[CalendarUse]:
    """What the calendar can do with a message: nothing first."""
    other = CalendarUse.CANCEL if draft.purpose is Purpose.CANCELLATION else CalendarUse.ENTER
    return list(dict.fromkeys((CalendarUse.NONE, other, draft.calendar)))


def _values(checked: CheckedMessage, person: MessagePerson | None) -> list[tuple[str, str, str]]:
    """Each placeholder of the text: what it becomes for the shown recipient, and at its longest."""
    used = dict.fromkeys((*placeholders_in(checked.message.subject), *placeholders_in(checked.message.text)))
    shown = checked.values_for(person) if person else {}
    found = []
    for each in used:
        longest = max((checked.values_for(one)[each] for one in checked.recipients), key=len, default="")
        found.append((f"{{{each}}}", shown.get(each, ""), longest))
    return found


def _longest(recipients: Sequence[MessagePerson]) -> int:
    """The recipient for whom the placeholders become longest; 0 without recipients."""
    return max(recipients, key=lambda each: sum(map(len, each.values.values()))).number if recipients else 0


def checked_person(context: WebContext, request: WebRequest) -> tuple[CheckedMessage, MessagePerson]:
    """A message beside the people it is for, and the recipient that is shown.

    Raises:
        NotFound: there is no such message, or nobody it is for.
    """
    draft, _ = draft_of(context, requested_name(request))
    if draft is None:
        raise NotFound
    checked = check_message(context.workspace(context.ledger), draft, context.message_people())
    person = _person(checked, request)
    if person is None:
        raise NotFound
    return checked, person


def _person(checked: CheckedMessage, request: WebRequest) -> MessagePerson | None:
    """The recipient that an address or form names, or the first one."""
    number = number_in(request.query.get("deelnemer", "") or request.field("deelnemer"))
    found = next((each for each in checked.recipients if each.number == number), None)
    return found or next(iter(checked.recipients), None)


def _next_edition(context: WebContext) -> int:
    return max(context.ledger.editions(context.key), default=0) + 1


def requested_name(request: WebRequest) -> str:
    """The name of the message in an address.

    Raises:
        NotFound: no message can be called so.
    """
    name = str(request.path_params["message"])
    try:
        file_of(name)
    except UsageError:
        raise NotFound from None
    return name


def draft_of(context: WebContext, name: str) -> tuple[Message | None, str]:
    """A message as its file says; without it why it cannot be read.

    Raises:
        NotFound: there is none.
    """
    try:
        return load_message(context.folder, name), ""
    except UsageError:
        raise NotFound from None
    except ReportgenError as error:
        return None, error_message(error)
