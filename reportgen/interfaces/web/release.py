"""Letters are let go and sent."""

from __future__ import annotations

from reportgen.application import resources
from reportgen.application.delivery import release as releasing
from reportgen.application.delivery.forecast import projected_for
from reportgen.errors import ReportgenError
from reportgen.interfaces.web.context import WebContext, reason_of
from reportgen.interfaces.web.helpers import back, begun, letter_count, page, rows
from reportgen.interfaces.web.request import Page, Redirect, WebRequest, message_cookie, number_in
from reportgen.interfaces.web.work import Progress
from reportgen.storage.ledger.ledger import Ledger


def release(context: WebContext, ask: WebRequest) -> Page:
    """What would be let go, and the field for its number."""
    chosen = _chosen(ask.query.get("nummers", ""))
    offer = releasing.release_preview(context.key, context.ledger, context.archive, only=chosen)
    now, window = context.clock(), context.draft.settings.rules.window
    people = {row.number: row for row in rows(context)}
    return page(
        context,
        ask,
        "release",
        offer=offer,
        mark=offer.mark,
        chosen=",".join(map(str, sorted(chosen))) if chosen else "",
        people=people,
        window=window,
        open=window.is_open(now),
        now=now,
        due=len(context.ledger.due(context.key, now)),
        projection=projected_for(context.draft, context.ledger, now),
        server=context.draft.settings.server,
    )


def choose(context: WebContext, ask: WebRequest) -> Redirect:
    """Shows the letters to some; nothing changes."""
    numbers = ask.numbers("nummer")
    if not numbers:
        message_cookie(ask, "Kies eerst van wie de brief vrijgegeven moet worden.", "bad")
        return back(ask)
    return Redirect(f"/vrijgeven?nummers={','.join(map(str, numbers))}")


def let_go(context: WebContext, ask: WebRequest) -> Redirect:
    """Lets letters go, when the number is right and nothing else was let go or made meanwhile."""
    chosen = frozenset(ask.numbers("nummer")) or None
    typed = ask.number("aantal")
    link = f"/vrijgeven?nummers={','.join(map(str, sorted(chosen)))}" if chosen else "/vrijgeven"
    try:
        with context.changing() as ledger:
            offer = releasing.release_preview(context.key, ledger, context.archive, only=chosen)
            if offer.mark != ask.field("stand"):
                last = next(iter(ledger.audit().entries(context.key, most=1)), None)
                who = f" Het laatst deed {last.who} iets." if last and last.who != ask.who else ""
                message_cookie(
                    ask, f"Er is ondertussen iets veranderd; er is niets vrijgegeven.{who} Kijk nog eens.", "bad"
                )
                return Redirect(link)
            if not offer.letters:
                message_cookie(ask, "Er wacht niets op vrijgeven.", "bad")
                return Redirect("/vrijgeven")
            if typed != len(offer.letters):
                said = f"u typte {typed}" if typed is not None else "u typte geen getal"
                count = len(offer.letters)
                there = f"Er {'wacht' if count == 1 else 'wachten'} {letter_count(count)}"
                message_cookie(ask, f"{there}, en {said}. Er is niets vrijgegeven.", "bad", "aantal")
                return Redirect(link)
            numbers = [each.number for each in offer.letters]
            count = releasing.release(offer, ledger, context.clock(), f"released by {ask.who}")
            ledger.audit().append(context.key, ask.who, "release", str(count), context.clock(), numbers)
    except ReportgenError as fault:
        message_cookie(ask, reason_of(fault), "bad")
        return Redirect(link)
    message_cookie(
        ask,
        f"{letter_count(count)} vrijgegeven. Met ‘Nu versturen’ {'gaat die' if count == 1 else 'gaan ze'} de deur uit.",
    )
    return Redirect("/vrijgeven")


def send_due(context: WebContext, ask: WebRequest) -> Redirect:
    """Sends what was let go."""

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        return _sent(context, ledger, progress)

    return begun(context, ask, "Brieven versturen", task, "send")


def _sent(context: WebContext, ledger: Ledger, progress: Progress) -> tuple[bool, str]:
    draft, now = context.draft, context.clock()
    rules = draft.settings.rules
    due = len(ledger.due(context.key, now))
    if not due:
        return True, "Er is niets te versturen: niets is vrijgegeven, of alles is al weg."
    if not rules.window.is_open(now):
        return False, (
            f"{letter_count(due)} {'staat klaar en mag' if due == 1 else 'staan klaar en mogen'} nu niet weg: "
            f"het venster is van {rules.window.not_before:%d-%m-%Y %H.%M} "
            f"tot {rules.window.not_after:%d-%m-%Y %H.%M} uur."
        )
    sent, findings = resources.sent(draft, context.paths, ledger, context.clock, context.made_up, progress)
    if rules.redirect_all:
        return True, f"Proefopstelling: gemerkte kopieën gingen naar {rules.redirect_all}; geen deelnemer kreeg iets."
    left = sum(each.code in ("letter-failed", "mail-stopped", "letter-uncertain") for each in findings)
    said = f"{letter_count(sent)} verstuurd."
    return not left, f"{said} Bij {left} ging het niet zoals bedoeld; kijk bij ‘Wat op u wacht’." if left else said


def _chosen(said: str) -> frozenset[int] | None:
    """Participants named in an address; None for everyone."""
    numbers = [number_in(each) for each in said.split(",") if each]
    return frozenset(each for each in numbers if each is not None) if said else None
