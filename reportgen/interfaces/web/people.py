"""The participants: all of them, and one with the pack, the letter and everything that happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from random import Random
from threading import Lock
from urllib.parse import urlencode

from reportgen.application.archive.export import record_in
from reportgen.application.build import regenerate
from reportgen.application.delivery import release, send, test_send
from reportgen.application.resources import sender_of
from reportgen.domain.delivery.states import WITHDRAWABLE, Delivery, State
from reportgen.errors import ReportgenError
from reportgen.interfaces.web import views
from reportgen.interfaces.web.context import WebContext, reason_of
from reportgen.interfaces.web.helpers import back, begun, letter_of, letters_of, page, read, row_of, rows, to
from reportgen.interfaces.web.overview import built
from reportgen.interfaces.web.request import File, NotFound, Page, Redirect, WebRequest, message_cookie
from reportgen.interfaces.web.work import Progress
from reportgen.render.pdf.pictures import pictures_of
from reportgen.storage.ledger.ledger import Ledger

PDF = "application/pdf"

_ONE_AT_A_TIME = Lock()
"""The library that draws pages is not made for several threads."""


def participants(context: WebContext, ask: WebRequest) -> Page:
    """Everyone, or those who are looked for."""
    everyone = rows(context)
    names = ("words", "state", "table", "municipality", "kind")
    wish = views.Wish(**{name: ask.query.get(name, "").strip() for name in names})
    found = views.found(everyone, wish)
    pages = max(1, ceil(len(found) / views.A_PAGE))
    at = min(max(1, int(said) if (said := ask.query.get("page", "1")).isdecimal() and len(said) < 6 else 1), pages)
    asked = {name: value for name in names if (value := getattr(wish, name))}
    return page(
        context,
        ask,
        "participants",
        rows=found[(at - 1) * views.A_PAGE : at * views.A_PAGE],
        total=len(everyone),
        count=len(found),
        wish=wish,
        at=at,
        pages=pages,
        link=lambda number: f"/deelnemers?{urlencode({**asked, 'page': number})}",
        back=f"/deelnemers?{urlencode({**asked, 'page': at})}",
        states=list(views.counted(everyone)),
        tables=sorted({row.table for row in everyone if row.table}),
        places=sorted({row.municipality for row in everyone}),
        kinds=sorted({row.kind for row in everyone}),
    )


def participant(context: WebContext, ask: WebRequest) -> Page:
    """One participant: the pack beside everything that happened."""
    number = ask.places["number"]
    row = row_of(context, number)
    ledger = context.ledger
    letters = letters_of(context, number)
    history = [(each, ledger.history(each.key)) for each in reversed(letters)]
    reasons = {each.edition: _why(context, each) for each in letters}
    return page(
        context,
        ask,
        "participant",
        row=row,
        letters=history,
        reasons=reasons,
        last=letters[-1] if letters else None,
        uncertain=any(each.state is State.UNCERTAIN for each in letters),
        waits=any(each.state in WITHDRAWABLE for each in letters),
        deeds=views.told(ledger.audit().entries(context.key, number)),
        mine=_mine(context, ask),
    )


def letter(context: WebContext, ask: WebRequest) -> Page:
    """A letter as it was, or will be, sent."""
    number, edition = ask.places["number"], ask.places["edition"]
    each = letter_of(context, number, edition)
    return page(context, ask, "letter", row=row_of(context, number), letter=each, read=read(context, each))


def pack(context: WebContext, ask: WebRequest) -> File:
    """A pack as it was sent."""
    each = letter_of(context, ask.places["number"], ask.places["edition"])
    letter = read(context, each)
    return File(letter.pack, PDF, letter.pack_name if "bewaar" in ask.query else "", lasting=True)


def picture(context: WebContext, ask: WebRequest) -> File:
    """One page of a pack, as a picture."""
    each = letter_of(context, ask.places["number"], ask.places["edition"])
    with _ONE_AT_A_TIME:
        found = list(pictures_of(read(context, each).pack, 80, only=ask.places["sheet"]))
    if not found:
        raise NotFound
    return File(found[0], "image/png", lasting=True)


def make_again(context: WebContext, ask: WebRequest) -> Redirect:
    """Makes the packs of some again."""
    numbers, reason = ask.numbers("nummer"), ask.field("reden")
    if not numbers:
        message_cookie(ask, "Kies eerst van wie het pakket opnieuw gemaakt moet worden.", "bad")
        return back(ask)
    if not reason:
        message_cookie(ask, "Schrijf erbij waarom; dat blijft bij de editie bewaard.", "bad", "reden")
        return back(ask)
    known = {each.number for each in context.ledger.enrolled(context.key)}
    if strange := [number for number in numbers if number not in known]:
        message_cookie(ask, f"Er is geen deelnemer {strange[0]}.", "bad")
        return back(ask)

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        seated = ledger.seats(context.key)
        there = frozenset(number for number in numbers if number in seated)
        if not there:
            return False, "Deze deelnemers staan niet meer op de lijst."
        regenerate.revived(context.key, there, ledger, context.clock())
        ledger.audit().append(context.key, ask.who, "again", reason, context.clock(), sorted(there))
        return built(context, ledger, progress, True, there, reason)

    what = f"Pakket van {_people(numbers)} opnieuw maken"
    return begun(context, ask, what, task, "")


def trial(context: WebContext, ask: WebRequest) -> Redirect:
    """Sends a marked copy of one letter to the organiser."""
    number = ask.places["number"]
    mine = context.organiser(ask.who)
    if mine is None:
        message_cookie(ask, "Uw naam is hier niet meer bekend.", "bad")
        return to(number)
    draft = context.draft
    if draft.settings.server and context.made_up:
        message_cookie(ask, "De klok is verzonnen; dan gaat er geen echte post uit, ook geen proef.", "bad")
        return to(number)

    def task(ledger: Ledger, progress: Progress) -> tuple[bool, str]:
        letters = [each for each in test_send.newest(context.key, ledger) if each.number == number]
        if not letters:
            return False, f"Er is nog geen brief aan deelnemer {number}."
        paths = replace(context.paths, output=context.paths.output / "test")
        sender = sender_of(draft, paths)
        (tried,) = test_send.send_test_copies(
            test_send.chosen(letters, [number], None, Random()), context.archive, sender, mine.email, lambda _: None
        )
        if tried.arrived:
            return True, f"De proef is verstuurd naar {mine.email}. Voor de deelnemer verandert er niets."
        return False, f"De proef is niet aangenomen. De mailserver zei: {tried.answer}"

    return begun(context, ask, f"Proef van {number:04d} versturen", task, "trial", (number,), f"/deelnemers/{number}")


def withdraw(context: WebContext, ask: WebRequest) -> Redirect:
    """Takes the letter to someone back, if it has not left."""
    number, reason = ask.places["number"], ask.field("reden")
    if not reason:
        message_cookie(ask, "Schrijf erbij waarom; dat blijft bewaard.", "bad", "intrekken")
        return to(number)
    try:
        with context.changing() as ledger:
            count = release.withdraw(context.key, number, ledger, context.clock(), f"withdrawn by {ask.who}: {reason}")
            if count:
                ledger.audit().append(context.key, ask.who, "withdraw", reason, context.clock(), (number,))
    except ReportgenError as fault:
        message_cookie(ask, reason_of(fault), "bad")
        return to(number)
    if count:
        message_cookie(ask, "De brief is ingetrokken en gaat niet weg. Met ‘Opnieuw maken’ komt er een nieuwe.")
    else:
        message_cookie(ask, "Er is geen brief die nog tegengehouden kan worden.", "bad")
    return to(number)


def resolve(context: WebContext, ask: WebRequest) -> Redirect:
    """Settles a letter of which nobody knew whether it arrived."""
    number, said = ask.places["number"], ask.field("ontvangen")
    if said not in ("wel", "niet"):
        message_cookie(ask, "Zeg of de brief wel of niet is ontvangen.", "bad")
        return to(number)
    if not any(each.number == number for each in context.ledger.deliveries(context.key, State.UNCERTAIN)):
        message_cookie(ask, "Over de brief aan deze deelnemer bestaat geen onzekerheid (meer).", "bad")
        return to(number)
    try:
        with context.changing() as ledger:
            send.resolve(context.key, number, ledger, context.clock(), arrived=said == "wel")
            ledger.audit().append(context.key, ask.who, "resolve", said, context.clock(), (number,))
    except ReportgenError as fault:
        message_cookie(ask, reason_of(fault), "bad")
        return to(number)
    more = "" if said == "wel" else " Dezelfde brief gaat met de volgende verzending nog eens mee."
    message_cookie(ask, f"Genoteerd: {said} ontvangen.{more}")
    return to(number)


def _why(context: WebContext, each: Delivery) -> tuple[str, list[Mapping[str, str]]]:
    """Why an edition was made for someone: what a person said, and every value that changed."""
    try:
        record = record_in(context.archive, each.edition)
        own = next(pack for pack in record["packs"] if pack["number"] == each.number)
        return str(record.get("because", "")), [dict(reason) for reason in own["reasons"]]
    except (ReportgenError, KeyError, StopIteration):
        return "", []


def _mine(context: WebContext, ask: WebRequest) -> str:
    found = context.organiser(ask.who)
    return found.email if found else ""


def _people(numbers: tuple[int, ...]) -> str:
    return f"deelnemer {numbers[0]:04d}" if len(numbers) == 1 else f"{len(numbers)} deelnemers"
