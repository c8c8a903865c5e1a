"""A participant is signed off, or registered again, beside the list: the short form on their page."""

from __future__ import annotations

from reportgen.application.lists.change_people import Making, fields_changed
from reportgen.application.lists.listed_people import ListedPeople
from reportgen.domain.people.person_change import CANCELLED, COMING, PersonChange
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.inputs.keep_change import Made, keep_change
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Redirect
from reportgen.sources.lists.change_file import changes_in
from reportgen.storage.versions import ChangedMeanwhile


def sign_off(context: WebContext, request: WebRequest) -> Redirect:
    """Signs a participant off."""
    return _change_status(context, request, CANCELLED, "afmelden")


def register_again(context: WebContext, request: WebRequest) -> Redirect:
    """Registers a participant again who was signed off."""
    return _change_status(context, request, COMING, "aanmelden")


def signed_off_by(context: WebContext, number: int) -> PersonChange | None:
    """The change beside the list by which a participant does not come; None without one."""
    try:
        changes = changes_in(context.folder)
    except ReportgenError:
        return None
    about = [each for each in changes if each.is_open and each.number == number and "status" in each.fields]
    last = max(about, key=lambda each: each.id, default=None)
    return last if last and last.fields["status"] == CANCELLED else None


def _change_status(context: WebContext, request: WebRequest, status: str, field: str) -> Redirect:
    number, reason = request.path_params["number"], request.field("reden")
    back = Redirect(f"/deelnemers/{number}")
    if not reason:
        flash(request, "Schrijf erbij waarom; dat blijft bewaard.", "bad", field)
        return back

    def make(now: ListedPeople, by: Making) -> Made:
        person = now.with_number(number)
        if person is None:
            raise ChangedMeanwhile("They changed meanwhile", todo="look again")
        return fields_changed(now, person, {"status": status}, by), [number]

    keep_change(context, request, "change-person", reason, make)
    return back
