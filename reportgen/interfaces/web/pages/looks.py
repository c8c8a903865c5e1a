"""Ticking off letters that an organiser looked at before their release, and taking that back."""

from __future__ import annotations

from reportgen.domain.delivery.states import Delivery, State
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Redirect, redirect_back
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.web_pages import letter_count


def tick_off(context: WebContext, request: WebRequest) -> Redirect:
    """Ticks off the letters in the fields ``brief``, or takes that back where ``wat`` is ``niet``.

    Only letters that wait for release: others were released or replaced meanwhile. The lock of a run is not needed:
    a tick changes no letter, and may be given while others are sent.
    """
    wanted = request.letters("brief")
    if not wanted:
        flash(request, "Vink eerst aan welke brieven u hebt bekeken.", "bad")
        return redirect_back(request)
    ledger = context.ledger
    waiting = [each for each in ledger.deliveries(context.key, State.PRINTED) if _name(each) in wanted]
    looks, back = ledger.looks(context.key), request.field("wat") == "niet"
    try:
        if back:
            looks.remove([each.key for each in waiting], request.organiser)
        else:
            looks.add([each.key for each in waiting], request.organiser, context.clock())
        numbers = [each.participant for each in waiting]
        if numbers:
            context.record(ledger, request, "unlook" if back else "look", "", numbers)
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
        return redirect_back(request)
    if len(waiting) < len(wanted):
        message = "Er is ondertussen iets veranderd: niet elke brief wacht nog op vrijgeven. Kijk nog eens."
        flash(request, message, "bad")
    elif back:
        flash(request, f"Het vinkje bij {letter_count(len(waiting))} is weg.")
    else:
        flash(request, f"{letter_count(len(waiting))} afgevinkt als bekeken.")
    return redirect_back(request)


def _name(letter: Delivery) -> tuple[int, int]:
    return letter.edition, letter.participant
