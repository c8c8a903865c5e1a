"""Sending what was released, and settling letters that are held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from reportgen.application.delivery import settle
from reportgen.application.run import send_letters
from reportgen.application.run_report import RunReport
from reportgen.domain.delivery.states import Action, Delivery, State
from reportgen.errors import ReportgenError, UsageError
from reportgen.interfaces.web.background.jobs import Progress
from reportgen.interfaces.web.context import WebContext
from reportgen.interfaces.web.request import WebRequest, flash
from reportgen.interfaces.web.responses import Redirect, start_job
from reportgen.interfaces.web.texts.error_messages import error_message
from reportgen.render.content.web_pages import held_text, letter_count
from reportgen.storage.ledger.ledger import Ledger

NO_MAIL = "Wat verstuurd is staat in de map met brieven; er gaat geen echte post uit."
"""What is said where letters are written to a folder, and no mail server has them."""

TROUBLE = {
    "letter-failed",
    "letter-blocked",
    "letter-uncertain",
    "mail-stopped",
    "list-stopped",
    "window-stopped",
    "redirect-stopped",
    "event-changed",
    "event-unreadable",
}
"""Findings of sending after which a person should look."""


def why_held(ledger: Ledger, letter: Delivery) -> str:
    """Why a letter is held, in Dutch."""
    holds = [step.said for step in ledger.history(letter.key) if step.step == Action.HOLD]
    return held_text(holds[-1]) if holds else ""


def settle_held(context: WebContext, request: WebRequest) -> Redirect:
    """Lets the chosen letters that are held go as they are, or withdraws them."""
    letters, reason, what = request.letters("brief"), request.field("reden"), request.field("wat")
    if not letters or not reason or what not in ("toch", "intrekken"):
        flash(request, "Kies de brieven, en schrijf erbij waarom; dat blijft bewaard.", "bad", "reden")
        return Redirect("/vrijgeven")
    action, settled = ("anyway", settle.send_anyway) if what == "toch" else ("withdraw", settle.withdraw)
    try:
        with context.writable_ledger() as ledger:
            numbers = sorted({number for _, number in letters})
            settled(context.key, numbers, ledger, context.clock(), request.organiser, reason, letters)
            context.record(ledger, request, action, reason, numbers)
    except UsageError:
        flash(request, "Er is ondertussen iets veranderd; er is niets gedaan. Kijk nog eens.", "bad")
    except ReportgenError as error:
        flash(request, error_message(error), "bad")
    else:
        what_happens = "gaat met de volgende verzending mee" if what == "toch" else "gaat niet weg"
        many = "gaan met de volgende verzending mee" if what == "toch" else "gaan niet weg"
        count = len(letters)
        flash(request, f"Genoteerd: {letter_count(count)} {what_happens if count == 1 else many}.")
    return Redirect("/vrijgeven")


def send_due(context: WebContext, request: WebRequest) -> Redirect:
    """Sends the released letters."""

    def job(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return _send_due(context, ledger, progress)

    return start_job(context, request, "Brieven versturen", job, "send")


def _send_due(context: WebContext, ledger: Ledger, progress: Progress) -> tuple[bool, str]:
    """Sends what is due within the window; returns whether every letter went as intended, and the message."""
    loaded_event, now = context.loaded_event, context.clock()
    rules = loaded_event.settings.rules
    due = len(ledger.due(context.key, now))
    held = ledger.deliveries(context.key, State.HELD)
    if not due and not held:
        return True, "Er is niets te versturen: niets is vrijgegeven, of alles is al weg."
    if due and not rules.window.is_open(now):
        return False, (
            f"{letter_count(due)} {'staat klaar en mag' if due == 1 else 'staan klaar en mogen'} nu niet weg: "
            f"het venster is van {rules.window.not_before:%d-%m-%Y %H.%M} "
            f"tot {rules.window.not_after:%d-%m-%Y %H.%M} uur."
        )
    report = RunReport(context.key)
    send_letters(context.workspace(ledger), report, progress)
    codes = Counter(each.code for each in report.findings)
    failed = codes["letter-failed"] + codes["letter-blocked"] + codes["letter-uncertain"]
    if rules.redirect_all:
        copies = "niet elke gemerkte kopie ging" if failed else "gemerkte kopieën gingen"
        return not failed, f"Proefopstelling: {copies} naar {rules.redirect_all}; geen deelnemer kreeg iets."
    return not codes.keys() & TROUBLE and not report.held, " ".join(
        _sentences(report, codes, failed, bool(loaded_event.settings.server))
    )


def _sentences(report: RunReport, codes: Mapping[str, int], failed: int, is_mailed: bool) -> Iterator[str]:
    """What became of the letters that were to be sent.

    Args:
        is_mailed: whether there is a mail server, and not only the folder with letters.
    """
    yield f"{letter_count(report.sent)} verstuurd."
    if report.sent and not is_mailed:
        yield NO_MAIL
    if report.held:
        yield _held_sentence(report.held)
    if failed:
        yield f"Bij {letter_count(failed)} ging het niet zoals bedoeld; kijk bij ‘Wat op u wacht’."
    if codes["mail-stopped"]:
        yield "De verzending is gestopt, want de mailserver nam niets meer aan; wat niet weg is, wacht."
    if codes["list-stopped"]:
        yield "De verzending is gestopt, want de lijst was niet te lezen; wat niet weg is, wacht."
    if codes["window-stopped"] or codes["redirect-stopped"]:
        yield "De verzending is gestopt, want intussen mag er geen brief meer weg; wat niet weg is, wacht."
    if codes["event-changed"]:
        yield "Let op: na het maken van de brieven veranderde er iets aan de bijeenkomst, en dat staat er niet in."


def _held_sentence(count: int) -> str:
    """How many letters are held, and where to settle them."""
    held = "is aangehouden, want die klopt" if count == 1 else "zijn aangehouden, want ze kloppen"
    return f"{letter_count(count)} {held} niet meer met de lijst of de bijeenkomst; kijk bij ‘Wat op u wacht’."
